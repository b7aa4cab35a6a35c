//! A disk that is really full: a small file system of the test's own, in a mount namespace, which needs no rights on most
//! machines. Where it does, the test says that it was skipped.

use std::io::{BufRead, BufReader, Lines, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use reqwest::{Client, StatusCode};
use serde_json::{Value, json};

use super::interrupted_import::Files;
use crate::program::Program;

/// Mounts the file system and carries out line after line; ends, and its server with it, with its standard input.
const SHELL: &str = r#"
mount -t tmpfs -o size=64m tmpfs "$1" 2>/dev/null || exit 77
cd "$1"
echo mounted
while read -r line; do
  eval "$line"
  echo "exit $?"
done
kill -9 "$server" 2>/dev/null
"#;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_is_said_clearly_and_work_goes_on_when_there_is_room_again() {
    let program = Program::new();
    let files = Files::make_in(&program);
    let Some(mut disk) = Disk::mount(&program) else {
        eprintln!("skipped: this machine lets nobody mount a file system of their own");
        return;
    };
    let administrator = "init --admin-email ada@example.com --password-stdin";
    disk.succeed(&format!(
        "echo correct horse battery | proofline {administrator}"
    ));
    disk.succeed("proofline token create storm --scope admin --format json >../token");
    let token: Value = serde_json::from_str(&disk.left("token")).unwrap();
    let server = Remote::start(&mut disk, token["secret"].as_str().unwrap());

    // Nothing is left but what the log has already taken: writes end in the same clear refusal.
    disk.fill(0);
    let writers: Vec<_> = (0..8)
        .map(|_| tokio::spawn(server.clone().create_until_refused()))
        .collect();
    let mut made = 0;
    for writer in writers {
        let (created, problem) = writer.await.unwrap();
        assert_eq!(
            (&problem["code"], &problem["status"]),
            (&json!("storage-full"), &json!(507)),
            "{problem}"
        );
        made += created;
    }
    assert_eq!(
        server.count().await,
        made,
        "what was acknowledged is there, and nothing else; reading goes on"
    );

    // An upload finds no room; one that was taken in stops half-way.
    let import = |disk: &mut Disk, place: &str| {
        disk.run(&format!(
            "proofline {} {place} >../out 2>../err",
            files.arguments().join(" ")
        ))
    };
    let remotely = format!("--server {} --token {}", server.url, server.token);
    let refused = import(&mut disk, &remotely);
    assert_eq!(refused, 8, "{}", disk.left("err"));
    assert!(
        disk.left("err").contains("The storage is full"),
        "{}",
        disk.left("err")
    );
    assert_eq!(
        server.get("/imports").await["rows"],
        json!([]),
        "nothing is left of the upload"
    );

    disk.fill(8_000);
    let stopped = import(&mut disk, &remotely);
    assert_eq!(stopped, 8, "{} {}", disk.left("out"), disk.left("err"));
    let said = disk.left("err");
    assert!(
        said.contains("The storage is full")
            && said.contains("To go on: run the same command again"),
        "{said}"
    );
    let import_now = server.get("/imports").await["rows"][0].clone();
    assert_eq!(
        (&import_now["state"], &import_now["failure_code"]),
        (&json!("failed"), &json!("storage-full"))
    );
    let processed = import_now["progress"]["processed"].as_i64().unwrap();
    let created = import_now["progress"]["created"].as_i64().unwrap();
    assert!(
        (1..4_000).contains(&processed),
        "it stopped in the middle: {processed}"
    );
    assert_eq!(
        server.count().await,
        made + created,
        "no chunk is half written"
    );

    // Room again: the same server goes on, and so does the import.
    disk.succeed("rm -f filler");
    assert_eq!(server.create().await, (StatusCode::CREATED, Value::Null));
    assert_eq!(import(&mut disk, &remotely), 6, "{}", disk.left("err"));
    assert!(
        disk.left("out").contains("Going on with it."),
        "{}",
        disk.left("out")
    );
    assert_eq!(server.get("/imports").await["rows"][0]["state"], "finished");
    assert_eq!(server.count().await, made + 1 + 3_600);
    disk.succeed("kill -9 $server; wait $server; true");
    disk.succeed("proofline verify");

    // The same without a server.
    let undo = format!(
        "proofline import undo {}",
        import_now["id"].as_str().unwrap()
    );
    disk.succeed(&undo);
    disk.fill(8_000);
    let stopped = import(&mut disk, "");
    assert_eq!(stopped, 8, "{} {}", disk.left("out"), disk.left("err"));
    assert!(
        disk.left("err").contains("The storage is full"),
        "{}",
        disk.left("err")
    );
    disk.succeed("rm -f filler");
    assert_eq!(import(&mut disk, ""), 6, "{}", disk.left("err"));
    disk.succeed("proofline verify");
}

/// A small file system with a shell in it.
struct Disk {
    shell: Child,
    lines: Option<ChildStdin>,
    answers: Lines<BufReader<ChildStdout>>,
    left: std::path::PathBuf,
}

impl Disk {
    fn mount(program: &Program) -> Option<Self> {
        let folder = program.folder.path().join("disk");
        std::fs::create_dir(&folder).unwrap();
        let binary = std::path::Path::new(env!("CARGO_BIN_EXE_proofline"));
        let path = format!(
            "{}:{}",
            binary.parent().unwrap().display(),
            std::env::var("PATH").unwrap_or_default()
        );
        let mut shell = Command::new("unshare")
            .args([
                "--user",
                "--map-root-user",
                "--mount",
                "sh",
                "-c",
                SHELL,
                "sh",
            ])
            .arg(&folder)
            .env("PATH", path)
            .env("PROOFLINE_DATA", "data")
            .env("PROOFLINE_LANG", "en")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .ok()?;
        let lines = shell.stdin.take();
        let mut answers = BufReader::new(shell.stdout.take().unwrap()).lines();
        let mounted = answers.next().and_then(Result::ok);
        if mounted.as_deref() != Some("mounted") {
            shell.wait().unwrap();
            return None;
        }
        Some(Self {
            shell,
            lines,
            answers,
            left: program.folder.path().to_owned(),
        })
    }

    /// Carries out one line in the file system's folder; its exit code.
    fn run(&mut self, line: &str) -> i32 {
        writeln!(self.lines.as_mut().unwrap(), "{line}").unwrap();
        let code = self
            .answers
            .by_ref()
            .map_while(Result::ok)
            .find_map(|said| said.strip_prefix("exit ")?.parse().ok());
        code.expect("the shell answers")
    }

    fn succeed(&mut self, line: &str) {
        assert_eq!(self.run(line), 0, "{line}: {}", self.left("err"));
    }

    /// What a line left in a file beside the file system.
    fn left(&self, name: &str) -> String {
        std::fs::read_to_string(self.left.join(name)).unwrap_or_default()
    }

    /// Fills the disk but for so many KiB.
    fn fill(&mut self, spare_kib: u32) {
        self.run("rm -f filler; dd if=/dev/zero of=filler bs=4k 2>/dev/null");
        if spare_kib > 0 {
            self.succeed(&format!("truncate -s -{spare_kib}K filler"));
        }
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        drop(self.lines.take());
        self.shell.wait().ok();
    }
}

/// A server on the small disk, asked over HTTP.
#[derive(Clone)]
struct Remote {
    http: Client,
    url: String,
    token: String,
}

impl Remote {
    fn start(disk: &mut Disk, token: &str) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        disk.succeed("proofline serve --listen 127.0.0.1:0 >../said 2>../log & server=$!");
        // The shell waits for the line, so that nobody has to guess how long it takes.
        disk.succeed(
            "until grep -q 'listens at' ../said; do kill -0 $server || break; sleep 0.05; done",
        );
        let said = disk.left("said");
        let url = said
            .split_once("listens at ")
            .expect("the server listens")
            .1
            .trim()
            .to_owned();
        Self {
            http: Client::new(),
            url,
            token: token.to_owned(),
        }
    }

    /// Tries to make a deal: the status, and the problem if there is one.
    async fn create(&self) -> (StatusCode, Value) {
        let request = self
            .http
            .post(format!("{}/api/v1/deals", self.url))
            .bearer_auth(&self.token);
        // Long enough that the log's free frames are soon used up.
        let body =
            json!({"name": "Deal", "pipeline": "new-business", "next_step": "x".repeat(2_000)});
        let answer = request.json(&body).send().await.unwrap();
        let status = answer.status();
        if status == StatusCode::CREATED {
            return (status, Value::Null);
        }
        assert_eq!(answer.headers()["content-type"], "application/problem+json");
        (status, answer.json().await.unwrap())
    }

    /// Makes deals until the first refusal: how many, and the refusal.
    async fn create_until_refused(self) -> (i64, Value) {
        for made in 0..5_000 {
            let (status, problem) = self.create().await;
            if status != StatusCode::CREATED {
                return (made, problem);
            }
        }
        panic!("the disk is never full");
    }

    async fn count(&self) -> i64 {
        let report = self.get("/reports/win-rate").await;
        let all = &report["rows"][0];
        let counts = ["won", "lost", "open"].map(|fate| all[fate].as_i64().unwrap());
        counts.iter().sum()
    }

    async fn get(&self, path: &str) -> Value {
        let request = self
            .http
            .get(format!("{}/api/v1{path}", self.url))
            .bearer_auth(&self.token);
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        answer.json().await.unwrap()
    }
}

//! Imports that are killed or interrupted in the middle: the same command goes on, and in the end every row is there once.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::Value;
use testkit::EmptyDatabase;

use super::{Place, on_both};
use crate::program::{Ran, Server};

const ROWS: i64 = 4_000;
/// Every tenth row is refused.
const REFUSED: i64 = ROWS / 10;
const MAPPING: &str = "\
as: deals
key: id
columns: { id: external_id, name: name, account: account, stage: stage, opened: opened_on, amount: amount }
values:
  stage: { Qualified: qualified }
defaults: { pipeline: new-business, currency: USD }
";
/// What the log says whenever a piece of the upload or a chunk of rows is durable.
const STEPS: [&str; 2] = [
    "a piece of an upload is kept",
    "a chunk of an import is written",
];

on_both! {
    async fn an_import_that_is_killed_again_and_again_goes_on_when_the_command_is_repeated(place) {
        let mut random = StdRng::seed_from_u64(4);
        let files = Files::make(place);
        let mut killed = 0;
        for round in 0..4 {
            let mut import = place.command(&files.arguments());
            let child = begin(&mut import, steps_before_kill(round, &mut random));
            within_a_step(&mut random);
            killed += i32::from(kill(child));
            place.verify();
        }
        assert!(killed >= 3, "{killed} kills hit an import in the middle");
        let listed = place.json(&["import", "list"]);
        let unfinished = &listed["rows"][0];
        assert_eq!(unfinished["state"], "running", "{listed}");
        assert!(unfinished["processed"].as_i64().unwrap() < ROWS, "{listed}");

        let mut without = files.arguments();
        without.retain(|argument| *argument != "--create-missing" && *argument != "accounts");
        let refused = place.run(&without);
        assert_eq!(refused.code, 5, "another mapping does not go on: {refused:?}");
        assert!(refused.stderr.contains("proofline import resume"), "{refused:?}");

        let last = place.run(&files.arguments());
        assert_eq!(last.code, 6, "{last:?}");
        assert!(last.stdout.contains("Going on with it."), "{last:?}");
        complete(place, unfinished);
    }

    async fn an_import_through_a_server_that_is_killed_goes_on_when_the_server_is_back(place) {
        let mut random = StdRng::seed_from_u64(5);
        let files = Files::make(place);
        let token = place.token();
        for round in 0..4 {
            let (mut server, steps) = watched_server(place);
            let mut import = place.program.command(&files.arguments());
            let import = import.args(["--server", &server.url, "--token", &token]).env_remove("PROOFLINE_DATA");
            let mut import = import.spawn().unwrap();
            drop(import.stdin.take());
            for _ in 0..steps_before_kill(round, &mut random) {
                steps.recv().expect("the import takes more steps");
            }
            within_a_step(&mut random);
            server.kill();
            let ran = Ran::ended(import);
            assert_eq!(ran.code, 8, "{ran:?}");
            assert!(ran.stderr.contains("Cannot reach"), "{ran:?}");
            place.verify();
        }
        let unfinished = place.json(&["import", "list"])["rows"][0].clone();
        assert_eq!(unfinished["state"], "running", "{unfinished}");

        let server = Server::start(place.command(&[]));
        let last = place.run_remotely(&server, &token, &files.arguments());
        assert_eq!(last.code, 6, "{last:?}");
        drop(server);
        complete(place, &unfinished);
    }

    async fn an_interrupted_import_says_how_to_go_on(place) {
        let files = Files::make(place);
        let child = begin(&mut place.command(&files.arguments()), 3);
        let interrupt = format!("kill -INT {}", child.0.id());
        assert!(Command::new("sh").args(["-c", &interrupt]).status().unwrap().success());
        let (mut child, stderr) = child;
        let code = child.wait().unwrap().code();
        let said: Vec<String> = stderr.iter().collect();
        assert_eq!(code, Some(130), "{said:?}");
        assert!(said.iter().any(|line| line.contains("Interrupted at row")), "{said:?}");

        let stopped = place.json(&["import", "list"])["rows"][0].clone();
        let id = stopped["id"].as_str().unwrap();
        assert!(said.iter().any(|line| line.contains(&format!("proofline import resume {id}"))), "{said:?}");
        assert_eq!((&stopped["state"], &stopped["failure_code"]), (&"failed".into(), &"import-interrupted".into()));
        let last = place.run(&["import", "resume", id]);
        assert_eq!(last.code, 6, "{last:?}");
        complete(place, &stopped);
    }
}

/// The first kill hits the upload, the second a run that has just begun, the others anything.
fn steps_before_kill(round: u32, random: &mut StdRng) -> usize {
    match round {
        0 => 1,
        1 => 3,
        _ => random.random_range(1..=2),
    }
}

/// Lets a part of the next step happen, so that kills hit reading, writing and committing alike.
fn within_a_step(random: &mut StdRng) {
    std::thread::sleep(Duration::from_millis(random.random_range(0..80)));
}

/// Every row is there once, the counts are right, and all of it can be undone.
fn complete(place: &Place, begun: &Value) {
    let import = place.json(&["import", "list"])["rows"][0].clone();
    assert_eq!(
        (&import["id"], &import["state"]),
        (&begun["id"], &"finished".into()),
        "one import from beginning to end"
    );
    let counts =
        ["processed", "created", "updated", "rejected"].map(|name| import[name].as_i64().unwrap());
    assert_eq!(counts, [ROWS, ROWS - REFUSED, 0, REFUSED]);
    let worth: i64 = (0..ROWS)
        .filter(|row| row % 10 != 9)
        .map(|row| row * 100)
        .sum();
    assert_eq!(place.in_stage("qualified"), (ROWS - REFUSED, worth));
    place.verify();

    let undone = place.json(&["import", "undo", import["id"].as_str().unwrap()]);
    assert_eq!(
        (&undone["state"], &undone["progress"]["kept"]),
        (&"undone".into(), &0.into())
    );
    assert_eq!(place.in_stage("qualified"), (0, 0));
    place.verify();
}

pub(super) struct Files {
    deals: String,
    mapping: String,
}

impl Files {
    pub(super) fn make(place: &Place) -> Self {
        Self::make_in(&place.program)
    }

    pub(super) fn make_in(program: &crate::program::Program) -> Self {
        let mut rows = String::from("id,name,account,stage,opened,amount\n");
        for row in 0..ROWS {
            let stage = if row % 10 == 9 {
                "Nowhere"
            } else {
                "Qualified"
            };
            rows.push_str(&format!(
                "X{row},Deal {row},Account {},{stage},2024-01-02,{row}\n",
                row % 200
            ));
        }
        Self {
            deals: program.file("deals.csv", &rows),
            mapping: program.file("mapping.yaml", MAPPING),
        }
    }

    pub(super) fn arguments(&self) -> Vec<&str> {
        let Self { deals, mapping } = self;
        vec![
            "import",
            deals,
            "--mapping",
            mapping,
            "--create-missing",
            "accounts",
        ]
    }
}

/// Starts a command and waits until so many steps of its import are durable. What else it says is kept for later.
fn begin(command: &mut Command, steps: usize) -> (Child, Receiver<String>) {
    let (child, said) = watched(command.stdout(Stdio::null()));
    let mut seen = 0;
    while seen < steps {
        match said.recv() {
            Ok(line) => seen += usize::from(is_step(&line)),
            Err(_) => break,
        }
    }
    (child, said)
}

/// Kills a command; whether it had not ended by itself.
fn kill((mut child, said): (Child, Receiver<String>)) -> bool {
    child.kill().unwrap();
    let status = child.wait().unwrap();
    drop(said);
    status.code().is_none()
}

fn is_step(line: &str) -> bool {
    STEPS.iter().any(|step| line.contains(step))
}

/// A command whose log can be followed.
fn watched(command: &mut Command) -> (Child, Receiver<String>) {
    let mut child = command
        .env("PROOFLINE_LOG", "app::imports=debug")
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdin.take());
    let lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let (sender, said) = channel();
    std::thread::spawn(move || {
        for line in lines.map_while(Result::ok) {
            // Nobody listens any more once the test knows enough; the pipe is emptied all the same.
            let _unheard = sender.send(line);
        }
    });
    (child, said)
}

/// A server, and each step of the imports it does.
fn watched_server(place: &Place) -> (Server, Receiver<String>) {
    let mut command = place.command(&[]);
    command
        .env("PROOFLINE_LOG", "app::imports=debug")
        .stderr(Stdio::piped());
    let mut server = Server::start(command);
    let lines = BufReader::new(server.child.stderr.take().unwrap()).lines();
    let (sender, steps) = channel();
    std::thread::spawn(move || {
        for line in lines.map_while(Result::ok).filter(|line| is_step(line)) {
            let _unheard = sender.send(line);
        }
    });
    (server, steps)
}

impl Place {
    fn run_remotely(&self, server: &Server, token: &str, arguments: &[&str]) -> Ran {
        let mut command = self.program.command(arguments);
        command
            .args(["--server", &server.url, "--token", token])
            .env_remove("PROOFLINE_DATA");
        Ran::of(&mut command, "")
    }
}

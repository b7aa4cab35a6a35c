//! A PostgreSQL cluster of our own: on a free port, without durability, gone when we are.

use std::fs::File;
use std::io::Write;
use std::net::TcpListener;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs, thread};

use anyhow::{Context, Result, bail};

use crate::{debian, project};

/// The oldest version the store supports.
const MINIMUM_VERSION: u32 = 15;
const START_LIMIT: Duration = Duration::from_secs(60);

/// Ends with its standard input, that is, with us: also when we are killed. It has a process group of its own, so
/// Ctrl-C reaches us first and the cluster is still stopped in order and its folder removed.
const GUARDIAN: &str = r#"
"$1/postgres" -D "$2/data" >"$2/log" 2>&1 &
server=$!
cat >/dev/null
kill -QUIT "$server" 2>/dev/null
wait "$server"
rm -rf "$2"
"#;

const SETTINGS: &str = "
listen_addresses = '127.0.0.1'
max_connections = 300
shared_buffers = '256MB'
fsync = off
synchronous_commit = off
full_page_writes = off
autovacuum = off
max_wal_size = '2GB'
";

/// The folder with PostgreSQL's programs, when there is a recent enough one.
pub(crate) fn programs() -> Option<PathBuf> {
    let on_path = project::find_program(&["initdb"]).and_then(|file| file.canonicalize().ok());
    let on_path = on_path.and_then(|file| file.parent().map(Path::to_owned));
    let mut installed: Vec<(u32, PathBuf)> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| Some((entry.ok()?.file_name().to_str()?.parse().ok()?, ())))
        .map(|(version, ())| {
            (
                version,
                PathBuf::from(format!("/usr/lib/postgresql/{version}/bin")),
            )
        })
        .collect();
    installed.sort();
    let candidates = on_path
        .into_iter()
        .chain(installed.into_iter().map(|(_, folder)| folder));
    candidates
        .into_iter()
        .find(|folder| version(folder).is_some_and(|version| version >= MINIMUM_VERSION))
}

/// The major version of the programs in `folder`, when all we need are there.
fn version(folder: &Path) -> Option<u32> {
    if !folder.join("initdb").is_file() || !folder.join("pg_isready").is_file() {
        return None;
    }
    let output = project::output(Command::new(folder.join("postgres")).arg("--version")).ok()?;
    // "postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)"
    let text = String::from_utf8(output).ok()?;
    text.split_whitespace()
        .find_map(|word| word.split('.').next()?.parse().ok())
}

/// A running cluster; dropping it stops and removes it.
pub(crate) struct Cluster {
    guardian: Child,
    url: String,
}

impl Cluster {
    /// Makes a cluster and waits until it answers.
    ///
    /// # Errors
    /// When it cannot be made or does not answer in time; the server's own log is part of the sentence.
    pub(crate) fn start(programs: &Path) -> Result<Self> {
        let user = if debian::is_root() {
            Some(ordinary_user()?)
        } else {
            None
        };
        // The other user must be able to reach the folder, which a private TMPDIR would prevent.
        let parent = if user.is_some() {
            PathBuf::from("/tmp")
        } else {
            env::temp_dir()
        };
        let folder = tempfile::Builder::new()
            .prefix("proofline-postgres-")
            .tempdir_in(parent)?
            .keep();
        if let Some((user, group)) = user {
            chown(&folder, Some(user), Some(group))
                .context("cannot hand the folder to an ordinary user")?;
        }
        let started = Self::start_in(programs, &folder, user);
        if started.is_err() {
            // The guardian, if it came to be, has removed it already.
            fs::remove_dir_all(&folder).ok();
        }
        started
    }

    fn start_in(programs: &Path, folder: &Path, user: Option<(u32, u32)>) -> Result<Self> {
        let data = folder.join("data");
        let initdb = [
            "--username=proofline",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync",
            "-D",
        ];
        project::output(as_user(
            Command::new(programs.join("initdb"))
                .args(initdb)
                .arg(&data),
            user,
        ))?;
        let port = free_port()?;
        let mut settings = File::options()
            .append(true)
            .open(data.join("postgresql.conf"))?;
        writeln!(
            settings,
            "{SETTINGS}\nport = {port}\nunix_socket_directories = '{}'",
            folder.display()
        )?;
        let guardian = as_user(
            Command::new("sh")
                .args(["-c", GUARDIAN, "sh"])
                .arg(programs)
                .arg(folder),
            user,
        )
        .stdin(Stdio::piped())
        .process_group(0)
        .spawn()
        .context("cannot start PostgreSQL")?;
        let url = format!("postgres://proofline@127.0.0.1:{port}/postgres");
        let cluster = Self { guardian, url };
        cluster.wait(programs, folder, port)?;
        Ok(cluster)
    }

    /// How to connect as its superuser.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    fn wait(&self, programs: &Path, folder: &Path, port: u16) -> Result<()> {
        let start = Instant::now();
        let port = port.to_string();
        while start.elapsed() < START_LIMIT {
            let arguments = ["-h", "127.0.0.1", "-p", &port];
            if project::output(Command::new(programs.join("pg_isready")).args(arguments)).is_ok() {
                return Ok(());
            }
            thread::sleep(Duration::from_millis(50));
        }
        let log = fs::read_to_string(folder.join("log")).unwrap_or_default();
        bail!(
            "PostgreSQL does not answer after {} s: {}",
            START_LIMIT.as_secs(),
            log.trim()
        )
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.guardian.stdin.take());
        // Nothing to do about a failing wait: the guardian cleans up on its own.
        self.guardian.wait().ok();
    }
}

/// PostgreSQL refuses root, so an account without rights runs it: (user, group).
fn ordinary_user() -> Result<(u32, u32)> {
    for name in ["postgres", "nobody"] {
        let number = |flag: &str| -> Option<u32> {
            let output = project::output(Command::new("id").args([flag, name])).ok()?;
            String::from_utf8(output).ok()?.trim().parse().ok()
        };
        if let (Some(user), Some(group)) = (number("-u"), number("-g")) {
            return Ok((user, group));
        }
    }
    bail!(
        "PostgreSQL refuses to run as root, and there is neither a user `postgres` nor `nobody` to run it"
    )
}

fn as_user(command: &mut Command, user: Option<(u32, u32)>) -> &mut Command {
    if let Some((user, group)) = user {
        command.uid(user).gid(group).current_dir("/");
    }
    command
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cluster_answers_and_leaves_nothing_behind() {
        let Some(programs) = programs() else {
            eprintln!("skipped: no PostgreSQL here");
            return;
        };
        let cluster = Cluster::start(&programs).unwrap();
        let query = ["-At", "-c", "show server_version_num", cluster.url()];
        let answer = project::output(Command::new(programs.join("psql")).args(query)).unwrap();
        let version: u32 = String::from_utf8(answer).unwrap().trim().parse().unwrap();
        assert!(version >= MINIMUM_VERSION * 10_000);

        let socket = ["-At", "-c", "show unix_socket_directories", cluster.url()];
        let folder = project::output(Command::new(programs.join("psql")).args(socket)).unwrap();
        let folder = PathBuf::from(String::from_utf8(folder).unwrap().trim());
        assert!(folder.is_dir());
        drop(cluster);
        assert!(!folder.exists());
    }
}

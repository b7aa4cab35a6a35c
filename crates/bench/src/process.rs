//! The server under test, and what the operating system says about it.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::client::{Client, Request};

/// A running process, killed when dropped.
pub(crate) struct Process {
    child: Child,
}

impl Process {
    /// Starts a program whose output goes nowhere.
    pub(crate) fn start(program: &Path, arguments: &[&str]) -> Result<Self> {
        let child = Command::new(program)
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| format!("could not start {}", program.display()))?;
        Ok(Self { child })
    }

    /// Waits until `path` answers 200 on `port`, and says how long that took since `since`.
    pub(crate) async fn ready(
        &mut self,
        port: u16,
        path: &str,
        since: Instant,
    ) -> Result<Duration> {
        let request = Request::get(path, None);
        loop {
            if let Ok(mut client) = Client::connect(port).await
                && let Ok(answer) = client.send(&request).await
                && answer.status == 200
            {
                return Ok(since.elapsed());
            }
            if let Some(status) = self.child.try_wait()? {
                bail!("the server ended before it was ready: {status}");
            }
            if since.elapsed() > Duration::from_secs(120) {
                bail!("the server was not ready within two minutes");
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }

    /// CPU time spent so far, user and system.
    pub(crate) fn cpu(&self) -> Result<Duration> {
        // schedstat counts nanoseconds on the CPU for each task, where stat counts ticks of 10 ms.
        let mut nanoseconds = 0;
        for task in std::fs::read_dir(format!("/proc/{}/task", self.child.id()))? {
            let text = std::fs::read_to_string(task?.path().join("schedstat")).unwrap_or_default();
            nanoseconds += text
                .split(' ')
                .next()
                .unwrap_or_default()
                .parse::<u64>()
                .unwrap_or(0);
        }
        Ok(Duration::from_nanos(nanoseconds))
    }

    /// Proportional set size in kB.
    pub(crate) fn pss_kb(&self) -> Result<u64> {
        field(&format!("/proc/{}/smaps_rollup", self.child.id()), "Pss:")
    }

    /// Runs a program to its end; says how long it took and its largest resident set in kB.
    pub(crate) fn run(program: &Path, arguments: &[&str]) -> Result<(Duration, u64)> {
        let start = Instant::now();
        let mut child = Command::new(program)
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()?;
        let path = format!("/proc/{}/status", child.id());
        let mut peak = 0;
        loop {
            if let Some(status) = child.try_wait()? {
                if !status.success() {
                    bail!(
                        "{} {} ended with {status}",
                        program.display(),
                        arguments.join(" ")
                    );
                }
                return Ok((start.elapsed(), peak));
            }
            peak = peak.max(field(&path, "VmHWM:").unwrap_or(0));
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _already_gone = self.child.kill();
        let _already_reaped = self.child.wait();
    }
}

fn field(path: &str, name: &str) -> Result<u64> {
    let text = std::fs::read_to_string(path)?;
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix(name))
        .with_context(|| format!("no {name} in {path}"))?;
    Ok(line.split_whitespace().next().unwrap_or_default().parse()?)
}

/// A port nobody listens on.
pub(crate) fn free_port() -> Result<u16> {
    Ok(std::net::TcpListener::bind(("127.0.0.1", 0))?
        .local_addr()?
        .port())
}

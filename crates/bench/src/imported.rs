//! A workspace with so many imported deals, in a folder of its own.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use serde_json::Value;

use crate::process::{Process, free_port};
use crate::sample;

/// What was imported, how quickly, and how to reach it.
pub(crate) struct Imported {
    /// Gone with this.
    _folder: tempfile::TempDir,
    data: String,
    /// May read and write.
    pub(crate) token: String,
    pub(crate) rows_per_second: f64,
    pub(crate) peak_kb: u64,
}

impl Imported {
    pub(crate) fn new(proofline: &Path, deals: u64) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let data = text(folder.path().join("data"))?;
        let (rows_per_second, peak_kb) = import(proofline, folder.path(), &data, deals)?;
        Ok(Self {
            token: token(proofline, &data)?,
            _folder: folder,
            data,
            rows_per_second,
            peak_kb,
        })
    }

    /// A server of it, its port, and how long it took to be ready.
    pub(crate) async fn serve(&self, proofline: &Path) -> Result<(Process, u16, Duration)> {
        let port = free_port()?;
        let listen = format!("127.0.0.1:{port}");
        let start = Instant::now();
        let arguments = ["serve", "--data", &self.data, "--listen", &listen];
        let mut server = Process::start(proofline, &arguments)?;
        let ready = server.ready(port, "/readyz", start).await?;
        Ok((server, port, ready))
    }
}

fn import(proofline: &Path, folder: &Path, data: &str, deals: u64) -> Result<(f64, u64)> {
    let file = text(folder.join("deals.csv"))?;
    let mapping = text(folder.join("mapping.yaml"))?;
    sample::write_deals(Path::new(&file), deals)?;
    std::fs::write(&mapping, sample::MAPPING)?;
    let arguments = [
        "import",
        &file,
        "--as",
        "deals",
        "--mapping",
        &mapping,
        "--create-missing",
        "users,accounts",
        "--data",
        data,
    ];
    let (took, peak_kb) = Process::run(proofline, &arguments)?;
    #[expect(clippy::cast_precision_loss, reason = "a million is far below 2^52")]
    Ok((deals as f64 / took.as_secs_f64(), peak_kb))
}

fn token(proofline: &Path, data: &str) -> Result<String> {
    let output = Command::new(proofline)
        .args([
            "token", "create", "bench", "--scope", "write", "--data", data, "--format", "json",
        ])
        .output()?;
    let answer: Value = serde_json::from_slice(&output.stdout).with_context(|| {
        format!(
            "token create said {}",
            String::from_utf8_lossy(&output.stderr)
        )
    })?;
    Ok(answer["secret"]
        .as_str()
        .or(answer["token"].as_str())
        .context("token create printed no token")?
        .to_owned())
}

fn text(path: PathBuf) -> Result<String> {
    path.into_os_string()
        .into_string()
        .ok()
        .context("the temporary folder is not UTF-8")
}

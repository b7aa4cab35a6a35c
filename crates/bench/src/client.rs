//! A load client that costs little itself: keep-alive HTTP/1.1 over plain sockets, a closed loop for each client.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use hdrhistogram::Histogram;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::process::Process;

/// One request, ready to be written to a socket.
#[derive(Clone)]
pub(crate) struct Request {
    bytes: Vec<u8>,
}

impl Request {
    pub(crate) fn get(path: &str, token: Option<&str>) -> Self {
        Self::new("GET", path, token, None)
    }

    pub(crate) fn post(path: &str, token: Option<&str>, body: &serde_json::Value) -> Self {
        Self::new("POST", path, token, Some(body))
    }

    pub(crate) fn new(
        method: &str,
        path: &str,
        token: Option<&str>,
        body: Option<&serde_json::Value>,
    ) -> Self {
        let mut head = format!("{method} {path} HTTP/1.1\r\nhost: localhost\r\n");
        if let Some(token) = token {
            head.push_str(&format!("authorization: Bearer {token}\r\n"));
        }
        let body = body.map(serde_json::Value::to_string);
        if let Some(body) = &body {
            head.push_str(&format!(
                "content-type: application/json\r\ncontent-length: {}\r\n",
                body.len()
            ));
        }
        head.push_str("\r\n");
        head.push_str(body.as_deref().unwrap_or_default());
        Self {
            bytes: head.into_bytes(),
        }
    }
}

/// A connection to the server under test.
pub(crate) struct Client {
    stream: TcpStream,
    buffer: Vec<u8>,
}

/// Status and body of an answer.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// The body as JSON, or an error that shows what the server said instead.
    pub(crate) fn json(&self) -> Result<serde_json::Value> {
        if self.status >= 300 {
            bail!(
                "status {}: {}",
                self.status,
                String::from_utf8_lossy(&self.body)
            );
        }
        serde_json::from_slice(&self.body).context("the body is not JSON")
    }
}

impl Client {
    pub(crate) async fn connect(port: u16) -> Result<Self> {
        let stream = TcpStream::connect(("127.0.0.1", port)).await?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream,
            buffer: Vec::with_capacity(1 << 16),
        })
    }

    pub(crate) async fn send(&mut self, request: &Request) -> Result<Answer> {
        self.stream.write_all(&request.bytes).await?;
        self.buffer.clear();
        let head = loop {
            if let Some(at) = self.buffer.windows(4).position(|four| four == b"\r\n\r\n") {
                break at;
            }
            self.fill().await?;
        };
        let text = std::str::from_utf8(&self.buffer[..head])?.to_ascii_lowercase();
        let status = text.get(9..12).context("no status")?.parse()?;
        let start = head + 4;
        let length = text
            .lines()
            .find_map(|line| line.strip_prefix("content-length:"))
            .map(|n| n.trim().parse::<usize>());
        let body = if let Some(length) = length {
            let length = length?;
            while self.buffer.len() < start + length {
                self.fill().await?;
            }
            self.buffer[start..start + length].to_vec()
        } else if text.contains("transfer-encoding: chunked") {
            while !self.buffer.ends_with(b"0\r\n\r\n") {
                self.fill().await?;
            }
            unchunk(&self.buffer[start..])?
        } else {
            Vec::new()
        };
        Ok(Answer { status, body })
    }

    async fn fill(&mut self) -> Result<()> {
        if self.stream.read_buf(&mut self.buffer).await? == 0 {
            bail!("the server closed the connection");
        }
        Ok(())
    }
}

fn unchunk(mut rest: &[u8]) -> Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let end = rest
            .windows(2)
            .position(|two| two == b"\r\n")
            .context("broken chunk")?;
        let size = usize::from_str_radix(std::str::from_utf8(&rest[..end])?.trim(), 16)?;
        if size == 0 {
            return Ok(body);
        }
        body.extend_from_slice(rest.get(end + 2..end + 2 + size).context("broken chunk")?);
        rest = &rest[end + 4 + size..];
    }
}

/// What a run of one operation showed.
#[derive(Clone, serde::Serialize)]
pub(crate) struct Measured {
    pub(crate) clients: usize,
    pub(crate) requests: u64,
    pub(crate) failed: u64,
    pub(crate) requests_per_second: f64,
    /// CPU of the server process for each request, user and system, as the operating system counts it.
    pub(crate) cpu_us: f64,
    pub(crate) p50_ms: f64,
    pub(crate) p95_ms: f64,
    pub(crate) p99_ms: f64,
}

/// Sends `requests` in order, shared by `clients`, until they are used up or `limit` has passed.
pub(crate) async fn load(
    server: &Process,
    port: u16,
    clients: usize,
    requests: Vec<Request>,
    limit: Duration,
) -> Result<Measured> {
    let requests = Arc::new(requests);
    let next = Arc::new(AtomicUsize::new(0));
    let failed = Arc::new(AtomicU64::new(0));
    let cpu = server.cpu()?;
    let start = Instant::now();
    let mut tasks = Vec::new();
    for _ in 0..clients {
        let (requests, next, failed) = (
            Arc::clone(&requests),
            Arc::clone(&next),
            Arc::clone(&failed),
        );
        tasks.push(tokio::spawn(async move {
            let mut client = Client::connect(port).await?;
            let mut times = Histogram::<u64>::new_with_bounds(1, 60_000_000, 3)?;
            while start.elapsed() < limit {
                let Some(request) = requests.get(next.fetch_add(1, Ordering::Relaxed)) else {
                    break;
                };
                let sent = Instant::now();
                let answer = client.send(request).await?;
                times.record(u64::try_from(sent.elapsed().as_micros())?.max(1))?;
                if answer.status >= 300 {
                    failed.fetch_add(1, Ordering::Relaxed);
                }
            }
            anyhow::Ok(times)
        }));
    }
    let mut times = Histogram::<u64>::new_with_bounds(1, 60_000_000, 3)?;
    for task in tasks {
        times.add(task.await??)?;
    }
    let elapsed = start.elapsed().as_secs_f64();
    let spent = server.cpu()? - cpu;
    let count = times.len();
    #[expect(
        clippy::cast_precision_loss,
        reason = "counts of requests are far below 2^52"
    )]
    let per = |total: f64| total / count.max(1) as f64;
    #[expect(
        clippy::cast_precision_loss,
        reason = "microseconds of one request are far below 2^52"
    )]
    let at = |quantile: f64| times.value_at_quantile(quantile) as f64 / 1_000.0;
    Ok(Measured {
        clients,
        requests: count,
        failed: failed.load(Ordering::Relaxed),
        requests_per_second: 1.0 / per(elapsed),
        cpu_us: per(spent.as_secs_f64() * 1e6),
        p50_ms: at(0.5),
        p95_ms: at(0.95),
        p99_ms: at(0.99),
    })
}

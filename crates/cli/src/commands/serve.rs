//! `proofline serve` and `proofline demo`.

use std::net::SocketAddr;

use app::App;
use app::sample::{SAMPLE_PASSWORD, Sample, fill};
use proofline_http::Settings;
use tokio::net::TcpListener;

use crate::arguments::{Demo, Place, Serve};
use crate::client::open;
use crate::failure::{Exit, Failure};
use crate::output::Output;
use crate::progress;
use crate::signal::stop_signal;

/// Who administers the sample.
const SAMPLE_ADMIN: &str = "admin@narae.example";

/// Serves until it is told to stop. A database without a workspace gets a one-time set-up link, printed here.
pub(super) async fn serve(command: Serve, place: &Place, output: Output) -> Result<(), Failure> {
    let app = open(place).await?;
    let listener = listen(command.listen).await?;
    let url = url_of(&listener)?;
    if let Some(token) = app::setup::issue_link(&app)
        .await
        .map_err(|error| Failure::from_app(&error))?
    {
        output.say(
            &format!("처음 설정: {url}/setup?token={token}"),
            &format!("First run: {url}/setup?token={token}"),
        )?;
    }
    run(app, listener, &url, output).await
}

/// Serves the sample workspace, from a folder that goes away unless it is to be kept.
pub(super) async fn demo(command: Demo, place: &Place, output: Output) -> Result<(), Failure> {
    let folder = tempfile::Builder::new().prefix("proofline-demo-").tempdir();
    let folder = folder.map_err(|error| Failure::file(&std::env::temp_dir(), &error))?;
    let mut place = place.clone();
    if !command.keep && place.database_url.is_none() {
        place.data = folder.path().to_owned();
    }
    let app = open(&place).await?;
    let listener = listen(command.listen).await?;
    let url = url_of(&listener)?;
    if app::setup::is_needed(&app)
        .await
        .map_err(|error| Failure::from_app(&error))?
    {
        let bar = progress::bar(
            Some(0),
            output
                .language
                .pick("샘플을 만드는 중", "Making the sample"),
        );
        let sample = Sample {
            seed: command.seed,
            end: app.now(),
        };
        let made = fill(app.store(), None, sample, |done, all| {
            bar.set_length(all as u64);
            bar.set_position(done as u64);
        });
        made.await.map_err(|error| Failure::from_app(&error))?;
        bar.finish_and_clear();
    }
    output.say(
        &format!("로그인: {SAMPLE_ADMIN}  비밀번호: {SAMPLE_PASSWORD}  (샘플의 모든 사람이 같은 비밀번호를 씁니다)"),
        &format!("Sign in as {SAMPLE_ADMIN} with the password {SAMPLE_PASSWORD} (everybody in the sample has it)"),
    )?;
    run(app, listener, &url, output).await
}

async fn run(app: App, listener: TcpListener, url: &str, output: Output) -> Result<(), Failure> {
    output.say(
        &format!("Proofline: {url}"),
        &format!("Proofline listens at {url}"),
    )?;
    proofline_http::serve(app, listener, Settings::default(), stop_signal())
        .await
        .map_err(|error| {
            Failure::new(
                Exit::Failure,
                "serve",
                format!("서버가 멈췄습니다: {error}"),
                format!("The server stopped: {error}"),
            )
        })
}

async fn listen(address: SocketAddr) -> Result<TcpListener, Failure> {
    TcpListener::bind(address).await.map_err(|error| {
        Failure::new(
            Exit::Unavailable,
            "listen",
            format!("{address} 에서 수신할 수 없습니다: {error}"),
            format!("Cannot listen at {address}: {error}"),
        )
    })
}

fn url_of(listener: &TcpListener) -> Result<String, Failure> {
    let address = listener.local_addr().map_err(|error| {
        Failure::new(
            Exit::Failure,
            "listen",
            format!("주소를 알 수 없습니다: {error}"),
            format!("No address: {error}"),
        )
    })?;
    Ok(format!("http://{address}"))
}

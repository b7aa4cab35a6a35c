//! `proofline`, the binary: serves the product, and does at the command line what the API does over the wire.
//!
//! Commands that work on data go through one [`client`]: over HTTP to a running server, or, with `--data` or
//! `--database-url`, through the same routes inside this process. So there is one meaning of every command. This crate
//! decides nothing about deals; it parses, calls, prints and turns refusals into exit codes ([`failure`]).
//! Start reading at [`arguments`], then `commands/deal.rs`.

mod arguments;
mod client;
mod commands;
mod failure;
mod help;
mod language;
mod output;
mod progress;
mod reference;
mod signal;

use std::process::ExitCode;

use clap::FromArgMatches;
use tracing_subscriber::EnvFilter;

use arguments::{Arguments, Command};
use language::Language;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let language = Language::detect(std::env::args().skip(1));
    let matches = help::command(language).get_matches();
    let arguments = match Arguments::from_arg_matches(&matches) {
        Ok(arguments) => arguments,
        Err(error) => error.exit(),
    };
    start_log(&arguments.command);
    let format = arguments.format;
    match commands::run(arguments, language) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            failure.report(format, language);
            failure.exit().into()
        }
    }
}

/// Logs go to standard error: what happens in a server, only trouble in other commands.
fn start_log(command: &Command) {
    let default = if matches!(command, Command::Serve(_)) {
        "info"
    } else {
        "error"
    };
    let filter =
        EnvFilter::try_from_env("PROOFLINE_LOG").unwrap_or_else(|_| EnvFilter::new(default));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
}

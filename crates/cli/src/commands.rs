//! What each command does.

mod database;
mod deal;
mod forecast;
mod fx_rate;
mod import;
mod init;
mod password;
mod people;
mod playbook;
mod report;
mod serve;

use tokio::runtime::Runtime;

use crate::arguments::{Arguments, Command, Deal, Playbook};
use crate::failure::{Exit, Failure};
use crate::language::Language;
use crate::output::{Output, print};
use crate::reference;

/// Runs the command that was given.
///
/// # Errors
/// When the command does not do what it was asked; the failure knows its exit code.
pub(crate) fn run(arguments: Arguments, language: Language) -> Result<(), Failure> {
    let output = Output {
        format: arguments.format,
        language,
    };
    let place = &arguments.place;
    match arguments.command {
        Command::Openapi => print(&proofline_http::openapi()),
        Command::Reference { out } => reference::write(&out),
        Command::Playbook(Playbook::Lint { files }) => playbook::lint(&files, output),
        Command::Playbook(command) => wait(playbook::run(command, place, output)),
        Command::Report(command) => wait(report::run(command, place, output)),
        Command::Deal(Deal::List {
            filter,
            pipeline,
            stage,
            query,
            sort,
            as_of,
            limit,
            cursor,
        }) => {
            let list = deal::List {
                filter,
                pipeline,
                stage,
                query,
                sort,
                as_of,
                limit,
                cursor,
            };
            wait(deal::list(list, place, output))
        }
        Command::Deal(command) => wait(deal::run(command, place, output)),
        Command::Serve(command) => wait(serve::serve(command, place, output)),
        Command::Demo(command) => wait(serve::demo(command, place, output)),
        Command::Init(command) => wait(init::init(command, place, output)),
        Command::Import(command) => wait(import::run(command, place, output)),
        Command::Quota(command) => wait(forecast::quota(command, place, output)),
        Command::Forecast(command) => wait(forecast::run(command, place, output)),
        Command::User(command) => wait(people::user(command, place, output)),
        Command::Token(command) => wait(people::token(command, place, output)),
        Command::FxRate(command) => wait(fx_rate::run(command, place, output)),
        Command::Verify => wait(database::verify(place, output)),
        Command::Doctor => wait(database::doctor(place, output)),
        Command::Backup { file } => wait(database::backup(&file, place, output)),
        Command::Restore { file } => wait(database::restore(&file, place, output)),
    }
}

fn wait<T>(future: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    let runtime = Runtime::new().map_err(|error| {
        Failure::new(
            Exit::Failure,
            "runtime",
            format!("시작할 수 없습니다: {error}"),
            format!("Cannot start: {error}"),
        )
    })?;
    runtime.block_on(future)
}

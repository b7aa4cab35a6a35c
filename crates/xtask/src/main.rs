//! All automation of the project: `cargo xtask <task>`.
//!
//! `test` is what a pull request must pass and `.ci/run` calls; `demo` is what a newcomer runs first. The rest keeps
//! generated files fresh. Nothing here is part of the product: this crate depends on no other crate of the workspace,
//! so that it compiles in seconds and can judge the others from outside.
#![expect(
    clippy::print_stdout,
    reason = "talking to the person at the terminal is this program's job"
)]

mod bench;
mod codegen;
mod debian;
mod demo;
mod npm;
mod project;
mod test;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(
    name = "cargo xtask",
    about = "Builds, checks and shows Proofline",
    disable_help_subcommand = true
)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Run every check: format, lints, tests on both databases, web, browser, generated files
    Test(test::Options),
    /// Build everything and start Proofline with a sample workspace
    Demo(demo::Options),
    /// Write openapi.json anew
    Openapi,
    /// Write every generated file anew (openapi.json, the policy matrix, the web client's types, docs/reference)
    Codegen,
    /// Measure speed and size beside their ceilings and write docs/bench
    Bench(bench::Options),
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().task {
        Task::Test(options) => test::run(&options),
        Task::Demo(options) => demo::run(&options).map(|()| ExitCode::SUCCESS),
        Task::Openapi => codegen::write_openapi().map(|()| ExitCode::SUCCESS),
        Task::Codegen => codegen::write_all().map(|()| ExitCode::SUCCESS),
        Task::Bench(options) => bench::run(&options).map(|()| ExitCode::SUCCESS),
    };
    outcome.unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::FAILURE
    })
}

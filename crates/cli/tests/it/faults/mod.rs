//! The program killed, interrupted and out of space in the middle of its work: nothing that was acknowledged is lost,
//! nothing is half done, and the same command goes on.

mod disk;
mod interrupted_import;
mod storm;

use std::process::{Command, Stdio};

use serde_json::Value;
use testkit::EmptyDatabase;

use crate::program::{Program, Ran};

/// The program over one database, with an administrator in it.
struct Place {
    program: Program,
    database: EmptyDatabase,
}

impl Place {
    fn set_up(database: EmptyDatabase) -> Self {
        let place = Self {
            program: Program::new(),
            database,
        };
        let administrator = [
            "init",
            "--admin-email",
            "ada@example.com",
            "--password-stdin",
        ];
        let mut command = place.command(&administrator);
        let ran = Ran::of(&mut command, "correct horse battery\n");
        assert_eq!(ran.code, 0, "{ran:?}");
        place
    }

    /// The program with these arguments, its log quiet.
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.program.command(arguments);
        command
            .args(self.database.arguments())
            .env_remove("PROOFLINE_DATA")
            .stderr(Stdio::inherit());
        command
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        let mut command = self.command(arguments);
        Ran::of(command.stderr(Stdio::piped()), "")
    }

    fn json(&self, arguments: &[&str]) -> Value {
        let ran = self.run(&[arguments, &["--format", "json"]].concat());
        assert_eq!(ran.code, 0, "{arguments:?}: {ran:?}");
        serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{error}: {ran:?}"))
    }

    fn token(&self) -> String {
        let created = self.json(&["token", "create", "storm", "--scope", "admin"]);
        created["secret"].as_str().unwrap().to_owned()
    }

    fn verify(&self) {
        let ran = self.run(&["verify"]);
        assert_eq!(ran.code, 0, "{ran:?}");
    }

    /// How many deals there are in a stage of the first pipeline, and what they are worth.
    fn in_stage(&self, stage: &str) -> (i64, i64) {
        let summary = self.json(&["report", "pipeline-summary"]);
        let rows = summary["rows"].as_array().unwrap();
        rows.iter()
            .filter(|row| row["stage"] == stage)
            .map(|row| {
                (
                    row["count"].as_i64().unwrap(),
                    row["amount_minor"].as_i64().unwrap_or_default(),
                )
            })
            .fold((0, 0), |(count, sum), (one, amount)| {
                (count + one, sum + amount)
            })
    }
}

/// Declares a test on SQLite and on PostgreSQL, each on a database that only the program opens.
macro_rules! on_both {
    ($(async fn $name:ident($place:ident) $body:block)+) => {
        $(mod $name {
            use super::*;

            async fn body($place: &Place) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_sqlite() {
                body(&Place::set_up(EmptyDatabase::sqlite())).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_postgres() {
                let Some(database) = EmptyDatabase::postgres().await else { return };
                let place = Place::set_up(database);
                body(&place).await;
                place.database.remove().await;
            }
        })+
    };
}
use on_both;

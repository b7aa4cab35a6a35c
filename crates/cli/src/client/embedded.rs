//! The routes of the API inside this process.

use serde_json::Value;

use crate::arguments::Place;
use crate::failure::{Exit, Failure};

/// An opened database with the API over it, used by the machine's operator.
pub(crate) struct Embedded {}

impl Embedded {
    pub(super) async fn open(_place: &Place) -> Result<Self, Failure> {
        Err(not_yet())
    }

    pub(super) async fn call(
        &self,
        _method: &str,
        _path: &str,
        _body: Option<Value>,
    ) -> Result<(u16, Value), Failure> {
        Err(not_yet())
    }
}

/// Opens the database that the command line names.
pub(crate) async fn open(_place: &Place) -> Result<(), Failure> {
    Err(not_yet())
}

fn not_yet() -> Failure {
    Failure::new(Exit::Failure, "not_yet", "아직 없습니다.", "Not there yet.")
}

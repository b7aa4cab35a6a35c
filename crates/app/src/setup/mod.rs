//! The beginning: the first workspace and its first administrator.

mod create;
mod link;

pub use create::{NewWorkspace, SetUp, create_workspace, ensure_workspace, set_up};
pub use link::{is_needed, issue_link};

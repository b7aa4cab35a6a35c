//! API tokens: for programs that act as the member who made them, within a scope.

mod create;
mod list;
mod revoke;

pub use create::{CreateToken, CreatedToken, create};
pub use list::{TokenRecord, list};
pub use revoke::revoke;

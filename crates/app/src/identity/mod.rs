//! Who is asking: passwords, secrets, sessions and API tokens.

mod authenticate;
mod callers;
pub mod password;
pub mod secret;
mod sign_in;
mod sign_out;
mod throttle;
pub mod tokens;

pub use authenticate::{authenticate_session, authenticate_token};
pub use callers::Caller;
pub(crate) use callers::Callers;
pub use sign_in::{SignIn, SignedIn, sign_in};
pub use sign_out::sign_out;
pub(crate) use throttle::Throttle;

//! The wire: what requests and responses look like in JSON, and their OpenAPI schemas.
//!
//! Shapes only. They know neither HTTP nor the database, decide nothing, and refuse fields
//! they do not know. Field and enum names are the domain's words in snake_case; money is
//! minor units with a currency; instants are RFC 3339 in UTC, days are `YYYY-MM-DD`.
//!
//! Start reading at [`Deal`] and [`ChangeStage`]; [`Problem`] is how every refusal looks.

mod accounts;
mod activities;
mod board;
mod deal_parts;
mod deals;
mod dictionary;
mod enums;
mod evidence;
mod forecasts;
mod from_domain;
mod imports;
mod journal;
mod playbooks;
mod problem;
mod replay;
mod reports;
mod reviews;
mod session;
mod shared;
mod workspace;

pub use accounts::*;
pub use activities::*;
pub use board::*;
pub use deal_parts::*;
pub use deals::*;
pub use dictionary::*;
pub use enums::*;
pub use evidence::*;
pub use forecasts::*;
pub use imports::*;
pub use journal::*;
pub use playbooks::*;
pub use problem::*;
pub use replay::*;
pub use reports::*;
pub use reviews::*;
pub use session::*;
pub use shared::{Money, Named, Page, Text};
pub use workspace::*;

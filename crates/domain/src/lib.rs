//! What the business knows: nouns, gate, state machines, money, policy.
//!
//! Pure and synchronous. Nothing here reads a clock, randomness, the environment, a database or the network: moments
//! and identifiers are passed in. Start at [`deal`] for the commands, [`gate`] for the judgement they pass through,
//! [`policy`] for who may do what and [`journal`] for what is remembered.

pub mod account;
pub mod activity;
pub mod calendar;
pub mod checks;
pub mod contact;
pub mod deal;
pub mod evidence;
pub mod fact;
pub mod field;
pub mod forecast;
pub mod gate;
pub mod ids;
mod instant;
pub mod journal;
mod money;
pub mod name;
pub mod organisation;
pub mod period;
pub mod policy;
pub mod product;
mod rates;
pub mod replay;
pub mod review;
pub mod stage_visit;
pub mod vocabulary;
pub mod waiver;
mod words;

pub use account::{Account, AccountKind};
pub use activity::{Activity, ActivityKind};
pub use contact::Contact;
pub use deal::Deal;
pub use evidence::Evidence;
pub use forecast::{ForecastSubmission, Quota};
pub use instant::{Instant, InvalidInstant, find_time_zone};
pub use jiff::civil::Date;
pub use money::{Currency, Money, MoneyError, weighted_minor};
pub use organisation::{Team, User, Workspace};
pub use period::{Period, PeriodGrain};
pub use policy::{Actor, ActorKind, Role, TokenScope, Visibility};
pub use product::Product;
pub use rates::{FxRate, Rates, Ratio};
pub use review::{Review, ReviewNote, ReviewScope, ReviewState};
pub use stage_visit::{StageVisit, VisitDirection, VisitOrigin};
pub use vocabulary::Locale;
pub use waiver::{Waiver, WaiverState};

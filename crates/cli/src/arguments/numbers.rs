//! What numbers are asked with: reports, quotas, forecasts and exchange rates.

use clap::{Args, Subcommand};

#[derive(Args)]
pub(crate) struct Report {
    /// Name of the report; none lists them all
    pub(crate) name: Option<String>,
    /// Only this pipeline
    #[arg(long, value_name = "KEY")]
    pub(crate) pipeline: Option<String>,
    /// What to cut by, separated by commas, at most three: owner, team, segment, product, stage, …
    #[arg(long, value_name = "DIMENSIONS")]
    pub(crate) by: Option<String>,
    /// Only deals that this condition (CEL) holds of
    #[arg(long = "where", value_name = "CEL")]
    pub(crate) filter: Option<String>,
    /// As it was known then: a time, or a date for the end of that day
    #[arg(long, value_name = "TIME")]
    pub(crate) as_of: Option<String>,
    /// First day of the window
    #[arg(long, value_name = "DATE")]
    pub(crate) from: Option<String>,
    /// Last day of the window
    #[arg(long, value_name = "DATE")]
    pub(crate) to: Option<String>,
    /// A parameter of this report alone, such as horizon_days=90; may be repeated
    #[arg(long = "set", value_name = "NAME=VALUE", value_parser = parameter)]
    pub(crate) parameters: Vec<(String, String)>,
}

fn parameter(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("expected NAME=VALUE")?;
    Ok((name.to_owned(), value.to_owned()))
}

#[derive(Subcommand)]
pub(crate) enum Quota {
    /// List quotas
    List {
        /// Only this fiscal quarter (2026-Q4) or month (2026-11)
        #[arg(long, value_name = "PERIOD")]
        period: Option<String>,
    },
    /// Set the one quota of a person, a team or a segment in a period
    Set {
        #[command(flatten)]
        subject: QuotaSubject,
        /// Fiscal quarter (2026-Q4) or month (2026-11)
        #[arg(long, value_name = "PERIOD")]
        period: String,
        /// How much, fully ramped, such as 150000 or 150000.50
        #[arg(long, value_name = "AMOUNT")]
        amount: String,
        /// Currency (default: the workspace's)
        #[arg(long, value_name = "CODE")]
        currency: Option<String>,
        /// Percentage that counts, for people who are new
        #[arg(long, value_name = "PERCENT", default_value_t = 100, value_parser = clap::value_parser!(u8).range(1..=100))]
        ramp: u8,
    },
}

/// Whom a quota is asked of.
#[derive(Args)]
#[group(required = true, multiple = false)]
pub(crate) struct QuotaSubject {
    /// E-mail or id of a person
    #[arg(long, value_name = "PERSON")]
    pub(crate) person: Option<String>,
    /// Name or id of a team
    #[arg(long, value_name = "TEAM")]
    pub(crate) team: Option<String>,
    /// Market segment
    #[arg(long, value_name = "SEGMENT")]
    pub(crate) segment: Option<String>,
}

#[derive(Subcommand)]
pub(crate) enum Forecast {
    /// Call what a period will bring in all; the call is kept with what the rule and the model say now
    Submit {
        /// Fiscal quarter (2026-Q4) or month (2026-11)
        #[arg(long, value_name = "PERIOD")]
        period: String,
        /// What you answer for, won deals included, such as 150000
        #[arg(long, value_name = "AMOUNT")]
        commit: String,
        /// What you see if things go well (default: the commit)
        #[arg(long, value_name = "AMOUNT")]
        best: Option<String>,
        /// Currency (default: the workspace's)
        #[arg(long, value_name = "CODE")]
        currency: Option<String>,
        /// A note
        #[arg(long, value_name = "TEXT")]
        note: Option<String>,
        /// E-mail or id of a person in your team, for a manager's call
        #[arg(long, value_name = "PERSON", conflicts_with = "team")]
        person: Option<String>,
        /// Name or id of your team, for a manager's call
        #[arg(long, value_name = "TEAM")]
        team: Option<String>,
    },
    /// Replay every past week with what was then known: how wrong the forecasts and probabilities were
    Backtest {
        /// Monday of the first week to replay
        #[arg(long, value_name = "DATE")]
        from: Option<String>,
        /// Last day to replay
        #[arg(long, value_name = "DATE")]
        to: Option<String>,
        /// Only this pipeline
        #[arg(long, value_name = "KEY")]
        pipeline: Option<String>,
        /// What all deals have in common, 0 to 1
        #[arg(long, value_name = "SHARE")]
        shock: Option<String>,
    },
    /// Show deals by category, calls, quotas and the model along the hierarchy
    Rollup {
        /// Fiscal quarter (2026-Q4) or month (2026-11) (default: the present quarter)
        #[arg(long, value_name = "PERIOD")]
        period: Option<String>,
    },
    /// Show who changed deals' forecast categories, what became of them, and whether it was better than leaving them alone
    Overrides {
        /// First day
        #[arg(long, value_name = "DATE")]
        from: Option<String>,
        /// Last day
        #[arg(long, value_name = "DATE")]
        to: Option<String>,
        /// E-mail or id of the person who decided
        #[arg(long, value_name = "PERSON")]
        person: Option<String>,
    },
}

#[derive(Subcommand)]
pub(crate) enum FxRate {
    /// List every rate, by currency and day
    List,
    /// Set what one unit of a currency is worth in the home currency from a day on
    Set {
        /// ISO 4217 code, such as USD
        currency: String,
        /// Home units per unit, at most nine decimals
        rate: String,
        /// First day it holds; a rate of the same day is replaced
        #[arg(long, value_name = "DATE")]
        on: String,
    },
}

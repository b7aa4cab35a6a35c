//! Money in home currency, and the deals of a period in it.

use std::collections::BTreeMap;

use domain::{
    Date, Period, Rates,
    deal::DealStatus,
    forecast::{Buckets, Tally},
    ids::UserId,
};
use store::ReadTx;

use crate::{Error, playbooks::Definitions};

/// The workspace's rates.
pub(super) async fn rates(read: &mut ReadTx, definitions: &Definitions) -> Result<Rates, Error> {
    let mut rates = Rates::new(definitions.workspace.home_currency);
    for rate in read.fx_rates().await? {
        rates.put(rate.currency, rate.effective_on, rate.rate_nano);
    }
    Ok(rates)
}

/// The deals of a period that the reader sees, by owner: won ones at the rate of the day they were won, open ones at
/// today's.
pub(super) async fn buckets(
    read: &mut ReadTx,
    definitions: &Definitions,
    rates: &Rates,
    period: Period,
    today: Date,
) -> Result<BTreeMap<Option<UserId>, Buckets>, Error> {
    let start = definitions.workspace.fiscal_year_start_month;
    let (from, to) = (period.first_day(start), period.last_day(start));
    let mut by_owner: BTreeMap<Option<UserId>, Buckets> = BTreeMap::new();
    for tally in read.forecast_tallies(from, to).await? {
        let home_minor = tally
            .amount
            .and_then(|amount| rates.convert(amount, day(&tally, today)));
        by_owner
            .entry(tally.owner_id)
            .or_default()
            .count(&tally, home_minor);
    }
    Ok(by_owner)
}

fn day(tally: &Tally, today: Date) -> Date {
    match tally.status {
        DealStatus::Won | DealStatus::Lost => tally.close_on,
        DealStatus::Open => today,
    }
}

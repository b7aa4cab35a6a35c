//! What the model expects of a period, beside what people say.

use std::collections::BTreeSet;

use domain::{Period, ids::UserId};
use insight::{
    facts::day_of,
    outlook::{Drawing, Outlook},
    slice::Slice,
};
use playbook::StageKind;

use crate::{Ctx, Error};

/// The distribution of what a period will bring in all, won deals included, in home minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ModelFigures {
    /// 10th percentile.
    pub p10_minor: i64,
    /// Median.
    pub p50_minor: i64,
    /// 90th percentile.
    pub p90_minor: i64,
}

/// What the model expects in a period of the deals of each group of people, in their order, as known now. Whoever asks:
/// pass only people whose deals the caller may see.
///
/// # Errors
/// The store's refusals.
pub(super) async fn figures(
    ctx: &Ctx,
    period: Period,
    groups: &[BTreeSet<UserId>],
) -> Result<Vec<ModelFigures>, Error> {
    let columns = ctx.app.projections().fresh(ctx).await?;
    // A scan over every deal: this thread's other work moves elsewhere meanwhile.
    Ok(tokio::task::block_in_place(|| {
        let facts = columns.facts();
        let start = facts.conventions().fiscal_year_start_month;
        let days = (
            day_of(period.first_day(start)),
            day_of(period.last_day(start)),
        );
        let frame = facts.frame(ctx.now().as_micros(), &Slice::default());
        let outlook = Outlook::of(&frame);
        let figures = groups.iter().map(|people| {
            let is_theirs = |deal: u32| {
                let owner = frame.person_id(frame.owner(deal)).map(UserId::from);
                owner.is_some_and(|owner| people.contains(&owner))
            };
            let theirs = || {
                frame
                    .deals()
                    .iter()
                    .copied()
                    .filter(|deal| is_theirs(*deal))
            };
            let is_won_in_time = |deal: &u32| {
                let closed_on = frame.closed_on(*deal);
                frame.status(*deal) == StageKind::Won
                    && closed_on.is_some_and(|day| (days.0..=days.1).contains(&day))
            };
            let won = theirs().filter(is_won_in_time);
            let won = won.filter_map(|deal| frame.home_minor(deal));
            let open = outlook.distribution(&frame, theirs(), days, Drawing::default());
            let all = open.plus(won.fold(0, i64::saturating_add));
            ModelFigures {
                p10_minor: all.quantile(0.1),
                p50_minor: all.quantile(0.5),
                p90_minor: all.quantile(0.9),
            }
        });
        figures.collect()
    }))
}

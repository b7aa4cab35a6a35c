//! How the deals of a period add up by their forecast category.

use jiff::civil::Date;

use crate::Money;
use crate::deal::DealStatus;
use crate::ids::UserId;
use crate::vocabulary::ForecastCategory;

/// Deals of one owner, status, category, currency and day that were added up where they lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// Whose deals.
    pub owner_id: Option<UserId>,
    /// Open or won.
    pub status: DealStatus,
    /// Their forecast category.
    pub category: Option<ForecastCategory>,
    /// Expected close date of open deals, the day won of won ones.
    pub close_on: Date,
    /// What they add up to; none when none of them has an amount.
    pub amount: Option<Money>,
    /// How many they are.
    pub deals: i64,
}

/// The deals of a period in home currency: what was won in it, and the open deals that close in it by category.
///
/// **The buckets are separate**: none contains another, and deals that are left out of the forecast are in none. What
/// the rule would call for the period is [`Buckets::commit_total`] and [`Buckets::best_total`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Buckets {
    /// Won in the period.
    pub closed_minor: i64,
    /// Open, in the commit.
    pub commit_minor: i64,
    /// Open, best case.
    pub best_minor: i64,
    /// Open, in the pipeline and no better.
    pub pipeline_minor: i64,
    /// How many were won.
    pub closed_deals: i64,
    /// How many are in the commit.
    pub commit_deals: i64,
    /// How many are best case.
    pub best_deals: i64,
    /// How many are in the pipeline and no better.
    pub pipeline_deals: i64,
    /// How many of them count with no amount, because no rate leads from their currency home.
    pub unconverted_deals: i64,
}

impl Buckets {
    /// Adds deals, worth this much in home currency; none when their currency cannot be converted.
    pub fn count(&mut self, tally: &Tally, home_minor: Option<i64>) {
        let (minor, deals) = match (tally.status, tally.category) {
            (DealStatus::Won, _) => (&mut self.closed_minor, &mut self.closed_deals),
            (DealStatus::Open, Some(ForecastCategory::Commit)) => {
                (&mut self.commit_minor, &mut self.commit_deals)
            }
            (DealStatus::Open, Some(ForecastCategory::BestCase)) => {
                (&mut self.best_minor, &mut self.best_deals)
            }
            (DealStatus::Open, Some(ForecastCategory::Pipeline)) => {
                (&mut self.pipeline_minor, &mut self.pipeline_deals)
            }
            (DealStatus::Open | DealStatus::Lost, _) => return,
        };
        *deals += tally.deals;
        match home_minor {
            Some(home_minor) => *minor = minor.saturating_add(home_minor),
            None if tally.amount.is_some() => self.unconverted_deals += tally.deals,
            None => {}
        }
    }

    /// Adds the deals of somebody else.
    pub fn add(&mut self, other: &Self) {
        self.closed_minor = self.closed_minor.saturating_add(other.closed_minor);
        self.commit_minor = self.commit_minor.saturating_add(other.commit_minor);
        self.best_minor = self.best_minor.saturating_add(other.best_minor);
        self.pipeline_minor = self.pipeline_minor.saturating_add(other.pipeline_minor);
        self.closed_deals += other.closed_deals;
        self.commit_deals += other.commit_deals;
        self.best_deals += other.best_deals;
        self.pipeline_deals += other.pipeline_deals;
        self.unconverted_deals += other.unconverted_deals;
    }

    /// What the rule calls for the period: what is won and what is committed.
    #[must_use]
    pub const fn commit_total(&self) -> i64 {
        self.closed_minor.saturating_add(self.commit_minor)
    }

    /// What the rule hopes for: the commit and the best case.
    #[must_use]
    pub const fn best_total(&self) -> i64 {
        self.commit_total().saturating_add(self.best_minor)
    }

    /// Whether there is no deal in it.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.closed_deals + self.commit_deals + self.best_deals + self.pipeline_deals == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Currency;

    fn tally(status: DealStatus, category: ForecastCategory, deals: i64) -> Tally {
        Tally {
            owner_id: None,
            status,
            category: Some(category),
            close_on: jiff::civil::date(2026, 11, 30),
            amount: Some(Money::new(1, Currency::USD)),
            deals,
        }
    }

    #[test]
    fn buckets_are_separate_and_the_rules_call_adds_them_up() {
        use DealStatus::{Lost, Open, Won};
        use ForecastCategory::{BestCase, Closed, Commit, Omitted, Pipeline};
        let mut team = Buckets::default();
        let mut person = Buckets::default();
        for (status, category, deals, minor) in [
            (Won, Closed, 2, Some(500)),
            (Open, Commit, 1, Some(300)),
            (Open, BestCase, 3, Some(70)),
            (Open, Pipeline, 9, Some(4_000)),
            (Open, Omitted, 5, Some(9_999)),
            (Lost, Closed, 5, Some(9_999)),
            (Open, Commit, 4, None),
        ] {
            person.count(&tally(status, category, deals), minor);
        }
        assert_eq!((person.commit_total(), person.best_total()), (800, 870));
        assert_eq!(person.pipeline_minor, 4_000);
        assert_eq!((person.commit_deals, person.unconverted_deals), (5, 4));
        team.add(&person);
        team.add(&person);
        assert_eq!((team.commit_total(), team.closed_deals), (1_600, 4));
        assert!(Buckets::default().is_empty() && !team.is_empty());
    }
}

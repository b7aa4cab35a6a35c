//! When open deals will be won: the chance within the next days, given the age they have reached.

use super::survival::LifeTable;

/// How a stage's (or a pipeline's) deals went with age, ready to be asked for many deals.
#[derive(Debug, Clone, PartialEq)]
pub struct Clock {
    ages: Vec<Age>,
}

/// What is known of deals that grew this old.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Age {
    /// The share won up to and including this age.
    won: f64,
    /// The share still open after it.
    open: f64,
    /// How many were still open, and under observation, after it.
    at_risk: u64,
    /// The age to go by instead of this one.
    speaker: u32,
}

/// The chance that a deal is won within some days.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WinChance {
    /// The probability, never 0 and never 1.
    pub probability: f64,
    /// How many deals were still open at the age it was taken from.
    pub at_risk: u64,
    /// The age it was taken from: the deal's own, or another when nobody had grown so old, or nobody so old was ever
    /// won.
    pub age: u32,
}

impl Clock {
    /// Prepares the answers that a table of spans can give.
    #[must_use]
    pub fn new(table: &LifeTable) -> Self {
        let incidence = table.incidence();
        let mut steps = incidence.steps().iter().peekable();
        let (mut won, mut open) = (0.0, 1.0);
        let mut ages: Vec<Age> = Vec::new();
        for (age, at_risk) in (0u32..).zip(table.at_risk_after()) {
            while let Some(step) = steps.next_if(|step| step.day <= age) {
                (won, open) = (step.won, step.open);
            }
            ages.push(Age {
                won,
                open,
                at_risk,
                speaker: age,
            });
        }
        Self::appoint(&mut ages);
        Self { ages }
    }

    /// Finds for each age the one to go by: itself, else the nearest younger, else the nearest older, after which
    /// anybody was still open; but none beyond the last win, since all who outlived that are alike in never having
    /// been won.
    fn appoint(ages: &mut [Age]) {
        let ever = ages.last().map_or(0.0, |age| age.won);
        let last_win = ages.iter().position(|age| age.won >= ever).unwrap_or(0);
        let Some(first) = ages.iter().find(|age| age.at_risk > 0) else {
            return;
        };
        let mut speaker = first.speaker;
        for (index, age) in ages.iter_mut().enumerate() {
            if age.at_risk > 0 && age.open > 0.0 && index <= last_win {
                speaker = age.speaker;
            }
            age.speaker = speaker;
        }
    }

    /// The probability that a deal that is still open at `age` days is won within the next `within` days: `(F(age +
    /// within) − F(age)) / S(age)`, F being the Aalen–Johansen share won and S the share still open. None when nobody
    /// was ever seen open after a first day.
    ///
    /// Beyond the last day on which any was won, that day speaks: all who outlived it count, not only the few who
    /// grew as old. Where nobody was still open after a day, the nearest younger day speaks, or else the nearest
    /// older. No deal is certain: the result is held half a deal away from 0 and from 1, `1 / (2 (n + 1))` with the n
    /// that were still open.
    #[must_use]
    pub fn won_within(&self, age: u32, within: u32) -> Option<WinChance> {
        let last = self.ages.len().checked_sub(1)?;
        let at = |age: u32| &self.ages[last.min(age as usize)];
        let age = at(age).speaker;
        let then = at(age);
        if then.at_risk == 0 || then.open <= 0.0 {
            return None;
        }
        let raw = (at(age.saturating_add(within)).won - then.won) / then.open;
        let margin = 0.5 / (then.at_risk as f64 + 1.0);
        Some(WinChance {
            probability: raw.clamp(margin, 1.0 - margin),
            at_risk: then.at_risk,
            age,
        })
    }

    /// The probability that a deal that is still open at `age` days is ever won, as far as any was seen.
    #[must_use]
    pub fn won_ever(&self, age: u32) -> Option<WinChance> {
        self.won_within(age, u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;
    use crate::estimate::reference;
    use crate::estimate::survival::End;

    fn table(spans: &[(Option<u32>, u32, End, usize)]) -> LifeTable {
        let mut table = LifeTable::new();
        for &(entry, exit, end, times) in spans {
            for _ in 0..times {
                table.add(entry, exit, end);
            }
        }
        table
    }

    #[track_caller]
    fn probability(clock: &Clock, age: u32, within: u32) -> f64 {
        clock.won_within(age, within).unwrap().probability
    }

    #[test]
    fn the_chance_is_that_of_those_who_grew_as_old() {
        // Of 100, 20 are won at 10, 30 lost at 20, 40 won at 40; 10 stay open.
        let clock = Clock::new(&table(&[
            (None, 10, End::Won, 20),
            (None, 20, End::Lost, 30),
            (None, 40, End::Won, 40),
            (None, 90, End::Open, 10),
        ]));
        for (age, within, expected) in [
            (0, 10, 0.20),
            (0, 9, 1.0 / 202.0),
            (10, 30, 40.0 / 80.0),
            (15, 30, 40.0 / 80.0),
            (20, 20, 40.0 / 50.0),
            (20, 19, 1.0 / 102.0),
            (0, 1_000, 0.60),
        ] {
            assert!(
                (probability(&clock, age, within) - expected).abs() < 1e-9,
                "{age} {within}"
            );
        }
        assert_eq!(clock.won_ever(0), clock.won_within(0, 1_000));
    }

    #[test]
    fn who_is_older_than_any_that_was_won_is_hardly_likely_but_never_hopeless() {
        let mut spans = vec![
            (None, 10, End::Lost, 5),
            (None, 30, End::Won, 4),
            (None, 50, End::Open, 8),
        ];
        let clock = Clock::new(&table(&spans));
        // Eight outlived the last win.
        let old = clock.won_within(600, 30).unwrap();
        assert_eq!((old.age, old.at_risk), (30, 8));
        assert!((old.probability - 0.5 / 9.0).abs() < 1e-9);
        // When nobody did, those who came nearest speak: they were all won.
        spans.truncate(2);
        let clock = Clock::new(&table(&spans));
        let old = clock.won_within(600, 30).unwrap();
        assert_eq!((old.age, old.at_risk), (29, 4));
        assert!((old.probability - 0.9).abs() < 1e-9);
        // And when nothing was ever won, all who were ever open.
        spans.truncate(1);
        let clock = Clock::new(&table(&spans));
        assert!((probability(&clock, 600, 30) - 0.5 / 6.0).abs() < 1e-9);
    }

    #[test]
    fn history_seen_only_late_speaks_for_younger_deals_too_and_none_for_nobody() {
        let late = Clock::new(&table(&[
            (Some(60), 80, End::Won, 6),
            (Some(60), 90, End::Lost, 6),
        ]));
        let young = late.won_within(3, 30).unwrap();
        assert_eq!((young.age, young.at_risk), (60, 12));
        assert!((young.probability - 0.5).abs() < 1e-9);
        assert_eq!(Clock::new(&LifeTable::new()).won_within(3, 30), None);
        let at_once = Clock::new(&table(&[(None, 0, End::Won, 9)]));
        assert_eq!(at_once.won_within(0, 30), None);
    }

    #[test]
    fn the_maven_deals_are_less_and_less_likely_to_be_won_after_their_longest_cycle() {
        let Some(deals) = reference::maven() else {
            return;
        };
        let mut table = LifeTable::new();
        for deal in &deals {
            table.add(None, deal.days(date(2017, 12, 31)), deal.end);
        }
        let clock = Clock::new(&table);
        let incidence = table.incidence();
        let expected = (incidence.won_at(90) - incidence.won_at(60)) / incidence.open_at(60);
        assert!((probability(&clock, 60, 30) - expected).abs() < 1e-12);
        // Nobody was won later than 138 days; those still open then are not without hope, but nearly.
        let old = clock.won_within(200, 30).unwrap();
        assert!(old.probability > 0.0 && old.probability < 0.001);
    }

    proptest! {
        #[test]
        fn chances_are_never_certain_and_grow_with_the_days_given(
            spans in vec((proptest::option::of(0u32..40), 0u32..60, 0usize..3), 0..60),
            age in 0u32..80,
        ) {
            let mut table = LifeTable::new();
            for (entry, exit, end) in spans {
                table.add(entry, exit, [End::Won, End::Lost, End::Open][end]);
            }
            let clock = Clock::new(&table);
            let mut before = 0.0;
            for within in 0..70 {
                if let Some(chance) = clock.won_within(age, within) {
                    prop_assert!(chance.probability > 0.0 && chance.probability < 1.0);
                    prop_assert!(chance.probability >= before);
                    before = chance.probability;
                }
            }
        }
    }
}

//! Why a rate changed: because groups did better or worse, or because there was more of one group than before.

use super::proportion::Sample;

/// One group (a segment, a source, an owner) in two periods.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shift {
    /// What it won of what in the first period; n = 0 when it did not exist then.
    pub before: Sample,
    /// The same in the second.
    pub after: Sample,
}

/// One group's part in the change of the overall rate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Part {
    /// Because its own rate moved: `(r₁ − r₀) · (s₀ + s₁) / 2`, s being its share of all trials.
    pub rate: f64,
    /// Because its share of all trials moved: `(s₁ − s₀) · ((r₀ + r₁) / 2 − (R₀ + R₁) / 2)`. Growing raises the
    /// overall rate only for a group that wins more often than the whole.
    pub mix: f64,
}

/// The change of an overall rate between two periods, split without a remainder.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The overall rate in the first period.
    pub before: f64,
    /// The overall rate in the second.
    pub after: f64,
    /// What groups doing better or worse contributed.
    pub rate: f64,
    /// What a different mix of groups contributed; `rate + mix = after − before`.
    pub mix: f64,
    /// The same by group, in the order given.
    pub parts: Vec<Part>,
}

impl Change {
    /// Splits the change of the overall rate (Kitagawa 1955). A group absent from one period has no rate there; it is
    /// taken to have kept the one it has, so that coming and going is mix. None unless both periods have trials.
    #[must_use]
    pub fn between(groups: &[Shift]) -> Option<Self> {
        let total = |of: fn(&Shift) -> Sample| Sample {
            won: groups.iter().map(|group| of(group).won).sum(),
            n: groups.iter().map(|group| of(group).n).sum(),
        };
        let (all_before, all_after) = (total(|group| group.before), total(|group| group.after));
        let (before, after) = (all_before.share()?, all_after.share()?);
        let centre = f64::midpoint(before, after);
        let parts: Vec<Part> = groups
            .iter()
            .map(|group| {
                let known = group
                    .before
                    .share()
                    .or(group.after.share())
                    .unwrap_or(centre);
                let r0 = group.before.share().unwrap_or(known);
                let r1 = group.after.share().unwrap_or(known);
                let (s0, s1) = (group.before.n / all_before.n, group.after.n / all_after.n);
                Part {
                    rate: (r1 - r0) * f64::midpoint(s0, s1),
                    mix: (s1 - s0) * (f64::midpoint(r0, r1) - centre),
                }
            })
            .collect();
        Some(Self {
            before,
            after,
            rate: parts.iter().map(|part| part.rate).sum(),
            mix: parts.iter().map(|part| part.mix).sum(),
            parts,
        })
    }

    /// How much the rate changed.
    #[must_use]
    pub fn change(&self) -> f64 {
        self.after - self.before
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    fn shift(before: (u64, u64), after: (u64, u64)) -> Shift {
        Shift {
            before: Sample::counted(before.0, before.1),
            after: Sample::counted(after.0, after.1),
        }
    }

    #[test]
    fn a_rate_that_fell_only_because_the_mix_moved_is_told_as_such() {
        // Both groups win exactly as often as before; there is just more of the harder one.
        let change =
            Change::between(&[shift((40, 80), (20, 40)), shift((2, 20), (6, 60))]).unwrap();
        assert!((change.change() - (0.26 - 0.42)).abs() < 1e-12);
        assert!(change.rate.abs() < 1e-12);
        assert!((change.mix - change.change()).abs() < 1e-12);
        // The good group shrinking and the poor one growing both pull it down.
        assert!(change.parts.iter().all(|part| part.mix < 0.0));
    }

    #[test]
    fn everything_can_get_better_while_the_whole_gets_worse() {
        // Simpson's paradox.
        let change =
            Change::between(&[shift((45, 90), (6, 10)), shift((1, 10), (18, 90))]).unwrap();
        assert!(change.change() < 0.0 && change.rate > 0.0 && change.mix < 0.0);
    }

    #[test]
    fn a_group_that_came_or_went_is_mix_and_an_empty_period_has_no_change() {
        let change = Change::between(&[shift((5, 10), (5, 10)), shift((0, 0), (9, 10))]).unwrap();
        assert!(change.rate.abs() < 1e-12 && (change.mix - 0.2).abs() < 1e-12);
        assert_eq!(Change::between(&[shift((0, 0), (5, 10))]), None);
        assert_eq!(Change::between(&[]), None);
    }

    proptest! {
        #[test]
        fn rate_and_mix_add_up_to_the_change_exactly(
            groups in vec(((0u64..50, 0u64..50), (0u64..50, 0u64..50)), 1..8),
        ) {
            let groups: Vec<Shift> = groups
                .iter()
                .map(|&((won, lost), (won_after, lost_after))| {
                    shift((won, won + lost), (won_after, won_after + lost_after))
                })
                .collect();
            if let Some(change) = Change::between(&groups) {
                prop_assert!((change.rate + change.mix - change.change()).abs() < 1e-12);
            }
        }
    }
}

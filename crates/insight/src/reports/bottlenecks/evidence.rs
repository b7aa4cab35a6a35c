//! What deals that passed a stage had that others had not.

use crate::facts::Frame;
use crate::parallel::merge_fields;

/// Fewer deals on either side say nothing.
const FEWEST: u32 = 5;

/// A type of evidence that deals which passed had more often.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Habit {
    /// The type, by number of the facts' words.
    pub(super) evidence_type: u16,
    /// How many times as often.
    pub(super) lift: f64,
}

/// Counts by stage: deals that passed and that did not, and which evidence they had by then.
#[derive(Debug)]
pub(super) struct Evidence {
    stages: Vec<Stage>,
    /// Of the deal being read: days and types.
    of_deal: Vec<(i32, u16)>,
}

#[derive(Debug, Clone, Default)]
struct Stage {
    /// Passed, and not.
    deals: [u32; 2],
    /// By type: how many had it, of those that passed and those that did not.
    had: Vec<[u32; 2]>,
}

merge_fields!(Stage { deals, had });
merge_fields!(Evidence { stages });

impl Evidence {
    pub(super) fn new(stages: usize) -> Self {
        Self {
            stages: vec![Stage::default(); stages],
            of_deal: Vec::new(),
        }
    }

    /// Reads a deal's evidence, before its visits are told.
    pub(super) fn read(&mut self, frame: &Frame<'_>, deal: u32) {
        self.of_deal.clear();
        self.of_deal.extend(frame.customer_evidence_types(deal));
        // Each type once, at its earliest.
        self.of_deal
            .sort_unstable_by_key(|(day, evidence_type)| (*evidence_type, *day));
        self.of_deal
            .dedup_by_key(|(_, evidence_type)| *evidence_type);
    }

    /// A visit of the deal ended, or is still going on, on a day.
    pub(super) fn left(&mut self, stage: usize, day: i32, has_passed: bool) {
        let (stage, side) = (&mut self.stages[stage], usize::from(!has_passed));
        stage.deals[side] += 1;
        for (happened_on, evidence_type) in &self.of_deal {
            let place = usize::from(*evidence_type);
            if *happened_on > day {
                continue;
            }
            if stage.had.len() <= place {
                stage.had.resize(place + 1, [0; 2]);
            }
            stage.had[place][side] += 1;
        }
    }

    /// The type with the greatest lift that at least a fifth of those that passed had; none where too few did either, or
    /// nothing tells them apart. Of equal ones the first by name, whatever order they became known in.
    pub(super) fn habit(&self, frame: &Frame<'_>, stage: usize) -> Option<Habit> {
        let stage = &self.stages[stage];
        let [passed, others] = stage.deals;
        if passed < FEWEST || others < FEWEST {
            return None;
        }
        let share = |had: u32, of: u32| (f64::from(had) + 1.0) / (f64::from(of) + 2.0);
        let habit = |(evidence_type, had): (usize, &[u32; 2])| Habit {
            evidence_type: u16::try_from(evidence_type).unwrap_or(u16::MAX),
            lift: share(had[0], passed) / share(had[1], others),
        };
        (stage.had.iter().enumerate())
            .filter(|(_, had)| had[0] * 5 >= passed)
            .map(habit)
            .filter(|habit| habit.lift > 1.0)
            .max_by(|left, right| {
                let name = |habit: &Habit| frame.facts().words.text(habit.evidence_type.into());
                let by_name = || name(right).cmp(&name(left));
                left.lift.total_cmp(&right.lift).then_with(by_name)
            })
    }
}

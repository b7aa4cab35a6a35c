//! What a draft playbook would have done to history: numbers over [`domain::replay`], each with the deals behind it.
//!
//! [`Effect::of`] counts what was judged into three [`Table`]s: over all, stage by stage, and by what was missing.

mod columns;
mod forecast;
mod tables;
mod words;

#[cfg(test)]
mod tests;

use domain::Instant;
use domain::replay::Replay;
use jiff::tz::TimeZone;
use playbook::Text;

use crate::reports::Table;

/// The level of every interval.
pub const LEVEL: f64 = 0.90;
/// With fewer cases than this behind a number, chance alone may explain it.
pub const ENOUGH: i64 = 30;

/// The window and conventions of a replay.
#[derive(Debug, Clone)]
pub struct Within {
    /// The first moment whose moves are judged; none for the beginning.
    pub from: Option<Instant>,
    /// The last; none for the end.
    pub to: Option<Instant>,
    /// As of when outcomes are known.
    pub as_of: Instant,
    /// What days and weeks are cut in.
    pub zone: TimeZone,
}

impl Within {
    fn holds(&self, at: Instant) -> bool {
        self.from.is_none_or(|from| at >= from) && self.to.is_none_or(|to| at <= to)
    }

    /// Whole calendar days from one moment to another.
    fn days(&self, from: Instant, to: Instant) -> u32 {
        let day = |at: Instant| crate::facts::day_of(at.date_in(&self.zone));
        u32::try_from(day(to) - day(from)).unwrap_or(0)
    }
}

/// What a draft would have done.
#[derive(Debug, Clone)]
pub struct Effect {
    /// One row: moves, what became of the deals, cycle and forecast error.
    pub overall: Table,
    /// A row for each open stage.
    pub stages: Table,
    /// A row for each thing that was missing, what stopped most first.
    pub criteria: Table,
    /// What the numbers say.
    pub summary: Text,
    /// What a reader must know to read them: a code and a sentence.
    pub notes: Vec<(&'static str, Text)>,
}

impl Effect {
    /// Counts a replayed history.
    #[must_use]
    pub fn of(replay: &Replay, within: &Within) -> Self {
        let mut overall = tables::overall(replay, within);
        forecast::score(replay, within, &mut overall);
        let stages = tables::stages(replay, within);
        let criteria = tables::criteria(replay);
        Self {
            summary: words::summary(&overall),
            notes: words::notes(replay, &overall),
            overall,
            stages,
            criteria,
        }
    }

    /// One of its tables by name.
    #[must_use]
    pub fn table(&self, name: &str) -> Option<&Table> {
        match name {
            "overall" => Some(&self.overall),
            "stages" => Some(&self.stages),
            "criteria" => Some(&self.criteria),
            _ => None,
        }
    }
}

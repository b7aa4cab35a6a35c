//! What became of deals in the stages they ever stood in, counted without saying what day it is.
//!
//! Spans that ended are a histogram by age; those that go on are one by the day they began, which any day turns into ages. So
//! the same counts serve today and tomorrow, and a deal that changes is taken out as it was and put in as it is: nothing has
//! to be read again but that deal.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use playbook::StageKind;

use crate::estimate::survival::{End, LifeTable};
use crate::facts::Facts;
use crate::parallel::{Merge, merge_fields};

/// Whether something is counted or no longer counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Turn {
    /// It is put in.
    In,
    /// It is taken out.
    Out,
}

/// Spans of days that ended or go on.
#[derive(Debug, Clone, Default)]
pub(crate) struct Spans {
    ended: LifeTable,
    /// By the day they began.
    going: Days,
    /// Those that came under observation late, by the day they began and the age they then had.
    going_late: HashMap<(i32, u32), u32>,
}

merge_fields!(Spans {
    ended,
    going,
    going_late
});

impl Merge for HashMap<(i32, u32), u32> {
    fn merge(&mut self, other: Self) {
        for (key, count) in other {
            *self.entry(key).or_default() += count;
        }
    }
}

impl Spans {
    fn end(&mut self, turn: Turn, entry: Option<u32>, exit: u32, end: End) {
        match turn {
            Turn::In => self.ended.add(entry, exit, end),
            Turn::Out => self.ended.remove(entry, exit, end),
        }
    }

    fn go_on(&mut self, turn: Turn, entry: Option<u32>, since: i32) {
        match (entry, turn) {
            (None, turn) => self.going.count(turn, since),
            (Some(entry), Turn::In) => *self.going_late.entry((since, entry)).or_default() += 1,
            (Some(entry), Turn::Out) => {
                let count = self.going_late.entry((since, entry)).or_default();
                *count = count.saturating_sub(1);
                if *count == 0 {
                    self.going_late.remove(&(since, entry));
                }
            }
        }
    }

    /// The spans as known on a day.
    pub(crate) fn on(&self, today: i32) -> LifeTable {
        let mut table = self.ended.clone();
        for (since, count) in self.going.each() {
            table.add_many(None, days(since, today), End::Open, count);
        }
        for ((since, entry), count) in &self.going_late {
            table.add_many(Some(*entry), days(*since, today), End::Open, *count);
        }
        table.trim();
        table
    }
}

/// The stages that a deal has stood in.
#[derive(Debug, Default)]
struct Seen {
    low: u64,
    high: Vec<u16>,
}

impl Seen {
    /// Whether it stands in a stage for the first time.
    fn is_first(&mut self, stage: u16) -> bool {
        if stage >= 64 {
            let is_first = !self.high.contains(&stage);
            self.high.push(stage);
            return is_first;
        }
        let bit = 1 << stage;
        let is_first = self.low & bit == 0;
        self.low |= bit;
        is_first
    }
}

/// How many by day.
#[derive(Debug, Clone, Default)]
struct Days {
    first: i32,
    counts: Vec<u32>,
}

impl Days {
    fn count(&mut self, turn: Turn, day: i32) {
        let count = self.at(day);
        match turn {
            Turn::In => *count += 1,
            Turn::Out => *count = count.saturating_sub(1),
        }
    }

    fn at(&mut self, day: i32) -> &mut u32 {
        if self.counts.is_empty() {
            self.first = day;
        }
        if day < self.first {
            let more = days(day, self.first) as usize;
            self.counts.splice(0..0, std::iter::repeat_n(0, more));
            self.first = day;
        }
        let place = days(self.first, day) as usize;
        if self.counts.len() <= place {
            self.counts.resize(place + 1, 0);
        }
        &mut self.counts[place]
    }

    fn each(&self) -> impl Iterator<Item = (i32, u32)> + '_ {
        let days = self.first..;
        days.zip(self.counts.iter().copied())
            .filter(|(_, count)| *count > 0)
    }
}

impl Merge for Days {
    fn merge(&mut self, other: Self) {
        for (day, count) in other.each() {
            *self.at(day) += count;
        }
    }
}

/// The deals of one segment.
#[derive(Debug, Clone, Default)]
struct Segment {
    deals: u32,
    /// From first entry to the end of the deal, by stage.
    fates: Vec<Spans>,
}

merge_fields!(Segment { deals, fates });

/// What became of deals.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lives {
    segments: BTreeMap<u32, Segment>,
    /// From entry to leaving onwards (won) or out (lost), by stage.
    moves: Vec<Spans>,
}

impl Merge for Lives {
    fn merge(&mut self, other: Self) {
        self.moves.merge(other.moves);
        for (code, segment) in other.segments {
            self.segments.entry(code).or_default().merge(segment);
        }
    }
}

fn of_stage(spans: &mut Vec<Spans>, stage: u16) -> &mut Spans {
    let place = usize::from(stage);
    if spans.len() <= place {
        spans.resize_with(place + 1, Spans::default);
    }
    &mut spans[place]
}

impl Lives {
    /// Counts a deal with these stays ([`Facts::visit`]), which are all that is known of it, in a segment of customers.
    pub(crate) fn count(
        &mut self,
        turn: Turn,
        facts: &Facts,
        deal: usize,
        stays: Range<usize>,
        segment: u32,
    ) {
        let Some(last) = stays.clone().last() else {
            return;
        };
        let (last, ended_on) = (facts.visit(last).stage, facts.visit(last).entered_on);
        let fate = End::of(facts.stages().kind(last));
        let of_segment = self.segments.entry(segment).or_default();
        match turn {
            Turn::In => of_segment.deals += 1,
            Turn::Out => of_segment.deals = of_segment.deals.saturating_sub(1),
        }
        let mut before: Option<(u16, i32, Option<u32>)> = None;
        let mut seen = Seen::default();
        for at in stays {
            let stay = facts.visit(at);
            if let Some((stage, since, entry)) = before.take() {
                let end = if facts.stages().is_onward(stage, stay.stage) {
                    End::Won
                } else if facts.stages().kind(stay.stage) == StageKind::Lost {
                    End::Lost
                } else {
                    // Stepped back, or into another pipeline: what becomes of it is seen there.
                    End::Open
                };
                let exit = days(since, stay.entered_on);
                of_stage(&mut self.moves, stage).end(turn, entry, exit, end);
            }
            if facts.stages().kind(stay.stage) != StageKind::Open {
                continue;
            }
            // An inferred stay is a deal's first: when the deal was opened is known, only not how long it stood there.
            let entry = stay
                .is_inferred
                .then(|| days(stay.entered_on, facts.created_on(deal)));
            before = Some((stay.stage, stay.entered_on, entry));
            if seen.is_first(stay.stage) {
                let fates = of_stage(&mut of_segment.fates, stay.stage);
                match fate {
                    End::Open => fates.go_on(turn, None, stay.entered_on),
                    end => fates.end(turn, None, days(stay.entered_on, ended_on), end),
                }
            }
        }
        if let Some((stage, since, entry)) = before {
            of_stage(&mut self.moves, stage).go_on(turn, entry, since);
        }
    }

    /// The codes of the segments that any deal is in.
    pub(crate) fn segments(&self) -> impl Iterator<Item = u32> + '_ {
        let with_deals = self
            .segments
            .iter()
            .filter(|(_, segment)| segment.deals > 0);
        with_deals.map(|(code, _)| *code)
    }

    /// From first entering a stage to the end of the deal, for the deals of a segment.
    pub(crate) fn fates(&self, segment: u32, stage: u16, today: i32) -> LifeTable {
        let of_segment = self.segments.get(&segment);
        let spans = of_segment.and_then(|segment| segment.fates.get(usize::from(stage)));
        spans.map_or_else(LifeTable::new, |spans| spans.on(today))
    }

    /// From entering a stage to leaving it onwards (won) or out (lost).
    pub(crate) fn moves(&self, stage: u16, today: i32) -> LifeTable {
        let spans = self.moves.get(usize::from(stage));
        spans.map_or_else(LifeTable::new, |spans| spans.on(today))
    }
}

fn days(from: i32, to: i32) -> u32 {
    u32::try_from(to.saturating_sub(from)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use crate::history::History;
    use crate::slice::Slice;

    /// A deal: when opened, its moves as days later and stage, its customer, whether archived, how it is known.
    type Deal = (i32, Vec<(i32, usize)>, usize, bool, usize);

    fn deals() -> impl Strategy<Value = Vec<Deal>> {
        let moves = vec((0..20, 0..5_usize), 0..5);
        vec((0..60, moves, 0..4_usize, any::<bool>(), 0..3_usize), 1..30)
    }

    fn told(deals: &[Deal]) -> History {
        let mut history = History::new();
        for segment in [None, Some("large"), Some("small"), Some("large")] {
            history.account("A customer", None, segment);
        }
        for (opened, moves, account, is_archived, origin) in deals {
            let told = history.deal();
            told.opened(*opened)
                .of_account(*account)
                .created(opened + 9)
                .known_by(["recorded", "imported", "inferred"][*origin]);
            let mut day = *opened;
            for (later, stage) in moves {
                day += later;
                told.enters(day, crate::history::STAGES[*stage].0);
            }
            if *is_archived && *account == 0 {
                told.with("archived_at", day);
            }
        }
        history
    }

    proptest! {
        #[test]
        fn what_is_kept_is_what_counting_all_deals_anew_says(
            before in deals(), after in deals(), removed in vec(any::<bool>(), 30), day in 180..260
        ) {
            let mut kept = told(&before).facts();
            kept.settle();
            // Deals are told again under the same ids, as they are when they change, some after being removed; the others stay.
            for place in (0..before.len()).filter(|place| place % 3 == 0) {
                kept.remove_deal(crate::history::deal_id(place));
            }
            told(&after).tell(&mut kept);
            for place in (0..before.len()).filter(|place| removed[*place]) {
                kept.remove_deal(crate::history::deal_id(place));
            }
            let frame = kept.frame(crate::history::at(day), &Slice::default());
            let fresh = frame.lives().into_owned();
            drop(frame);
            kept.settle();
            let frame = kept.frame(crate::history::at(day), &Slice::default());
            prop_assert!(matches!(frame.lives(), std::borrow::Cow::Borrowed(_)));
            let lives = frame.lives();
            prop_assert_eq!(lives.segments().collect::<Vec<_>>(), fresh.segments().collect::<Vec<_>>());
            for stage in 0..5 {
                prop_assert_eq!(lives.moves(stage, day), fresh.moves(stage, day));
                for segment in fresh.segments() {
                    prop_assert_eq!(lives.fates(segment, stage, day), fresh.fates(segment, stage, day));
                }
            }
        }
    }
}

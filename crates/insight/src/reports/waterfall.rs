//! Waterfall: what turned the pipeline of one moment into that of another, each deal with exactly one reason.

use std::collections::HashMap;

use playbook::{StageKind, Text};

use super::window::quarter_of;
use super::wording::{money, say};
use super::{
    Asked, Cell, Chart, ChartKind, Column, Definition, Kind, Parameter, Report, Table, Words,
};
use crate::facts::{Field, Frame};
use crate::parallel::{Merge, merged};
use crate::slice::Grouping;

pub(super) static REPORT: Report = Report {
    definition: Definition {
        name: "waterfall",
        version: 1,
        title: Words::new("파이프라인 워터폴", "Pipeline waterfall"),
        question: Words::new(
            "두 시점 사이에 파이프라인은 왜 달라졌는가?",
            "Why did the pipeline change between two moments?",
        ),
        definition: Words::new(
            "두 시점에 진행 중이던 딜을 견줍니다. 기간을 주면 예상 종료일이 그 안에 있는 딜만 봅니다. 딜마다 사유는 하나이며 먼저 맞는 것이 사유입니다. 들어온 딜: 신규, 재개, 편입(보관 해제, 담당자나 조건이 바뀌어 이 조건에 들어옴), 당겨짐(예상 종료일이 기간 안으로). 나간 딜: 이탈(보관, 담당자나 조건이 바뀌어 벗어남), 성사, 실패, 밀림(예상 종료일이 기간 밖으로). 남은 딜: 금액 증가·감소, 카테고리 상향·하향, 변화 없음. 다른 사유가 있는 딜의 금액 변화는 금액 증가·감소에 따로 더합니다. 성사·실패·밀림은 끝 시점 금액으로 나가고 당겨짐은 시작 시점 금액으로 들어옵니다. 환율은 끝 시점 것만 쓰므로 환율만으로는 움직이지 않습니다. 나누어 볼 때 묶음이 바뀐 딜은 한쪽에서 이탈, 다른 쪽에서 편입입니다. 시작 + 변화의 합 = 끝이 정확히 맞습니다.",
            "Compares the deals open at two moments; with a window, those expected to close in it. Every deal has one reason, the first that holds. Came in: new, reopened, moved in (from the archive, or into the slice), pulled in (its close date moved into the window). Left: moved out (archived, or out of the slice), won, lost, pushed out (its close date moved out of the window). Stayed: amount up or down, category up or down, unchanged. Where a deal has another reason, its change of amount is split out into amount up or down: won, lost and pushed-out deals leave with the amount they end with, pulled-in deals enter with the one they began with. All amounts are at the rates of the later day, so exchange rates alone move nothing. Cut by a dimension, a deal that changed groups moved out of one and into the other. Start + Σ changes = end exactly.",
        ),
        formula: "start + Σ amount_minor over reasons = end; precedence: new > reopened > moved_in > pulled_in; moved_out > won > lost > pushed_out; amount_up/down > category_up/down > unchanged",
        owner: Words::new("RevOps", "RevOps"),
        decision: Words::new(
            "무엇을 메울지: 새 기회인지, 밀리는 딜인지, 줄어드는 금액인지",
            "What to make up for: new deals, deals that slip, or amounts that shrink",
        ),
        parameters: &[Parameter::new(
            "since",
            Kind::Text,
            "시작 시점(날짜나 시각, 기본: 분기 시작)",
            "Earlier moment (date or instant; the start of the quarter by default)",
        )],
        columns: &[
            Column::key("reason", Kind::Text, "사유", "Reason"),
            Column::new("deals", Kind::Deals, "딜 수", "Deals"),
            Column::new("amount_minor", Kind::Money, "금액", "Amount"),
        ],
        default_by: &[],
        chart: Chart {
            kind: ChartKind::Waterfall,
            x: "reason",
            y: &["amount_minor"],
        },
    },
    run,
};

macro_rules! reasons {
    ($($variant:ident = $key:literal, $is_rare:literal;)+) => {
        /// Why a deal is counted, in the order rows are shown.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        enum Reason { $($variant),+ }

        impl Reason {
            const ALL: &'static [(Self, &'static str, bool)] = &[$((Self::$variant, $key, $is_rare)),+];
        }
    };
}

// The rare ones have a row only when they happened.
reasons! {
    Start = "start", false;
    New = "new", false;
    Reopened = "reopened", true;
    MovedIn = "moved_in", true;
    PulledIn = "pulled_in", false;
    AmountUp = "amount_up", false;
    AmountDown = "amount_down", false;
    CategoryUp = "category_up", false;
    CategoryDown = "category_down", false;
    Unchanged = "unchanged", false;
    MovedOut = "moved_out", true;
    PushedOut = "pushed_out", false;
    Lost = "lost", false;
    Won = "won", false;
    End = "end", false;
}

/// Where a deal stands at one of the two moments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// Not among the deals asked about.
    Away,
    /// Won or lost.
    Closed,
    /// Open, but expected to close outside the window.
    Outside,
    /// In the pipeline.
    Inside,
}

/// What the deals of one group and reason add up to.
#[derive(Debug, Clone, Default)]
struct Tally {
    deals: i64,
    minor: i64,
    /// Deals with this reason, and deals whose amount is in the sum, when numbers are to be opened.
    behind: (Vec<u32>, Vec<u32>),
}

impl Merge for Tally {
    fn merge(&mut self, other: Self) {
        self.deals += other.deals;
        self.minor = self.minor.saturating_add(other.minor);
        self.behind.0.extend(other.behind.0);
        self.behind.1.extend(other.behind.1);
    }
}

/// The comparison of two frames.
struct Comparison<'a, 'f> {
    asked: &'a Asked<'f>,
    start: &'a Frame<'f>,
    /// By group and reason.
    tallies: Vec<Tally>,
    round_trips: usize,
}

fn run(asked: &Asked<'_>) -> Table {
    let quarter = quarter_of(asked.facts, asked.frame.today()).0;
    let since = asked
        .moment("since")
        .unwrap_or_else(|| asked.end_of(quarter - 1));
    let start = asked.frame_at(since);
    let (then, now) = (Grouping::new(&start, &asked.by), asked.grouping());
    let mut labels = then.labels().to_vec();
    let mut numbers: HashMap<_, _> = labels.iter().cloned().zip(0..).collect();
    let of_now: Vec<usize> = now
        .labels()
        .iter()
        .map(|label| {
            *numbers.entry(label.clone()).or_insert_with(|| {
                labels.push(label.clone());
                labels.len() - 1
            })
        })
        .collect();
    let (tallies, round_trips) = merged(asked.facts.len(), |numbers| {
        let mut comparison = Comparison {
            asked,
            start: &start,
            tallies: vec![Tally::default(); labels.len() * Reason::ALL.len()],
            round_trips: 0,
        };
        let mut before = then.among(&start, &numbers).peekable();
        let mut after = now.among(&asked.frame, &numbers).peekable();
        loop {
            let deal = match (before.peek(), after.peek()) {
                (Some((left, _)), Some((right, _))) => *left.min(right),
                (Some((deal, _)), None) | (None, Some((deal, _))) => *deal,
                (None, None) => break,
            };
            let left = before.next_if(|(known, _)| *known == deal);
            let right = after.next_if(|(known, _)| *known == deal);
            let left = left.map(|(_, group)| group);
            let right = right.map(|(_, group)| of_now[group]);
            comparison.see(deal, left, right);
        }
        (comparison.tallies, comparison.round_trips)
    });
    let mut table = asked.table(&REPORT.definition);
    fill(&mut table, &labels, &tallies);
    if asked.by.is_empty() {
        table.summary = Some(summary(&table, &asked.frame));
    }
    if round_trips > 0 {
        let count = round_trips;
        table.note(
            "round-trips",
            &format!("두 시점 사이에 들어왔다가 종료된 딜 {count}건은 어느 쪽 파이프라인에도 없어 세지 않았습니다."),
            &format!("{count} deals came in and closed between the two moments; they are in neither pipeline and not counted."),
        );
    }
    table.note_reading(&asked.frame);
    table
}

impl Comparison<'_, '_> {
    /// Looks at one deal; its groups then and now, where it is among the deals asked about.
    fn see(&mut self, deal: u32, then: Option<usize>, now: Option<usize>) {
        let (start, end) = (self.start, &self.asked.frame);
        if then.is_some()
            && end.status(deal) != StageKind::Open
            && end
                .last_stay(deal)
                .is_some_and(|last| last.entered_at <= start.as_of())
        {
            return;
        }
        let before = then.map_or(Standing::Away, |_| self.standing(start, deal));
        let after = now.map_or(Standing::Away, |_| self.standing(end, deal));
        let from = then.filter(|_| before == Standing::Inside);
        let to = now.filter(|_| after == Standing::Inside);
        match (from, to) {
            (None, None) => {
                if after == Standing::Closed
                    && before != Standing::Closed
                    && end
                        .closed_on(deal)
                        .is_some_and(|day| self.asked.is_in_window(day))
                {
                    self.round_trips += 1;
                }
            }
            (Some(from), Some(to)) if from == to => self.stayed(deal, to),
            (Some(from), Some(to)) => {
                let (first, last) = (self.amount(start, deal), self.amount(end, deal));
                self.left(deal, from, Reason::MovedOut, (first, first));
                self.came(deal, to, Reason::MovedIn, (last, last));
            }
            (None, Some(to)) => {
                let reason = match before {
                    Standing::Away if end.opened_at(deal) > start.as_of() => Reason::New,
                    Standing::Away => Reason::MovedIn,
                    Standing::Closed => Reason::Reopened,
                    Standing::Outside | Standing::Inside => Reason::PulledIn,
                };
                let last = self.amount(end, deal);
                let first = match reason {
                    Reason::PulledIn => self.amount(start, deal),
                    _ => last,
                };
                self.came(deal, to, reason, (first, last));
            }
            (Some(from), None) => {
                let reason = self.leaving(deal, after);
                let first = self.amount(start, deal);
                let last = match (reason, self.amount(end, deal)) {
                    (Reason::MovedOut, _) => first,
                    // Losing may have set the amount to nothing; what was lost is what there was.
                    (Reason::Lost, 0) => first,
                    (_, last) => last,
                };
                self.left(deal, from, reason, (first, last));
            }
        }
    }

    fn standing(&self, frame: &Frame<'_>, deal: u32) -> Standing {
        if frame.status(deal) != StageKind::Open {
            return Standing::Closed;
        }
        let is_whole = self.asked.from.is_none() && self.asked.to.is_none();
        let is_in = || {
            frame
                .close_on(deal)
                .is_some_and(|day| self.asked.is_in_window(day))
        };
        if is_whole || is_in() {
            Standing::Inside
        } else {
            Standing::Outside
        }
    }

    fn leaving(&self, deal: u32, after: Standing) -> Reason {
        let end = &self.asked.frame;
        let is_gone = after == Standing::Away
            && (end.get(Field::ArchivedAt, deal as usize) != crate::facts::NO_WHOLE
                || !self.is_seen(deal));
        match end.status(deal) {
            _ if is_gone => Reason::MovedOut,
            StageKind::Won => Reason::Won,
            StageKind::Lost => Reason::Lost,
            StageKind::Open if after == Standing::Outside => Reason::PushedOut,
            StageKind::Open => Reason::MovedOut,
        }
    }

    /// Whether a deal's owner is one of those asked about.
    fn is_seen(&self, deal: u32) -> bool {
        let end = &self.asked.frame;
        let owner = end.person_id(end.owner(deal));
        self.asked
            .slice
            .owners
            .as_ref()
            .is_none_or(|owners| owner.is_some_and(|owner| owners.contains(&owner)))
    }

    fn amount(&self, frame: &Frame<'_>, deal: u32) -> i64 {
        frame
            .home_minor_on(deal, self.asked.frame.today())
            .unwrap_or(0)
    }

    fn stayed(&mut self, deal: u32, group: usize) {
        let (start, end) = (self.start, &self.asked.frame);
        let (first, last) = (self.amount(start, deal), self.amount(end, deal));
        let category = |frame: &Frame<'_>| frame.code(Field::Category, deal as usize);
        let rank = |frame: &Frame<'_>| {
            let is_same = category(start) == category(end);
            if is_same {
                0
            } else {
                category_rank(frame.category(deal))
            }
        };
        let reason = match (last.cmp(&first), rank(end).cmp(&rank(start))) {
            (std::cmp::Ordering::Greater, _) => Reason::AmountUp,
            (std::cmp::Ordering::Less, _) => Reason::AmountDown,
            (_, std::cmp::Ordering::Greater) => Reason::CategoryUp,
            (_, std::cmp::Ordering::Less) => Reason::CategoryDown,
            _ => Reason::Unchanged,
        };
        self.push(deal, group, Reason::Start, first);
        self.push(deal, group, reason, last.saturating_sub(first));
        self.push(deal, group, Reason::End, last);
    }

    fn came(&mut self, deal: u32, group: usize, reason: Reason, (first, last): (i64, i64)) {
        self.push(deal, group, reason, first);
        self.split(deal, group, last.saturating_sub(first));
        self.push(deal, group, Reason::End, last);
    }

    fn left(&mut self, deal: u32, group: usize, reason: Reason, (first, last): (i64, i64)) {
        self.push(deal, group, Reason::Start, first);
        self.split(deal, group, last.saturating_sub(first));
        self.push(deal, group, reason, last.saturating_neg());
    }

    fn split(&mut self, deal: u32, group: usize, minor: i64) {
        let reason = match minor.signum() {
            1 => Reason::AmountUp,
            -1 => Reason::AmountDown,
            _ => return,
        };
        let opens_deals = self.asked.opens_deals;
        let tally = self.tally(group, reason);
        tally.minor = tally.minor.saturating_add(minor);
        if opens_deals {
            tally.behind.1.push(deal);
        }
    }

    fn push(&mut self, deal: u32, group: usize, reason: Reason, minor: i64) {
        let opens_deals = self.asked.opens_deals;
        let tally = self.tally(group, reason);
        tally.deals += 1;
        tally.minor = tally.minor.saturating_add(minor);
        if opens_deals {
            tally.behind.0.push(deal);
            tally.behind.1.push(deal);
        }
    }

    fn tally(&mut self, group: usize, reason: Reason) -> &mut Tally {
        &mut self.tallies[group * Reason::ALL.len() + reason as usize]
    }
}

/// Categories from the least certain to the surest.
fn category_rank(category: Option<&str>) -> u8 {
    match category {
        Some("closed") => 4,
        Some("commit") => 3,
        Some("best_case") => 2,
        Some("pipeline") => 1,
        _ => 0,
    }
}

fn fill(table: &mut Table, labels: &[Vec<Option<String>>], tallies: &[Tally]) {
    let reasons = Reason::ALL.len();
    for (labels, tallies) in labels.iter().zip(tallies.chunks(reasons)) {
        for ((_, key, is_rare), tally) in Reason::ALL.iter().zip(tallies) {
            if *is_rare && tally.deals == 0 {
                continue;
            }
            let row = table.keyed_row(labels, &[Cell::from(*key)]);
            table.set(row, "deals", tally.deals);
            table.set(row, "amount_minor", tally.minor);
            for deal in &tally.behind.0 {
                table.rests_on(row, "deals", *deal);
            }
            for deal in &tally.behind.1 {
                table.rests_on(row, "amount_minor", *deal);
            }
        }
    }
}

fn summary(table: &Table, frame: &Frame<'_>) -> Text {
    let minor = |reason: &str| {
        let row = table
            .rows()
            .iter()
            .position(|row| row.cells.first() == Some(&Cell::from(reason)));
        row.map_or(0, |row| table.whole(row, "amount_minor"))
    };
    let of = |reason| money(frame, minor(reason));
    let out = |reason| money(frame, minor(reason).saturating_neg());
    say!([
            start = of("start"),
            end = of("end"),
            new = of("new"),
            won = out("won"),
            lost = out("lost"),
            pushed = out("pushed_out"),
        ]
        "파이프라인이 {start}에서 {end}(으)로 바뀌었습니다. 신규 {new}, 성사 {won}, 실패 {lost}, 밀림 {pushed}.",
        "The pipeline went from {start} to {end}: {new} new, {won} won, {lost} lost, {pushed} pushed out.",
    )
}

#[cfg(test)]
mod tests;

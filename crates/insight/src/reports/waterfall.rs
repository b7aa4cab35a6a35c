//! Waterfall: what turned the pipeline of one moment into that of another, each deal with exactly one reason.

use std::collections::HashMap;

use playbook::{StageKind, Text};

use super::window::{money, quarter_of};
use super::{
    Asked, Cell, Chart, ChartKind, Column, Definition, Kind, Parameter, Report, Table, Words,
};
use crate::facts::{Field, Frame};
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

/// A deal under a reason. A split amount is not counted again.
struct Movement {
    group: usize,
    reason: Reason,
    deal: u32,
    minor: i64,
    is_split: bool,
}

/// The comparison of two frames.
struct Comparison<'a, 'f> {
    asked: &'a Asked<'f>,
    start: &'a Frame<'f>,
    movements: Vec<Movement>,
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
    let mut comparison = Comparison {
        asked,
        start: &start,
        movements: Vec::new(),
        round_trips: 0,
    };
    let (mut before, mut after) = (
        then.deals(&start).peekable(),
        now.deals(&asked.frame).peekable(),
    );
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
    let mut table = asked.table(&REPORT.definition);
    fill(&mut table, &labels, &comparison.movements);
    if asked.by.is_empty() {
        table.summary = Some(summary(&table, &asked.frame));
    }
    if comparison.round_trips > 0 {
        let count = comparison.round_trips;
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
                let last = match reason {
                    Reason::MovedOut => first,
                    _ => self.amount(end, deal),
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
        let rank = |frame: &Frame<'_>| category_rank(frame.category(deal));
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
        self.movements.push(Movement {
            group,
            reason,
            deal,
            minor,
            is_split: true,
        });
    }

    fn push(&mut self, deal: u32, group: usize, reason: Reason, minor: i64) {
        self.movements.push(Movement {
            group,
            reason,
            deal,
            minor,
            is_split: false,
        });
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

fn fill(table: &mut Table, labels: &[Vec<Option<String>>], movements: &[Movement]) {
    let reasons = Reason::ALL.len();
    let mut happened = vec![false; labels.len() * reasons];
    for movement in movements {
        happened[movement.group * reasons + movement.reason as usize] = true;
    }
    let mut rows = vec![None; happened.len()];
    for (group, labels) in labels.iter().enumerate() {
        for (reason, key, is_rare) in Reason::ALL {
            let place = group * reasons + *reason as usize;
            if happened[place] || !is_rare {
                let row = table.keyed_row(labels, &[Cell::from(*key)]);
                table.set(row, "amount_minor", 0_i64);
                rows[place] = Some(row);
            }
        }
    }
    for movement in movements {
        let Some(row) = rows[movement.group * reasons + movement.reason as usize] else {
            continue;
        };
        if !movement.is_split {
            table.count(row, "deals", movement.deal);
        }
        table.add(row, "amount_minor", movement.deal, Some(movement.minor));
    }
}

fn summary(table: &Table, frame: &Frame<'_>) -> Text {
    let of = |reason: &str| {
        let row = table
            .rows()
            .iter()
            .position(|row| row.cells.first() == Some(&Cell::from(reason)));
        row.map_or(0, |row| table.whole(row, "amount_minor"))
    };
    let say = |reason| money(frame, of(reason));
    let out = |reason| money(frame, of(reason).saturating_neg());
    Text::new(
        format!(
            "파이프라인이 {}에서 {}(으)로 바뀌었습니다. 신규 {}, 성사 {}, 실패 {}, 밀림 {}.",
            say("start"),
            say("end"),
            say("new"),
            out("won"),
            out("lost"),
            out("pushed_out"),
        ),
        format!(
            "The pipeline went from {} to {}: {} new, {} won, {} lost, {} pushed out.",
            say("start"),
            say("end"),
            say("new"),
            out("won"),
            out("lost"),
            out("pushed_out"),
        ),
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::facts::Facts;
    use crate::history::History;
    use crate::reports::{Asked, Cell, Table, find};
    use crate::slice::Dimension;

    fn asked<'f>(history: &History, facts: &'f Facts, since: i32, until: i32) -> Asked<'f> {
        let mut asked = history.asked(facts, until);
        let since = crate::facts::date_of(since).to_string();
        asked.parameters.insert("since".to_owned(), since);
        asked.opens_deals = true;
        asked
    }

    fn change(table: &Table, reason: &str) -> (i64, i64) {
        let row = table
            .rows()
            .iter()
            .position(|row| row.cells.contains(&Cell::from(reason)));
        row.map_or((0, 0), |row| {
            (table.whole(row, "deals"), table.whole(row, "amount_minor"))
        })
    }

    #[test]
    fn every_deal_has_one_reason_and_amounts_are_split_out() {
        let mut history = History::new();
        let july = 190;
        let january = 40;
        // Quarter of days 0 to 89; from the end of day 10 to that of day 50.
        history.deal().opened(20).worth(7).with("close_on", january);
        history
            .deal()
            .opened(1)
            .enters(30, "won")
            .worth(120)
            .with("close_on", january)
            .changed(25, "amount_minor", Some("100"), Some("120"));
        history
            .deal()
            .opened(1)
            .enters(30, "lost")
            .worth(50)
            .with("close_on", january);
        history
            .deal()
            .opened(1)
            .worth(30)
            .with("close_on", july)
            .changed(30, "close_on", Some("40"), Some("190"));
        history
            .deal()
            .opened(1)
            .worth(90)
            .with("close_on", january)
            .changed(30, "close_on", Some("190"), Some("40"))
            .changed(31, "amount_minor", Some("80"), Some("90"));
        history
            .deal()
            .opened(1)
            .worth(10)
            .with("close_on", january)
            .changed(30, "amount_minor", Some("15"), Some("10"));
        history
            .deal()
            .opened(1)
            .worth(11)
            .with("close_on", january)
            .with("forecast_category", "commit")
            .changed(30, "forecast_category", Some("pipeline"), Some("commit"));
        history.deal().opened(1).worth(1).with("close_on", january);
        history
            .deal()
            .opened(1)
            .worth(3)
            .with("close_on", january)
            .with("archived_at", 45)
            .changed(45, "archived_at", None, Some("1"));
        history.deal().opened(12).enters(20, "won").worth(1000);
        let facts = history.facts();
        let mut asked = asked(&history, &facts, 10, 50);
        (asked.from, asked.to) = (Some(0), Some(89));
        let table = find("waterfall").unwrap().run(&asked);
        assert_eq!(change(&table, "start"), (7, 210));
        assert_eq!(change(&table, "new"), (1, 7));
        assert_eq!(change(&table, "pulled_in"), (1, 80));
        assert_eq!(change(&table, "amount_up"), (0, 30));
        assert_eq!(change(&table, "amount_down"), (1, -5));
        assert_eq!(change(&table, "category_up"), (1, 0));
        assert_eq!(change(&table, "unchanged"), (1, 0));
        assert_eq!(change(&table, "moved_out"), (1, -3));
        assert_eq!(change(&table, "pushed_out"), (1, -30));
        assert_eq!(change(&table, "lost"), (1, -50));
        assert_eq!(change(&table, "won"), (1, -120));
        assert_eq!(change(&table, "end"), (5, 119));
        assert!(table.notes.iter().any(|(code, _)| *code == "round-trips"));
        let split = table.deals_behind(&["amount_up".into()], Some("amount_minor"));
        assert_eq!(split, Some(vec![1, 4]));
        assert_eq!(
            table.deals_behind(&["won".into()], Some("deals")),
            Some(vec![1])
        );
    }

    #[test]
    fn nothing_is_a_waterfall_of_nothing() {
        let history = History::new();
        let facts = history.facts();
        let table = find("waterfall")
            .unwrap()
            .run(&asked(&history, &facts, 10, 50));
        assert_eq!(change(&table, "start"), (0, 0));
        assert_eq!(change(&table, "end"), (0, 0));
    }

    #[derive(Debug, Clone)]
    struct Life {
        opened: i32,
        end: Option<(i32, bool)>,
        owner: bool,
        amount: Option<(i32, i64, i64)>,
        close: (i32, i32, i32),
        archived: Option<i32>,
        handed: Option<i32>,
    }

    fn life() -> impl Strategy<Value = Life> {
        (
            0..60_i32,
            proptest::option::of((1..60_i32, any::<bool>())),
            any::<bool>(),
            proptest::option::of((1..100_i32, 0..500_i64, 0..500_i64)),
            (1..100_i32, 0..200_i32, 0..200_i32),
            proptest::option::of(1..100_i32),
            proptest::option::of(1..100_i32),
        )
            .prop_map(
                |(opened, end, owner, amount, close, archived, handed)| Life {
                    opened,
                    end: end.map(|(after, won)| (opened + after, won)),
                    owner,
                    amount,
                    close,
                    archived: archived.map(|after| opened + after),
                    handed,
                },
            )
    }

    fn told(lives: &[Life]) -> History {
        let mut history = History::new();
        let id = |name: &str| {
            let sum = name
                .bytes()
                .fold(0_u128, |sum, byte| sum * 31 + u128::from(byte));
            uuid::Uuid::from_u128(0x2000_0000 + sum).to_string()
        };
        for life in lives {
            let (name, other) = if life.owner {
                ("Kim", "Lee")
            } else {
                ("Lee", "Kim")
            };
            let deal = history.deal();
            deal.opened(life.opened).owned_by(name);
            if let Some((day, won)) = life.end {
                deal.closed(day, if won { "won" } else { "lost" });
            }
            if let Some((after, was, is)) = life.amount {
                let was = was.to_string();
                deal.worth(is);
                deal.changed(life.opened + after, "amount_minor", Some(&was), None);
            }
            let (after, was, is) = life.close;
            deal.with("close_on", is);
            deal.changed(
                life.opened + after,
                "close_on",
                Some(&was.to_string()),
                None,
            );
            if let Some(day) = life.archived {
                deal.with("archived_at", day);
                deal.changed(day, "archived_at", None, None);
            }
            if let Some(after) = life.handed {
                deal.changed(life.opened + after, "owner_id", Some(&id(other)), None);
            }
        }
        history
    }

    proptest! {
        #[test]
        fn start_and_changes_are_the_end_whatever_happened(
            lives in proptest::collection::vec(life(), 0..40),
            since in 0..120_i32,
            later in 0..60_i32,
            window in proptest::option::of((0..100_i32, 0..100_i32)),
            by_owner in any::<bool>(),
        ) {
            let history = told(&lives);
            let facts = history.facts();
            let mut asked = asked(&history, &facts, since, since + later);
            if let Some((from, length)) = window {
                (asked.from, asked.to) = (Some(from), Some(from + length));
            }
            if by_owner {
                asked.by = vec![Dimension::parse("owner").unwrap()];
            }
            let table = find("waterfall").unwrap().run(&asked);
            let mut groups: std::collections::HashMap<Vec<String>, (i64, i64, Vec<u32>)> =
                std::collections::HashMap::new();
            let of = |day: i32| {
                let frame = asked.frame_at(crate::history::at(day + 1) - 1);
                let inside = |deal: &u32| {
                    frame.status(*deal) == playbook::StageKind::Open
                        && window.is_none_or(|(from, length)| {
                            frame.close_on(*deal).is_some_and(|day| (from..=from + length).contains(&day))
                        })
                };
                let deals: Vec<u32> = frame.deals().iter().copied().filter(inside).collect();
                let sum: i64 = deals.iter().filter_map(|deal| frame.amount_minor(*deal)).sum();
                (deals.len(), sum)
            };
            let mut totals = [(0_i64, 0_i64); 2];
            for row in table.rows() {
                let json = table.to_json(row);
                let reason = json["reason"].as_str().unwrap().to_owned();
                let (deals, minor) = (json["deals"].as_i64().unwrap(), json["amount_minor"].as_i64().unwrap());
                let label = json.get("owner").map(ToString::to_string).into_iter().collect::<Vec<_>>();
                let mut keys: Vec<serde_json::Value> = json.get("owner").cloned().into_iter().collect();
                keys.push(reason.as_str().into());
                let group = groups.entry(label).or_default();
                match reason.as_str() {
                    "start" => { group.0 += minor; totals[0].0 += deals; totals[0].1 += minor; }
                    "end" => { group.1 += minor; totals[1].0 += deals; totals[1].1 += minor; }
                    _ => {
                        group.0 += minor;
                        group.2.extend(table.deals_behind(&keys, Some("deals")).unwrap());
                    }
                }
            }
            for (start, end, mut deals) in groups.into_values() {
                prop_assert_eq!(start, end);
                let count = deals.len();
                deals.sort_unstable();
                deals.dedup();
                prop_assert_eq!(deals.len(), count, "a deal has two reasons");
            }
            for (total, day) in totals.iter().zip([since, since + later]) {
                let (count, sum) = of(day);
                prop_assert_eq!(*total, (i64::try_from(count).unwrap(), sum));
            }
        }
    }
}

//! Slippage: how often deals are pushed, what it costs, and what could have been seen before.

use playbook::{StageKind, Text};

use super::tally::places;
use super::win_rate::share;
use super::window::quarter_of;
use super::wording::{money, percent, say};
use super::{Asked, Chart, ChartKind, Column, Definition, Kind, Report, Table, Words};
use crate::estimate::summary::DayCounts;
use crate::facts::{Field, Frame};
use crate::parallel::{Listed, Merge, merge_fields, merged};

/// Without word from the customer for so many days a deal is silent.
const SILENT_DAYS: i32 = 14;

pub(super) static REPORT: Report = Report {
    definition: Definition {
        name: "slippage",
        version: 1,
        title: Words::new("종료일 밀림", "Slippage"),
        question: Words::new(
            "종료일이 얼마나, 왜 밀리는가? 미리 알 수 있었는가?",
            "How much do close dates slip, and could we have seen it coming?",
        ),
        definition: Words::new(
            "기간에 종료됐거나 종료될 예정인 딜(기간이 없으면 모두)을 봅니다. 밀림은 예상 종료일을 뒤로 옮긴 일입니다. 기간 밖으로 밀린 금액은 예상 종료일이 한 번이라도 기간(없으면 현재 분기) 안이었다가 지금은 그 뒤인 딜의 금액입니다. 조짐은 첫 밀림 직전에 14일 동안 고객 증거가 없었는지, 앞으로의 다음 단계가 없었는지, 예외 승인에 기대고 있었는지이며, 밀리지 않은 딜은 밀린 딜이 처음 밀린 나이(중앙값)에 같은 것을 물어 견줍니다.",
            "Looks at deals that closed or are to close in the window (all without one). A push is a close date moved later. The amount pushed out is that of deals once expected in the window (the current quarter without one) and now after it. Early signs, just before the first push: no customer evidence for 14 days, no next step ahead, standing on a waiver. Deals that were not pushed are asked the same at the age at which pushed deals were first pushed (median).",
        ),
        formula: "pushed_share = pushed / deals; mean_pushes = pushes / deals; twice_share = pushed_twice / deals; win_rate_x = won / (won + lost) among deals (not) pushed; silent = last customer evidence > 14 days before",
        owner: Words::new("영업 관리자", "Sales management"),
        decision: Words::new(
            "어떤 딜을 커밋에서 빼고, 어디에 먼저 확인을 구할지",
            "Which deals to keep out of commit, and where to ask for a confirmation first",
        ),
        parameters: &[],
        columns: &[
            Column::new("deals", Kind::Deals, "딜 수", "Deals"),
            Column::new("pushed", Kind::Deals, "밀린 딜", "Pushed deals"),
            Column::new("pushed_share", Kind::Share, "밀린 비율", "Share pushed"),
            Column::new("pushes", Kind::Whole, "밀린 횟수", "Pushes"),
            Column::new("pushed_days", Kind::Whole, "밀린 날수 합", "Days pushed"),
            Column::new("mean_pushes", Kind::Number, "딜당 밀림", "Pushes per deal"),
            Column::new(
                "pushed_twice",
                Kind::Deals,
                "두 번 이상 밀린 딜",
                "Pushed more than once",
            ),
            Column::new(
                "twice_share",
                Kind::Share,
                "두 번 이상 비율",
                "Share pushed more than once",
            ),
            Column::new(
                "pushed_out",
                Kind::Deals,
                "기간 밖으로 밀린 딜",
                "Pushed out of the period",
            ),
            Column::new(
                "pushed_out_minor",
                Kind::Money,
                "기간 밖으로 밀린 금액",
                "Amount pushed out",
            ),
            Column::new(
                "win_rate_pushed",
                Kind::Share,
                "밀린 딜의 승률",
                "Win rate, pushed",
            ),
            Column::new(
                "win_rate_unpushed",
                Kind::Share,
                "밀리지 않은 딜의 승률",
                "Win rate, not pushed",
            ),
            Column::new(
                "silent_pushed",
                Kind::Share,
                "고객 무소식(밀림 전)",
                "Silent before the push",
            ),
            Column::new(
                "silent_unpushed",
                Kind::Share,
                "고객 무소식(밀리지 않음)",
                "Silent, not pushed",
            ),
            Column::new(
                "stepless_pushed",
                Kind::Share,
                "다음 단계 없음(밀림 전)",
                "No next step before the push",
            ),
            Column::new(
                "stepless_unpushed",
                Kind::Share,
                "다음 단계 없음(밀리지 않음)",
                "No next step, not pushed",
            ),
            Column::new(
                "waiver_pushed",
                Kind::Share,
                "예외 승인(밀림 전)",
                "On a waiver before the push",
            ),
            Column::new(
                "waiver_unpushed",
                Kind::Share,
                "예외 승인(밀리지 않음)",
                "On a waiver, not pushed",
            ),
        ],
        default_by: &[],
        chart: Chart {
            kind: ChartKind::Bar,
            x: "",
            y: &["pushed_share", "twice_share"],
        },
    },
    run,
};

/// The signs, by column for pushed deals and for the others.
const SIGNS: [(&str, &str); 3] = [
    ("silent_pushed", "silent_unpushed"),
    ("stepless_pushed", "stepless_unpushed"),
    ("waiver_pushed", "waiver_unpushed"),
];

/// What a group adds up to, beside what its table row counts.
#[derive(Debug, Clone, Default)]
struct Sums {
    pushes: i64,
    pushed_days: i64,
    /// Won and closed, among pushed deals and the others.
    closed: [(i64, i64); 2],
    /// Deals that showed each sign and deals asked, among pushed deals and the others.
    signs: [([i64; 3], i64); 2],
}

merge_fields!(Sums {
    pushes,
    pushed_days,
    closed,
    signs
});

places! {
    pushed_out, pushed_out_minor, deals, pushed, pushes, pushed_days, pushed_twice, win_rate_pushed, win_rate_unpushed,
    silent_pushed, silent_unpushed, stepless_pushed, stepless_unpushed, waiver_pushed, waiver_unpushed,
}

impl Places {
    /// The signs of pushed deals, and of the others.
    fn signs(&self) -> [[usize; 3]; 2] {
        [
            [self.silent_pushed, self.stepless_pushed, self.waiver_pushed],
            [
                self.silent_unpushed,
                self.stepless_unpushed,
                self.waiver_unpushed,
            ],
        ]
    }
}

fn run(asked: &Asked<'_>) -> Table {
    let frame = &asked.frame;
    let quarter = quarter_of(asked.facts, frame.today());
    let period = match (asked.from, asked.to) {
        (None, None) => quarter,
        (from, to) => (from.unwrap_or(i32::MIN), to.unwrap_or(i32::MAX)),
    };
    let mut table = asked.table(&REPORT.definition);
    let grouping = asked.grouping();
    for labels in grouping.labels() {
        let row = table.row(labels);
        table.set(row, "pushed_out_minor", 0_i64);
    }
    let places = Places::of(&table);
    let (tally, (mut sums, (ages, unpushed))) = grouping.sum(frame, |deals| {
        let mut tally = table.tally();
        let mut sums = vec![Sums::default(); grouping.len()];
        let mut ages = DayCounts::new();
        let mut unpushed = Listed(Vec::new());
        for (deal, group) in deals {
            if is_pushed_out(frame, deal, period) {
                tally.count(group, places.pushed_out, deal);
                let minor = frame.home_minor(deal);
                tally.add(group, places.pushed_out_minor, deal, minor);
            }
            if !is_asked_about(asked, deal) {
                continue;
            }
            let sum = &mut sums[group];
            let (pushes, days) = frame.pushes(deal);
            let is_pushed = pushes > 0;
            tally.count(group, places.deals, deal);
            sum.pushes += pushes;
            sum.pushed_days += days;
            if is_pushed {
                tally.count(group, places.pushed, deal);
                tally.rests_on(group, places.pushes, deal);
                tally.rests_on(group, places.pushed_days, deal);
                if pushes > 1 {
                    tally.count(group, places.pushed_twice, deal);
                }
                if let Some(moment) = first_push(frame, deal) {
                    let age = frame.facts().days().day(moment) - frame.opened_on(deal);
                    ages.add(u32::try_from(age).unwrap_or(0));
                    sum.signs[0].ask(frame, deal, moment);
                    tally.rest_on(group, &places.signs()[0], deal);
                }
            } else {
                unpushed.0.push((deal, group));
            }
            let closed = &mut sum.closed[usize::from(!is_pushed)];
            match frame.status(deal) {
                StageKind::Open => continue,
                StageKind::Won => *closed = (closed.0 + 1, closed.1 + 1),
                StageKind::Lost => closed.1 += 1,
            }
            let place = [places.win_rate_pushed, places.win_rate_unpushed][usize::from(!is_pushed)];
            tally.rests_on(group, place, deal);
        }
        (tally, (sums, (ages, unpushed)))
    });
    table.take(tally);
    if let Some(age) = ages.quantile(0.5) {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "days of a hundred years at most"
        )]
        let age = age.round() as i32;
        let unpushed = unpushed.0;
        let (tally, signs) = merged(unpushed.len(), |part| {
            let mut tally = table.tally();
            let mut signs = vec![Sums::default(); grouping.len()];
            for (deal, group) in &unpushed[part] {
                let day = frame.opened_on(*deal) + age;
                if frame.closed_on(*deal).unwrap_or(frame.today()) >= day {
                    let moment = frame.facts().days().start_of(day);
                    signs[*group].signs[1].ask(frame, *deal, moment);
                    tally.rest_on(*group, &places.signs()[1], *deal);
                }
            }
            (tally, signs)
        });
        sums.merge(signs);
        table.take(tally);
    }
    for (group, sum) in sums.iter().enumerate() {
        finish(&mut table, group, sum);
    }
    if asked.by.is_empty() {
        table.summary = Some(summary(&table, &sums[0], frame));
    }
    table.note_reading(frame);
    table
}

/// Whether a deal closed, or is to close, in the window.
fn is_asked_about(asked: &Asked<'_>, deal: u32) -> bool {
    let is_whole = asked.from.is_none() && asked.to.is_none();
    let frame = &asked.frame;
    is_whole
        || frame
            .closed_on(deal)
            .or_else(|| frame.close_on(deal))
            .is_some_and(|day| asked.is_in_window(day))
}

/// Whether a deal was once expected in a period and is now expected, or was closed, after it.
fn is_pushed_out(frame: &Frame<'_>, deal: u32, (from, to): (i32, i32)) -> bool {
    frame.pushes(deal).0 > 0
        && frame
            .closed_on(deal)
            .or_else(|| frame.close_on(deal))
            .is_some_and(|day| day > to)
        && frame
            .changes(deal, Field::CloseOn)
            .filter(|(_, before)| *before != Field::CloseOn.missing())
            .any(|(_, before)| (i64::from(from)..=i64::from(to)).contains(&before))
}

/// When the close date was first moved later, as it was counted: closing a deal later than expected moves its date too, but
/// is no push.
fn first_push(frame: &Frame<'_>, deal: u32) -> Option<i64> {
    let now = frame.get(Field::Pushes, deal as usize);
    let mut changes = frame.changes(deal, Field::Pushes).peekable();
    while let Some((moment, before)) = changes.next() {
        let after = changes.peek().map_or(now, |(_, before)| *before);
        if after > before {
            return Some(moment);
        }
    }
    None
}

/// What a field was just before a moment.
fn just_before(frame: &Frame<'_>, deal: u32, field: Field, moment: i64) -> i64 {
    frame
        .changes(deal, field)
        .find(|(changed_at, _)| *changed_at >= moment)
        .map_or_else(|| frame.get(field, deal as usize), |(_, before)| before)
}

trait Ask {
    /// Asks for each sign just before a moment.
    fn ask(&mut self, frame: &Frame<'_>, deal: u32, moment: i64);
}

impl Ask for ([i64; 3], i64) {
    fn ask(&mut self, frame: &Frame<'_>, deal: u32, moment: i64) {
        let day = frame.facts().days().day(moment);
        let is_silent = !frame
            .customer_evidence(deal)
            .any(|(occurred_on, _)| (day - SILENT_DAYS..=day).contains(&occurred_on));
        let is_stepless = just_before(frame, deal, Field::NextStepOn, moment) < i64::from(day);
        let flag = u32::try_from(just_before(frame, deal, Field::OnWaiver, moment)).ok();
        let is_waived = flag.and_then(|flag| frame.facts().words.text(flag)) == Some("true");
        for (count, has_it) in self.0.iter_mut().zip([is_silent, is_stepless, is_waived]) {
            *count += i64::from(has_it);
        }
        self.1 += 1;
    }
}

fn finish(table: &mut Table, group: usize, sum: &Sums) {
    let count = |table: &Table, column| table.whole(group, column);
    let (deals, pushed, twice) = (
        count(table, "deals"),
        count(table, "pushed"),
        count(table, "pushed_twice"),
    );
    table.set(group, "pushed_share", share(pushed, deals));
    table.set(group, "pushes", sum.pushes);
    table.set(group, "pushed_days", sum.pushed_days);
    table.set(group, "mean_pushes", share(sum.pushes, deals));
    table.set(group, "twice_share", share(twice, deals));
    for (column, (won, closed)) in ["win_rate_pushed", "win_rate_unpushed"]
        .iter()
        .zip(sum.closed)
    {
        table.set(group, column, share(won, closed));
    }
    for (place, (pushed, unpushed)) in SIGNS.iter().enumerate() {
        for (column, (signs, asked)) in [pushed, unpushed].iter().zip(sum.signs) {
            table.set(group, column, share(signs[place], asked));
        }
    }
}

fn summary(table: &Table, sum: &Sums, frame: &Frame<'_>) -> Text {
    let pushed = percent(share(table.whole(0, "pushed"), table.whole(0, "deals")));
    let [with, without] = sum.closed.map(|(won, closed)| percent(share(won, closed)));
    say!([out = money(frame, table.whole(0, "pushed_out_minor"))]
        "딜의 {pushed}가 밀렸습니다. 승률은 밀린 딜 {with}, 밀리지 않은 딜 {without}이고, 기간 밖으로 {out}이(가) 밀렸습니다.",
        "{pushed} of the deals were pushed; pushed deals are won in {with}, others in {without}; {out} went beyond the period.",
    )
}

#[cfg(test)]
mod tests {
    use crate::history::History;
    use crate::reports::find;

    #[test]
    fn pushes_are_counted_and_their_signs_asked_before_the_first() {
        let mut history = History::new();
        // Pushed twice, the first time on day 20 after silence; out of the first quarter.
        history
            .deal()
            .opened(0)
            .worth(500)
            .with("close_on", 120)
            .with("pushes", 2)
            .with("pushed_days", 80)
            .proved(2, "email", "customer")
            .changed(20, "close_on", Some("40"), Some("60"))
            .changed(20, "pushes", Some("0"), Some("1"))
            .changed(30, "close_on", Some("60"), Some("120"))
            .changed(30, "pushes", Some("1"), Some("2"));
        // Pushed once after fresh evidence, with a next step; lost.
        history
            .deal()
            .opened(0)
            .closed(60, "lost")
            .with("close_on", 60)
            .with("pushes", 1)
            .with("pushed_days", 10)
            .with("next_step_on", 30)
            .proved(15, "email", "customer")
            .changed(20, "close_on", Some("50"), Some("60"))
            .changed(20, "pushes", Some("0"), Some("1"));
        // Never pushed; won.
        history
            .deal()
            .opened(0)
            .closed(50, "won")
            .with("close_on", 50)
            .with("next_step_on", 40)
            .proved(18, "email", "customer");
        let facts = history.facts();
        let mut asked = history.asked(&facts, 80);
        asked.opens_deals = true;
        let table = find("slippage").unwrap().run(&asked);
        let row = table.to_json(&table.rows()[0]);
        assert_eq!((&row["deals"], &row["pushed"]), (&3.into(), &2.into()));
        assert_eq!(
            (&row["pushes"], &row["pushed_days"]),
            (&3.into(), &90.into())
        );
        assert_eq!(row["mean_pushes"], 1.0);
        assert_eq!(row["twice_share"], 0.333_333);
        assert_eq!(
            (&row["pushed_out"], &row["pushed_out_minor"]),
            (&1.into(), &500.into())
        );
        assert_eq!(
            (&row["win_rate_pushed"], &row["win_rate_unpushed"]),
            (&0.0.into(), &1.0.into())
        );
        assert_eq!(
            (&row["silent_pushed"], &row["silent_unpushed"]),
            (&0.5.into(), &0.0.into())
        );
        assert_eq!(
            (&row["stepless_pushed"], &row["stepless_unpushed"]),
            (&0.5.into(), &0.0.into())
        );
        assert_eq!(
            table.deals_behind(&[], Some("win_rate_pushed")),
            Some(vec![1])
        );
    }

    #[test]
    fn without_deals_shares_are_not_available() {
        let history = History::new();
        let facts = history.facts();
        let table = find("slippage").unwrap().run(&history.asked(&facts, 80));
        let row = table.to_json(&table.rows()[0]);
        assert_eq!(row["deals"], 0);
        assert!(row["pushed_share"].is_null() && row["silent_pushed"].is_null());
    }
}

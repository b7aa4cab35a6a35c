//! Sales cycle: how long winning takes, and which open deals take longer than winning ever does.

use playbook::Text;

use super::{Asked, Cell, Chart, ChartKind, Column, Definition, Kind, Report, Table, Words};
use crate::estimate::summary::DayCounts;
use crate::estimate::survival::{End, Leaving, LifeTable};
use crate::parallel::Listed;

pub(super) static REPORT: Report = Report {
    definition: Definition {
        name: "sales-cycle",
        version: 1,
        title: Words::new("영업 주기", "Sales cycle"),
        question: Words::new(
            "딜을 성사시키는 데 얼마나 걸리는가?",
            "How long does it take to win a deal?",
        ),
        definition: Words::new(
            "성사 일수는 기간에 성사된 딜의 생성에서 성사까지의 일수입니다. 생존 중앙값은 기간에 생성된 모든 딜이 성사든 실패든 끝나기까지의 중앙값으로, 진행 중인 딜도 지금까지의 일수로 들어갑니다. 장기 체류는 성사된 딜의 90%보다 오래된 진행 중인 딜입니다.",
            "The days of won deals run from opening to winning, over the deals won in the window. The survival median is that of all deals opened in the window until they end, won or lost; open deals count with the days they have lasted so far. Long stayers are open deals older than 90% of the won ones were.",
        ),
        formula: "mean, median, P90, s over days(opened → won); median_survival = first day with S ≤ 0.5, S = ∏ (1 − d/n) over won or lost (Kaplan–Meier); long_stayers = open with age > P90 of won",
        owner: Words::new("RevOps", "RevOps"),
        decision: Words::new(
            "언제까지 무엇이 끝날지 약속하고, 오래된 딜을 정리할지",
            "What to promise by when, and which old deals to settle",
        ),
        parameters: &[],
        columns: &[
            Column::new("won", Kind::Deals, "성사", "Won"),
            Column::new("mean_days", Kind::Days, "평균", "Mean"),
            Column::new("median_days", Kind::Days, "중앙값", "Median"),
            Column::new(
                "p90_days",
                Kind::Days,
                "열에 아홉은 이 안에",
                "Nine in ten within",
            ),
            Column::new("sd_days", Kind::Days, "표준편차", "Standard deviation"),
            Column::new("opened", Kind::Deals, "생성", "Opened"),
            Column::new(
                "median_survival_days",
                Kind::Days,
                "생존 중앙값(진행 중 포함)",
                "Survival median (open deals included)",
            ),
            Column::new("open", Kind::Deals, "진행 중", "Open"),
            Column::new("long_stayers", Kind::Deals, "장기 체류", "Long stayers"),
            Column::new(
                "long_stayers_minor",
                Kind::Money,
                "장기 체류 금액",
                "Amount of long stayers",
            ),
        ],
        default_by: &[],
        chart: Chart {
            kind: ChartKind::Bar,
            x: "",
            y: &["median_days", "median_survival_days", "p90_days"],
        },
    },
    run,
};

fn run(asked: &Asked<'_>) -> Table {
    let frame = &asked.frame;
    let mut table = asked.table(&REPORT.definition);
    let grouping = asked.grouping();
    for labels in grouping.labels() {
        table.row(labels);
    }
    let [won, opened, open] = ["won", "opened", "open"].map(|name| table.column(name));
    let resting =
        ["mean_days", "median_days", "p90_days", "sd_days"].map(|name| table.column(name));
    let survival = table.column("median_survival_days");
    let (tally, (still_open, (cycles, lives))) = grouping.sum(frame, |deals| {
        let mut tally = table.tally();
        let mut cycles = vec![DayCounts::new(); grouping.len()];
        let mut lives = vec![LifeTable::new(); grouping.len()];
        let mut still_open = Listed(Vec::new());
        for (deal, group) in deals {
            let age = frame.age(deal);
            let end = End::of(frame.status(deal));
            if end == End::Open {
                tally.count(group, open, deal);
                still_open.0.push((deal, group, age));
            }
            if end == End::Won && asked.closed_in_window(deal).is_some() {
                tally.count(group, won, deal);
                tally.rest_on(group, &resting, deal);
                cycles[group].add(age);
            }
            if asked.is_in_window(frame.opened_on(deal)) {
                tally.count(group, opened, deal);
                tally.rests_on(group, survival, deal);
                lives[group].add(None, age, end);
            }
        }
        (tally, (still_open, (cycles, lives)))
    });
    table.take(tally);
    let limits: Vec<Option<f64>> = cycles.iter().map(|days| days.quantile(0.9)).collect();
    let [long, long_minor] = ["long_stayers", "long_stayers_minor"].map(|name| table.column(name));
    let mut tally = table.tally();
    for (deal, group, age) in still_open.0 {
        if limits[group].is_some_and(|limit| f64::from(age) > limit) {
            tally.count(group, long, deal);
            tally.add(group, long_minor, deal, frame.home_minor(deal));
        }
    }
    table.take(tally);
    for (group, days) in cycles.iter().enumerate() {
        table.set(group, "mean_days", days.mean());
        table.set(group, "median_days", days.median());
        table.set(group, "p90_days", limits[group]);
        table.set(group, "sd_days", days.sd());
        let median = lives[group].survival(Leaving::Ended).quantile(0.5);
        table.set(group, "median_survival_days", median);
        if limits[group].is_none() {
            // Without a won deal nobody can be older than they were.
            table.set(group, "long_stayers", Cell::None);
        }
    }
    if asked.by.is_empty() {
        table.summary = Some(summary(&table));
    }
    table.note_reading(frame);
    table
}

fn summary(table: &Table) -> Text {
    let days = |column| match table.get(0, column) {
        Cell::Number(days) => format!("{days:.0}"),
        Cell::Whole(days) => days.to_string(),
        _ => "n/a".to_owned(),
    };
    let (median, survival) = (days("median_days"), days("median_survival_days"));
    let long = table.whole(0, "long_stayers");
    Text::new(
        format!(
            "성사까지 중앙값은 {median}일, 진행 중인 딜까지 넣으면 {survival}일입니다. 성사된 딜의 90%보다 오래된 진행 중인 딜이 {long}건 있습니다."
        ),
        format!(
            "Won deals took {median} days in the middle; with open deals it is {survival}. {long} open deals are older than 90% of the won ones were."
        ),
    )
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::facts::day_of;
    use crate::history::History;
    use crate::reports::find;

    #[test]
    fn the_maven_cycle_is_as_the_reference_says() {
        let Some(deals) = crate::estimate::reference::maven() else {
            return;
        };
        let mut history = History::new();
        for deal in &deals {
            let told = history.deal();
            told.opened(day_of(deal.engaged));
            if let Some(closed) = deal.closed {
                told.closed(
                    day_of(closed),
                    if deal.end == End::Won { "won" } else { "lost" },
                );
            }
        }
        let facts = history.facts();
        let asked = history.asked(&facts, day_of(domain::Date::constant(2017, 12, 31)));
        let table = find("sales-cycle").unwrap().run(&asked);
        let row = table.to_json(&table.rows()[0]);
        assert_eq!((&row["won"], &row["open"]), (&json!(4238), &json!(1589)));
        assert!((row["mean_days"].as_f64().unwrap() - 51.782).abs() < 5e-4);
        assert_eq!(
            (&row["median_days"], &row["p90_days"]),
            (&json!(57.0), &json!(106.0))
        );
        assert_eq!(row["median_survival_days"], 69);
        let older = deals.iter().filter(|deal| {
            deal.closed.is_none() && deal.days(domain::Date::constant(2017, 12, 31)) > 106
        });
        assert_eq!(row["long_stayers"], older.count());
    }

    #[test]
    fn long_stayers_open_to_the_deals_they_are() {
        let mut history = History::new();
        history.deal().opened(50).closed(60, "won");
        history.deal().opened(50).closed(62, "won");
        history.deal().opened(85).worth(5);
        history.deal().opened(80).worth(700);
        let facts = history.facts();
        let mut asked = history.asked(&facts, 95);
        asked.opens_deals = true;
        let table = find("sales-cycle").unwrap().run(&asked);
        assert_eq!(table.deals_behind(&[], Some("long_stayers")), Some(vec![3]));
        assert_eq!(table.whole(0, "long_stayers_minor"), 700);
        assert_eq!(table.get(0, "sd_days"), &Cell::Number(2_f64.sqrt()));
    }

    #[test]
    fn without_a_won_deal_there_is_no_cycle() {
        let mut history = History::new();
        history.deal().opened(1).closed(5, "lost");
        let facts = history.facts();
        let table = find("sales-cycle").unwrap().run(&history.asked(&facts, 9));
        let row = table.to_json(&table.rows()[0]);
        assert_eq!(
            (&row["won"], &row["mean_days"], &row["long_stayers"]),
            (&json!(0), &Value::Null, &Value::Null)
        );
        assert_eq!(row["median_survival_days"], 4);
    }
}

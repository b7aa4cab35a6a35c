//! Win rate: as a cohort and closed-only, side by side.

use playbook::Text;

use super::{Asked, Chart, ChartKind, Column, Definition, Kind, Parameter, Report, Table, Words};
use crate::estimate::survival::{End, LifeTable};

pub(super) static REPORT: Report = Report {
    definition: Definition {
        name: "win-rate",
        version: 1,
        title: Words::new("승률", "Win rate"),
        question: Words::new(
            "시작한 딜 중 얼마나 이기는가?",
            "How many of the deals we start do we win?",
        ),
        definition: Words::new(
            "두 가지를 나란히 보여 줍니다. 코호트 승률은 기간에 생성된 딜이 h일 안에 성사될 누적 확률로, 실패를 경쟁 위험으로 보고 진행 중인 딜은 관측이 끊긴 것으로 봅니다. 종료 기준 승률은 기간에 종료된 딜 가운데 성사된 몫입니다. 진행 중인 딜을 빼므로, 빨리 끝나는 딜 쪽으로 치우칩니다.",
            "Two rates side by side. The cohort rate is the cumulative probability that a deal opened in the window is won within h days, with losing as a competing risk and open deals censored. The closed-only rate is the share won among the deals closed in the window; it leaves open deals out and so leans towards deals that end quickly.",
        ),
        formula: "rate_cohort = CIF_won(h) = Σ S(t−)·d_won/n (Aalen–Johansen); rate_closed_only = won / (won + lost)",
        owner: Words::new("RevOps", "RevOps"),
        decision: Words::new(
            "어느 시장, 제품, 담당자에 힘을 실을지",
            "Where to put effort: markets, products, people",
        ),
        parameters: &[Parameter::new(
            "horizon_days",
            Kind::Days,
            "판정 기간(일)",
            "Horizon in days",
        )],
        columns: &[
            Column::new("won", Kind::Deals, "성사", "Won"),
            Column::new("lost", Kind::Deals, "실패", "Lost"),
            Column::new("open", Kind::Deals, "진행 중", "Open"),
            Column::new("won_minor", Kind::Money, "성사 금액", "Won amount"),
            Column::new(
                "rate_closed_only",
                Kind::Share,
                "종료 기준 승률",
                "Closed-only rate",
            ),
            Column::new(
                "rate_by_value",
                Kind::Share,
                "금액 기준 승률",
                "Closed-only rate by value",
            ),
            Column::new("rate_cohort", Kind::Share, "코호트 승률", "Cohort rate"),
            Column::new(
                "horizon_days",
                Kind::Days,
                "판정 기간(일)",
                "Horizon in days",
            ),
            Column::new("low", Kind::Share, "90% 하한", "90% low"),
            Column::new("high", Kind::Share, "90% 상한", "90% high"),
        ],
        default_by: &[],
        chart: Chart {
            kind: ChartKind::Bar,
            x: "",
            y: &["rate_cohort", "rate_closed_only"],
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
    let [won, lost, open] = ["won", "lost", "open"].map(|name| table.column(name));
    let [closed_only, in_cohort] =
        ["rate_closed_only", "rate_cohort"].map(|name| table.column(name));
    let won_minor = table.column("won_minor");
    let (tally, (cohorts, lost_minor)) = grouping.sum(frame, |deals| {
        let mut tally = table.tally();
        let mut cohorts = vec![LifeTable::new(); grouping.len()];
        let mut lost_minor = vec![0_i64; grouping.len()];
        for (deal, group) in deals {
            let end = End::of(frame.status(deal));
            if end != End::Open && asked.closed_in_window(deal).is_some() {
                tally.rests_on(group, closed_only, deal);
                if end == End::Won {
                    tally.count(group, won, deal);
                    tally.add(group, won_minor, deal, frame.home_minor(deal));
                } else {
                    tally.count(group, lost, deal);
                    // What was lost is what there was before losing made it nothing.
                    let minor = frame.lost_minor(deal).unwrap_or(0);
                    lost_minor[group] = lost_minor[group].saturating_add(minor);
                }
            }
            if asked.is_in_window(frame.opened_on(deal)) {
                if end == End::Open {
                    tally.count(group, open, deal);
                }
                tally.rests_on(group, in_cohort, deal);
                cohorts[group].add(None, frame.age(deal), end);
            }
        }
        (tally, (cohorts, lost_minor))
    });
    table.take(tally);
    for (group, cohort) in cohorts.iter().enumerate() {
        let (won, lost) = (table.whole(group, "won"), table.whole(group, "lost"));
        table.set(group, "rate_closed_only", share(won, won + lost));
        let won_minor = table.whole(group, "won_minor");
        table.set(
            group,
            "rate_by_value",
            share(won_minor, won_minor.saturating_add(lost_minor[group])),
        );
        let incidence = cohort.incidence();
        let horizon = asked.horizon_days.or_else(|| incidence.last_event_day());
        if let Some(horizon) = horizon {
            table.set(group, "horizon_days", horizon);
            table.set(group, "rate_cohort", incidence.won_at(horizon));
            let interval = incidence.won_interval(horizon, 0.90);
            table.set(group, "low", interval.map(|interval| interval.low));
            table.set(group, "high", interval.map(|interval| interval.high));
        }
    }
    if asked.by.is_empty() {
        table.summary = Some(summary(&table));
    }
    table.note_reading(frame);
    table
}

fn summary(table: &Table) -> Text {
    use super::Cell;
    let percent = |column| match table.get(0, column) {
        Cell::Number(share) => format!("{:.1}%", share * 100.0),
        _ => "n/a".to_owned(),
    };
    let (cohort, closed) = (percent("rate_cohort"), percent("rate_closed_only"));
    Text::new(
        format!("생성된 딜 기준 승률은 {cohort}, 종료된 딜만 보면 {closed}입니다."),
        format!("Of the deals opened {cohort} are won; of those closed, {closed}."),
    )
}

/// A share; not available when nothing is counted.
pub(super) fn share(part: i64, whole: i64) -> Option<f64> {
    #[expect(
        clippy::cast_precision_loss,
        reason = "counts and amounts far below 2^53"
    )]
    (whole != 0).then(|| part as f64 / whole as f64)
}

#[cfg(test)]
mod tests {
    use crate::history::History;
    use crate::reports::find;

    #[test]
    fn the_two_rates_differ_because_open_deals_count_only_in_the_cohort() {
        let mut history = History::new();
        for (day, end) in [
            (10, "won"),
            (20, "lost"),
            (20, "won"),
            (40, "lost"),
            (50, "won"),
            (70, "lost"),
            (80, "won"),
        ] {
            history.deal().opened(100 - day).closed(100, end);
        }
        for age in [30, 60, 90] {
            history.deal().opened(100 - age);
        }
        let facts = history.facts();
        let asked = history.asked(&facts, 100);
        let table = find("win-rate").unwrap().run(&asked);
        let row = table.to_json(&table.rows()[0]);
        assert_eq!(
            (&row["won"], &row["lost"], &row["open"]),
            (&4.into(), &3.into(), &3.into())
        );
        assert_eq!(row["rate_closed_only"], 0.571_429);
        assert_eq!(row["rate_cohort"], 0.472_222);
        assert_eq!(row["horizon_days"], 80);
    }

    #[test]
    fn a_number_opens_exactly_the_deals_it_counts() {
        let mut history = History::new();
        history.deal().owned_by("Kim").opened(1).closed(5, "won");
        history.deal().owned_by("Kim").opened(2).closed(6, "lost");
        history.deal().owned_by("Lee").opened(3).closed(7, "won");
        let facts = history.facts();
        let mut asked = history.asked(&facts, 10);
        asked.by = vec![crate::slice::Dimension::parse("owner").unwrap()];
        asked.opens_deals = true;
        let table = find("win-rate").unwrap().run(&asked);
        assert_eq!(
            table.deals_behind(&["Kim".into()], Some("won")),
            Some(vec![0])
        );
        assert_eq!(table.deals_behind(&["Kim".into()], None), Some(vec![0, 1]));
        assert_eq!(table.deals_behind(&["Park".into()], None), None);
        assert_eq!(table.deals_behind(&[], Some("won")), Some(vec![0, 2]));
    }
}

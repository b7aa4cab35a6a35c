//! Velocity: how much is won a day, as the product of the four things that make it.

use playbook::{StageKind, Text};

use super::wording::{money, percent, say};
use super::{
    Asked, Cell, Chart, ChartKind, Column, Definition, Kind, Parameter, Report, Table, Words,
};
use crate::estimate::summary::DayCounts;
use crate::estimate::survival::{End, LifeTable};
use crate::ladder::Ladder;
use crate::parallel::merge_fields;

pub(super) static REPORT: Report = Report {
    definition: Definition {
        name: "velocity",
        version: 1,
        title: Words::new("영업 속도", "Sales velocity"),
        question: Words::new(
            "하루에 얼마를 벌어들이는 속도인가?",
            "At what rate does the pipeline turn into revenue?",
        ),
        definition: Words::new(
            "자격이 확인된 진행 중인 딜 수에 승률과 평균 성사 금액을 곱하고 평균 주기로 나눕니다. 승률은 자격 단계에 이른 딜이 끝내 성사될 누적 확률(코호트)이며, 금액과 주기는 기간에 성사된 딜의 평균입니다. 자격 단계는 from_stage로 정하고, 없으면 키가 qualified인 단계, 그것도 없으면 첫 단계입니다.",
            "Qualified open deals times win rate times mean won amount, divided by the mean cycle. The win rate is the cumulative probability (cohort) that a deal which reached the qualified stage is won in the end; amount and cycle are means of the deals won in the window. The qualified stage is from_stage; else the one with the key `qualified`, else the first.",
        ),
        formula: "per_day = qualified_open × win_rate × mean_won ÷ mean_cycle_days",
        owner: Words::new("RevOps", "RevOps"),
        decision: Words::new(
            "네 요소 가운데 무엇을 키우는 것이 가장 빠른지",
            "Which of the four factors is the quickest to improve",
        ),
        parameters: &[Parameter::new(
            "from_stage",
            Kind::Text,
            "자격 단계",
            "Qualified from stage",
        )],
        columns: &[
            Column::new(
                "qualified_open",
                Kind::Deals,
                "자격 확인된 진행 중",
                "Qualified open",
            ),
            Column::new(
                "qualified",
                Kind::Deals,
                "자격 확인된 딜(전체)",
                "Qualified ever",
            ),
            Column::new("win_rate", Kind::Share, "승률(코호트)", "Win rate (cohort)"),
            Column::new("won", Kind::Deals, "성사", "Won"),
            Column::new(
                "mean_won_minor",
                Kind::Money,
                "평균 성사 금액",
                "Mean won amount",
            ),
            Column::new("mean_cycle_days", Kind::Days, "평균 주기", "Mean cycle"),
            Column::new("per_day_minor", Kind::Money, "하루 금액", "Per day"),
        ],
        default_by: &[],
        chart: Chart {
            kind: ChartKind::Bar,
            x: "",
            y: &["per_day_minor"],
        },
    },
    run,
};

/// What one group's velocity is made of.
#[derive(Debug, Clone, Default)]
struct Factors {
    fates: LifeTable,
    cycles: DayCounts,
    won: i64,
    won_minor: i64,
}

merge_fields!(Factors {
    fates,
    cycles,
    won,
    won_minor
});

fn run(asked: &Asked<'_>) -> Table {
    let frame = &asked.frame;
    let mut table = asked.table(&REPORT.definition);
    let grouping = asked.grouping();
    for labels in grouping.labels() {
        table.row(labels);
    }
    let ladder = Ladder::of(frame, asked.slice.pipeline.as_deref());
    let starts = starts(asked, &ladder);
    let [qualified_open, qualified, won] =
        ["qualified_open", "qualified", "won"].map(|name| table.column(name));
    let [win_rate, per_day] = ["win_rate", "per_day_minor"].map(|name| table.column(name));
    let means = ["mean_won_minor", "mean_cycle_days"].map(|name| table.column(name));
    let (tally, factors) = grouping.sum(frame, |deals| {
        let mut tally = table.tally();
        let mut factors = vec![Factors::default(); grouping.len()];
        let mut climber = ladder.climber();
        for (deal, group) in deals {
            let status = frame.status(deal);
            let factor = &mut factors[group];
            let climb = climber.climb(frame, deal);
            if let Some(start) = starts.iter().find(|start| climb.rungs.contains(start)) {
                let reached_on = climb.reached_on(*start);
                // In the end: one that was won and opened again has not ended, and may yet be lost.
                let end = match status {
                    StageKind::Won => End::Won,
                    StageKind::Lost => End::Lost,
                    StageKind::Open => End::Open,
                };
                let day = frame.closed_on(deal).unwrap_or(frame.today());
                let days = u32::try_from(day.saturating_sub(reached_on)).unwrap_or(0);
                factor.fates.add(None, days, end);
                tally.count(group, qualified, deal);
                tally.rests_on(group, win_rate, deal);
                // One that stepped back below is not qualified now.
                if ladder
                    .row(frame.stage(deal))
                    .is_some_and(|row| row >= *start)
                {
                    tally.count(group, qualified_open, deal);
                    tally.rests_on(group, per_day, deal);
                }
            }
            if asked.closed_in_window(deal) == Some(StageKind::Won) {
                let minor = frame.home_minor(deal);
                factor.cycles.add(frame.age(deal));
                factor.won += i64::from(minor.is_some());
                factor.won_minor = factor.won_minor.saturating_add(minor.unwrap_or(0));
                tally.count(group, won, deal);
                tally.rest_on(group, &means, deal);
            }
        }
        (tally, factors)
    });
    table.take(tally);
    for (row, factor) in factors.iter().enumerate() {
        fill(&mut table, row, factor);
    }
    note_stage(asked, &mut table, &ladder, &starts);
    if asked.by.is_empty() {
        table.summary = Some(summary(asked, &table));
    }
    table.note_reading(frame);
    table
}

/// The row from which deals are qualified, for each pipeline.
fn starts(asked: &Asked<'_>, ladder: &Ladder) -> Vec<usize> {
    let key = |row: usize| asked.frame.stage_shape(ladder.stage(row)).key.as_str();
    (0..ladder.pipelines())
        .filter_map(|pipeline| {
            let mut rows = ladder.rows_of(pipeline);
            let named = |wanted: &str| rows.clone().find(|row| key(*row) == wanted);
            asked
                .text("from_stage")
                .and_then(named)
                .or_else(|| named("qualified"))
                .or_else(|| rows.next())
        })
        .collect()
}

fn fill(table: &mut Table, row: usize, factor: &Factors) {
    let incidence = factor.fates.incidence();
    let rate = incidence
        .last_event_day()
        .map(|horizon| incidence.won_at(horizon));
    #[expect(clippy::cast_precision_loss, reason = "amounts far below 2^53")]
    let mean_won = (factor.won > 0).then(|| factor.won_minor as f64 / factor.won as f64);
    let cycle = factor.cycles.mean();
    let per_day = |days: f64| {
        #[expect(clippy::cast_precision_loss, reason = "a count of deals")]
        let open = table.whole(row, "qualified_open") as f64;
        Some(open * rate? * mean_won? / days)
    };
    let per_day = cycle.filter(|days| *days > 0.0).and_then(per_day);
    table.set(row, "win_rate", rate);
    table.set(row, "mean_won_minor", mean_won.map(rounded));
    table.set(row, "mean_cycle_days", cycle);
    table.set(row, "per_day_minor", per_day.map(rounded));
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "amounts are far within 64 bits, and beyond them the cast saturates"
)]
fn rounded(minor: f64) -> i64 {
    minor.round_ties_even() as i64
}

fn note_stage(asked: &Asked<'_>, table: &mut Table, ladder: &Ladder, starts: &[usize]) {
    let names: Vec<&Text> = starts
        .iter()
        .map(|row| &asked.frame.stage_shape(ladder.stage(*row)).name)
        .collect();
    if names.is_empty() {
        return;
    }
    let joined = |of: fn(&Text) -> &str| {
        names
            .iter()
            .map(|name| of(name))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let names = Text::new(joined(|name| &name.ko), joined(|name| &name.en));
    let note = say!([names = names]
        "자격이 확인된 딜은 {names} 단계에 이른 딜입니다.",
        "Deals count as qualified from the stage {names} on.",
    );
    table.notes.push(("qualified-from", note));
}

fn summary(asked: &Asked<'_>, table: &Table) -> Text {
    let Cell::Whole(per_day) = table.get(0, "per_day_minor") else {
        return Text::new(
            "기간에 성사된 딜이 없어 속도를 알 수 없습니다.",
            "Nothing was won in the window, so there is no velocity.",
        );
    };
    let rate = match table.get(0, "win_rate") {
        Cell::Number(rate) => percent(Some(*rate)),
        _ => percent(None),
    };
    let open = table.whole(0, "qualified_open");
    say!([per_day = money(&asked.frame, *per_day)]
        "자격이 확인된 {open}건이 승률 {rate}로 하루 {per_day}씩 성사되는 속도입니다.",
        "{open} qualified deals, won at {rate}, make {per_day} a day.",
    )
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::history::History;
    use crate::reports::find;

    #[test]
    fn sixty_deals_at_a_quarter_make_two_thousand_a_day() {
        let mut history = History::new();
        for place in 0..100 {
            let end = if place % 4 == 0 { "won" } else { "lost" };
            history.deal().opened(10).worth(12_000).closed(100, end);
        }
        for _ in 0..60 {
            history.deal().opened(110);
        }
        let facts = history.facts();
        let mut asked = history.asked(&facts, 110);
        asked.opens_deals = true;
        let table = find("velocity").unwrap().run(&asked);
        let row = table.to_json(&table.rows()[0]);
        assert_eq!(
            (
                &row["qualified_open"],
                &row["win_rate"],
                &row["mean_won_minor"],
                &row["mean_cycle_days"]
            ),
            (&json!(60), &json!(0.25), &json!(12_000), &json!(90.0))
        );
        assert_eq!(row["per_day_minor"], 2_000);
        assert_eq!(
            table
                .deals_behind(&[], Some("qualified_open"))
                .unwrap()
                .len(),
            60
        );
    }

    #[test]
    fn only_those_that_reached_the_stage_and_still_stand_there_are_qualified() {
        let mut history = History::new();
        history.deal().opened(1);
        history.deal().opened(1).enters(4, "second");
        history
            .deal()
            .opened(1)
            .enters(4, "third")
            .enters(6, "first");
        let facts = history.facts();
        let mut asked = history.asked(&facts, 9);
        asked
            .parameters
            .insert("from_stage".to_owned(), "second".to_owned());
        let table = find("velocity").unwrap().run(&asked);
        let row = table.to_json(&table.rows()[0]);
        assert_eq!(
            (&row["qualified_open"], &row["qualified"]),
            (&json!(1), &json!(2))
        );
        assert_eq!(
            (
                &row["win_rate"],
                &row["per_day_minor"],
                &row["mean_cycle_days"]
            ),
            (&Value::Null, &Value::Null, &Value::Null)
        );
    }
}

//! Pipeline summary: what is open, stage by stage, and what it is worth by three probabilities.

use playbook::{StageKind, Text};

use super::stage_rows::{STAGE, StageRows};
use super::win_rate::share;
use super::wording::{money, percent, say};
use super::{Asked, Cell, Chart, ChartKind, Column, Definition, Kind, Report, Table, Words};
use crate::probability::{Probabilities, expected_minor};

pub(super) static REPORT: Report = Report {
    definition: Definition {
        name: "pipeline-summary",
        version: 1,
        title: Words::new("파이프라인 요약", "Pipeline summary"),
        question: Words::new(
            "지금 파이프라인에 무엇이 있고 실제로 얼마의 값어치인가?",
            "What is in the pipeline now, and what is it really worth?",
        ),
        definition: Words::new(
            "진행 중인 딜을 단계별로 세고 금액을 더합니다. 설정 가중은 플레이북에 적힌 단계 확률, 관측 가중은 그 단계에 한 번이라도 있던 딜이 끝내 성사된 비율, 조정 가중은 그 딜이 이 단계에 머문 일수까지 본 확률로 곱합니다. 관측 확률은 딜이 적을수록 파이프라인 전체 쪽으로 당겨지며, 진행 중인 딜은 0%나 100%가 되지 않습니다. 정체는 단계의 정체 기준일을 넘긴 딜입니다. 초기 비중은 단계의 앞쪽 절반에 있는 금액의 몫으로, 이것이 크면 목표의 3배라는 말은 착시입니다.",
            "Counts the open deals by stage and adds up their amounts. Configured weights by the probability written in the playbook, observed by the share of all deals ever in the stage that were won in the end, adjusted by the probability of the deal given how long it has stood there. Observed probabilities are drawn towards the pipeline's where deals are few, and an open deal is never 0% or 100%. Stalled deals are past their stage's rot limit. The early share is the part of the amount in the first half of the stages: where it is large, three times the target is an illusion.",
        ),
        formula: "configured = Σ amount·p_stage (half-even, deal by deal); observed p = CIF_won from first entry (Aalen–Johansen), Beta-Binomial posterior; adjusted p = observed·P(onward | still there after a days)/P(onward); early_share = Σ amount in stages 1..⌊k/2⌋ / Σ amount",
        owner: Words::new("RevOps", "RevOps"),
        decision: Words::new(
            "파이프라인이 충분한지, 어느 단계를 채우고 비울지",
            "Whether there is enough, and which stage to fill or to clear",
        ),
        parameters: &[],
        columns: &[
            Column::key(STAGE, Kind::Text, "단계", "Stage"),
            Column::new("count", Kind::Deals, "딜", "Deals"),
            Column::new("amount_minor", Kind::Money, "금액", "Amount"),
            Column::new(
                "configured_probability",
                Kind::Share,
                "설정 확률",
                "Configured probability",
            ),
            Column::new(
                "configured_minor",
                Kind::Money,
                "설정 가중 금액",
                "Weighted as configured",
            ),
            Column::new(
                "observed_probability",
                Kind::Share,
                "관측 확률",
                "Observed probability",
            ),
            Column::new(
                "observed_low",
                Kind::Share,
                "관측 90% 하한",
                "Observed, 90% low",
            ),
            Column::new(
                "observed_high",
                Kind::Share,
                "관측 90% 상한",
                "Observed, 90% high",
            ),
            Column::new("observed_n", Kind::Whole, "관측한 딜", "Deals observed"),
            Column::new(
                "is_observed_enough",
                Kind::Flag,
                "관측 충분",
                "Enough observed",
            ),
            Column::new(
                "observed_minor",
                Kind::Money,
                "관측 가중 금액",
                "Weighted as observed",
            ),
            Column::new(
                "adjusted_probability",
                Kind::Share,
                "조정 확률",
                "Adjusted probability",
            ),
            Column::new(
                "adjusted_minor",
                Kind::Money,
                "조정 가중 금액",
                "Weighted as adjusted",
            ),
            Column::new("stalled", Kind::Deals, "정체", "Stalled"),
            Column::new("stalled_minor", Kind::Money, "정체 금액", "Stalled amount"),
            Column::new("early_share", Kind::Share, "초기 단계 비중", "Early share"),
        ],
        default_by: &[],
        chart: Chart {
            kind: ChartKind::Bar,
            x: STAGE,
            y: &[
                "amount_minor",
                "configured_minor",
                "observed_minor",
                "adjusted_minor",
            ],
        },
    },
    run,
};

/// An early share above this makes a multiple of the target an illusion.
const MOSTLY_EARLY: f64 = 0.5;

fn run(asked: &Asked<'_>) -> Table {
    let frame = &asked.frame;
    let probabilities = asked.probabilities();
    let (rows, mut table) = StageRows::new(asked, &REPORT.definition);
    let [count, stalled] = ["count", "stalled"].map(|name| table.column(name));
    let [amount, configured, observed, adjusted, stalled_minor] = [
        "amount_minor",
        "configured_minor",
        "observed_minor",
        "adjusted_minor",
        "stalled_minor",
    ]
    .map(|name| table.column(name));
    let row_count = table.rows().len();
    let (tally, (ages, early)) = rows.grouping.sum(frame, |deals| {
        let mut tally = table.tally();
        // Summed over the deals without one too, so that a row without amounts still has a probability.
        let mut ages = vec![(0.0, 0_u32); row_count];
        let mut early = vec![(0_i64, 0_i64); rows.grouping.len()];
        for (deal, group) in deals {
            let stage = frame.stage(deal);
            if frame.kind(stage) != StageKind::Open {
                continue;
            }
            let Some(rung) = rows.ladder.row(stage) else {
                continue;
            };
            let row = rows.row(group, rung);
            let shape = frame.stage_shape(stage);
            let minor = frame.home_minor(deal);
            let worth = minor.unwrap_or(0);
            tally.count(row, count, deal);
            tally.add(row, amount, deal, minor);
            if let Some(percent) = shape.probability_percent {
                let weighted = domain::weighted_minor(worth, percent);
                tally.add(row, configured, deal, Some(weighted));
            }
            if let Some(known) = probabilities.observed(stage) {
                tally.add(row, observed, deal, Some(expected_minor(worth, known.mean)));
            }
            if let Some(known) = probabilities.adjusted(frame, deal) {
                tally.add(row, adjusted, deal, Some(expected_minor(worth, known)));
                ages[row] = (ages[row].0 + known, ages[row].1 + 1);
            }
            if shape
                .rot_days
                .is_some_and(|limit| frame.days_in_stage(deal) > limit)
            {
                tally.count(row, stalled, deal);
                tally.add(row, stalled_minor, deal, minor);
            }
            early[group].1 = early[group].1.saturating_add(worth);
            if rows.ladder.is_early(rung) {
                early[group].0 = early[group].0.saturating_add(worth);
            }
        }
        (tally, (ages, early))
    });
    table.take(tally);
    for (place, (row, stage)) in rows.all().enumerate() {
        let shape = frame.stage_shape(stage);
        let percent = shape
            .probability_percent
            .map(|percent| f64::from(percent) / 100.0);
        table.set(row, "configured_probability", percent);
        set_observed(&mut table, row, &probabilities, stage);
        let (sum, n) = ages[row];
        table.set(
            row,
            "adjusted_probability",
            (n > 0).then(|| sum / f64::from(n)),
        );
        let (first_half, all) = early[place / rows.ladder.len()];
        table.set(row, "early_share", share(first_half, all));
    }
    let (first_half, all) = early.iter().fold((0_i64, 0_i64), |sum, part| {
        (sum.0.saturating_add(part.0), sum.1.saturating_add(part.1))
    });
    if let Some(share) = share(first_half, all).filter(|share| *share > MOSTLY_EARLY) {
        let share = percent(Some(share));
        table.notes.push(("mostly-early", Text::new(
            format!("금액의 {share}가 앞쪽 절반 단계에 있습니다. 목표의 몇 배라는 숫자는 착시일 수 있으니 관측 가중 금액을 보세요."),
            format!("{share} of the amount is in the first half of the stages. A multiple of the target is an illusion here; go by the observed weighting."),
        )));
    }
    note_evidence(&mut table, &rows, &probabilities);
    table.summary = Some(summary(asked, &table));
    if !rows.is_one_group() {
        table.drop_rows_without_deals();
    }
    table.note_reading(frame);
    table
}

fn set_observed(table: &mut Table, row: usize, probabilities: &Probabilities, stage: u16) {
    let known = probabilities.observed(stage);
    table.set(row, "observed_probability", known.map(|known| known.mean));
    table.set(row, "observed_low", known.map(|known| known.low));
    table.set(row, "observed_high", known.map(|known| known.high));
    if let Some(known) = known {
        table.set(
            row,
            "observed_n",
            i64::try_from(known.n).unwrap_or(i64::MAX),
        );
        table.set(row, "is_observed_enough", known.is_enough);
    }
}

fn note_evidence(table: &mut Table, rows: &StageRows, probabilities: &Probabilities) {
    let is_short = (0..rows.ladder.len()).any(|rung| {
        !probabilities
            .observed(rows.ladder.stage(rung))
            .is_some_and(|known| known.is_enough)
    });
    if is_short {
        table.note(
            "not-enough-evidence",
            "관측 확률을 믿기에는 끝난 딜이 아직 적은 단계가 있습니다. 구간을 함께 보세요.",
            "In some stages too few deals have ended for the observed probability to be relied on; mind the interval.",
        );
    }
}

fn summary(asked: &Asked<'_>, table: &Table) -> Text {
    let sum = |column| {
        (0..table.rows().len())
            .map(|row| table.whole(row, column))
            .fold(0_i64, i64::saturating_add)
    };
    let written = |column| money(&asked.frame, sum(column));
    let is_measured = (0..table.rows().len())
        .any(|row| matches!(table.get(row, "observed_probability"), Cell::Number(_)));
    let (count, amount, configured) = (
        sum("count"),
        written("amount_minor"),
        written("configured_minor"),
    );
    if is_measured {
        return say!([amount = amount, configured = configured, observed = written("observed_minor")]
            "진행 중인 딜 {count}건, {amount}입니다. 설정 확률로는 {configured}, 관측 확률로는 {observed}의 값어치입니다.",
            "{count} open deals of {amount}: worth {configured} as configured, {observed} as observed.",
        );
    }
    say!([amount = amount, configured = configured]
        "진행 중인 딜 {count}건, {amount}이며 설정 확률로는 {configured}의 값어치입니다. 관측하기에는 끝난 딜이 없습니다.",
        "{count} open deals of {amount}, worth {configured} as configured. No deal has ended yet to observe from.",
    )
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::history::History;
    use crate::reports::find;

    #[test]
    fn half_of_a_deal_is_exact_and_an_unmeasured_pipeline_says_so() {
        let mut history = History::new();
        history
            .deal()
            .opened(1)
            .enters(2, "second")
            .worth(9_487_500);
        let facts = history.facts();
        let table = find("pipeline-summary")
            .unwrap()
            .run(&history.asked(&facts, 20));
        let row = table.to_json(&table.rows()[1]);
        assert_eq!(
            (&row["stage"], &row["count"], &row["configured_minor"]),
            (&json!("second"), &json!(1), &json!(3_795_000))
        );
        assert_eq!(
            (&row["stalled"], &row["stalled_minor"]),
            (&json!(1), &json!(9_487_500))
        );
        assert_eq!(
            (&row["observed_probability"], &row["observed_minor"]),
            (&Value::Null, &Value::Null)
        );
        assert_eq!(domain::weighted_minor(7_590_000, 50), 3_795_000);
    }

    #[test]
    fn a_pipeline_of_young_deals_is_called_an_illusion() {
        let mut history = History::new();
        for day in 0..30 {
            history
                .deal()
                .opened(day)
                .enters(day + 2, "third")
                .closed(day + 5, "won");
            history.deal().opened(day).closed(day + 5, "lost");
        }
        history.deal().opened(90).worth(900);
        history.deal().opened(80).enters(90, "third").worth(100);
        let facts = history.facts();
        let table = find("pipeline-summary")
            .unwrap()
            .run(&history.asked(&facts, 91));
        let rows: Vec<_> = table.rows().iter().map(|row| table.to_json(row)).collect();
        assert_eq!(
            (&rows[0]["early_share"], &rows[2]["early_share"]),
            (&json!(0.9), &json!(0.9))
        );
        assert!(table.notes.iter().any(|(code, _)| *code == "mostly-early"));
        let observed = rows[2]["observed_probability"].as_f64().unwrap();
        assert!(observed > 0.9 && observed < 1.0, "{observed}");
        assert!((rows[0]["observed_probability"].as_f64().unwrap() - 0.5).abs() < 0.1);
        assert_eq!(rows[0]["is_observed_enough"], true);
    }

    #[test]
    fn observed_probabilities_do_not_depend_on_what_is_looked_at() {
        let mut history = History::new();
        for day in 0..30 {
            history
                .deal()
                .opened(day)
                .owned_by("Kim")
                .closed(day + 5, "won");
            history
                .deal()
                .opened(day)
                .owned_by("Lee")
                .closed(day + 5, "lost");
        }
        history.deal().opened(50).owned_by("Kim").worth(100);
        let facts = history.facts();
        let mut asked = history.asked(&facts, 60);
        asked.slice.filter = Some(
            crate::slice::Filter::compile("status == 'open'", domain::Date::constant(1970, 3, 1))
                .unwrap(),
        );
        asked.frame = facts.frame(asked.frame.as_of(), &asked.slice);
        let table = find("pipeline-summary").unwrap().run(&asked);
        let row = table.to_json(&table.rows()[0]);
        assert_eq!((&row["count"], &row["observed_n"]), (&json!(1), &json!(61)));
        assert!((row["observed_probability"].as_f64().unwrap() - 0.5).abs() < 0.05);
    }

    #[test]
    fn an_empty_pipeline_has_no_early_share() {
        let history = History::new();
        let facts = history.facts();
        let mut asked = history.asked(&facts, 3);
        asked.slice.pipeline = Some("sales".to_owned());
        let table = find("pipeline-summary").unwrap().run(&asked);
        let row = table.to_json(&table.rows()[0]);
        assert_eq!(
            (&row["count"], &row["early_share"]),
            (&json!(0), &Value::Null)
        );
    }
}

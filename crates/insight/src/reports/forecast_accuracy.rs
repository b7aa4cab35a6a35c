//! Forecast accuracy: how wrong each way to forecast has been, so many weeks before the end.

use std::collections::HashSet;

use playbook::Text;

use super::wording::percent;
use super::{
    Asked, Cell, Chart, ChartKind, Column, Definition, Kind, Parameter, Report, Table, Words,
};
use crate::backtest::{Backtest, Method, Week};
use crate::estimate::Interval;
use crate::estimate::scores::{accuracy, bias, coverage, wape};

pub(super) static REPORT: Report = Report {
    definition: Definition {
        name: "forecast-accuracy",
        version: 1,
        title: Words::new("예측 정확도", "Forecast accuracy"),
        question: Words::new(
            "지난 예측은 얼마나 틀렸는가? 누구의, 어떤 방법의 말을 믿어야 하는가?",
            "How wrong were past forecasts, and whose should we believe?",
        ),
        definition: Words::new(
            "기간의 매주(월요일 0시 직전까지 알려진 것만으로) 그때의 회계 분기를 다시 예측해, 끝난 분기의 실제 성사 금액과 견줍니다. 방법: 규칙(성사+커밋, 성사+커밋+베스트 케이스), 모델의 중앙값과 평균(아직 없던 딜까지 넣음), 담당자와 관리자가 그때까지 낸 마지막 콜(성사 포함 총액), 그리고 아무 노력 없는 기준 둘(지난 분기만큼, 지금까지 성사 ÷ 지난 분기들이 이날까지 성사한 비율). 편향은 더 부른 비율(+), WAPE는 절대 오차의 합 ÷ 실제의 합, 정확도는 주별 평균, 포함률은 실제가 모델의 P10–P90 안에 든 몫으로 80%가 맞습니다. shock은 모든 딜을 함께 움직이는 충격으로, 구간이 좁으면 얼마가 맞았을지 알립니다. 남은 주가 빈 행은 전체입니다. 담당자나 카테고리로 나누면 실제는 그 주에 그 묶음에 있던 딜이 가져온 금액입니다. 종료된 딜이 8건 이상인 끝난 분기가 둘은 있어야 합니다.",
            "Each week of the window (with only what was known before Monday 00:00) the then current fiscal quarter is forecast again and held against what was won in it, for quarters that ended. Methods: the rule (closed + commit; closed + commit + best case), the model's median and mean (with deals not created yet), the latest calls of owners and managers (totals), and two naive baselines (as much as last quarter; closed so far ÷ the share past quarters had closed by that day). Bias above 0 is too much; WAPE is the sum of absolute errors ÷ the sum of actuals; accuracy is the mean over weeks; coverage is the share of actuals within the model's P10–P90, 80% being right; where it is too narrow a note says which common shock would have held it. The row without lead is all weeks together. Cut by a dimension, the actual is what came of the deals in that group in that week. It takes two ended quarters with eight closed deals each.",
        ),
        formula: "bias = Σ(F − A)/ΣA; wape = Σ|F − A|/Σ|A|; accuracy = mean(max(0, 1 − |F − A|/|A|)); coverage = share(P10 ≤ A ≤ P90)",
        owner: Words::new("RevOps", "RevOps"),
        decision: Words::new(
            "어떤 예측을 약속의 근거로 쓰고 누구의 콜을 할인할지",
            "Which forecast to promise on, and whose calls to discount",
        ),
        parameters: &[
            Parameter::new(
                "shock",
                Kind::Number,
                "공통 충격(0–1)",
                "Common shock (0–1)",
            ),
            Parameter::new("lead_weeks", Kind::Whole, "남은 주", "Weeks to the end"),
            Parameter {
                name: "method",
                kind: Kind::Text,
                label: Words::new("방법", "Method"),
                choices: &[
                    "rule_commit",
                    "rule_best",
                    "model_p50",
                    "model_mean",
                    "owner_calls",
                    "manager_calls",
                    "last_quarter",
                    "run_rate",
                ],
            },
        ],
        columns: &[
            Column::key("method", Kind::Text, "방법", "Method"),
            Column::key("lead_weeks", Kind::Whole, "남은 주", "Weeks to the end"),
            Column::new("n", Kind::Whole, "예측 수", "Forecasts"),
            Column::new("forecast_minor", Kind::Money, "평균 예측", "Mean forecast"),
            Column::new("actual_minor", Kind::Money, "평균 실제", "Mean actual"),
            Column::new("bias", Kind::Share, "편향", "Bias"),
            Column::new("wape", Kind::Share, "오차(WAPE)", "Error (WAPE)"),
            Column::new("accuracy", Kind::Share, "정확도", "Accuracy"),
            Column::new(
                "coverage",
                Kind::Share,
                "P10–P90 포함률",
                "P10–P90 coverage",
            ),
            Column::new("deals", Kind::Deals, "실제의 딜", "Deals of the actual"),
        ],
        default_by: &[],
        chart: Chart {
            kind: ChartKind::Line,
            x: "lead_weeks",
            y: &["wape", "bias"],
        },
    },
    run,
};

fn run(asked: &Asked<'_>) -> Table {
    let backtest = Backtest::weeks_of(asked, &mut |_, _| {});
    let mut table = asked.table(&REPORT.definition);
    if backtest.is_enough() {
        fill(&mut table, asked, &backtest);
        note_range(&mut table, &backtest);
        if asked.by.is_empty() {
            table.summary = Some(summary(&table));
        }
    } else {
        table.note(
            "not-enough-history",
            "종료된 딜이 8건 이상인 끝난 분기가 둘은 있어야 예측을 평가할 수 있습니다.",
            "It takes two ended quarters with eight closed deals each to judge forecasts.",
        );
    }
    table.note_reading(&asked.frame);
    table
}

/// Says when ranges promise more than they hold, and what common shock would mend it.
fn note_range(table: &mut Table, backtest: &Backtest) {
    let (Some(now), Some((shock, held))) = (backtest.coverage(), backtest.fitting_shock()) else {
        return;
    };
    let (now, then) = (percent(Some(now)), percent(Some(held)));
    table.note(
        "range-too-narrow",
        &format!("모델의 80% 구간은 실제의 {now}만 담았습니다. 딜은 함께 움직이므로 공통 충격(shock) {shock}을(를) 넣으면 {then}를 담습니다."),
        &format!("The model's 80% range held only {now} of the actuals. Deals move together: a common shock of {shock} would have held {then}."),
    );
}

fn fill(table: &mut Table, asked: &Asked<'_>, backtest: &Backtest) {
    let judged: Vec<&Week> = backtest
        .weeks
        .iter()
        .filter(|week| week.actual_minor.is_some())
        .collect();
    let mut leads: Vec<u32> = judged.iter().map(|week| week.lead_weeks).collect();
    leads.sort_unstable_by(|a, b| b.cmp(a));
    leads.dedup();
    let only = asked.number("lead_weeks");
    let leads: Vec<Option<u32>> = match only {
        None => std::iter::once(None)
            .chain(leads.into_iter().map(Some))
            .collect(),
        Some(only) => leads
            .into_iter()
            .filter(|lead| i64::from(*lead) == only)
            .map(Some)
            .collect(),
    };
    let wanted = asked.text("method");
    for (group, labels) in backtest.groups.iter().enumerate() {
        for method in Method::ALL {
            if wanted.is_some_and(|wanted| wanted != method.as_str()) {
                continue;
            }
            for lead in &leads {
                let weeks = judged
                    .iter()
                    .copied()
                    .filter(|week| week.group == group)
                    .filter(|week| lead.is_none_or(|lead| week.lead_weeks == lead))
                    .filter(|week| week.forecast(*method).is_some());
                score(table, labels, *method, *lead, &weeks.collect::<Vec<_>>());
            }
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "amounts far below 2^53")]
fn score(
    table: &mut Table,
    labels: &[Option<String>],
    method: Method,
    lead: Option<u32>,
    weeks: &[&Week],
) {
    let pairs: Vec<(f64, f64)> = weeks
        .iter()
        .filter_map(|week| Some((week.forecast(method)? as f64, week.actual_minor? as f64)))
        .collect();
    if pairs.is_empty() {
        return;
    }
    let n = pairs.len() as f64;
    let row = table.keyed_row(labels, &[Cell::from(method.as_str()), Cell::from(lead)]);
    let mean = |of: fn(&(f64, f64)) -> f64| {
        #[expect(clippy::cast_possible_truncation, reason = "amounts far below 2^53")]
        let mean = (pairs.iter().map(of).sum::<f64>() / n).round() as i64;
        mean
    };
    table.set(row, "n", pairs.len());
    table.set(row, "forecast_minor", mean(|pair| pair.0));
    table.set(row, "actual_minor", mean(|pair| pair.1));
    table.set(row, "bias", bias(&pairs));
    table.set(row, "wape", wape(&pairs));
    let each: Vec<f64> = pairs
        .iter()
        .filter_map(|(forecast, actual)| accuracy(*forecast, *actual))
        .collect();
    let mean_accuracy = (!each.is_empty()).then(|| each.iter().sum::<f64>() / each.len() as f64);
    table.set(row, "accuracy", mean_accuracy);
    if matches!(method, Method::ModelMedian | Method::ModelMean) {
        let ranges: Vec<(Interval, f64)> = weeks
            .iter()
            .filter_map(|week| {
                let (low, high) = week.range_minor?;
                let range = Interval {
                    low: low as f64,
                    high: high as f64,
                };
                Some((range, week.actual_minor? as f64))
            })
            .collect();
        table.set(row, "coverage", coverage(&ranges));
    }
    let deals: HashSet<u32> = weeks
        .iter()
        .flat_map(|week| week.won.iter().copied())
        .collect();
    for deal in deals {
        table.count(row, "deals", deal);
        for column in [
            "forecast_minor",
            "actual_minor",
            "bias",
            "wape",
            "accuracy",
            "coverage",
        ] {
            table.rests_on(row, column, deal);
        }
    }
}

fn summary(table: &Table) -> Text {
    let of = |method: Method, column: &str| {
        let is_it = |row: usize| {
            table.get(row, "method") == &Cell::from(method.as_str())
                && table.get(row, "lead_weeks") == &Cell::None
        };
        let row = (0..table.rows().len()).find(|row| is_it(*row))?;
        match table.get(row, column) {
            Cell::Number(value) => Some(*value),
            _ => None,
        }
    };
    let say = |method, column| percent(of(method, column));
    let (rule, model, naive) = (
        say(Method::RuleCommit, "wape"),
        say(Method::ModelMedian, "wape"),
        say(Method::RunRate, "wape"),
    );
    let held = say(Method::ModelMedian, "coverage");
    Text::new(
        format!(
            "오차(WAPE)는 커밋 규칙 {rule}, 모델 {model}, 진도 기준 {naive}입니다. 실제의 {held}가 모델의 80% 구간 안이었습니다."
        ),
        format!(
            "The error (WAPE) was {rule} by the commit rule, {model} by the model and {naive} by run rate; {held} of actuals lay within the model's 80% range."
        ),
    )
}

#[cfg(test)]
mod tests {
    use crate::history::{History, at};
    use crate::reports::{Call, find};

    #[test]
    fn a_call_of_four_million_against_four_and_a_half_has_its_known_answer() {
        let mut history = History::new();
        for day in (0..360).step_by(10) {
            history
                .deal()
                .opened(day)
                .closed(day + 5, "won")
                .worth(500_000);
            history.deal().opened(day).closed(day + 5, "lost");
        }
        let facts = history.facts();
        let mut asked = history.asked(&facts, 300);
        (asked.from, asked.to) = (Some(90), Some(272));
        asked.opens_deals = true;
        // Quarter of days 90 to 180: won on days 95, 105, … 175.
        asked.calls = vec![Call {
            submitted_at: at(91),
            person: None,
            from: 90,
            to: 180,
            is_managers: true,
            commit_minor: 4_000_000,
            best_minor: 5_000_000,
        }];
        asked.parameters.insert("lead_weeks".into(), "4".into());
        let table = find("forecast-accuracy").unwrap().run(&asked);
        let rows: Vec<_> = table.rows().iter().map(|row| table.to_json(row)).collect();
        let of = |method: &str| rows.iter().find(|row| row["method"] == method).unwrap();
        let call = of("manager_calls");
        assert_eq!(
            (&call["n"], &call["actual_minor"]),
            (&1.into(), &4_500_000.into())
        );
        assert_eq!(
            (&call["bias"], &call["accuracy"]),
            (&(-0.111_111).into(), &0.888_889.into())
        );
        assert_eq!(call["wape"], 0.111_111);
        assert_eq!(call["deals"], 9);
        assert!(rows.iter().all(|row| row["method"] != "owner_calls"));
        assert_eq!(of("model_p50")["n"], 2);
        assert!(of("model_p50")["coverage"].is_number() && call["coverage"].is_null());
        let keys = ["manager_calls".into(), 4.into()];
        assert_eq!(
            table
                .deals_behind(&keys, Some("actual_minor"))
                .unwrap()
                .len(),
            9
        );
    }

    #[test]
    fn too_little_history_says_so_instead_of_a_number() {
        let history = History::new();
        let facts = history.facts();
        let table = find("forecast-accuracy")
            .unwrap()
            .run(&history.asked(&facts, 300));
        assert!(table.rows().is_empty());
        assert_eq!(table.notes[0].0, "not-enough-history");
    }
}

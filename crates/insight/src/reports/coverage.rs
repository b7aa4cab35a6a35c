//! Coverage: whether what is open is enough for what is still missing, and how likely the target is to be hit.

use playbook::{StageKind, Text};

use super::targets::Targets;
use super::win_rate::share;
use super::wording::{money, percent, say};
use super::{
    Asked, Cell, Chart, ChartKind, Column, Definition, Kind, Parameter, Report, Table, Words,
};
use crate::estimate::distribution::Chance;
use crate::estimate::simulation::Simulation;
use crate::facts::date_of;
use crate::parallel::Listed;
use crate::probability::expected_minor;

pub(super) static REPORT: Report = Report {
    definition: Definition {
        name: "coverage",
        version: 1,
        title: Words::new("커버리지", "Coverage"),
        question: Words::new(
            "목표까지 남은 금액을 파이프라인이 채울 수 있는가?",
            "Is there enough pipeline for what is still missing?",
        ),
        definition: Words::new(
            "목표는 기간에 걸친 할당량(일수로 나눔)이나 직접 넣은 금액입니다. 커버리지는 예상 종료일이 기간 안에 있는 진행 중인 금액을 목표에서 이미 성사된 금액을 뺀 것으로 나눈 값입니다. 그대로, 설정 확률로, 관측 확률로 셋을 보여 줍니다. 달성 확률은 딜마다 머문 일수까지 본 확률로 성사 여부를 따져 목표에 닿을 확률이며, 딜들이 예상 종료일대로 끝난다고 봅니다. 이미 목표를 채웠으면 커버리지는 없습니다.",
            "The target is the quotas that overlap the window, by days, or the amount asked for. Coverage is the open amount expected to close in the window, divided by the target less what is won already; as it is, weighted as configured and weighted as observed. P(hit) is the probability of reaching the target when each deal is won with its own probability, given how long it has stood in its stage, supposing deals close when they are expected to. Once the target is won there is no coverage.",
        ),
        formula: "coverage = open ÷ (target − won); weighted = Σ amount·p ÷ (target − won); p_hit = P(won + Σ amountᵢ·Bernoulli(pᵢ) ≥ target)",
        owner: Words::new("RevOps", "RevOps"),
        decision: Words::new(
            "새 기회를 더 만들지, 있는 딜에 집중할지",
            "Whether to create more pipeline or to work on what there is",
        ),
        parameters: &[Parameter::new(
            "target_minor",
            Kind::Money,
            "목표 금액",
            "Target",
        )],
        columns: &[
            Column::new("target_minor", Kind::Money, "목표", "Target"),
            Column::new("won", Kind::Deals, "성사", "Won"),
            Column::new("won_minor", Kind::Money, "성사 금액", "Won amount"),
            Column::new("missing_minor", Kind::Money, "남은 목표", "Still missing"),
            Column::new("open", Kind::Deals, "진행 중", "Open"),
            Column::new("open_minor", Kind::Money, "진행 중 금액", "Open amount"),
            Column::new("coverage", Kind::Number, "커버리지(배)", "Coverage (times)"),
            Column::new(
                "configured_minor",
                Kind::Money,
                "설정 가중 금액",
                "Weighted as configured",
            ),
            Column::new(
                "configured_coverage",
                Kind::Number,
                "설정 가중 커버리지(배)",
                "Coverage as configured (times)",
            ),
            Column::new(
                "observed_minor",
                Kind::Money,
                "관측 가중 금액",
                "Weighted as observed",
            ),
            Column::new(
                "observed_coverage",
                Kind::Number,
                "관측 가중 커버리지(배)",
                "Coverage as observed (times)",
            ),
            Column::new("p_hit", Kind::Share, "달성 확률", "P(hit)"),
        ],
        default_by: &["segment"],
        chart: Chart {
            kind: ChartKind::Bar,
            x: "",
            y: &["coverage", "configured_coverage", "observed_coverage"],
        },
    },
    run,
};

fn run(asked: &Asked<'_>) -> Table {
    let frame = &asked.frame;
    let window = asked.window_or_quarter();
    let is_inside = |day: i32| (window.0..=window.1).contains(&day);
    let probabilities = asked.probabilities();
    let mut table = asked.table(&REPORT.definition);
    let grouping = asked.grouping();
    for labels in grouping.labels() {
        table.row(labels);
    }
    let targets = Targets::of(asked, window);
    // A target for somebody who has nothing open or won is missing all the same.
    for label in targets.names() {
        table.row(&[Some(label)]);
    }
    let [won, open] = ["won", "open"].map(|name| table.column(name));
    let [won_minor, open_minor, configured, observed] = [
        "won_minor",
        "open_minor",
        "configured_minor",
        "observed_minor",
    ]
    .map(|name| table.column(name));
    let resting = [
        "coverage",
        "configured_coverage",
        "observed_coverage",
        "p_hit",
    ]
    .map(|name| table.column(name));
    let row_count = table.rows().len();
    let (tally, (chances, is_unmeasured)) = grouping.sum(frame, |deals| {
        let mut tally = table.tally();
        let mut chances = vec![Listed::default(); row_count];
        let mut is_unmeasured = false;
        for (deal, group) in deals {
            let status = frame.status(deal);
            if status == StageKind::Won && frame.closed_on(deal).is_some_and(is_inside) {
                tally.count(group, won, deal);
                tally.add(group, won_minor, deal, frame.home_minor(deal));
            }
            if status != StageKind::Open || !frame.close_on(deal).is_some_and(is_inside) {
                continue;
            }
            let minor = frame.home_minor(deal);
            let worth = minor.unwrap_or(0);
            tally.count(group, open, deal);
            tally.add(group, open_minor, deal, minor);
            tally.rest_on(group, &resting, deal);
            let stage = frame.stage(deal);
            if let Some(percent) = frame.stage_shape(stage).probability_percent {
                let weighted = domain::weighted_minor(worth, percent);
                tally.add(group, configured, deal, Some(weighted));
            }
            if let Some(known) = probabilities.observed(stage) {
                let expected = expected_minor(worth, known.mean);
                tally.add(group, observed, deal, Some(expected));
            }
            match probabilities.adjusted(frame, deal) {
                Some(probability) if worth > 0 => chances[group].0.push(Chance {
                    amount_minor: worth,
                    probability,
                }),
                None => is_unmeasured = true,
                Some(_) => {}
            }
        }
        (tally, (chances, is_unmeasured))
    });
    table.take(tally);
    for (row, chances) in chances.iter().enumerate() {
        let label = match table.rows()[row].cells.first() {
            Some(Cell::Text(label)) if asked.by.len() == 1 => Some(label.clone()),
            _ => None,
        };
        let target = targets.of_row(
            label.as_deref(),
            table.rows().len() == 1 && targets.names().next().is_none(),
        );
        let p_hit = target.filter(|_| !is_unmeasured).map(|target| {
            let won = table.whole(row, "won_minor");
            Simulation::default()
                .distribution(&chances.0)
                .plus(won)
                .at_least(target)
        });
        fill(&mut table, row, target, p_hit);
    }
    note(&mut table, &targets, is_unmeasured);
    if !asked.by.is_empty() {
        let target = table.column("target_minor");
        let is_zero = |cell: &Cell| *cell == Cell::Whole(0);
        table.retain(|row| {
            row.cells[target] != Cell::None
                || !is_zero(&row.cells[won])
                || !is_zero(&row.cells[open])
        });
    }
    table.summary = Some(summary(asked, &table, &targets, window));
    table.note_reading(frame);
    table
}

fn fill(table: &mut Table, row: usize, target: Option<i64>, p_hit: Option<f64>) {
    let missing = target.map(|target| target.saturating_sub(table.whole(row, "won_minor")));
    table.set(row, "target_minor", target);
    table.set(row, "missing_minor", missing.map(|missing| missing.max(0)));
    for (column, amount) in [
        ("coverage", "open_minor"),
        ("configured_coverage", "configured_minor"),
        ("observed_coverage", "observed_minor"),
    ] {
        let is_known = table.whole(row, "open") == 0 || *table.get(row, amount) != Cell::None;
        let times = missing
            .filter(|missing| *missing > 0 && is_known)
            .and_then(|missing| share(table.whole(row, amount), missing));
        table.set(row, column, times);
    }
    table.set(row, "p_hit", p_hit);
}

fn note(table: &mut Table, targets: &Targets, is_unmeasured: bool) {
    if targets.whole().is_none() {
        table.note(
            "no-target",
            "기간에 목표가 없습니다. 할당량을 정하거나 목표 금액을 넣으면 커버리지가 나옵니다.",
            "There is no target for the window. Set quotas, or give a target, to see coverage.",
        );
    }
    if is_unmeasured {
        table.note(
            "not-enough-evidence",
            "끝난 딜이 없어 확률을 관측할 수 없으므로 달성 확률을 내지 않습니다.",
            "No deal has ended yet to observe probabilities from, so there is no P(hit).",
        );
    }
}

fn summary(asked: &Asked<'_>, table: &Table, targets: &Targets, window: (i32, i32)) -> Text {
    let sum = |column| {
        (0..table.rows().len())
            .map(|row| table.whole(row, column))
            .fold(0_i64, i64::saturating_add)
    };
    let (from, to) = (date_of(window.0), date_of(window.1));
    let (won, open) = (sum("won_minor"), sum("open_minor"));
    let written = |minor| money(&asked.frame, minor);
    let missing = targets.whole().map(|target| target.saturating_sub(won));
    match missing {
        Some(missing) if missing > 0 => {
            let times = share(open, missing).unwrap_or(0.0);
            let sentence = say!([missing = written(missing), open = written(open)]
                "{from}~{to}: 목표까지 {missing} 남았고 진행 중인 금액은 {open}, {times:.1}배입니다.",
                "{from} to {to}: {missing} is still missing and {open} is open, {times:.1} times as much.",
            );
            let p_hit = match (table.rows(), table.rows().len()) {
                ([_], 1) => table.get(0, "p_hit"),
                _ => &Cell::None,
            };
            let Cell::Number(p_hit) = p_hit else {
                return sentence;
            };
            let p_hit = percent(Some(*p_hit));
            say!([sentence = sentence]
                "{sentence} 달성 확률은 {p_hit}입니다.",
                "{sentence} The odds of making it are {p_hit}.",
            )
        }
        Some(_) => say!([won = written(won)]
            "{from}~{to}: 목표를 이미 채웠습니다({won}).",
            "{from} to {to}: the target is won already ({won}).",
        ),
        None => say!([won = written(won), open = written(open)]
            "{from}~{to}: 성사 {won}, 진행 중 {open}이며 목표가 없습니다.",
            "{from} to {to}: {won} won and {open} open, with no target.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::history::History;
    use crate::reports::{Asked, Target, find};
    use crate::slice::Dimension;

    /// Won 200; open 2,400 that is worth 600 as configured (stages of 20 % and 40 %).
    fn known() -> History {
        let mut history = History::new();
        history.account("A", None, Some("enterprise"));
        history.account("B", None, Some("smb"));
        history
            .deal()
            .of_account(0)
            .opened(1)
            .worth(200)
            .closed(10, "won");
        history
            .deal()
            .of_account(0)
            .opened(1)
            .worth(1_800)
            .with("close_on", 60);
        history
            .deal()
            .of_account(1)
            .opened(1)
            .enters(5, "second")
            .worth(600)
            .with("close_on", 89);
        history
            .deal()
            .of_account(1)
            .opened(1)
            .worth(9_000)
            .with("close_on", 90);
        history
    }

    fn only(asked: &Asked<'_>) -> serde_json::Map<String, Value> {
        let table = find("coverage").unwrap().run(asked);
        table.to_json(&table.rows()[0])
    }

    #[test]
    fn three_times_raw_is_three_quarters_weighted() {
        let history = known();
        let facts = history.facts();
        let mut asked = history.asked(&facts, 20);
        asked
            .parameters
            .insert("target_minor".to_owned(), "1000".to_owned());
        let row = only(&asked);
        assert_eq!(
            (&row["won_minor"], &row["missing_minor"], &row["open_minor"]),
            (&json!(200), &json!(800), &json!(2_400))
        );
        assert_eq!(
            (&row["coverage"], &row["configured_coverage"]),
            (&json!(3.0), &json!(0.75))
        );
        let p_hit = row["p_hit"].as_f64().unwrap();
        assert!(p_hit > 0.0 && p_hit < 1.0);
    }

    #[test]
    fn without_anything_missing_coverage_is_not_available() {
        let history = known();
        let facts = history.facts();
        let mut asked = history.asked(&facts, 20);
        for (target, p_hit) in [("200", json!(1.0)), ("150", json!(1.0))] {
            asked
                .parameters
                .insert("target_minor".to_owned(), target.to_owned());
            let row = only(&asked);
            assert_eq!(
                (&row["coverage"], &row["missing_minor"], &row["p_hit"]),
                (&Value::Null, &json!(0), &p_hit)
            );
        }
        asked.parameters.clear();
        let row = only(&asked);
        assert_eq!(
            (&row["target_minor"], &row["coverage"], &row["p_hit"]),
            (&Value::Null, &Value::Null, &Value::Null)
        );
    }

    #[test]
    fn each_segment_has_its_own_target_also_one_without_deals() {
        let history = known();
        let facts = history.facts();
        let mut asked = history.asked(&facts, 20);
        asked.by = vec![Dimension::parse("segment").unwrap()];
        let target = |segment: &str, amount_minor| Target {
            person: None,
            segment: Some(segment.to_owned()),
            from: 0,
            to: 89,
            amount_minor,
        };
        asked.targets = vec![target("enterprise", 800), target("public", 50)];
        let table = find("coverage").unwrap().run(&asked);
        let rows: Vec<_> = table.rows().iter().map(|row| table.to_json(row)).collect();
        let brief: Vec<_> = rows
            .iter()
            .map(|row| {
                (
                    row["segment"].clone(),
                    row["target_minor"].clone(),
                    row["coverage"].clone(),
                )
            })
            .collect();
        assert_eq!(
            brief,
            [
                (json!("enterprise"), json!(800), json!(3.0)),
                (json!("smb"), Value::Null, Value::Null),
                (json!("public"), json!(50), json!(0.0)),
            ]
        );
    }
}

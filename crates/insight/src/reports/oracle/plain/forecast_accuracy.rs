//! How wrong each way to forecast was.

use serde_json::Value;

use super::super::expected::Row;
use super::super::known::Known;
use super::super::question::Question;
use super::super::world::World;
use super::backtest::{Week, replay};

pub(in super::super) fn rows(question: &Question, world: &World, order: &[usize]) -> Vec<Row> {
    let replayed = replay(question, world, order);
    let judged: Vec<&Week<'_>> = replayed
        .weeks
        .iter()
        .filter(|week| week.actual.is_some())
        .collect();
    let mut groups: Vec<&Vec<Value>> = judged.iter().map(|week| &week.labels).collect();
    groups.sort_by_key(|labels| format!("{labels:?}"));
    groups.dedup();
    let mut leads: Vec<Option<i32>> = judged.iter().map(|week| Some(week.lead)).collect();
    leads.sort_unstable();
    leads.dedup();
    match question.number("lead_weeks") {
        None => leads.push(None),
        Some(only) => leads.retain(|lead| lead.map(i64::from) == Some(only)),
    }
    let mut rows = Vec::new();
    for labels in groups {
        for (place, (method, _)) in judged[0].forecasts.iter().enumerate() {
            if question
                .parameter("method")
                .is_some_and(|wanted| wanted != *method)
            {
                continue;
            }
            for lead in &leads {
                let is_it = |week: &&&Week<'_>| {
                    week.labels == *labels && lead.is_none_or(|lead| week.lead == lead)
                };
                let weeks: Vec<(&Week<'_>, f64, f64)> = (judged.iter().filter(is_it))
                    .filter_map(|week| {
                        let (forecast, actual) = (week.forecasts[place].1?, week.actual?);
                        Some((*week, forecast as f64, actual as f64))
                    })
                    .collect();
                if !weeks.is_empty() {
                    rows.push(row(labels, method, *lead, &weeks));
                }
            }
        }
    }
    rows
}

fn row(labels: &[Value], method: &str, lead: Option<i32>, weeks: &[(&Week<'_>, f64, f64)]) -> Row {
    let keys = [Value::from(method), Value::from(lead)];
    let mut row = Row::new(labels.iter().cloned().chain(keys).collect());
    let n = weeks.len() as f64;
    let sum = |of: &dyn Fn(f64, f64) -> f64| -> f64 {
        weeks
            .iter()
            .map(|(_, forecast, actual)| of(*forecast, *actual))
            .sum()
    };
    let over = |part: f64, whole: f64| (whole != 0.0).then(|| part / whole);
    let actual = sum(&|_, actual| actual);
    row.set("n", weeks.len());
    row.set(
        "forecast_minor",
        (sum(&|forecast, _| forecast) / n).round() as i64,
    );
    row.set("actual_minor", (actual / n).round() as i64);
    row.set(
        "bias",
        over(sum(&|forecast, actual| forecast - actual), actual),
    );
    row.set(
        "wape",
        over(sum(&|forecast, actual| (forecast - actual).abs()), actual),
    );
    // A week in which nothing came has no accuracy.
    let each: Vec<f64> = (weeks.iter())
        .filter(|(.., actual)| *actual != 0.0)
        .map(|(_, forecast, actual)| f64::max(0.0, 1.0 - (forecast - actual).abs() / actual.abs()))
        .collect();
    row.set("accuracy", over(each.iter().sum(), each.len() as f64));
    let ranges: Vec<bool> = (weeks.iter())
        .filter(|_| method.starts_with("model_"))
        .filter_map(|(week, ..)| {
            let (low, high) = week.range?;
            Some((low..=high).contains(&week.actual?))
        })
        .collect();
    let held = ranges.iter().filter(|is_held| **is_held).count();
    row.set("coverage", over(held as f64, ranges.len() as f64));
    let mut won: Vec<&Known<'_>> = weeks.iter().flat_map(|(week, ..)| &week.won).collect();
    won.sort_by_key(|deal| deal.place);
    won.dedup_by_key(|deal| deal.place);
    row.deals("deals", &won);
    for column in [
        "forecast_minor",
        "actual_minor",
        "bias",
        "wape",
        "accuracy",
        "coverage",
    ] {
        row.rests(column, &won);
    }
    row
}

//! What the rule would have done to the forecast: the stage a deal stands in says how likely it is to be won, so a deal
//! that is held back is forecast lower.

use domain::Instant;
use domain::deal::DealStatus;
use domain::replay::{Replay, Replayed, Step};
use playbook::StageKind;

use super::Within;
use crate::estimate::scores::{Brier, Grouping, Judged};
use crate::reports::Table;

/// The normal quantile of a two-sided 90 % interval.
const Z: f64 = 1.644_853_627;
/// No deal is scored for more weeks than ten years have.
const WEEKS: usize = 520;

/// Scores, for every Monday of the window and every deal open then whose end is known by now, the probability that the
/// draft configures for the stage it stood in, and for the stage it would have stood in: `Brier = Σ (p − y)² / N`, on both
/// sides over the same deals, weeks and probabilities. The change's interval takes the weeks of one deal as one case:
/// `Δ ± z √(Σ (Sᵢ − Δ nᵢ)² / N²)`, with `Sᵢ` the deal's summed change and `nᵢ` its weeks.
pub(super) fn score(replay: &Replay, within: &Within, table: &mut Table) {
    const COLUMNS: [&str; 8] = [
        "brier",
        "brier_replayed",
        "brier_change",
        "brier_change_low",
        "brier_change_high",
        "probability",
        "probability_replayed",
        "came_true",
    ];
    let row = 0;
    let [mut was, mut would_be] = [Vec::new(), Vec::new()];
    let mut changes: Vec<(f64, f64)> = Vec::new();
    for (number, deal) in (0u32..).zip(&replay.deals) {
        let happened = match deal.status {
            DealStatus::Open => continue,
            DealStatus::Won => true,
            DealStatus::Lost => false,
        };
        let (mut sum, mut weeks) = (0.0, 0.0);
        for [recorded, replayed] in weekly(replay, deal, within) {
            let judged = |probability| Judged {
                probability,
                happened,
            };
            let error = |probability: f64| (probability - f64::from(u8::from(happened))).powi(2);
            sum += error(replayed) - error(recorded);
            weeks += 1.0;
            was.push(judged(recorded));
            would_be.push(judged(replayed));
        }
        if weeks > 0.0 {
            changes.push((sum, weeks));
            table.count(row, "forecast_deals", number);
            for column in COLUMNS {
                table.rests_on(row, column, number);
            }
        }
    }
    let n = was.len() as f64;
    table.set(row, "forecasts", was.len());
    let score = |judged: &[Judged]| Brier::of(judged, Grouping::Distinct).map(|brier| brier.score);
    let mean = |judged: &[Judged]| {
        (!judged.is_empty()).then(|| judged.iter().map(|one| one.probability).sum::<f64>() / n)
    };
    table.set(row, "brier", score(&was));
    table.set(row, "brier_replayed", score(&would_be));
    table.set(row, "probability", mean(&was));
    table.set(row, "probability_replayed", mean(&would_be));
    let came_true = was.iter().filter(|one| one.happened).count() as f64;
    table.set(row, "came_true", (n > 0.0).then(|| came_true / n));
    if n > 0.0 {
        let change = changes.iter().map(|(sum, _)| sum).sum::<f64>() / n;
        let spread = changes
            .iter()
            .map(|(sum, weeks)| (sum - change * weeks).powi(2));
        let margin = Z * spread.sum::<f64>().sqrt() / n;
        table.set(row, "brier_change", change);
        table.set(row, "brier_change_low", change - margin);
        table.set(row, "brier_change_high", change + margin);
    }
}

/// On each Monday the deal was open: the probability of its stage as it was, and as it would have been.
fn weekly<'r>(
    replay: &'r Replay,
    deal: &'r Replayed,
    within: &'r Within,
) -> impl Iterator<Item = [f64; 2]> + 'r {
    let probability = |steps: &[Step], at: Instant| {
        let there = steps
            .iter()
            .rev()
            .find(|step| step.at.is_some_and(|from| from <= at))?;
        let stage = &replay.stages[usize::from(there.stage)];
        let percent = stage.probability_percent?;
        (stage.kind == StageKind::Open).then(|| f64::from(percent) / 100.0)
    };
    let from = within
        .from
        .map_or(deal.opened_at, |from| from.max(deal.opened_at));
    let closed_at = deal.recorded.last().and_then(|step| step.at);
    let until = closed_at.unwrap_or(within.as_of).min(within.as_of);
    let until = within.to.map_or(until, |to| to.min(until));
    mondays(from, within)
        .take_while(move |monday| *monday < until)
        .take(WEEKS)
        .filter_map(move |monday| {
            let recorded = probability(&deal.recorded, monday)?;
            Some([recorded, probability(&deal.replayed, monday)?])
        })
}

/// The beginnings of the Mondays from a moment on.
fn mondays(from: Instant, within: &Within) -> impl Iterator<Item = Instant> + '_ {
    let day = from.date_in(&within.zone);
    let after = (8 - i64::from(day.weekday().to_monday_one_offset())) % 7;
    let first = Instant::start_of_day(day, &within.zone) < from && after == 0;
    let mut days = if first { 7 } else { after };
    std::iter::from_fn(move || {
        let monday = day.checked_add(jiff::Span::new().days(days)).ok()?;
        days += 7;
        Some(Instant::start_of_day(monday, &within.zone))
    })
}

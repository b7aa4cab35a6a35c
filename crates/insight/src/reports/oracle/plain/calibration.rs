//! What was said of deals, held against what became of them.

use serde_json::Value;

use super::super::expected::{Row, rounded};
use super::super::known::Known;
use super::super::question::Question;
use super::super::world::World;
use super::backtest::{Judgement, replay};
use crate::estimate::proportion::{Sample, wilson};
use crate::estimate::scores::{Brier, Grouping, Judged, auc, calibration_error, log_loss};

const METHODS: [&str; 4] = ["configured", "observed", "adjusted", "period"];

/// What a method said, and whether it came true.
fn said(judgement: &Judgement<'_>, method: &str) -> Option<(f64, bool)> {
    match method {
        "configured" => Some((judgement.configured, judgement.is_won?)),
        "observed" => Some((judgement.observed?, judgement.is_won?)),
        "adjusted" => Some((judgement.adjusted?, judgement.is_won?)),
        _ => Some((judgement.within, judgement.is_won_within?)),
    }
}

fn distinct<'k, 'w>(of: &[(&'k Known<'w>, f64, bool)]) -> Vec<&'k Known<'w>> {
    let mut deals: Vec<&Known<'w>> = of.iter().map(|(deal, ..)| *deal).collect();
    deals.sort_by_key(|deal| deal.place);
    deals.dedup_by_key(|deal| deal.place);
    deals
}

pub(in super::super) fn rows(question: &Question, world: &World, order: &[usize]) -> Vec<Row> {
    let replayed = replay(question, world, order);
    let mut groups: Vec<&Vec<Value>> = replayed
        .judgements
        .iter()
        .map(|judgement| &judgement.labels)
        .collect();
    groups.sort_by_key(|labels| format!("{labels:?}"));
    groups.dedup();
    let mut rows = Vec::new();
    for labels in groups {
        for method in METHODS {
            if question
                .parameter("method")
                .is_some_and(|wanted| wanted != method)
            {
                continue;
            }
            let all: Vec<(&Known<'_>, f64, bool)> = (replayed.judgements.iter())
                .filter(|judgement| judgement.labels == *labels)
                .filter_map(|judgement| {
                    let (probability, happened) = said(judgement, method)?;
                    Some((&judgement.deal, probability, happened))
                })
                .collect();
            // Fewer deals say nothing of a method.
            if distinct(&all).len() < 8 {
                continue;
            }
            if question.parameter("shape") == Some("scores") {
                rows.push(scores(labels, method, &all));
            } else {
                rows.extend(bins(labels, method, &all));
            }
        }
    }
    rows
}

/// Configured probabilities are few; others are laid together by tenths.
fn bins(labels: &[Value], method: &str, all: &[(&Known<'_>, f64, bool)]) -> Vec<Row> {
    let band = |probability: f64| {
        if method == "configured" {
            (probability, probability)
        } else {
            let tenth = (probability * 10.0).floor().min(9.0);
            (tenth / 10.0, (tenth + 1.0) / 10.0)
        }
    };
    let mut bands: Vec<(f64, f64)> = all.iter().map(|(_, said, _)| band(*said)).collect();
    bands.sort_by(|left, right| left.0.total_cmp(&right.0));
    bands.dedup();
    let row = |(from, to): (f64, f64)| {
        let here: Vec<_> = all
            .iter()
            .copied()
            .filter(|(_, said, _)| band(*said) == (from, to))
            .collect();
        let n = here.len() as f64;
        let came = here.iter().filter(|(.., happened)| *happened).count() as f64 / n;
        let deals = distinct(&here);
        let keys = [Value::from(method), Value::from(rounded(from))];
        let mut row = Row::new(labels.iter().cloned().chain(keys).collect());
        row.set("to", to).set("n", here.len());
        row.deals("deals", &deals);
        row.set(
            "predicted",
            here.iter().map(|(_, said, _)| said).sum::<f64>() / n,
        );
        row.set("observed", came);
        row.rests("predicted", &deals).rests("observed", &deals);
        // As many trials as there are different deals.
        let n = deals.len() as f64;
        let interval = wilson(Sample { won: came * n, n }, 0.90).unwrap();
        row.set("low", interval.low).set("high", interval.high);
        row
    };
    bands.into_iter().map(row).collect()
}

fn scores(labels: &[Value], method: &str, all: &[(&Known<'_>, f64, bool)]) -> Row {
    let grouping = match method {
        "configured" => Grouping::Distinct,
        _ => Grouping::Bands(10),
    };
    let judged: Vec<Judged> = (all.iter())
        .map(|(_, probability, happened)| Judged {
            probability: *probability,
            happened: *happened,
        })
        .collect();
    let brier = Brier::of(&judged, grouping).unwrap();
    let mut row = Row::keyed(labels, method);
    row.set("n", all.len()).deals("deals", &distinct(all));
    row.set("brier", brier.score)
        .set("reliability", brier.reliability);
    row.set("resolution", brier.resolution)
        .set("uncertainty", brier.uncertainty);
    row.set("skill", brier.skill())
        .set("log_loss", log_loss(&judged));
    row.set("auc", auc(&judged))
        .set("ece", calibration_error(&judged, grouping));
    row
}

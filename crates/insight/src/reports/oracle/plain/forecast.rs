//! What a period brings: by rule, and by the model as a distribution.

use std::collections::BTreeMap;

use serde_json::Value;

use super::super::expected::{Row, rounded};
use super::super::known::Known;
use super::super::question::Question;
use super::super::telling::{DEAL, id};
use super::super::world::{Moment, World};
use super::coverage::Targets;
use super::odds::{Odds, Prospect, expected};
use crate::estimate::distribution::{Chance, Distribution};
use crate::estimate::simulation::{Arrivals, Simulation};
use crate::facts::date_of;

const MODEL: [&str; 6] = [
    "mean_minor",
    "sd_minor",
    "p10_minor",
    "p50_minor",
    "p90_minor",
    "p_target",
];

/// How to draw.
#[derive(Clone, Copy)]
pub(in super::super) struct Drawing {
    pub(in super::super) runs: u32,
    pub(in super::super) shock: f64,
    pub(in super::super) has_arrivals: bool,
}

/// What some deals of a question bring on these days: those won already, those open by their chances, those yet to come.
pub(in super::super) fn brings(
    all: &[Known<'_>],
    deals: &[&Known<'_>],
    prospects: &BTreeMap<usize, Prospect>,
    days: (i32, i32),
    drawing: Drawing,
    now: Moment,
) -> Distribution {
    let chances: Vec<Chance> = (deals.iter())
        .filter_map(|deal| {
            Some(Chance {
                amount_minor: deal.home()?,
                probability: prospects.get(&deal.place)?.within,
            })
        })
        .filter(|chance| chance.probability > 0.0)
        .collect();
    let won: i64 = deals
        .iter()
        .filter(|deal| deal.is_won_in(days))
        .map(|deal| deal.worth())
        .sum();
    let simulation = Simulation {
        runs: drawing.runs,
        seed: now.unsigned_abs(),
        shock: drawing.shock,
        arrivals: if drawing.has_arrivals {
            arrivals(all, deals, days)
        } else {
            None
        },
    };
    simulation.distribution(&chances).plus(won)
}

/// Deals yet to be created and won on these days: each deal of the year before counts on as many days as it could have been
/// created on after today, to be won in time, divided by the days that were looked at.
fn arrivals(all: &[Known<'_>], deals: &[&Known<'_>], (from, to): (i32, i32)) -> Option<Arrivals> {
    let today = all.first()?.today();
    let left = to - today;
    if left <= 0 {
        return None;
    }
    let last = today - left;
    let first = all.iter().map(Known::opened_on).min()?.max(last - 364);
    if last - first + 1 < 28 {
        return None;
    }
    let mut expected = 0;
    let mut won_amounts_minor = Vec::new();
    for deal in deals {
        let opened = deal.opened_on();
        let Some(minor) = deal
            .home()
            .filter(|_| deal.is_won() && (first..=last).contains(&opened))
        else {
            continue;
        };
        let cycle = deal.closed_on()? - opened;
        let starts = (today + 1..=to)
            .filter(|day| (from..=to).contains(&(day + cycle)))
            .count();
        if starts > 0 {
            expected += starts;
            won_amounts_minor.push(minor);
        }
    }
    (expected > 0).then(|| Arrivals {
        expected: expected as f64 / f64::from(last - first + 1),
        won_amounts_minor,
    })
}

pub(in super::super) fn prospects(
    odds: &Odds,
    deals: &[Known<'_>],
    days: (i32, i32),
) -> BTreeMap<usize, Prospect> {
    let each = deals
        .iter()
        .filter_map(|deal| Some((deal.place, odds.prospect(deal, days)?)));
    each.collect()
}

pub(in super::super) fn rows(question: &Question, world: &World, order: &[usize]) -> Vec<Row> {
    let days = question.window_or_quarter(world);
    let deals = question.deals(world, order);
    let odds = Odds::of(world, &question.whole(world, order, question.now));
    let prospects = prospects(&odds, &deals, days);
    let shock = question
        .parameter("shock")
        .map_or(0.0, |shock| shock.parse().unwrap());
    let drawing = Drawing {
        runs: 10_000,
        shock,
        has_arrivals: question.parameter("arrivals") == Some("true"),
    };
    let targets = Targets::of(question, world, days);
    let mut rows = Vec::new();
    for (labels, group) in question.groups(&deals) {
        let draw = || brings(&deals, &group, &prospects, days, drawing, question.now);
        match question.parameter("shape") {
            Some("histogram") => rows.extend(draw().buckets(24).into_iter().map(|bar| {
                let mut row = Row::keyed(&labels, bar.from_minor);
                row.set("high_minor", bar.to_minor)
                    .set("share", rounded(bar.share));
                row
            })),
            Some("deals") => {
                let open = group.iter().filter(|deal| deal.is_open());
                rows.extend(open.map(|deal| one(&labels, deal, &prospects[&deal.place])));
            }
            _ => {
                let target = targets.of_row(&labels);
                rows.push(summary(
                    Row::new(labels),
                    &group,
                    &prospects,
                    days,
                    target,
                    &draw(),
                ));
            }
        }
    }
    rows
}

fn one(labels: &[Value], deal: &Known<'_>, prospect: &Prospect) -> Row {
    let mut row = Row::keyed(labels, id(DEAL, deal.place).to_string());
    row.set("stage", deal.row().key)
        .set("forecast_category", deal.category());
    row.set(
        "close_on",
        deal.close_on().map(|day| date_of(day).to_string()),
    );
    row.sum("amount_minor", &[deal]);
    row.set("probability_ever", prospect.ever)
        .set("probability", prospect.within);
    row.set("expected_minor", expected(deal.worth(), prospect.within));
    row.rests("expected_minor", &[deal]);
    row
}

fn summary(
    mut row: Row,
    deals: &[&Known<'_>],
    prospects: &BTreeMap<usize, Prospect>,
    days: (i32, i32),
    target: Option<i64>,
    brings: &Distribution,
) -> Row {
    let of = |is_it: &dyn Fn(&Known<'_>) -> bool| -> Vec<&Known<'_>> {
        deals.iter().copied().filter(|deal| is_it(deal)).collect()
    };
    let closed = of(&|deal| deal.is_won_in(days));
    row.deals("closed", &closed).sum("closed_minor", &closed);
    let is_due = |deal: &Known<'_>| {
        deal.is_open()
            && deal
                .close_on()
                .is_some_and(|day| (days.0..=days.1).contains(&day))
    };
    for (category, column, minor) in [
        ("commit", "commit", "commit_minor"),
        ("best_case", "best_case", "best_case_minor"),
        ("pipeline", "pipeline", "pipeline_minor"),
        ("omitted", "omitted", "omitted_minor"),
    ] {
        // What has no category is pipeline.
        let due = of(&|deal| is_due(deal) && deal.category().unwrap_or("pipeline") == category);
        row.deals(column, &due).sum(minor, &due);
    }
    let made_of = of(&|deal| {
        deal.is_won_in(days)
            || prospects
                .get(&deal.place)
                .is_some_and(|prospect| prospect.within > 0.0)
    });
    MODEL.iter().for_each(|column| {
        row.rests(column, &made_of);
    });
    row.set("mean_minor", brings.mean().round() as i64);
    row.set("sd_minor", brings.sd().round() as i64);
    row.set("p10_minor", brings.quantile(0.1));
    row.set("p50_minor", brings.quantile(0.5));
    row.set("p90_minor", brings.quantile(0.9));
    row.set("target_minor", target);
    row.set("p_target", target.map(|target| brings.at_least(target)));
    row
}

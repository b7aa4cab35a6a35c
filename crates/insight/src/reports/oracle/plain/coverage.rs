//! Open in the window ÷ (target − won), as it is and weighted, and the chance of hitting the target.

use std::cmp::Reverse;

use serde_json::Value;

use super::super::expected::{Row, ratio};
use super::super::known::Known;
use super::super::question::Question;
use super::super::world::{PEOPLE, Quota, World};
use super::odds::{Odds, expected};
use crate::estimate::distribution::Chance;
use crate::estimate::simulation::Simulation;

pub(in super::super) fn rows(question: &Question, world: &World, order: &[usize]) -> Vec<Row> {
    let window = question.window_or_quarter(world);
    let is_in = |day: i32| (window.0..=window.1).contains(&day);
    let deals = question.deals(world, order);
    let odds = Odds::of(world, &question.whole(world, order, question.now));
    let targets = Targets::of(question, world, window);
    let mut groups = question.groups(&deals);
    for (label, _) in &targets.by_label {
        if !groups
            .iter()
            .any(|(labels, _)| labels == std::slice::from_ref(label))
        {
            groups.push((vec![label.clone()], Vec::new()));
        }
    }
    let open_in = |deal: &&Known<'_>| deal.is_open() && deal.close_on().is_some_and(is_in);
    let is_unmeasured = deals
        .iter()
        .any(|deal| open_in(&deal) && odds.adjusted(deal).is_none());
    let is_all = groups.len() == 1 && targets.by_label.is_empty();
    let mut rows = Vec::new();
    for (labels, deals) in groups {
        let target = match (is_all, labels.as_slice()) {
            (true, _) => targets.whole,
            (false, [label]) => {
                let found = targets.by_label.iter().find(|(of, _)| of == label);
                found.map(|(_, amount)| *amount)
            }
            _ => None,
        };
        let won: Vec<_> = deals
            .iter()
            .copied()
            .filter(|deal| deal.is_won_in(window))
            .collect();
        let open: Vec<_> = deals.iter().copied().filter(open_in).collect();
        if target.is_none() && won.is_empty() && open.is_empty() && !question.by.is_empty() {
            continue;
        }
        let mut row = Row::new(labels);
        let weighted = |of: &dyn Fn(&Known<'_>) -> Option<f64>| -> Option<i64> {
            let each = open
                .iter()
                .filter_map(|deal| Some(expected(deal.worth(), of(deal)?)));
            let each: Vec<i64> = each.collect();
            (open.is_empty() || !each.is_empty()).then(|| each.iter().sum())
        };
        let configured = weighted(&|deal| Some(f64::from(deal.row().percent) / 100.0));
        let observed = weighted(&|deal| Some(odds.observed(deal.stage())?.mean));
        row.deals("won", &won).sum("won_minor", &won);
        row.deals("open", &open).sum("open_minor", &open);
        row.set("configured_minor", configured)
            .set("observed_minor", observed);
        let missing = target.map(|target| target - row.whole("won_minor"));
        row.set("target_minor", target);
        row.set("missing_minor", missing.map(|missing| missing.max(0)));
        let times = |amount: Option<i64>| {
            let missing = missing.filter(|missing| *missing > 0)?;
            ratio(amount?, missing)
        };
        row.set("coverage", times(Some(row.whole("open_minor"))));
        row.set("configured_coverage", times(configured));
        row.set("observed_coverage", times(observed));
        let chances: Vec<Chance> = (open.iter())
            .filter(|deal| deal.worth() > 0)
            .filter_map(|deal| {
                Some(Chance {
                    amount_minor: deal.worth(),
                    probability: odds.adjusted(deal)?,
                })
            })
            .collect();
        let hit = target.filter(|_| !is_unmeasured).map(|target| {
            let brings = Simulation::default().distribution(&chances);
            brings.at_least(target - row.whole("won_minor"))
        });
        row.set("p_hit", hit);
        rows.push(row);
    }
    rows
}

/// What is to be won, of everything and by label.
pub(in super::super) struct Targets {
    is_cut: bool,
    whole: Option<i64>,
    by_label: Vec<(Value, i64)>,
}

impl Targets {
    pub(in super::super) fn of(question: &Question, world: &World, window: (i32, i32)) -> Self {
        if let Some(whole) = question.number("target_minor") {
            return Self {
                is_cut: !question.by.is_empty(),
                whole: Some(whole),
                by_label: Vec::new(),
            };
        }
        let of = |is_it: &dyn Fn(&Quota) -> bool| {
            amount_in(
                world.quotas.iter().filter(|quota| is_it(quota)).collect(),
                window,
            )
        };
        let segments: Vec<(Value, i64)> = (super::super::world::SEGMENTS.iter())
            .filter_map(|segment| {
                let amount = of(&|quota| quota.segment == Some(*segment))?;
                Some((Value::from(*segment), amount))
            })
            .collect();
        let people: Vec<(Value, i64)> = (PEOPLE.iter().enumerate())
            .filter_map(|(place, name)| {
                let amount = of(&|quota| quota.person == Some(place))?;
                Some((Value::from(*name), amount))
            })
            .collect();
        let sum = |parts: &[(Value, i64)]| {
            (!parts.is_empty()).then(|| parts.iter().map(|(_, amount)| amount).sum())
        };
        let whole = of(&|quota| quota.person.is_none() && quota.segment.is_none());
        Self {
            is_cut: !question.by.is_empty(),
            whole: whole.or_else(|| sum(&segments)).or_else(|| sum(&people)),
            by_label: match question.by.as_slice() {
                ["segment"] => segments,
                ["owner"] => people,
                _ => Vec::new(),
            },
        }
    }

    /// Of a row: of everything when nothing is cut, else of whom or what it is called.
    pub(in super::super) fn of_row(&self, labels: &[Value]) -> Option<i64> {
        if !self.is_cut {
            return self.whole;
        }
        let mut found = self
            .by_label
            .iter()
            .filter(|(of, _)| labels == [of.clone()]);
        found.next().map(|(_, amount)| *amount)
    }
}

/// Quotas of one subject, by the days of them inside the window. Where they overlap one wholly inside goes first, then the
/// longer.
fn amount_in(mut quotas: Vec<&Quota>, (from, to): (i32, i32)) -> Option<i64> {
    quotas.retain(|quota| quota.days.1 >= from && quota.days.0 <= to);
    quotas.sort_by_key(|quota| {
        let (first, last) = quota.days;
        (!(first >= from && last <= to), Reverse(last - first), first)
    });
    let mut taken: Vec<&Quota> = Vec::new();
    for quota in quotas {
        let clashes = |other: &&Quota| quota.days.1 >= other.days.0 && quota.days.0 <= other.days.1;
        if !taken.iter().any(clashes) {
            taken.push(quota);
        }
    }
    let part = |quota: &&Quota| {
        let (first, last) = quota.days;
        let (inside, all) = (
            i128::from(last.min(to) - first.max(from) + 1),
            i128::from(last - first + 1),
        );
        let product = i128::from(quota.amount) * inside;
        let (down, twice) = (product / all, product % all * 2);
        let is_up = twice > all || twice == all && down % 2 != 0;
        i64::try_from(down + i128::from(is_up)).unwrap()
    };
    (!taken.is_empty()).then(|| taken.iter().map(part).sum())
}

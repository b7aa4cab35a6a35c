//! How likely deals are to be won, and when: stage by stage, from lists of stays.

use std::collections::HashMap;

use playbook::StageKind;

use super::super::known::{Known, days};
use super::super::world::{PIPELINES, STAGES, World, open_stages};
use super::end;
use crate::estimate::proportion::{Prior, Sample};
use crate::estimate::survival::{End, LifeTable};
use crate::estimate::timing::Clock;

/// What was measured of a stage.
pub(in super::super) struct Measured {
    pub(in super::super) mean: f64,
    pub(in super::super) low: f64,
    pub(in super::super) high: f64,
    pub(in super::super) n: u64,
    pub(in super::super) is_enough: bool,
    moves: LifeTable,
    fates: LifeTable,
}

pub(in super::super) struct Odds {
    stages: HashMap<usize, Measured>,
}

pub(in super::super) struct Prospect {
    pub(in super::super) ever: f64,
    pub(in super::super) within: f64,
    pub(in super::super) is_measured: bool,
}

/// Nobody open is certain, either way.
fn uncertain(share: f64) -> f64 {
    share.clamp(0.005, 0.995)
}

/// From the first entry into a stage to the deal's end.
fn fate(deal: &Known<'_>, stage: usize) -> Option<(u32, End)> {
    let stays = deal.stays();
    let first = stays.iter().find(|stay| stay.stage == stage)?;
    let until = deal.closed_on().unwrap_or(deal.today());
    Some((days(first.on, until), end(deal)))
}

fn table(spans: impl Iterator<Item = (Option<u32>, u32, End)>) -> LifeTable {
    let mut table = LifeTable::new();
    spans.for_each(|(entry, exit, end)| table.add(entry, exit, end));
    table
}

/// From entering a stage to moving on or falling out of it; stepping back is no end. Where it is only inferred that a deal
/// stood there, it was seen to from the day it was entered here.
fn moves(deals: &[&Known<'_>], stage: usize) -> LifeTable {
    let of_deal = |deal: &&Known<'_>| -> Vec<(Option<u32>, u32, End)> {
        let stays = deal.stays().into_iter().filter(|stay| stay.stage == stage);
        let span = |stay: super::super::known::Stay| {
            let end = match stay.next {
                Some(_) if stay.is_passed() => End::Won,
                Some(next) if STAGES[next].kind == StageKind::Lost => End::Lost,
                _ => End::Open,
            };
            let entry = stay.is_inferred.then(|| days(stay.on, deal.created_on()));
            (
                entry,
                days(stay.on, stay.left_on.unwrap_or(deal.today())),
                end,
            )
        };
        stays.map(span).collect()
    };
    table(deals.iter().flat_map(of_deal))
}

fn sample(fates: &LifeTable) -> Option<Sample> {
    let incidence = fates.incidence();
    incidence.effective_sample(incidence.last_event_day()?)
}

impl Odds {
    /// Measured on these deals.
    pub(in super::super) fn of(world: &World, deals: &[Known<'_>]) -> Self {
        let mut stages = HashMap::new();
        for pipeline in PIPELINES {
            let deals: Vec<&Known<'_>> = (deals.iter())
                .filter(|deal| deal.deal.pipeline == pipeline)
                .collect();
            measure(world, pipeline, &deals, &mut stages);
        }
        Self { stages }
    }

    pub(in super::super) fn observed(&self, stage: usize) -> Option<&Measured> {
        self.stages.get(&stage)
    }

    /// Given the days in the stage: `observed · onward(a) / onward`, where `onward(a)` is the share still moving on of those
    /// that stood there so long, counting for as many deals as they are, and `onward` that of all, counting for eight.
    pub(in super::super) fn adjusted(&self, deal: &Known<'_>) -> Option<f64> {
        let measured = self.observed(deal.stage())?;
        let incidence = measured.moves.incidence();
        let Some(last) = incidence.steps().last().filter(|last| last.won > 0.0) else {
            return Some(measured.mean);
        };
        let age = deal.days_in_stage().min(last.day);
        let still = Clock::new(&measured.moves).won_ever(age);
        let ratio = still.map_or(1.0, |still| {
            let n = still.at_risk as f64;
            (8.0 * last.won + n * still.probability) / ((8.0 + n) * last.won)
        });
        Some(uncertain(measured.mean * ratio))
    }

    /// The clock of a stage; that of all stages together where it has seen fewer than five wins.
    fn clock(&self, stage: usize) -> Option<Clock> {
        let own = self.observed(stage).map(|measured| measured.fates.clone());
        let mut all = LifeTable::new();
        self.stages
            .values()
            .for_each(|measured| all.merge(&measured.fates));
        let is_told = |table: &LifeTable| table.ended(End::Won) >= 5;
        let told = own.filter(is_told).or_else(|| Some(all).filter(is_told));
        told.map(|table| Clock::new(&table))
    }

    /// How likely a deal is won, and won on one of these days.
    pub(in super::super) fn prospect(
        &self,
        deal: &Known<'_>,
        (from, to): (i32, i32),
    ) -> Option<Prospect> {
        if !deal.is_open() {
            return None;
        }
        let adjusted = self.adjusted(deal);
        let ever = adjusted.unwrap_or(f64::from(deal.row().percent) / 100.0);
        let (clock, age) = (self.clock(deal.stage()), deal.days_in_stage());
        // The share of those that will be won that are won by a day.
        let by = |day: i32| -> Option<f64> {
            if day < deal.today() {
                return Some(0.0);
            }
            let clock = clock.as_ref()?;
            let (all, until) = (
                clock.won_ever(age)?,
                clock.won_within(age, days(deal.today(), day))?,
            );
            Some(f64::min(until.probability / all.probability, 1.0))
        };
        // What is won today is known already.
        let before = if from <= deal.today() {
            Some(0.0)
        } else {
            by(from - 1)
        };
        let timely = match (before, by(to)) {
            (Some(before), Some(until)) => f64::max(until - before, 0.0),
            _ => f64::from(u8::from(
                deal.close_on()
                    .is_some_and(|day| (from..=to).contains(&day)),
            )),
        };
        Some(Prospect {
            ever,
            within: ever * timely,
            is_measured: adjusted.is_some(),
        })
    }
}

fn measure(
    world: &World,
    pipeline: &str,
    deals: &[&Known<'_>],
    stages: &mut HashMap<usize, Measured>,
) {
    let Some(now) = deals.first().map(|deal| deal.now) else {
        return;
    };
    // Segments in the order customers were entered in; deals without one first.
    let mut segments = vec![None];
    for account in 0..world.segment_of.len() {
        let segment = world.segment_at(account, now);
        if !segments.contains(&segment) {
            segments.push(segment);
        }
    }
    let fates = |stage: usize, is_it: &dyn Fn(&Known<'_>) -> bool| {
        let fates = (deals.iter())
            .filter(|deal| is_it(deal))
            .filter_map(|deal| fate(deal, stage));
        table(fates.map(|(exit, end)| (None, exit, end)))
    };
    let samples: Vec<Sample> = (open_stages(pipeline).into_iter())
        .flat_map(|stage| segments.iter().map(move |segment| (stage, *segment)))
        .filter_map(|(stage, segment)| sample(&fates(stage, &|deal| deal.segment() == segment)))
        .collect();
    if samples.is_empty() {
        return;
    }
    let prior = Prior::fit(&samples).beta;
    for stage in open_stages(pipeline) {
        let fates = fates(stage, &|_| true);
        let measured = sample(&fates);
        let belief = measured.map_or(prior, |sample| prior.given(sample));
        let interval = belief.interval(0.90);
        stages.insert(
            stage,
            Measured {
                mean: uncertain(belief.mean()),
                low: interval.low,
                high: interval.high,
                n: fates.n(),
                is_enough: measured.is_some() && interval.high - interval.low <= 0.30,
                moves: moves(deals, stage),
                fates,
            },
        );
    }
}

/// Amount × probability, half to even.
pub(in super::super) fn expected(amount: i64, probability: f64) -> i64 {
    (amount as f64 * probability).round_ties_even() as i64
}

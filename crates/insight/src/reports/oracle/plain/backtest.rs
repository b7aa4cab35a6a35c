//! Every Monday of a window again, with only what was then known, beside what came of it.

use std::collections::BTreeMap;

use serde_json::Value;

use super::super::known::Known;
use super::super::question::Question;
use super::super::world::{PEOPLE, World};
use super::forecast::{Drawing, brings, prospects};
use super::odds::Odds;

/// What was forecast for a group in one week, by the names of the methods, and what came.
pub(in super::super) struct Week<'w> {
    pub(in super::super) labels: Vec<Value>,
    pub(in super::super) lead: i32,
    pub(in super::super) forecasts: Vec<(&'static str, Option<i64>)>,
    pub(in super::super) range: Option<(i64, i64)>,
    pub(in super::super) actual: Option<i64>,
    pub(in super::super) won: Vec<Known<'w>>,
}

/// What was said of an open deal in one week, and what became of it.
pub(in super::super) struct Judgement<'w> {
    pub(in super::super) labels: Vec<Value>,
    pub(in super::super) deal: Known<'w>,
    pub(in super::super) configured: f64,
    pub(in super::super) observed: Option<f64>,
    pub(in super::super) adjusted: Option<f64>,
    pub(in super::super) within: f64,
    pub(in super::super) is_won: Option<bool>,
    pub(in super::super) is_won_within: Option<bool>,
}

pub(in super::super) struct Replayed<'w> {
    pub(in super::super) weeks: Vec<Week<'w>>,
    pub(in super::super) judgements: Vec<Judgement<'w>>,
}

struct Replay<'q, 'w> {
    question: &'q Question,
    world: &'w World,
    order: &'q [usize],
    /// The deals as known at the question's own moment.
    end: Vec<Known<'w>>,
}

/// Nothing when fewer than two ended quarters have eight closed deals each.
pub(in super::super) fn replay<'w>(
    question: &Question,
    world: &'w World,
    order: &[usize],
) -> Replayed<'w> {
    let replay = Replay {
        question,
        world,
        order,
        end: question.deals(world, order),
    };
    let mut replayed = Replayed {
        weeks: Vec::new(),
        judgements: Vec::new(),
    };
    for monday in replay.mondays() {
        replay.week(monday, &mut replayed);
    }
    replayed
}

impl<'w> Replay<'_, 'w> {
    fn has_ended(&self, quarter: (i32, i32)) -> bool {
        self.world.start_of(quarter.1 + 1) <= self.question.now + 1
    }

    /// Those of quarters still running, or with enough closed deals.
    fn mondays(&self) -> Vec<i32> {
        let today = self.world.day(self.question.now);
        let Some(first) = self.end.iter().map(Known::opened_on).min() else {
            return Vec::new();
        };
        let mut usual = self.world.quarter(today).0;
        for _ in 0..4 {
            usual = self.world.quarter(usual - 1).0;
        }
        let from = self.question.from.unwrap_or(usual).max(first);
        let to = self.question.to.unwrap_or(today).min(today);
        let is_monday = |day: &i32| {
            crate::facts::date_of(*day).weekday() == jiff::civil::Weekday::Monday
                && self.world.start_of(*day) <= self.question.now
        };
        let mut mondays: Vec<i32> = (from..=to).filter(is_monday).collect();
        let is_full = |quarter: (i32, i32)| {
            let closed = self.end.iter().filter_map(Known::closed_on);
            closed
                .filter(|day| (quarter.0..=quarter.1).contains(day))
                .count()
                >= 8
        };
        let mut full: Vec<(i32, i32)> = mondays
            .iter()
            .map(|monday| self.world.quarter(*monday))
            .collect();
        full.dedup();
        full.retain(|quarter| self.has_ended(*quarter) && is_full(*quarter));
        if full.len() < 2 {
            return Vec::new();
        }
        mondays.retain(|monday| {
            let quarter = self.world.quarter(*monday);
            !self.has_ended(quarter) || full.contains(&quarter)
        });
        mondays
    }

    fn week(&self, monday: i32, replayed: &mut Replayed<'w>) {
        let now = self.world.start_of(monday) - 1;
        let days = self.world.quarter(monday);
        let deals = self.question.deals_at(self.world, self.order, now);
        let odds = Odds::of(
            self.world,
            &self.question.whole(self.world, self.order, now),
        );
        let prospects = prospects(&odds, &deals, days);
        let mut labels: BTreeMap<usize, Vec<Value>> = (self.end.iter())
            .map(|deal| (deal.place, self.question.labels(deal)))
            .collect();
        labels.extend(
            deals
                .iter()
                .map(|deal| (deal.place, self.question.labels(deal))),
        );
        let won: Vec<Known<'w>> = self
            .end
            .iter()
            .filter(|deal| deal.is_won_in(days))
            .copied()
            .collect();
        let mut groups: Vec<&Vec<Value>> = (deals.iter().chain(&won))
            .map(|deal| &labels[&deal.place])
            .collect();
        groups.sort_by_key(|labels| format!("{labels:?}"));
        groups.dedup();
        for group in groups {
            let of = |deal: &&Known<'w>| labels[&deal.place] == *group;
            let then: Vec<&Known<'w>> = deals.iter().filter(of).collect();
            let won: Vec<Known<'w>> = won.iter().filter(of).copied().collect();
            let drawing = Drawing {
                runs: 2_048,
                shock: self
                    .question
                    .parameter("shock")
                    .map_or(0.0, |shock| shock.parse().unwrap()),
                has_arrivals: true,
            };
            let model = brings(&deals, &then, &prospects, days, drawing, now);
            let open: Vec<_> = then
                .iter()
                .filter_map(|deal| Some((deal, prospects.get(&deal.place)?)))
                .collect();
            let is_measured = open.iter().any(|(_, prospect)| prospect.is_measured)
                || !(open.iter())
                    .any(|(deal, prospect)| deal.home().is_some() && prospect.within > 0.0);
            let modelled = |minor: i64| is_measured.then_some(minor);
            let closed: i64 = then
                .iter()
                .filter(|deal| deal.is_won_in(days))
                .map(|deal| deal.worth())
                .sum();
            let due = |category: &str| -> i64 {
                let is_it = |deal: &&&Known<'_>| {
                    deal.is_open()
                        && deal.category() == Some(category)
                        && deal
                            .close_on()
                            .is_some_and(|day| (days.0..=days.1).contains(&day))
                };
                then.iter().filter(is_it).map(|deal| deal.worth()).sum()
            };
            let commit = closed + due("commit");
            let forecasts = vec![
                ("rule_commit", Some(commit)),
                ("rule_best", Some(commit + due("best_case"))),
                ("model_p50", modelled(model.quantile(0.5))),
                ("model_mean", modelled(model.mean().round() as i64)),
                ("owner_calls", self.called(now, days, group, false)),
                ("manager_calls", self.called(now, days, group, true)),
                ("last_quarter", self.last_quarter(&then, days)),
                ("run_rate", self.run_rate(&then, days, monday, closed)),
            ];
            replayed.weeks.push(Week {
                labels: group.clone(),
                lead: (days.1 - monday) / 7 + 1,
                forecasts,
                range: is_measured.then(|| (model.quantile(0.1), model.quantile(0.9))),
                actual: self
                    .has_ended(days)
                    .then(|| won.iter().map(Known::worth).sum()),
                won,
            });
            for (deal, prospect) in open {
                let end = deal.at(self.question.now);
                replayed.judgements.push(Judgement {
                    labels: group.clone(),
                    deal: **deal,
                    configured: f64::from(deal.row().percent) / 100.0,
                    observed: odds.observed(deal.stage()).map(|of| of.mean),
                    adjusted: odds.adjusted(deal),
                    within: prospect.within,
                    is_won: (!end.is_open()).then(|| end.is_won()),
                    is_won_within: self.has_ended(days).then(|| end.is_won_in(days)),
                });
            }
        }
    }

    /// What was won in the quarter before; nothing to go by when nothing was.
    fn last_quarter(&self, deals: &[&Known<'_>], days: (i32, i32)) -> Option<i64> {
        let last = self.world.quarter(days.0 - 1);
        let won: Vec<_> = deals.iter().filter(|deal| deal.is_won_in(last)).collect();
        (!won.is_empty()).then(|| won.iter().map(|deal| deal.worth()).sum())
    }

    /// Closed so far ÷ the share that the eight quarters before had closed by this day of theirs, if that was a twentieth.
    fn run_rate(
        &self,
        deals: &[&Known<'_>],
        days: (i32, i32),
        monday: i32,
        closed: i64,
    ) -> Option<i64> {
        let (mut early, mut whole) = (0, 0);
        let mut quarter = days;
        for _ in 0..8 {
            quarter = self.world.quarter(quarter.0 - 1);
            for deal in deals.iter().filter(|deal| deal.is_won_in(quarter)) {
                whole += deal.worth();
                if deal.last_stay().on - quarter.0 < monday - days.0 {
                    early += deal.worth();
                }
            }
        }
        let share = (whole > 0).then(|| early as f64 / whole as f64)?;
        (share >= 0.05).then(|| (closed as f64 / share).round() as i64)
    }

    /// The latest calls about the quarter made by then: of the owner asked about, or of everybody: the one about everybody, or
    /// else all of them together.
    fn called(
        &self,
        now: i64,
        days: (i32, i32),
        labels: &[Value],
        is_managers: bool,
    ) -> Option<i64> {
        let known =
            self.world.said.iter().filter(|said| {
                said.is_managers == is_managers && said.days == days && said.at <= now
            });
        let mut latest: BTreeMap<Option<usize>, (i64, i64)> = BTreeMap::new();
        for said in known {
            let of = latest.entry(said.person).or_insert((said.at, said.commit));
            if said.at >= of.0 {
                *of = (said.at, said.commit);
            }
        }
        match self.question.by.as_slice() {
            [] => {
                let all = latest.get(&None).map(|(_, commit)| *commit);
                let each = || latest.values().map(|(_, commit)| *commit).sum();
                all.or_else(|| (!latest.is_empty()).then(each))
            }
            ["owner"] => {
                let person = PEOPLE
                    .iter()
                    .position(|name| labels == [Value::from(*name)])?;
                latest.get(&Some(person)).map(|(_, commit)| *commit)
            }
            _ => None,
        }
    }
}

//! Random questions: any moment, window, cut, slice and asker.

use playbook::StageKind;
use serde_json::Value;

use super::dice::Dice;
use super::known::Known;
use super::telling::{PERSON, Told, id};
use super::world::{CURRENCIES, HOUR, Moment, PEOPLE, PIPELINES, PRODUCTS, TEAMS, World};
use crate::facts::date_of;
use crate::reports::{Asked, Call, Target};
use crate::slice::{Dimension, Filter, Slice};

/// What can be cut by here.
const DIMENSIONS: [&str; 14] = [
    "owner",
    "team",
    "segment",
    "source",
    "currency",
    "kind",
    "status",
    "pipeline",
    "product",
    "forecast_category",
    "close_quarter",
    "opened_quarter",
    "loss_reason",
    "lost_from",
];

type Holds = fn(&Known<'_>) -> bool;

/// Conditions, and the same plainly. What is missing differs from everything, as in CEL, and compares with nothing.
const FILTERS: [(&str, Holds); 9] = [
    ("status == 'open'", |deal| deal.is_open()),
    ("status != 'lost' && kind == 'new'", |deal| {
        deal.status() != StageKind::Lost && deal.deal.kind == "new"
    }),
    ("amount_minor > 2000", |deal| {
        deal.deal
            .amount
            .at(deal.now)
            .is_some_and(|amount| amount > 2_000)
    }),
    ("owner == 'Kim' || owner == 'Park'", |deal| {
        matches!(deal.owner(), Some(0 | 2))
    }),
    ("source != 'web'", |deal| deal.deal.source != Some("web")),
    ("on_waiver == true", |deal| deal.deal.on_waiver.at(deal.now)),
    ("pushes > 0 || pushed_days > 30", |deal| deal.pushes().0 > 0),
    ("segment == 'smb' && currency in ['USD', 'KRW']", |deal| {
        deal.segment() == Some("smb") && matches!(deal.deal.currency.at(deal.now), Some(0 | 2))
    }),
    ("!(forecast_category == 'commit')", |deal| {
        deal.category() != Some("commit")
    }),
];

#[derive(Debug, Clone)]
pub(super) struct Question {
    pub(super) now: Moment,
    pub(super) from: Option<i32>,
    pub(super) to: Option<i32>,
    pub(super) by: Vec<&'static str>,
    pub(super) pipeline: Option<&'static str>,
    owners: Option<Vec<usize>>,
    filter: Option<usize>,
    pub(super) horizon: Option<u32>,
    pub(super) parameters: Vec<(&'static str, String)>,
}

impl Question {
    /// Any question, asked after most of the history or amid it.
    pub(super) fn any(dice: &mut Dice, last_day: i64) -> Self {
        let from = dice.maybe(60, |dice| dice.day(last_day));
        let mut dimensions = DIMENSIONS;
        dice.shuffle(&mut dimensions);
        let count = dice.pick(&[0, 0, 1, 1, 1, 2]);
        Self {
            now: dice.below(last_day * 24) * HOUR + dice.pick(&[0, HOUR - 1, 77]),
            from,
            to: dice.maybe(60, |dice| from.unwrap_or(20) + dice.day(120)),
            by: dimensions[..count].to_vec(),
            pipeline: dice.maybe(40, |dice| dice.pick(&PIPELINES)),
            owners: dice.maybe(15, |dice| {
                (0..PEOPLE.len()).filter(|_| dice.is(60)).collect()
            }),
            filter: dice.maybe(30, |dice| dice.place(FILTERS.len())),
            horizon: None,
            parameters: Vec::new(),
        }
    }

    /// The same of every pipeline, whoever's deals and whatever they are like.
    pub(super) fn of_all(self) -> Self {
        Self {
            pipeline: None,
            owners: None,
            filter: None,
            ..self
        }
    }

    pub(super) fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.parameters.push((name, value.to_string()));
        self
    }

    pub(super) fn parameter(&self, name: &str) -> Option<&str> {
        let mut found = self.parameters.iter().filter(|(known, _)| *known == name);
        found.next_back().map(|(_, value)| value.as_str())
    }

    pub(super) fn number(&self, name: &str) -> Option<i64> {
        self.parameter(name).and_then(|value| value.parse().ok())
    }

    /// Asks the columns.
    pub(super) fn asked<'f>(&self, world: &World, told: &'f Told) -> Asked<'f> {
        let slice = Slice {
            pipeline: self.pipeline.map(str::to_owned),
            owners: (self.owners.as_ref())
                .map(|owners| owners.iter().map(|owner| id(PERSON, *owner)).collect()),
            filter: self.filter.map(|place| {
                Filter::compile(FILTERS[place].0, date_of(world.day(self.now))).unwrap()
            }),
        };
        let mut asked = Asked::new(&told.facts, self.now, slice);
        asked.by = (self.by.iter())
            .map(|name| Dimension::parse(name).unwrap())
            .collect();
        (asked.from, asked.to) = (self.from, self.to);
        asked.horizon_days = self.horizon;
        asked.opens_deals = true;
        let person = |place: Option<usize>| place.map(|place| id(PERSON, place));
        let quotas = world.quotas.iter().map(|quota| Target {
            person: person(quota.person),
            segment: quota.segment.map(str::to_owned),
            from: quota.days.0,
            to: quota.days.1,
            amount_minor: quota.amount,
        });
        asked.targets = quotas.collect();
        let calls = world.said.iter().map(|said| Call {
            submitted_at: said.at,
            person: person(said.person),
            from: said.days.0,
            to: said.days.1,
            is_managers: said.is_managers,
            commit_minor: said.commit,
            best_minor: said.commit * 2,
        });
        asked.calls = calls.collect();
        for (name, value) in &self.parameters {
            asked.parameters.insert((*name).to_owned(), value.clone());
        }
        asked
    }

    pub(super) fn window(&self) -> (Option<i32>, Option<i32>) {
        (self.from, self.to)
    }

    pub(super) fn is_in_window(&self, day: i32) -> bool {
        self.from.is_none_or(|from| day >= from) && self.to.is_none_or(|to| day <= to)
    }

    /// The window; the fiscal quarter of the moment where an end is missing.
    pub(super) fn window_or_quarter(&self, world: &World) -> (i32, i32) {
        let quarter = world.quarter(world.day(self.now));
        (self.from.unwrap_or(quarter.0), self.to.unwrap_or(quarter.1))
    }

    /// The deals it is about, as known at its moment.
    pub(super) fn deals<'w>(&self, world: &'w World, order: &[usize]) -> Vec<Known<'w>> {
        self.deals_at(world, order, self.now)
    }

    pub(super) fn deals_at<'w>(
        &self,
        world: &'w World,
        order: &[usize],
        now: Moment,
    ) -> Vec<Known<'w>> {
        let known = world.known(order, now);
        known
            .into_iter()
            .filter(|deal| self.is_about(deal))
            .collect()
    }

    fn is_about(&self, deal: &Known<'_>) -> bool {
        self.pipeline
            .is_none_or(|pipeline| deal.deal.pipeline == pipeline)
            && self.may_see(deal)
            && self.filter.is_none_or(|place| FILTERS[place].1(deal))
    }

    /// All deals of the pipeline, whoever's they are and whatever they are like.
    pub(super) fn whole<'w>(
        &self,
        world: &'w World,
        order: &[usize],
        now: Moment,
    ) -> Vec<Known<'w>> {
        let known = world.known(order, now);
        let is_it = |deal: &Known<'_>| {
            self.pipeline
                .is_none_or(|pipeline| deal.deal.pipeline == pipeline)
        };
        known.into_iter().filter(is_it).collect()
    }

    /// Whether whoever asks may see a deal.
    pub(super) fn may_see(&self, deal: &Known<'_>) -> bool {
        let is_seen =
            |owners: &Vec<usize>| deal.owner().is_some_and(|owner| owners.contains(&owner));
        self.owners.as_ref().is_none_or(is_seen)
    }

    /// What a deal is called in each dimension.
    pub(super) fn labels(&self, deal: &Known<'_>) -> Vec<Value> {
        (self.by.iter())
            .map(|by| Value::from(label(deal, by)))
            .collect()
    }

    /// The deals of each group; one of all when nothing is cut.
    pub(super) fn groups<'k, 'w>(
        &self,
        deals: &'k [Known<'w>],
    ) -> Vec<(Vec<Value>, Vec<&'k Known<'w>>)> {
        let mut groups: Vec<(Vec<Value>, Vec<&Known<'_>>)> = Vec::new();
        if self.by.is_empty() {
            groups.push((Vec::new(), Vec::new()));
        }
        for deal in deals {
            let labels = self.labels(deal);
            match groups.iter_mut().find(|(known, _)| *known == labels) {
                Some((_, deals)) => deals.push(deal),
                None => groups.push((labels, vec![deal])),
            }
        }
        groups
    }
}

fn label(deal: &Known<'_>, by: &str) -> Option<String> {
    let world = deal.world;
    let word = match by {
        "owner" => deal.owner().map(|owner| PEOPLE[owner]),
        "team" => {
            let team = deal
                .owner()
                .and_then(|owner| world.team_of[owner].at(deal.now));
            team.map(|team| TEAMS[team])
        }
        "segment" => deal.segment(),
        "source" => deal.deal.source,
        "currency" => deal
            .deal
            .currency
            .at(deal.now)
            .map(|currency| CURRENCIES[currency].0),
        "kind" => Some(deal.deal.kind),
        "status" => Some(deal.status().as_str()),
        "pipeline" => Some(deal.deal.pipeline),
        "product" => deal
            .deal
            .product
            .at(deal.now)
            .map(|product| PRODUCTS[product]),
        "forecast_category" => deal.category(),
        "close_quarter" => return deal.close_on().map(|day| world.quarter_name(day)),
        "opened_quarter" => return Some(world.quarter_name(deal.opened_on())),
        "loss_reason" => deal.deal.loss_reason.at(deal.now),
        "lost_from" => lost_from(deal),
        other => unreachable!("{other}"),
    };
    word.map(str::to_owned)
}

/// The last open stage of a lost deal.
fn lost_from(deal: &Known<'_>) -> Option<&'static str> {
    let stays = deal.stays().into_iter().rev();
    let mut open = stays.filter(|stay| stay.row().kind == StageKind::Open);
    let is_lost = deal.status() == StageKind::Lost;
    open.next().filter(|_| is_lost).map(|stay| stay.row().key)
}

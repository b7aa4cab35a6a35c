//! Tells a world to the columns as the journal does: piece by piece, deals in any order and again after they changed.

use std::collections::HashSet;

use domain::Currency;
use domain::fact::{
    AccountFact, DealFact, EvidenceFact, FieldChange, PersonFact, ProductFact, RateFact, TeamFact,
    VisitFact,
};
use jiff::tz::{Offset, TimeZone};
use playbook::Text;
use uuid::Uuid;

use super::dice::Dice;
use super::world::{
    ACCOUNTS, CURRENCIES, Deal, Line, Moment, PEOPLE, PRODUCTS, STAGES, TEAMS, World, required,
};
use crate::facts::{Conventions, Facts, StageShape};

/// The columns, and the deals by their number there.
pub(super) struct Told {
    pub(super) facts: Facts,
    pub(super) order: Vec<usize>,
}

pub(super) fn id(kind: u128, place: usize) -> Uuid {
    Uuid::from_u128(kind << 64 | place as u128)
}
pub(super) const DEAL: u128 = 1;
pub(super) const ACCOUNT: u128 = 2;
pub(super) const PERSON: u128 = 3;
const TEAM: u128 = 4;
const PRODUCT: u128 = 5;

pub(super) fn tell(world: &World, seed: u64) -> Told {
    let mut dice = Dice::new(seed);
    let mut facts = Facts::new(conventions(world));
    tell_registers(world, &mut facts);
    let mut order = Vec::new();
    let mut seen = HashSet::new();
    let mut cuts: Vec<Moment> = (0..dice.below(4))
        .map(|_| dice.below(400) * super::world::DAY)
        .collect();
    cuts.sort_unstable();
    cuts.push(Moment::MAX);
    for cut in cuts {
        let mut deals: Vec<usize> = (0..world.deals.len())
            .filter(|place| world.deals[*place].created_at <= cut)
            .collect();
        dice.shuffle(&mut deals);
        for place in deals {
            if seen.insert(place) {
                order.push(place);
            }
            facts.remove_deal(id(DEAL, place));
            tell_deal(&mut facts, &world.deals[place], place, cut);
        }
    }
    for (place, deal) in world.deals.iter().enumerate() {
        if deal.is_deleted {
            facts.remove_deal(id(DEAL, place));
        }
    }
    Told { facts, order }
}

fn conventions(world: &World) -> Conventions {
    let stages = STAGES.iter().enumerate().map(|(place, row)| StageShape {
        pipeline: row.pipeline.to_owned(),
        key: row.key.to_owned(),
        name: Text::new(row.key, row.key),
        kind: row.kind,
        position: row.position,
        probability_percent: Some(row.percent),
        rot_days: row.rot_days,
        required_fields: required(place).to_vec(),
    });
    let offset = Offset::constant(i8::try_from(world.ahead).unwrap());
    Conventions {
        home: Currency::USD,
        zone: TimeZone::fixed(offset),
        fiscal_year_start_month: u8::try_from(world.fiscal_start).unwrap(),
        stages: stages.collect(),
    }
}

fn tell_registers(world: &World, facts: &mut Facts) {
    for (currency, effective_on, rate_nano) in &world.rates {
        facts.put_rate(&RateFact {
            currency: CURRENCIES[*currency].0,
            effective_on: *effective_on,
            rate_nano: *rate_nano,
        });
    }
    let name = |names: &[&'static str], place: usize| names[place];
    for place in 0..TEAMS.len() {
        facts.put_team(&TeamFact {
            id: id(TEAM, place),
            name: name(&TEAMS, place),
            ..TeamFact::default()
        });
    }
    for (place, team) in world.team_of.iter().enumerate() {
        facts.put_person(&PersonFact {
            id: id(PERSON, place),
            name: name(&PEOPLE, place),
            team_id: team.last().map(|team| id(TEAM, team)),
            ..PersonFact::default()
        });
        for (at, before) in befores(team, Moment::MAX, &|team| {
            team.map(|team| id(TEAM, team).to_string())
        }) {
            facts.put_change(
                "user",
                id(PERSON, place),
                &change("team_id", at, before.as_deref()),
            );
        }
    }
    for place in 0..PRODUCTS.len() {
        facts.put_product(&ProductFact {
            id: id(PRODUCT, place),
            name: name(&PRODUCTS, place),
            ..ProductFact::default()
        });
    }
    for (place, segment) in world.segment_of.iter().enumerate() {
        facts.put_account(&AccountFact {
            id: id(ACCOUNT, place),
            name: name(&ACCOUNTS, place),
            segment: segment.last(),
            created_at: world.account_created[place],
            ..AccountFact::default()
        });
        for (at, before) in befores(segment, Moment::MAX, &|segment| segment.map(str::to_owned)) {
            facts.put_change(
                "account",
                id(ACCOUNT, place),
                &change("segment", at, before.as_deref()),
            );
        }
    }
}

fn change<'a>(field: &'a str, effective_at: Moment, before: Option<&'a str>) -> FieldChange<'a> {
    FieldChange {
        field,
        effective_at,
        before,
        after: None,
    }
}

/// The changes of a line up to a moment, each with what was before.
fn befores<T: Clone + PartialEq>(
    line: &Line<T>,
    cut: Moment,
    text: &impl Fn(T) -> Option<String>,
) -> Vec<(Moment, Option<String>)> {
    let known = line.until(cut);
    known
        .windows(2)
        .map(|pair| (pair[1].0, text(pair[0].1.clone())))
        .collect()
}

/// When evidence of the customer last happened, as it was kept on the deal.
fn last_proof(deal: &Deal, now: Moment) -> Option<Moment> {
    let standing = deal.proofs.iter().filter(|proof| proof.stands(now));
    standing.map(|proof| proof.occurred_at).max()
}

fn tell_deal(facts: &mut Facts, deal: &Deal, place: usize, cut: Moment) {
    let of = |kind: u128, place: Option<usize>| place.map(|place| id(kind, place));
    let opened_at = deal.entries[0].at;
    let mut last_proofs = Line::new(opened_at, None);
    let mut moments: Vec<Moment> = (deal.proofs.iter())
        .flat_map(|proof| [Some(proof.recorded_at), proof.retracted_at])
        .flatten()
        .collect();
    moments.sort_unstable();
    for at in moments {
        last_proofs.push(at, last_proof(deal, at));
    }
    let (mut pushes, mut pushed_days) = (
        Line::new(opened_at, deal.imported_pushes.0),
        Line::new(opened_at, deal.imported_pushes.1),
    );
    for (at, days) in &deal.pushes {
        pushes.push(*at, pushes.last() + 1);
        pushed_days.push(*at, pushed_days.last() + days);
    }
    let amount = deal.amount.at(cut);
    let deal_id = id(DEAL, place);
    facts.put_deal(&DealFact {
        id: deal_id,
        kind: deal.kind,
        pipeline: deal.pipeline,
        account_id: of(ACCOUNT, deal.account.at(cut)),
        owner_id: of(PERSON, deal.owner.at(cut)),
        product_id: of(PRODUCT, deal.product.at(cut)),
        amount_minor: amount,
        currency: deal.currency.at(cut).map(|currency| CURRENCIES[currency].0),
        close_on: deal.close_on.at(cut),
        pushes: pushes.at(cut),
        pushed_days: pushed_days.at(cut),
        next_step_on: deal.next_step_on.at(cut),
        competition: deal.competition.at(cut),
        competitor: None,
        source: deal.source,
        loss_reason: deal.loss_reason.at(cut),
        forecast_category: deal.category.at(cut),
        on_waiver: deal.on_waiver.at(cut),
        playbook_version: 1,
        opened_at,
        created_at: deal.created_at,
        archived_at: deal.archived_at.at(cut),
        last_customer_evidence_at: last_proofs.at(cut),
        custom: Vec::new(),
    });
    for entry in deal.entries.iter().filter(|entry| entry.at <= cut) {
        facts.put_visit(
            deal_id,
            &VisitFact {
                stage: STAGES[entry.stage].key,
                kind: STAGES[entry.stage].kind.as_str(),
                entered_at: entry.at,
                direction: entry.direction,
                origin: entry.origin,
                playbook_version: 1,
            },
        );
    }
    let mut changes: Vec<(Moment, &str, Option<String>)> = Vec::new();
    let mut add = |field, befores: Vec<(Moment, Option<String>)>| {
        changes.extend(befores.into_iter().map(|(at, before)| (at, field, before)));
    };
    let whole = |value: i64| Some(value.to_string());
    let day = |value: Option<i32>| value.map(|day| day.to_string());
    let word = |value: Option<&str>| value.map(str::to_owned);
    let record = |kind| move |place: Option<usize>| place.map(|place| id(kind, place).to_string());
    let at = |value: Option<Moment>| value.map(|at| at.to_string());
    add("account_id", befores(&deal.account, cut, &record(ACCOUNT)));
    add("owner_id", befores(&deal.owner, cut, &record(PERSON)));
    add("product_id", befores(&deal.product, cut, &record(PRODUCT)));
    add("amount_minor", befores(&deal.amount, cut, &at));
    add(
        "currency",
        befores(&deal.currency, cut, &|currency: Option<usize>| {
            currency.map(|currency| CURRENCIES[currency].0.to_owned())
        }),
    );
    add("close_on", befores(&deal.close_on, cut, &day));
    add("pushes", befores(&pushes, cut, &whole));
    add("pushed_days", befores(&pushed_days, cut, &whole));
    add("next_step_on", befores(&deal.next_step_on, cut, &day));
    add("forecast_category", befores(&deal.category, cut, &word));
    add(
        "on_waiver",
        befores(&deal.on_waiver, cut, &|is_on: bool| Some(is_on.to_string())),
    );
    add("competition", befores(&deal.competition, cut, &word));
    add("loss_reason", befores(&deal.loss_reason, cut, &word));
    add("archived_at", befores(&deal.archived_at, cut, &at));
    add("last_customer_evidence_at", befores(&last_proofs, cut, &at));
    changes.sort_by_key(|(at, ..)| *at);
    for (at, field, before) in &changes {
        facts.put_deal_change(deal_id, &change(field, *at, before.as_deref()));
    }
    for proof in deal.proofs.iter().filter(|proof| proof.recorded_at <= cut) {
        facts.put_evidence(
            deal_id,
            &EvidenceFact {
                evidence_type: proof.kind,
                origin: proof.origin,
                occurred_at: proof.occurred_at,
                recorded_at: proof.recorded_at,
                retracted_at: proof.retracted_at.filter(|at| *at <= cut),
            },
        );
    }
}

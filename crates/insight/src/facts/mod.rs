//! The column projection: a workspace's deals, their stays in stages and what changed, in typed columns.
//!
//! A deal is kept as it is now; its changes are kept with the value before. What was known at a moment is the present
//! with all later changes undone ([`Frame`]), so there are no snapshots. Imported history counts from when it
//! happened, as the journal says.

mod columns;
mod frame;
mod names;
mod pipelines;
mod rates;
mod register;
mod runs;
mod zone;

use domain::{
    Currency,
    fact::{
        AccountFact, DealFact, EvidenceFact, FieldChange, PersonFact, ProductFact, RateFact,
        TeamFact, VisitFact,
    },
};
use jiff::tz::TimeZone;
use std::collections::HashMap;
use uuid::Uuid;

use columns::Columns;
use names::{Ids, Names};
use pipelines::Stages;
use rates::Rates;
use register::Register;
use runs::Runs;

pub use columns::{NO_DAY, NO_WHOLE};
pub use frame::{Frame, Stay};
pub use names::NONE;
pub use pipelines::StageShape;
pub use zone::{LocalDays, date_of, day_of};

pub(crate) use columns::Field;
pub(crate) use register::{
    Attributes, COUNTRY, EMPLOYEES, FAMILY, INDUSTRY, NAME, PARENT, REGION, SEGMENT, TEAM,
};

/// What a workspace counts by.
#[derive(Debug, Clone)]
pub struct Conventions {
    /// The currency every amount is shown in.
    pub home: Currency,
    /// The zone days are cut in.
    pub zone: TimeZone,
    /// The month fiscal years start in, 1 to 12.
    pub fiscal_year_start_month: u8,
    /// The stages of the published playbooks, in order.
    pub stages: Vec<StageShape>,
}

/// How a stay began and how it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Mark(u8);

impl Mark {
    const DIRECTIONS: [&'static str; 5] = ["opened", "forward", "backward", "closed", "reopened"];
    const ORIGINS: [&'static str; 3] = ["recorded", "imported", "inferred"];

    fn of(visit: &VisitFact<'_>) -> Self {
        let place = |words: &[&str], word: &str| {
            let place = words.iter().position(|known| *known == word);
            place
                .and_then(|place| u8::try_from(place).ok())
                .unwrap_or(0)
        };
        Self(place(&Self::DIRECTIONS, visit.direction) << 2 | place(&Self::ORIGINS, visit.origin))
    }
}

/// Stays in stages, those of one deal together and in order.
#[derive(Debug, Default)]
struct Visits {
    runs: Runs,
    entered_at: Vec<i64>,
    entered_on: Vec<i32>,
    stage: Vec<u16>,
    mark: Vec<Mark>,
}

/// Values before changes, those of one deal together, oldest first.
#[derive(Debug, Default)]
struct Changes {
    runs: Runs,
    effective_at: Vec<i64>,
    before: Vec<i64>,
    field: Vec<Field>,
}

/// Evidence, that of one deal together, oldest first.
#[derive(Debug, Default)]
struct Proofs {
    runs: Runs,
    known_at: Vec<i64>,
    occurred_on: Vec<i32>,
    retracted_at: Vec<i64>,
    kind: Vec<u16>,
    origin: Vec<u16>,
}

/// A workspace's history, ready to be counted.
#[derive(Debug)]
pub struct Facts {
    conventions: Conventions,
    days: LocalDays,
    position: i64,
    pub(crate) ids: Ids,
    gone: Vec<bool>,
    opened_at: Vec<i64>,
    created_at: Vec<i64>,
    now: Columns,
    custom: HashMap<Box<str>, Vec<u32>>,
    visits: Visits,
    changes: Changes,
    proofs: Proofs,
    /// Words of narrow columns: kinds, sources, reasons.
    pub(crate) words: Names,
    /// Names and attributes of registers, and values of added columns.
    pub(crate) names: Names,
    stages: Stages,
    pub(crate) accounts: Register,
    pub(crate) people: Register,
    pub(crate) teams: Register,
    pub(crate) products: Register,
    rates: Rates,
    /// Whether a stage move, amount or anything else was imported.
    is_reconstructed: Vec<bool>,
    last: Option<u32>,
}

impl Facts {
    /// Nothing yet.
    #[must_use]
    pub fn new(conventions: Conventions) -> Self {
        let mut words = Names::default();
        let mut rates = Rates::default();
        rates.set_home(words.number(conventions.home.code()), conventions.home);
        let mut stages = Stages::default();
        stages.define(conventions.stages.clone());
        Self {
            days: LocalDays::of(&conventions.zone),
            conventions,
            position: 0,
            ids: Ids::default(),
            gone: Vec::new(),
            opened_at: Vec::new(),
            created_at: Vec::new(),
            now: Columns::default(),
            custom: HashMap::new(),
            visits: Visits::default(),
            changes: Changes::default(),
            proofs: Proofs::default(),
            words,
            names: Names::default(),
            stages,
            accounts: Register::default(),
            people: Register::default(),
            teams: Register::default(),
            products: Register::default(),
            rates,
            is_reconstructed: Vec::new(),
            last: None,
        }
    }

    /// The journal position everything here reflects.
    #[must_use]
    pub fn position(&self) -> i64 {
        self.position
    }

    /// Says which journal position has been read up to.
    pub fn set_position(&mut self, position: i64) {
        self.position = position;
    }

    /// What the workspace counts by.
    #[must_use]
    pub fn conventions(&self) -> &Conventions {
        &self.conventions
    }

    /// Takes over new definitions. False, and nothing done, when days or the home currency changed: then everything is to be
    /// read anew.
    pub fn redefine(&mut self, conventions: Conventions) -> bool {
        let is_same =
            self.conventions.home == conventions.home && self.conventions.zone == conventions.zone;
        if is_same {
            self.stages.define(conventions.stages.clone());
            self.conventions = conventions;
        }
        is_same
    }

    /// The calendar days of the workspace.
    #[must_use]
    pub fn days(&self) -> &LocalDays {
        &self.days
    }

    /// How many deals are kept, deleted ones included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether there is no deal.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds a deal or replaces what is known of it. Its stays, changes and evidence follow, oldest first.
    pub fn put_deal(&mut self, deal: &DealFact<'_>) {
        let (number, is_new) = self.ids.number(deal.id);
        let at = number as usize;
        if is_new {
            self.now.push();
            self.opened_at.push(deal.opened_at);
            self.created_at.push(deal.created_at);
            self.gone.push(false);
            self.is_reconstructed.push(false);
            self.custom
                .values_mut()
                .for_each(|column| column.push(NONE));
        }
        self.opened_at[at] = deal.opened_at;
        self.created_at[at] = deal.created_at;
        self.gone[at] = false;
        self.is_reconstructed[at] = false;
        self.visits.runs.clear(at);
        self.changes.runs.clear(at);
        self.proofs.runs.clear(at);
        self.put_fields(at, deal);
    }

    /// Adds a stay to a deal that has been put.
    pub fn put_visit(&mut self, deal: Uuid, visit: &VisitFact<'_>) {
        let Some(at) = self.at(deal) else { return };
        let visits = &mut self.visits;
        let Some(moved) = visits.runs.grow(at, visits.stage.len()) else {
            return;
        };
        visits.entered_at.extend_from_within(moved.clone());
        visits.entered_on.extend_from_within(moved.clone());
        visits.stage.extend_from_within(moved.clone());
        visits.mark.extend_from_within(moved);
        let pipeline = self.now.code(Field::Pipeline, at);
        let pipeline = self.words.text(pipeline).unwrap_or_default();
        visits
            .stage
            .push(self.stages.number(pipeline, visit.stage, visit.kind));
        visits.entered_at.push(visit.entered_at);
        visits.entered_on.push(self.days.day(visit.entered_at));
        visits.mark.push(Mark::of(visit));
        self.is_reconstructed[at] |= visit.origin != "recorded";
    }

    /// Adds a change to a deal that has been put; of a field that no number is made of, it is ignored.
    pub fn put_deal_change(&mut self, deal: Uuid, change: &FieldChange<'_>) {
        let (Some(at), Some(field)) = (self.at(deal), Field::named(change.field)) else {
            return;
        };
        let before = self.encode(field, change.before);
        let changes = &mut self.changes;
        let Some(moved) = changes.runs.grow(at, changes.field.len()) else {
            return;
        };
        changes.effective_at.extend_from_within(moved.clone());
        changes.before.extend_from_within(moved.clone());
        changes.field.extend_from_within(moved);
        changes.effective_at.push(change.effective_at);
        changes.before.push(before);
        changes.field.push(field);
    }

    /// Adds evidence to a deal that has been put.
    pub fn put_evidence(&mut self, deal: Uuid, evidence: &EvidenceFact<'_>) {
        let Some(at) = self.at(deal) else { return };
        let proofs = &mut self.proofs;
        let Some(moved) = proofs.runs.grow(at, proofs.kind.len()) else {
            return;
        };
        proofs.known_at.extend_from_within(moved.clone());
        proofs.occurred_on.extend_from_within(moved.clone());
        proofs.retracted_at.extend_from_within(moved.clone());
        proofs.kind.extend_from_within(moved.clone());
        proofs.origin.extend_from_within(moved);
        let narrow = |number: u32| u16::try_from(number).unwrap_or(u16::MAX);
        proofs.known_at.push(evidence.recorded_at);
        proofs.occurred_on.push(self.days.day(evidence.occurred_at));
        proofs
            .retracted_at
            .push(evidence.retracted_at.unwrap_or(i64::MAX));
        proofs
            .kind
            .push(narrow(self.words.number(evidence.evidence_type)));
        proofs
            .origin
            .push(narrow(self.words.number(evidence.origin)));
    }

    /// The number of a deal; the last one asked for is found at once, because facts come deal by deal.
    fn at(&mut self, deal: Uuid) -> Option<usize> {
        if let Some(number) = self.last.filter(|last| self.ids.id(*last) == Some(deal)) {
            return Some(number as usize);
        }
        self.last = self.ids.find(deal);
        self.last.map(|number| number as usize)
    }

    /// Forgets a deal that was deleted, as the undo of an import does.
    pub fn remove_deal(&mut self, id: Uuid) {
        if let Some(number) = self.ids.find(id) {
            self.gone[number as usize] = true;
        }
    }

    fn put_fields(&mut self, at: usize, deal: &DealFact<'_>) {
        let day = |day: Option<i32>| i64::from(day.unwrap_or(NO_DAY));
        let whole = |whole: Option<i64>| whole.unwrap_or(NO_WHOLE);
        let Self {
            now,
            words,
            accounts,
            people,
            products,
            ..
        } = self;
        let mut set = |field, value: i64| now.set(field, at, value);
        set(Field::Amount, whole(deal.amount_minor));
        set(Field::ArchivedAt, whole(deal.archived_at));
        set(Field::LastEvidenceAt, whole(deal.last_customer_evidence_at));
        set(Field::CloseOn, day(deal.close_on));
        set(Field::NextStepOn, day(deal.next_step_on));
        set(Field::Pushes, deal.pushes);
        set(Field::PushedDays, deal.pushed_days);
        set(Field::PlaybookVersion, deal.playbook_version);
        set(Field::Account, accounts.number(deal.account_id).into());
        set(Field::Owner, people.number(deal.owner_id).into());
        set(Field::Product, products.number(deal.product_id).into());
        set(Field::Kind, words.number(deal.kind).into());
        set(Field::Pipeline, words.number(deal.pipeline).into());
        set(Field::Currency, words.optional(deal.currency).into());
        set(Field::Competition, words.optional(deal.competition).into());
        set(Field::Competitor, words.optional(deal.competitor).into());
        set(Field::Source, words.optional(deal.source).into());
        set(Field::LossReason, words.optional(deal.loss_reason).into());
        set(
            Field::Category,
            words.optional(deal.forecast_category).into(),
        );
        let flag = if deal.on_waiver { "true" } else { "false" };
        set(Field::OnWaiver, words.number(flag).into());
        for (name, value) in &deal.custom {
            let number = self.names.number(value);
            if !self.custom.contains_key(*name) {
                self.custom
                    .insert((*name).into(), vec![NONE; self.ids.len()]);
            }
            if let Some(column) = self.custom.get_mut(*name) {
                column[at] = number;
            }
        }
    }

    fn encode(&mut self, field: Field, value: Option<&str>) -> i64 {
        let Some(value) = value else {
            return field.missing();
        };
        let record = |register: &mut Register| {
            let id = value.parse::<Uuid>().ok();
            i64::from(register.number(id))
        };
        match field {
            Field::Account => record(&mut self.accounts),
            Field::Owner => record(&mut self.people),
            Field::Product => record(&mut self.products),
            field if field.is_coded() => i64::from(self.words.number(value)),
            field => value.parse().unwrap_or(field.missing()),
        }
    }

    /// Adds an account or replaces what is known of it.
    pub fn put_account(&mut self, account: &AccountFact<'_>) {
        let number = self.accounts.number(Some(account.id));
        let parent = self.accounts.number(account.parent_id);
        let names = &mut self.names;
        let attributes = [
            names.number(account.name),
            parent,
            names.optional(account.industry),
            names.optional(account.segment),
            names.optional(account.country),
            names.optional(account.region),
            account
                .employees
                .and_then(|count| u32::try_from(count).ok())
                .unwrap_or(NONE),
        ];
        self.accounts.put(number, attributes, account.created_at);
    }

    /// Adds a person or replaces what is known of them.
    pub fn put_person(&mut self, person: &PersonFact<'_>) {
        let number = self.people.number(Some(person.id));
        let mut attributes = [NONE; register::ATTRIBUTES];
        attributes[NAME] = self.names.number(person.name);
        attributes[TEAM] = self.teams.number(person.team_id);
        self.people.put(number, attributes, person.created_at);
    }

    /// Adds a team or replaces what is known of it.
    pub fn put_team(&mut self, team: &TeamFact<'_>) {
        let number = self.teams.number(Some(team.id));
        let mut attributes = [NONE; register::ATTRIBUTES];
        attributes[NAME] = self.names.number(team.name);
        attributes[PARENT] = self.teams.number(team.parent_id);
        self.teams.put(number, attributes, i64::MIN);
    }

    /// Adds a product or replaces what is known of it.
    pub fn put_product(&mut self, product: &ProductFact<'_>) {
        let number = self.products.number(Some(product.id));
        let mut attributes = [NONE; register::ATTRIBUTES];
        attributes[NAME] = self.names.number(product.name);
        attributes[FAMILY] = self.names.optional(product.family);
        self.products.put(number, attributes, i64::MIN);
    }

    /// Remembers a change of an account (`account`), person (`user`), team or product; others are ignored.
    pub fn put_change(&mut self, object_kind: &str, id: Uuid, change: &FieldChange<'_>) {
        const ACCOUNT: &[(&str, usize)] = &[
            ("name", NAME),
            ("parent_id", PARENT),
            ("industry", INDUSTRY),
            ("segment", SEGMENT),
            ("country", COUNTRY),
            ("region", REGION),
            ("employees", EMPLOYEES),
        ];
        let attributes: &[(&str, usize)] = match object_kind {
            "account" => ACCOUNT,
            "user" => &[("name", NAME), ("team_id", TEAM)],
            "team" => &[("name", NAME), ("parent_id", PARENT)],
            "product" => &[("name", NAME), ("family", FAMILY)],
            _ => return,
        };
        let Some((_, attribute)) = attributes.iter().find(|(name, _)| *name == change.field) else {
            return;
        };
        let id_before = || change.before.and_then(|id| id.parse::<Uuid>().ok());
        let before = match (object_kind, change.field) {
            ("account", "parent_id") => self.accounts.number(id_before()),
            ("user", "team_id") | ("team", "parent_id") => self.teams.number(id_before()),
            (_, "employees") => change
                .before
                .and_then(|count| count.parse().ok())
                .unwrap_or(NONE),
            _ => self.names.optional(change.before),
        };
        let register = match object_kind {
            "account" => &mut self.accounts,
            "user" => &mut self.people,
            "team" => &mut self.teams,
            _ => &mut self.products,
        };
        let number = register.number(Some(id));
        register.changed(number, *attribute, change.effective_at, before);
    }

    /// Forgets rates and the changes of accounts, people, teams and products, before all of them are given again.
    pub fn forget_registers(&mut self) {
        self.rates.clear();
        for register in [
            &mut self.accounts,
            &mut self.people,
            &mut self.teams,
            &mut self.products,
        ] {
            register.forget_changes();
        }
    }

    /// Adds an exchange rate; a currency ISO 4217 does not know is ignored.
    pub fn put_rate(&mut self, rate: &RateFact<'_>) {
        if let Ok(currency) = rate.currency.parse() {
            let number = self.words.number(rate.currency);
            self.rates
                .put(number, currency, rate.effective_on, rate.rate_nano);
        }
    }

    /// Whether so much of it is holes left by changed deals that building it anew is worth it.
    #[must_use]
    pub fn is_worn(&self) -> bool {
        self.visits.runs.wasted() > 1_000_000
            && self.visits.runs.wasted() * 4 > self.visits.stage.len()
    }

    /// Bytes that deals with their visits take, without their changes and evidence.
    #[must_use]
    pub fn bytes_of_deals(&self) -> usize {
        let fixed = self.len() * (16 + 5 + 2)
            + (self.opened_at.capacity() + self.created_at.capacity()) * 8;
        fixed + self.now.bytes() + self.visits.runs.bytes() + self.visits.stage.capacity() * 15
    }
}

//! Small made-up histories for tests: one pipeline of three open stages, days counted from 0, UTC.

use domain::Currency;
use domain::fact::{AccountFact, DealFact, EvidenceFact, FieldChange, PersonFact, VisitFact};
use jiff::tz::TimeZone;
use playbook::{RequiredField, StageKind, Text};
use uuid::Uuid;

use crate::facts::{Conventions, Facts, StageShape};
use crate::reports::Asked;
use crate::slice::Slice;

const DAY: i64 = 86_400_000_000;

/// Stages: `first` 20 %, `second` 40 %, `third` 60 %, `won`, `lost`.
pub(crate) const STAGES: [(&str, StageKind, u8); 5] = [
    ("first", StageKind::Open, 20),
    ("second", StageKind::Open, 40),
    ("third", StageKind::Open, 60),
    ("won", StageKind::Won, 100),
    ("lost", StageKind::Lost, 0),
];

/// A deal being written down.
#[derive(Debug, Clone)]
pub(crate) struct Told {
    id: Uuid,
    opened: i32,
    visits: Vec<(i32, &'static str)>,
    amount: Option<i64>,
    owner: Option<String>,
    account: Option<usize>,
    fields: Vec<(&'static str, String)>,
    changes: Vec<(i32, &'static str, Option<String>, Option<String>)>,
    evidence: Vec<(i32, &'static str, &'static str)>,
    origin: &'static str,
    created: Option<i32>,
}

impl Told {
    pub(crate) fn opened(&mut self, day: i32) -> &mut Self {
        self.opened = day;
        self.visits.insert(0, (day, "first"));
        self
    }

    /// Enters a stage on a day.
    pub(crate) fn enters(&mut self, day: i32, stage: &'static str) -> &mut Self {
        self.visits.push((day, stage));
        self
    }

    /// Ends in `won` or `lost` on a day.
    pub(crate) fn closed(&mut self, day: i32, stage: &'static str) -> &mut Self {
        self.enters(day, stage)
    }

    /// The amount now, in home minor units.
    pub(crate) fn worth(&mut self, minor: i64) -> &mut Self {
        self.amount = Some(minor);
        self
    }

    pub(crate) fn owned_by(&mut self, name: &str) -> &mut Self {
        self.owner = Some(name.to_owned());
        self
    }

    /// The customer, by place in [`History::account`].
    pub(crate) fn of_account(&mut self, account: usize) -> &mut Self {
        self.account = Some(account);
        self
    }

    /// A field as it is now: `close_on`, `pushes`, `pushed_days`, `source`, `loss_reason`, `competitor`,
    /// `forecast_category`, `on_waiver`, `archived_at` (a day), `currency`, `kind`, `next_step_on`.
    pub(crate) fn with(&mut self, field: &'static str, value: impl ToString) -> &mut Self {
        self.fields.push((field, value.to_string()));
        self
    }

    /// A change on a day; the value now is given by [`Told::with`] or [`Told::worth`].
    pub(crate) fn changed(
        &mut self,
        day: i32,
        field: &'static str,
        before: Option<&str>,
        after: Option<&str>,
    ) -> &mut Self {
        self.changes.push((
            day,
            field,
            before.map(str::to_owned),
            after.map(str::to_owned),
        ));
        self
    }

    /// Evidence that happened and was recorded on a day, from `customer`, `us` or `system`.
    pub(crate) fn proved(
        &mut self,
        day: i32,
        evidence_type: &'static str,
        origin: &'static str,
    ) -> &mut Self {
        self.evidence.push((day, evidence_type, origin));
        self
    }

    /// The day it was entered here; the day it was opened when not told.
    pub(crate) fn created(&mut self, day: i32) -> &mut Self {
        self.created = Some(day);
        self
    }

    /// Marks all stays as `imported` or `inferred`.
    pub(crate) fn known_by(&mut self, origin: &'static str) -> &mut Self {
        self.origin = origin;
        self
    }
}

/// A history being written down.
#[derive(Debug, Clone, Default)]
pub(crate) struct History {
    deals: Vec<Told>,
    accounts: Vec<(String, Option<String>, Option<String>)>,
}

impl History {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// One more deal; its number is its place.
    pub(crate) fn deal(&mut self) -> &mut Told {
        self.deals.push(Told {
            id: deal_id(self.deals.len()),
            opened: 0,
            visits: Vec::new(),
            amount: None,
            owner: None,
            account: None,
            fields: Vec::new(),
            changes: Vec::new(),
            evidence: Vec::new(),
            origin: "recorded",
            created: None,
        });
        self.deals.last_mut().unwrap()
    }

    /// A deal that was told, by its number, to tell more of it.
    pub(crate) fn told(&mut self, deal: usize) -> &mut Told {
        &mut self.deals[deal]
    }

    /// One more account: name, industry, segment.
    pub(crate) fn account(
        &mut self,
        name: &str,
        industry: Option<&str>,
        segment: Option<&str>,
    ) -> usize {
        self.accounts.push((
            name.to_owned(),
            industry.map(str::to_owned),
            segment.map(str::to_owned),
        ));
        self.accounts.len() - 1
    }

    /// The columns of it.
    pub(crate) fn facts(&self) -> Facts {
        let mut facts = Facts::new(conventions());
        self.tell(&mut facts);
        facts
    }

    /// Tells it to columns that may know some of it already.
    pub(crate) fn tell(&self, facts: &mut Facts) {
        for (place, (name, industry, segment)) in self.accounts.iter().enumerate() {
            facts.put_account(&AccountFact {
                id: account_id(place),
                name,
                industry: industry.as_deref(),
                segment: segment.as_deref(),
                ..AccountFact::default()
            });
        }
        for deal in &self.deals {
            put(facts, deal);
        }
    }

    /// A question about all of it, as known at the end of a day.
    pub(crate) fn asked<'f>(&self, facts: &'f Facts, day: i32) -> Asked<'f> {
        Asked::new(facts, at(day + 1) - 1, Slice::default())
    }
}

pub(crate) fn conventions() -> Conventions {
    let stage = |(position, (key, kind, percent)): (usize, &(&str, StageKind, u8))| StageShape {
        pipeline: "sales".to_owned(),
        key: (*key).to_owned(),
        name: Text::new(*key, *key),
        kind: *kind,
        position: u16::try_from(position).unwrap(),
        probability_percent: Some(*percent),
        rot_days: Some(14),
        required_fields: vec![
            RequiredField::Amount,
            RequiredField::CloseDate,
            RequiredField::NextStep,
            RequiredField::Account,
            RequiredField::Competition,
        ],
    };
    Conventions {
        home: Currency::USD,
        zone: TimeZone::UTC,
        fiscal_year_start_month: 1,
        stages: STAGES.iter().enumerate().map(stage).collect(),
    }
}

/// The first moment of a day.
pub(crate) fn at(day: i32) -> i64 {
    i64::from(day) * DAY
}

/// The id of a person with a name.
pub(crate) fn person_id(name: &str) -> Uuid {
    let number = name
        .bytes()
        .fold(0_u128, |sum, byte| sum * 31 + u128::from(byte));
    Uuid::from_u128(0x2000_0000 + number)
}

/// The id of the deal at a place.
pub(crate) fn deal_id(place: usize) -> Uuid {
    Uuid::from_u128(place as u128 + 1)
}

fn account_id(place: usize) -> Uuid {
    Uuid::from_u128(0x1000_0000 + place as u128)
}

fn put(facts: &mut Facts, told: &Told) {
    let owner_id = told.owner.as_ref().map(|name| {
        let id = person_id(name);
        facts.put_person(&PersonFact {
            id,
            name,
            ..PersonFact::default()
        });
        id
    });
    let text = |field: &str| {
        told.fields
            .iter()
            .rev()
            .find(|(name, _)| *name == field)
            .map(|(_, value)| value.as_str())
    };
    let whole = |field: &str| text(field).map(|value| value.parse::<i64>().unwrap());
    let day = |field: &str| whole(field).map(|day| i32::try_from(day).unwrap());
    let deal = DealFact {
        id: told.id,
        kind: text("kind").unwrap_or("new"),
        pipeline: "sales",
        account_id: told.account.map(account_id),
        owner_id,
        amount_minor: told.amount,
        currency: text("currency").or(told.amount.map(|_| "USD")),
        close_on: day("close_on"),
        pushes: whole("pushes").unwrap_or(0),
        pushed_days: whole("pushed_days").unwrap_or(0),
        next_step_on: day("next_step_on"),
        competitor: text("competitor"),
        source: text("source"),
        loss_reason: text("loss_reason"),
        forecast_category: text("forecast_category"),
        on_waiver: text("on_waiver") == Some("true"),
        playbook_version: 1,
        opened_at: at(told.opened),
        created_at: at(told.created.unwrap_or(told.opened)),
        archived_at: day("archived_at").map(at),
        last_customer_evidence_at: told
            .evidence
            .iter()
            .filter(|(.., origin)| *origin == "customer")
            .map(|(day, ..)| at(*day))
            .max(),
        ..DealFact::default()
    };
    let mut before: Option<&str> = None;
    let visits: Vec<_> = told
        .visits
        .iter()
        .map(|(day, stage)| {
            let place = |key: &str| STAGES.iter().position(|(known, ..)| *known == key).unwrap();
            let kind = STAGES[place(stage)].1;
            let direction = match before {
                None => "opened",
                Some(_) if kind != StageKind::Open => "closed",
                Some(before) if place(before) > place(stage) => "backward",
                Some(_) => "forward",
            };
            before = Some(stage);
            VisitFact {
                stage,
                kind: kind.as_str(),
                entered_at: at(*day),
                direction,
                origin: told.origin,
                playbook_version: 1,
            }
        })
        .collect();
    let changes: Vec<_> = told
        .changes
        .iter()
        .map(|(day, field, before, after)| FieldChange {
            field,
            effective_at: at(*day),
            before: before.as_deref(),
            after: after.as_deref(),
        })
        .collect();
    let evidence: Vec<_> = told
        .evidence
        .iter()
        .map(|(day, evidence_type, origin)| EvidenceFact {
            evidence_type,
            origin,
            occurred_at: at(*day),
            recorded_at: at(*day),
            retracted_at: None,
        })
        .collect();
    facts.put_deal(&deal);
    visits
        .iter()
        .for_each(|visit| facts.put_visit(deal.id, visit));
    changes
        .iter()
        .for_each(|change| facts.put_deal_change(deal.id, change));
    evidence
        .iter()
        .for_each(|evidence| facts.put_evidence(deal.id, evidence));
}

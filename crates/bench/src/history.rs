//! A made-up history of sales: the same deals for the columns and for the databases they are compared with.

use anyhow::Result;
use domain::Currency;
use domain::fact::{AccountFact, DealFact, FieldChange, PersonFact, VisitFact};
use insight::facts::{Conventions, Facts, StageShape};
use jiff::tz::TimeZone;
use playbook::{StageKind, Text};
use uuid::Uuid;

pub(crate) const DAY: i64 = 86_400_000_000;
/// The last day of the made-up history, counted from 1970.
pub(crate) const TODAY: i32 = 20_700;
pub(crate) const YEARS: i32 = 3;
const PEOPLE: u32 = 60;
/// Places in [`STAGES`].
pub(crate) const WON: usize = 7;
pub(crate) const LOST: usize = 8;

pub(crate) const STAGES: [(&str, StageKind, u8); 9] = [
    ("prospecting", StageKind::Open, 5),
    ("discovery", StageKind::Open, 10),
    ("qualified", StageKind::Open, 20),
    ("solution_fit", StageKind::Open, 40),
    ("evaluation", StageKind::Open, 50),
    ("proposal", StageKind::Open, 60),
    ("negotiation", StageKind::Open, 80),
    ("closed_won", StageKind::Won, 100),
    ("closed_lost", StageKind::Lost, 0),
];

const SOURCES: [&str; 4] = ["web", "event", "partner", "outbound"];
const REASONS: [&str; 3] = ["price", "competitor", "no-decision"];
const CATEGORIES: [&str; 3] = ["commit", "best_case", "pipeline"];

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u32) -> u32 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        u32::try_from((self.0 >> 33) % u64::from(sides)).unwrap_or(0)
    }

    fn days(&mut self, most: i32) -> i32 {
        i32::try_from(self.roll(u32::try_from(most).unwrap_or(1))).unwrap_or(0)
    }

    fn pick(&mut self, choices: u32) -> usize {
        self.roll(choices) as usize
    }
}

/// So many deals.
#[derive(Debug, Clone, Copy)]
pub(crate) struct History {
    deals: u64,
}

/// A deal of it.
#[derive(Debug)]
pub(crate) struct Deal {
    pub(crate) number: u64,
    /// When it entered each stage, by place in [`STAGES`]; UTC microseconds.
    pub(crate) visits: Vec<(i64, usize)>,
    pub(crate) owner: u32,
    account: u64,
    pub(crate) amount_minor: i64,
    pub(crate) close_on: i32,
    /// When the amount was changed, and what it was before.
    pub(crate) amount_before: (i64, i64),
    /// When the expected close day was changed, and what it was before.
    pub(crate) close_before: (i64, i32),
    pushes: u32,
    source: usize,
    pub(crate) loss_reason: Option<&'static str>,
    category: usize,
}

impl History {
    pub(crate) fn new(deals: u64) -> Self {
        Self { deals }
    }

    fn accounts(self) -> u64 {
        self.deals / 10 + 1
    }

    /// The deals, one after the other.
    pub(crate) fn deals(self) -> impl Iterator<Item = Deal> {
        let mut dice = Dice(42);
        (0..self.deals).map(move |number| Deal::made_up(number, self.accounts(), &mut dice))
    }

    /// The columns of it.
    pub(crate) fn facts(self) -> Result<Facts> {
        let stage = |((key, kind, percent), position): (&(&str, StageKind, u8), u16)| StageShape {
            pipeline: "new-business".to_owned(),
            key: (*key).to_owned(),
            name: Text::new(*key, *key),
            kind: *kind,
            position,
            probability_percent: Some(*percent),
            rot_days: Some(30),
            required_fields: Vec::new(),
        };
        let mut facts = Facts::new(Conventions {
            home: Currency::USD,
            zone: TimeZone::UTC,
            fiscal_year_start_month: 1,
            stages: STAGES.iter().zip(0..).map(stage).collect(),
        });
        let mut dice = Dice(7);
        for person in 0..PEOPLE {
            facts.put_person(&PersonFact {
                id: person_id(person),
                name: &format!("Person {person}"),
                ..PersonFact::default()
            });
        }
        for account in 0..self.accounts() {
            facts.put_account(&AccountFact {
                id: account_id(account),
                name: &format!("Account {account}"),
                industry: Some(["software", "finance", "retail", "medical"][dice.pick(4)]),
                segment: Some(["enterprise", "mid-market", "small"][dice.pick(3)]),
                ..AccountFact::default()
            });
        }
        for deal in self.deals() {
            deal.put(&mut facts);
        }
        facts.settle();
        facts.shrink();
        Ok(facts)
    }
}

fn person_id(person: u32) -> Uuid {
    Uuid::from_u128(u128::from(person) + 1)
}

fn account_id(account: u64) -> Uuid {
    Uuid::from_u128((1 << 64) + u128::from(account))
}

impl Deal {
    fn made_up(number: u64, accounts: u64, dice: &mut Dice) -> Self {
        let opened = TODAY - dice.days(YEARS * 365);
        let moment = |day: i32, dice: &mut Dice| {
            i64::from(day) * DAY + i64::from(dice.roll(86_400)) * 1_000_000
        };
        let opened_at = moment(opened, dice);
        let mut visits = vec![(opened_at, 0_usize)];
        let mut day = opened;
        for stage in 1..=7 {
            day += 1 + dice.days(40);
            if day > TODAY {
                break;
            }
            let is_lost = dice.roll(100) < 9;
            visits.push((moment(day, dice), if is_lost { LOST } else { stage }));
            if is_lost {
                break;
            }
        }
        let end = visits.last().map_or(0, |(_, stage)| *stage);
        let close_on = if end >= WON {
            day
        } else {
            TODAY + dice.days(120)
        };
        let amount_minor = i64::from(dice.roll(2_000_000));
        let last = (i64::from(TODAY) + 1) * DAY - 1;
        let later = |dice: &mut Dice| (opened_at + i64::from(dice.days(60)) * DAY).min(last);
        Self {
            number,
            visits,
            owner: dice.roll(PEOPLE),
            account: u64::from(dice.roll(u32::MAX)) % accounts,
            amount_minor,
            close_on,
            amount_before: (later(dice), amount_minor / 2),
            close_before: (later(dice), close_on - 20),
            pushes: dice.roll(3),
            source: dice.pick(4),
            loss_reason: (end == LOST).then(|| REASONS[dice.pick(3)]),
            category: dice.pick(3),
        }
    }

    fn put(&self, facts: &mut Facts) {
        let id = Uuid::from_u128((1 << 96) + u128::from(self.number));
        let opened_at = self.visits[0].0;
        facts.put_deal(&DealFact {
            id,
            kind: "new",
            pipeline: "new-business",
            account_id: Some(account_id(self.account)),
            owner_id: Some(person_id(self.owner)),
            amount_minor: Some(self.amount_minor),
            currency: Some("USD"),
            close_on: Some(self.close_on),
            pushes: self.pushes.into(),
            source: Some(SOURCES[self.source]),
            loss_reason: self.loss_reason,
            forecast_category: Some(CATEGORIES[self.category]),
            playbook_version: 1,
            opened_at,
            created_at: opened_at,
            ..DealFact::default()
        });
        for (entered_at, stage) in &self.visits {
            let (key, kind, _) = STAGES[*stage];
            let direction = match *stage {
                0 => "opened",
                WON | LOST => "closed",
                _ => "forward",
            };
            facts.put_visit(
                id,
                &VisitFact {
                    stage: key,
                    kind: kind.as_str(),
                    entered_at: *entered_at,
                    direction,
                    origin: "recorded",
                    playbook_version: 1,
                },
            );
        }
        let amount = (
            self.amount_before.0,
            "amount_minor",
            self.amount_before.1.to_string(),
        );
        let close_on = (
            self.close_before.0,
            "close_on",
            self.close_before.1.to_string(),
        );
        let mut changes = [amount, close_on];
        changes.sort_unstable_by_key(|(at, ..)| *at);
        for (effective_at, field, before) in &changes {
            facts.put_deal_change(
                id,
                &FieldChange {
                    field,
                    effective_at: *effective_at,
                    before: Some(before),
                    after: None,
                },
            );
        }
    }
}

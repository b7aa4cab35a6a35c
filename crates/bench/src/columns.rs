//! How quick the columns of `insight` are: loading them, their size, and every report over them, on one thread's wall clock.

use std::fmt::Write as _;
use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result};
use domain::Currency;
use domain::fact::{AccountFact, DealFact, FieldChange, PersonFact, VisitFact};
use insight::facts::{Conventions, Facts, StageShape, date_of};
use insight::reports::{Asked, REGISTRY};
use insight::slice::{Filter, Slice};
use jiff::tz::TimeZone;
use playbook::{StageKind, Text};
use uuid::Uuid;

const DAY: i64 = 86_400_000_000;
/// The last day of the made-up history, counted from 1970.
const TODAY: i32 = 20_700;
const YEARS: i32 = 3;
const PEOPLE: u128 = 60;
const RUNS: usize = 7;

const STAGES: [(&str, StageKind, u8); 9] = [
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

/// Measures these reports, or all, on columns of so many deals and writes `insight.md`.
pub(crate) fn measure(out: &Path, deals: u64, reports: &[String]) -> Result<()> {
    let started = Instant::now();
    let facts = history(deals)?;
    let loaded = started.elapsed();
    let mut text = String::new();
    writeln!(text, "# Columns and reports\n")?;
    writeln!(
        text,
        "`cargo xtask bench insight --deals {deals}`: made-up history of {YEARS} years, about 7 stays a deal, 2 changes. Wall milliseconds of {RUNS} runs \
         on one thread, the first left out; frame included, database and catch-up not.\n"
    )?;
    #[expect(clippy::cast_precision_loss, reason = "a figure for reading")]
    let bytes = facts.bytes_of_deals() as f64 / deals as f64;
    writeln!(text, "| | |\n|---|---|")?;
    writeln!(
        text,
        "| filling the columns | {:.2} s |",
        loaded.as_secs_f64()
    )?;
    writeln!(text, "| a deal with its stays | {bytes:.0} bytes |\n")?;
    writeln!(
        text,
        "| report | now, median | now, slowest | 90 days ago | CEL slice |\n|---|---:|---:|---:|---:|"
    )?;
    let cel = "segment == \"enterprise\" && amount_minor > 500000";
    let filter =
        Filter::compile(cel, date_of(TODAY)).map_err(|finding| anyhow::anyhow!("{finding:?}"))?;
    let slice = Slice {
        filter: Some(filter),
        ..Slice::default()
    };
    let is_asked = |name: &str| reports.is_empty() || reports.iter().any(|asked| asked == name);
    for report in REGISTRY
        .iter()
        .filter(|report| is_asked(report.definition.name))
    {
        let time = |as_of: i32, slice: &Slice| {
            let mut times: Vec<f64> = (0..RUNS)
                .map(|_| {
                    let started = Instant::now();
                    let asked = Asked::new(&facts, (i64::from(as_of) + 1) * DAY - 1, slice.clone());
                    std::hint::black_box(report.run(&asked));
                    started.elapsed().as_secs_f64() * 1_000.0
                })
                .skip(1)
                .collect();
            times.sort_by(f64::total_cmp);
            (
                times[times.len() / 2],
                times.last().copied().unwrap_or_default(),
            )
        };
        let (median, slowest) = time(TODAY, &Slice::default());
        let (past, _) = time(TODAY - 90, &Slice::default());
        let (sliced, _) = time(TODAY, &slice);
        let name = report.definition.name;
        println!("{name:<18} {median:8.1} {slowest:8.1} {past:8.1} {sliced:8.1} ms");
        writeln!(
            text,
            "| `{name}` | {median:.1} | {slowest:.1} | {past:.1} | {sliced:.1} |"
        )?;
    }
    std::fs::create_dir_all(out)?;
    std::fs::write(out.join("insight.md"), text).context("the figures cannot be written")
}

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
}

fn history(deals: u64) -> Result<Facts> {
    let stage = |((key, kind, percent), position): (&(&str, StageKind, u8), u16)| StageShape {
        pipeline: "new-business".to_owned(),
        key: (*key).to_owned(),
        name: Text::new(*key, *key),
        kind: *kind,
        position,
        probability_percent: Some(*percent),
        rot_days: Some(30),
    };
    let mut facts = Facts::new(Conventions {
        home: Currency::USD,
        zone: TimeZone::get("Asia/Seoul")?,
        fiscal_year_start_month: 1,
        stages: STAGES.iter().zip(0..).map(stage).collect(),
    });
    let mut dice = Dice(42);
    for person in 0..PEOPLE {
        let name = format!("Person {person}");
        let id = Uuid::from_u128(person + 1);
        facts.put_person(&PersonFact {
            id,
            name: &name,
            ..PersonFact::default()
        });
    }
    let accounts = u128::from(deals / 10 + 1);
    for account in 0..accounts {
        let name = format!("Account {account}");
        facts.put_account(&AccountFact {
            id: Uuid::from_u128((1 << 64) + account),
            name: &name,
            industry: Some(["software", "finance", "retail", "medical"][dice.roll(4) as usize]),
            segment: Some(["enterprise", "mid-market", "small"][dice.roll(3) as usize]),
            ..AccountFact::default()
        });
    }
    for number in 0..deals {
        put(&mut facts, number, accounts, &mut dice);
    }
    facts.settle();
    facts.shrink();
    Ok(facts)
}

fn put(facts: &mut Facts, number: u64, accounts: u128, dice: &mut Dice) {
    let roll = |dice: &mut Dice, sides| i32::try_from(dice.roll(sides)).unwrap_or(0);
    let opened = TODAY - roll(dice, u32::try_from(YEARS * 365).unwrap_or(1));
    let id = Uuid::from_u128((1 << 96) + u128::from(number));
    let moment =
        |day: i32, dice: &mut Dice| i64::from(day) * DAY + i64::from(dice.roll(86_400)) * 1_000_000;
    let opened_at = moment(opened, dice);
    let mut visits = vec![(opened_at, 0_usize)];
    let mut day = opened;
    for stage in 1..=7 {
        day += 1 + roll(dice, 40);
        if day > TODAY {
            break;
        }
        let is_lost = dice.roll(100) < 9;
        visits.push((moment(day, dice), if is_lost { 8 } else { stage }));
        if is_lost {
            break;
        }
    }
    visits.sort_unstable_by_key(|(at, _)| *at);
    let is_closed = visits.last().is_some_and(|(_, stage)| *stage >= 7);
    let close_on = if is_closed {
        day
    } else {
        TODAY + roll(dice, 120)
    };
    let amount = i64::from(dice.roll(2_000_000));
    facts.put_deal(&DealFact {
        id,
        kind: "new",
        pipeline: "new-business",
        account_id: Some(Uuid::from_u128(
            (1 << 64) + u128::from(dice.roll(u32::MAX)) % accounts,
        )),
        owner_id: Some(Uuid::from_u128(u128::from(dice.roll(60)) + 1)),
        amount_minor: Some(amount),
        currency: Some("USD"),
        close_on: Some(close_on),
        pushes: i64::from(dice.roll(3)),
        source: Some(["web", "event", "partner", "outbound"][dice.roll(4) as usize]),
        loss_reason: visits
            .last()
            .filter(|(_, stage)| *stage == 8)
            .map(|_| ["price", "competitor", "no-decision"][dice.roll(3) as usize]),
        forecast_category: Some(["commit", "best_case", "pipeline"][dice.roll(3) as usize]),
        playbook_version: 1,
        opened_at,
        created_at: opened_at,
        ..DealFact::default()
    });
    for (entered_at, stage) in &visits {
        let (key, kind, _) = STAGES[*stage];
        facts.put_visit(
            id,
            &VisitFact {
                stage: key,
                kind: kind.as_str(),
                entered_at: *entered_at,
                direction: if *stage == 0 {
                    "opened"
                } else if *stage >= 7 {
                    "closed"
                } else {
                    "forward"
                },
                origin: "recorded",
                playbook_version: 1,
            },
        );
    }
    let before = (amount / 2).to_string();
    let close_before = (close_on - 20).to_string();
    for (field, before) in [("amount_minor", &before), ("close_on", &close_before)] {
        let later = opened_at + i64::from(dice.roll(60)) * DAY;
        let effective_at = later.min((i64::from(TODAY) + 1) * DAY - 1);
        facts.put_deal_change(
            id,
            &FieldChange {
                field,
                effective_at,
                before: Some(before),
                after: None,
            },
        );
    }
}

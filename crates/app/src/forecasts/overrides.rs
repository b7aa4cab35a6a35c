//! How good people were at knowing better than the rule.

use std::collections::{BTreeMap, HashMap};

use domain::{
    Date, Deal, Instant, Period, PeriodGrain,
    deal::DealStatus,
    ids::{DealId, JournalEntryId, UserId},
    policy::Action,
    vocabulary::ForecastCategory,
};
pub use insight::overrides::{Direction, Skill, Verdict};
use insight::{
    facts::day_of,
    overrides::{self, Decided, Decision},
    slice::Slice,
};
use store::Judgement;
use uuid::Uuid;

use crate::{Ctx, Error, FieldError, Named};

/// How many judgements are read, the latest.
const READ_MOST: usize = 5_000;
/// How many decisions are scored at once, the latest.
const SCORED_MOST: usize = 500;
/// How many deals left alone are named.
const NAMED_MOST: usize = 500;

/// Which decisions.
#[derive(Debug, Clone, Copy, Default)]
pub struct OverrideList {
    /// Taken on or after this day.
    pub from: Option<Date>,
    /// Taken on or before this day.
    pub to: Option<Date>,
    /// By this person.
    pub person: Option<UserId>,
    /// Only this one, with the deals it is compared with.
    pub decision: Option<JournalEntryId>,
}

/// By which right somebody decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DecisionKind {
    /// As whoever leads the owner, either way.
    Override,
    /// As the owner, downwards.
    Cap,
}

/// What became of a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DecisionOutcome {
    /// The deal was won by the quarter's last day.
    CameIn,
    /// It was not.
    DidNot,
    /// The quarter goes on and the deal is open.
    Pending,
    /// The same person decided again about the same quarter, or took it back before the quarter was over: only that counts.
    Replaced,
}

/// Somebody's decision about a deal's forecast category.
#[derive(Debug, Clone)]
pub struct OverrideRecord {
    /// The journal entry it is.
    pub id: JournalEntryId,
    /// When.
    pub decided_at: Instant,
    /// By whom.
    pub by: Named,
    /// By which right.
    pub kind: DecisionKind,
    /// The deal, as it was called then.
    pub deal: Named,
    /// What the rule said.
    pub rule_category: Option<ForecastCategory>,
    /// What they set.
    pub category: ForecastCategory,
    /// Reason code of an override.
    pub reason: Option<String>,
    /// Free text.
    pub note: Option<String>,
    /// Which way it went; none when it agrees with the rule, or no rule said anything.
    pub direction: Option<Direction>,
    /// The fiscal quarter it is about: that of the deal's close date then, and that of the day it was taken when there was no
    /// date or the date was over.
    pub period: Period,
    /// What became of it.
    pub outcome: DecisionOutcome,
    /// Of how many deals left alone how many came in.
    pub left_alone: (u64, u64),
}

/// What a person's decisions of one direction were worth.
#[derive(Debug, Clone)]
pub struct OverrideSkill {
    /// Who; none for everybody together.
    pub person: Option<Named>,
    /// Which way.
    pub direction: Direction,
    /// What it is worth.
    pub skill: Skill,
}

/// Decisions and what they were worth.
#[derive(Debug, Clone)]
pub struct Overrides {
    /// When this was true.
    pub as_of: Instant,
    /// The decisions, newest first.
    pub rows: Vec<OverrideRecord>,
    /// By person and direction, everybody together first.
    pub skills: Vec<OverrideSkill>,
    /// The deals left alone that a single decision is compared with, and whether they came in.
    pub left_alone: Vec<(Named, bool)>,
    /// Whether there are older decisions than these.
    pub has_more: bool,
}

/// The decisions about deals the caller sees, and how good those who took them were.
///
/// # Errors
/// `invalid` when the days are the wrong way round, `forbidden`, and the store's refusals.
pub async fn overrides(ctx: &Ctx, asked: OverrideList) -> Result<Overrides, Error> {
    ctx.authorise(Action::ForecastRead)?;
    if asked.from.zip(asked.to).is_some_and(|(from, to)| from > to) {
        return Err(
            FieldError::malformed("?to", "시작일보다 빠릅니다.", "Before the first day.").into(),
        );
    }
    let definitions = ctx.definitions().await?;
    let start = definitions.workspace.fiscal_year_start_month;
    let mut read = ctx.read().await?;
    let owners = read.seen_owners().await?;
    let judgements = read.forecast_judgements(READ_MOST).await?;
    drop(read);
    let mut has_more = judgements.len() == READ_MOST;
    let mut touched: HashMap<Uuid, Instant> = HashMap::new();
    for judgement in &judgements {
        let at = judgement.entry.recorded_at;
        let deal = judgement.deal.id.into();
        touched.entry(deal).or_insert(at);
    }
    let taken = decisions(judgements, |at| definitions.day_of(at), start);
    let columns = ctx.app.projections().fresh(ctx).await?;
    let slice = Slice {
        owners: owners.map(|owners| owners.into_iter().map(Uuid::from).collect()),
        ..Slice::default()
    };
    // A scan over every deal: this thread's other work moves elsewhere meanwhile.
    let (rows, left_alone) = tokio::task::block_in_place(|| {
        let now = columns.facts().frame(ctx.now().as_micros(), &slice);
        let is_wanted = |taken: &OverrideRecord| {
            let day = definitions.day_of(taken.decided_at);
            asked.from.is_none_or(|from| day >= from)
                && asked.to.is_none_or(|to| day <= to)
                && asked.person.is_none_or(|by| taken.by.id == Uuid::from(by))
                && asked.decision.is_none_or(|id| taken.id == id)
        };
        let mut wanted = taken.into_iter().rev().filter(is_wanted).filter_map(|it| {
            let number = overrides::number_of(&now, it.deal.id)?;
            Some((it, number))
        });
        let mut rows = Vec::new();
        let mut compared = Vec::new();
        for (mut row, number) in wanted.by_ref().take(SCORED_MOST) {
            let days = (
                day_of(row.period.first_day(start)),
                day_of(row.period.last_day(start)),
            );
            if row.outcome == DecisionOutcome::Pending {
                row.outcome = match overrides::came_in(&now, number, days) {
                    Some(true) => DecisionOutcome::CameIn,
                    Some(false) => DecisionOutcome::DidNot,
                    None => DecisionOutcome::Pending,
                };
            }
            if let (Some(rule), Some(_)) = (row.rule_category, row.direction) {
                let at = row.decided_at;
                let decision = Decision {
                    deal: row.deal.id,
                    at: at.as_micros(),
                    category: rule.as_str(),
                    days,
                };
                let is_touched = |deal| touched.get(&deal).is_some_and(|first| *first <= at);
                let others = overrides::left_alone(&now, decision, is_touched);
                let came_in = others.iter().filter(|(_, came_in)| *came_in).count();
                row.left_alone = (came_in as u64, others.len() as u64);
                if asked.decision.is_some() {
                    compared = others
                        .into_iter()
                        .map(|(deal, won)| (now.id(deal), won))
                        .collect();
                }
            }
            rows.push(row);
        }
        has_more |= wanted.next().is_some();
        (rows, compared)
    });
    Ok(Overrides {
        as_of: ctx.now(),
        skills: skills(&rows),
        left_alone: named(ctx, left_alone).await?,
        rows,
        has_more,
    })
}

/// Deals with what they are called.
async fn named(ctx: &Ctx, deals: Vec<(Uuid, bool)>) -> Result<Vec<(Named, bool)>, Error> {
    let mut named = Vec::new();
    if deals.is_empty() {
        return Ok(named);
    }
    let mut read = ctx.read().await?;
    for (id, came_in) in deals.into_iter().take(NAMED_MOST) {
        if let Some(deal) = read.find_deal(DealId::from(id)).await? {
            let name = deal.name;
            named.push((Named { id, name }, came_in));
        }
    }
    Ok(named)
}

/// By person and direction, everybody together first, then whoever decided most.
fn skills(rows: &[OverrideRecord]) -> Vec<OverrideSkill> {
    let mut people: BTreeMap<Uuid, (String, usize)> = BTreeMap::new();
    for row in rows {
        let (_, count) = people
            .entry(row.by.id)
            .or_insert_with(|| (row.by.name.clone(), 0));
        *count += 1;
    }
    let mut people: Vec<_> = people.into_iter().collect();
    people.sort_by(|(_, a), (_, b)| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let people = people
        .into_iter()
        .map(|(id, (name, _))| Some(Named { id, name }));
    let mut skills = Vec::new();
    for person in std::iter::once(None).chain(people) {
        for direction in [Direction::Raised, Direction::Lowered] {
            let theirs = rows.iter().filter(|row| {
                row.direction == Some(direction)
                    && person.as_ref().is_none_or(|person| person.id == row.by.id)
            });
            let mut is_any = false;
            let decided: Vec<Decided> = theirs
                .inspect(|_| is_any = true)
                .filter_map(|row| {
                    let came_in = match row.outcome {
                        DecisionOutcome::CameIn => true,
                        DecisionOutcome::DidNot => false,
                        DecisionOutcome::Pending | DecisionOutcome::Replaced => return None,
                    };
                    Some(Decided {
                        came_in,
                        left_alone: row.left_alone,
                    })
                })
                .collect();
            if is_any {
                skills.push(OverrideSkill {
                    person: person.clone(),
                    direction,
                    skill: Skill::of(direction, &decided),
                });
            }
        }
    }
    skills
}

/// The decisions among judgements, oldest first, before it is known what became of them.
fn decisions(
    judgements: Vec<Judgement>,
    day_of: impl Fn(Instant) -> Date,
    start: u8,
) -> Vec<OverrideRecord> {
    let mut taken: Vec<OverrideRecord> = Vec::new();
    // What each person last said of each deal that still counts.
    let mut last: BTreeMap<(Uuid, Uuid), usize> = BTreeMap::new();
    for Judgement { entry, deal } in judgements {
        let (Some(person), DealStatus::Open) = (entry.actor.id, deal.status) else {
            continue;
        };
        let decided_at = entry.recorded_at;
        let day = day_of(decided_at);
        let by = Named {
            id: person,
            name: entry.actor.name,
        };
        let replaced = last.remove(&(person, deal.id.into()));
        let record = said(&entry.action, &deal).map(|said| {
            let today = Period::containing(PeriodGrain::Quarter, day, start);
            let period = deal.close_on.map_or(today, |close_on| {
                Period::containing(PeriodGrain::Quarter, close_on, start).max(today)
            });
            let direction = said
                .rule_category
                .and_then(|rule| match said.category.cmp(&rule) {
                    std::cmp::Ordering::Greater => Some(Direction::Raised),
                    std::cmp::Ordering::Less => Some(Direction::Lowered),
                    std::cmp::Ordering::Equal => None,
                });
            OverrideRecord {
                id: entry.id,
                decided_at,
                by,
                kind: said.kind,
                deal: Named {
                    id: deal.id.into(),
                    name: deal.name.clone(),
                },
                rule_category: said.rule_category,
                category: said.category,
                reason: entry.reason.filter(|_| said.kind == DecisionKind::Override),
                note: entry.note,
                direction,
                period,
                outcome: DecisionOutcome::Pending,
                left_alone: (0, 0),
            }
        });
        let earlier = replaced.and_then(|at| taken.get_mut(at));
        if let Some(earlier) = earlier {
            let is_over = day > earlier.period.last_day(start);
            let is_same = record
                .as_ref()
                .is_none_or(|now| now.period == earlier.period);
            if is_same && !is_over {
                earlier.outcome = DecisionOutcome::Replaced;
            }
        }
        if let Some(record) = record {
            last.insert((person, deal.id.into()), taken.len());
            taken.push(record);
        }
    }
    taken
}

/// What an entry says of its deal.
struct Said {
    kind: DecisionKind,
    category: ForecastCategory,
    rule_category: Option<ForecastCategory>,
}

/// None when it takes something back, or is a cap that lowers nothing.
fn said(action: &str, deal: &Deal) -> Option<Said> {
    if action == "deal.forecast_capped" {
        let category = deal.forecast_cap?;
        let rule_category = deal.rule_category;
        return rule_category
            .is_some_and(|rule| category < rule)
            .then_some(Said {
                kind: DecisionKind::Cap,
                category,
                rule_category,
            });
    }
    let judged = deal.forecast_override.as_ref()?;
    Some(Said {
        kind: DecisionKind::Override,
        category: judged.category,
        rule_category: judged.rule_category,
    })
}

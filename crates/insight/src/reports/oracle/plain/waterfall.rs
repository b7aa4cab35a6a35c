//! From the pipeline of one moment to that of another, each deal for one reason.

use std::collections::BTreeMap;

use playbook::StageKind;
use serde_json::Value;

use super::super::expected::Row;
use super::super::known::Known;
use super::super::question::Question;
use super::super::world::World;
use crate::facts::day_of;

const REASONS: [&str; 15] = [
    "start",
    "new",
    "reopened",
    "moved_in",
    "pulled_in",
    "amount_up",
    "amount_down",
    "category_up",
    "category_down",
    "unchanged",
    "moved_out",
    "pushed_out",
    "lost",
    "won",
    "end",
];
const RARE: [&str; 3] = ["reopened", "moved_in", "moved_out"];

/// What a reason adds up to: the deals it is the reason of, and those whose amount is in it.
#[derive(Default)]
struct Sum<'k, 'w> {
    minor: i64,
    deals: Vec<&'k Known<'w>>,
    amounts: Vec<&'k Known<'w>>,
}

type Sums<'k, 'w> = BTreeMap<(String, &'static str), Sum<'k, 'w>>;

fn add<'k, 'w>(
    sums: &mut Sums<'k, 'w>,
    group: &str,
    reason: &'static str,
    deal: &'k Known<'w>,
    minor: i64,
) {
    let sum = sums.entry((group.to_owned(), reason)).or_default();
    sum.minor += minor;
    sum.amounts.push(deal);
    sum.deals.push(deal);
}

/// The change of amount of a deal that has another reason.
fn split<'k, 'w>(sums: &mut Sums<'k, 'w>, group: &str, deal: &'k Known<'w>, minor: i64) {
    if minor != 0 {
        let reason = if minor > 0 {
            "amount_up"
        } else {
            "amount_down"
        };
        let sum = sums.entry((group.to_owned(), reason)).or_default();
        sum.minor += minor;
        sum.amounts.push(deal);
    }
}

fn certainty(category: Option<&str>) -> usize {
    let order = ["pipeline", "best_case", "commit", "closed"];
    category
        .and_then(|of| order.iter().position(|known| *known == of))
        .map_or(0, |at| at + 1)
}

pub(in super::super) fn rows(question: &Question, world: &World, order: &[usize]) -> Vec<Row> {
    let today = world.day(question.now);
    let first_day = match question.parameter("since") {
        Some(date) => day_of(date.parse().unwrap()) + 1,
        None => world.quarter(today).0,
    };
    let since = (world.start_of(first_day) - 1).min(question.now);
    let (then, now) = (
        question.deals_at(world, order, since),
        question.deals_at(world, order, question.now),
    );
    let is_whole = question.window() == (None, None);
    let is_inside = |deal: &Known<'_>| {
        let is_due = || {
            deal.close_on()
                .is_some_and(|day| question.is_in_window(day))
        };
        deal.is_open() && (is_whole || is_due())
    };
    // Rates of the later day for both, so that rates alone move nothing.
    let amount = |deal: &Known<'_>| deal.home_on(today).unwrap_or(0);
    let name = |deal: &Known<'_>| serde_json::to_string(&question.labels(deal)).unwrap();
    let mut sums = Sums::new();
    let whole: Vec<Known<'_>> = (0..world.deals.len())
        .map(|place| Known {
            world,
            deal: &world.deals[place],
            place,
            now: question.now,
        })
        .collect();
    for deal in &whole {
        let at = |deals: &[Known<'_>]| deals.iter().any(|other| other.place == deal.place);
        let (was, is) = (at(&then), at(&now));
        if !was && !is {
            continue;
        }
        let before = deal.at(since);
        let from = (was && is_inside(&before)).then(|| name(&before));
        let to = (is && is_inside(deal)).then(|| name(deal));
        let last = amount(deal);
        let first = if deal.deal.entries[0].at <= since {
            amount(&before)
        } else {
            last
        };
        match (from, to) {
            (None, None) => {}
            (Some(from), Some(to)) if from == to => {
                let steps = (certainty(before.category()), certainty(deal.category()));
                let reason = match (last - first, steps) {
                    (1.., _) => "amount_up",
                    (..=-1, _) => "amount_down",
                    (0, (was, is)) if is > was => "category_up",
                    (0, (was, is)) if is < was => "category_down",
                    _ => "unchanged",
                };
                add(&mut sums, &to, "start", deal, first);
                add(&mut sums, &to, reason, deal, last - first);
                add(&mut sums, &to, "end", deal, last);
            }
            (Some(from), Some(to)) => {
                add(&mut sums, &from, "start", deal, first);
                add(&mut sums, &from, "moved_out", deal, -first);
                add(&mut sums, &to, "moved_in", deal, last);
                add(&mut sums, &to, "end", deal, last);
            }
            (None, Some(to)) => {
                let (reason, came_with) = match (was, before.deal.entries[0].at > since) {
                    (false, true) => ("new", last),
                    (false, false) => ("moved_in", last),
                    (true, _) if !before.is_open() => ("reopened", last),
                    (true, _) => ("pulled_in", first),
                };
                add(&mut sums, &to, reason, deal, came_with);
                split(&mut sums, &to, deal, last - came_with);
                add(&mut sums, &to, "end", deal, last);
            }
            (Some(from), None) => {
                let is_here = is || deal.is_there() && question.may_see(deal);
                let (reason, left_with) = match deal.status() {
                    _ if !is_here => ("moved_out", first),
                    StageKind::Won => ("won", last),
                    // Losing may have set it to nothing; what was lost is what there was.
                    StageKind::Lost => ("lost", if last == 0 { first } else { last }),
                    StageKind::Open if is => ("pushed_out", last),
                    StageKind::Open => ("moved_out", first),
                };
                add(&mut sums, &from, "start", deal, first);
                split(&mut sums, &from, deal, left_with - first);
                add(&mut sums, &from, reason, deal, -left_with);
            }
        }
    }
    let mut groups: Vec<Vec<Value>> = then
        .iter()
        .chain(&now)
        .map(|deal| question.labels(deal))
        .collect();
    if question.by.is_empty() {
        groups.push(Vec::new());
    }
    groups.sort_by_key(|labels| format!("{labels:?}"));
    groups.dedup();
    let mut rows = Vec::new();
    for labels in groups {
        let group = serde_json::to_string(&labels).unwrap();
        for reason in REASONS {
            let sum = sums.remove(&(group.clone(), reason)).unwrap_or_default();
            if sum.deals.is_empty() && RARE.contains(&reason) {
                continue;
            }
            let mut row = Row::keyed(&labels, reason);
            row.deals("deals", &sum.deals);
            row.set("amount_minor", sum.minor)
                .rests("amount_minor", &sum.amounts);
            rows.push(row);
        }
    }
    rows
}

//! The rate of one window against that of the one before, split into what rates and what the mix contributed.

use std::ops::Range;

use playbook::StageKind;

use super::super::expected::{Row, ratio};
use super::super::known::Known;
use super::super::question::Question;
use super::super::world::World;
use crate::estimate::mix::{Change, Shift};
use crate::estimate::proportion::Sample;
use crate::facts::day_of;

/// The day a deal counts on and whether it passed.
fn trial(question: &Question, deal: &Known<'_>) -> Option<(i32, bool)> {
    if question.parameter("rate") != Some("conversion") {
        return deal.closed_on().map(|day| (day, deal.is_won()));
    }
    let judged = deal.opened_on() + i32::try_from(question.horizon.unwrap_or(30)).unwrap();
    if judged > deal.today() {
        return None;
    }
    let stays = deal.stays();
    let first = stays[0].row().position;
    let is_beyond = |stay: &super::super::known::Stay| {
        let row = stay.row();
        stay.on <= judged
            && (row.kind == StageKind::Won || row.kind == StageKind::Open && row.position > first)
    };
    Some((deal.opened_on(), stays.iter().any(is_beyond)))
}

pub(in super::super) fn rows(question: &Question, world: &World, order: &[usize]) -> Vec<Row> {
    let deals = question.deals(world, order);
    let (from, to) = question.window_or_quarter(world);
    let to = to.min(world.day(question.now)).max(from);
    let since = question
        .parameter("since")
        .map(|date| day_of(date.parse().unwrap()));
    let earlier = since
        .filter(|since| *since < from)
        .unwrap_or(from - (to - from) - 1);
    let (before, now) = (earlier..from, from..to + 1);
    let of = |deals: &[&Known<'_>], window: &Range<i32>, only_passed: bool| -> Vec<usize> {
        let is_it = |place: &usize| {
            trial(question, deals[*place])
                .is_some_and(|(day, passed)| window.contains(&day) && (passed || !only_passed))
        };
        (0..deals.len()).filter(is_it).collect()
    };
    let counted = |deals: &[&Known<'_>], window: &Range<i32>, only_passed: bool| {
        of(deals, window, only_passed).len() as u64
    };
    let groups: Vec<_> = (question.groups(&deals).into_iter())
        .filter(|(_, deals)| {
            question.by.is_empty()
                || counted(deals, &before, false) + counted(deals, &now, false) > 0
        })
        .collect();
    let sample = |deals: &[&Known<'_>], window: &Range<i32>| {
        Sample::counted(counted(deals, window, true), counted(deals, window, false))
    };
    let shift = |deals: &[&Known<'_>]| Shift {
        before: sample(deals, &before),
        after: sample(deals, &now),
    };
    let shifts: Vec<Shift> = groups.iter().map(|(_, deals)| shift(deals)).collect();
    let change = Change::between(&shifts);
    let whole = |window: &Range<i32>| -> i64 {
        groups
            .iter()
            .map(|(_, deals)| counted(deals, window, false) as i64)
            .sum()
    };
    let mut rows = Vec::new();
    for (place, (labels, deals)) in groups.iter().enumerate() {
        let mut row = Row::new(labels.clone());
        let of = |window, only_passed| -> Vec<&Known<'_>> {
            of(deals, window, only_passed)
                .into_iter()
                .map(|place| deals[place])
                .collect()
        };
        for (window, names) in [
            (
                &before,
                [
                    "deals_before",
                    "passed_before",
                    "share_before",
                    "rate_before",
                ],
            ),
            (&now, ["deals_now", "passed_now", "share_now", "rate_now"]),
        ] {
            let (all, passed) = (of(window, false), of(window, true));
            let count = |deals: &[&Known<'_>]| i64::try_from(deals.len()).unwrap();
            row.deals(names[0], &all).deals(names[1], &passed);
            row.set(names[2], ratio(count(&all), whole(window)));
            row.set(names[3], ratio(count(&passed), count(&all)));
        }
        let part = change.as_ref().map(|change| change.parts[place]);
        row.set("rate_effect", part.map(|part| part.rate));
        row.set("mix_effect", part.map(|part| part.mix));
        rows.push(row);
    }
    rows
}

//! Close dates moved later, and what was to be seen just before the first time.

use super::super::expected::{Row, ratio};
use super::super::known::Known;
use super::super::question::Question;
use super::super::world::{Moment, World};
use crate::estimate::summary::DayCounts;

const SIGNS: [(&str, &str); 3] = [
    ("silent_pushed", "silent_unpushed"),
    ("stepless_pushed", "stepless_unpushed"),
    ("waiver_pushed", "waiver_unpushed"),
];

/// When a deal was first pushed here.
fn first_push(deal: &Known<'_>) -> Option<Moment> {
    let known = deal
        .deal
        .pushes
        .iter()
        .map(|(at, _)| *at)
        .filter(|at| *at <= deal.now);
    known.min().filter(|_| deal.pushes().0 > 0)
}

/// Without word from the customer for 14 days, without a next step ahead, on a waiver: just before a moment.
fn signs(deal: &Known<'_>, moment: Moment) -> [bool; 3] {
    let day = deal.world.day(moment);
    let heard = deal
        .proof_days()
        .into_iter()
        .any(|heard| (day - 14..=day).contains(&heard));
    let step = deal.deal.next_step_on.before(moment);
    [
        !heard,
        step.is_none_or(|step| step < day),
        deal.deal.on_waiver.before(moment),
    ]
}

pub(in super::super) fn rows(question: &Question, world: &World, order: &[usize]) -> Vec<Row> {
    let deals = question.deals(world, order);
    let (from, to) = match question.window() {
        (None, None) => world.quarter(world.day(question.now)),
        (from, to) => (from.unwrap_or(i32::MIN), to.unwrap_or(i32::MAX)),
    };
    let end_of = |deal: &Known<'_>| deal.closed_on().or(deal.close_on());
    let is_asked = |deal: &Known<'_>| {
        question.window() == (None, None)
            || end_of(deal).is_some_and(|day| question.is_in_window(day))
    };
    let is_pushed = |deal: &Known<'_>| deal.pushes().0 > 0;
    // Once expected in the window, and now after it.
    let is_out = |deal: &&Known<'_>| {
        let mut once = deal.deal.close_on.until(deal.now).iter().rev().skip(1);
        is_pushed(deal)
            && end_of(deal).is_some_and(|day| day > to)
            && once.any(|(_, day)| day.is_some_and(|day| (from..=to).contains(&day)))
    };
    let mut ages = DayCounts::new();
    for deal in deals.iter().filter(|deal| is_asked(deal)) {
        if let Some(moment) = first_push(deal) {
            ages.add(u32::try_from(world.day(moment) - deal.opened_on()).unwrap());
        }
    }
    let age = ages.median().map(|age| age.round() as i32);
    let mut rows = Vec::new();
    for (labels, all) in question.groups(&deals) {
        let asked: Vec<_> = all.iter().copied().filter(|deal| is_asked(deal)).collect();
        let of = |is_it: &dyn Fn(&Known<'_>) -> bool| -> Vec<&Known<'_>> {
            asked.iter().copied().filter(|deal| is_it(deal)).collect()
        };
        let mut row = Row::new(labels);
        let count = |deals: &[&Known<'_>]| i64::try_from(deals.len()).unwrap();
        let (pushed, twice) = (of(&is_pushed), of(&|deal| deal.pushes().0 > 1));
        let n = count(&asked);
        let pushes: i64 = pushed.iter().map(|deal| deal.pushes().0).sum();
        let days: i64 = pushed.iter().map(|deal| deal.pushes().1).sum();
        row.deals("deals", &asked)
            .deals("pushed", &pushed)
            .deals("pushed_twice", &twice);
        row.set("pushed_share", ratio(count(&pushed), n));
        row.set("pushes", pushes).rests("pushes", &pushed);
        row.set("pushed_days", days).rests("pushed_days", &pushed);
        row.set("mean_pushes", ratio(pushes, n))
            .set("twice_share", ratio(count(&twice), n));
        let out: Vec<_> = all.into_iter().filter(is_out).collect();
        row.deals("pushed_out", &out).sum("pushed_out_minor", &out);
        for (column, side) in [("win_rate_pushed", true), ("win_rate_unpushed", false)] {
            let closed = of(&|deal| is_pushed(deal) == side && !deal.is_open());
            let won = closed.iter().filter(|deal| deal.is_won()).count();
            row.set(column, ratio(i64::try_from(won).unwrap(), count(&closed)));
            row.rests(column, &closed);
        }
        // Others are asked at the age at which pushed ones were first pushed.
        let moment = |deal: &Known<'_>| {
            if is_pushed(deal) {
                return first_push(deal);
            }
            let day = deal.opened_on() + age?;
            (deal.closed_on().unwrap_or(deal.today()) >= day).then(|| world.start_of(day))
        };
        for (place, (of_pushed, of_others)) in SIGNS.into_iter().enumerate() {
            for (column, side) in [(of_pushed, true), (of_others, false)] {
                let told = of(&|deal| is_pushed(deal) == side && moment(deal).is_some());
                let showed = (told.iter())
                    .filter(|deal| signs(deal, moment(deal).unwrap())[place])
                    .count();
                row.set(column, ratio(i64::try_from(showed).unwrap(), count(&told)));
                row.rests(column, &told);
            }
        }
        rows.push(row);
    }
    rows
}

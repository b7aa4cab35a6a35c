//! What is missing, late or unproved.

use playbook::{RequiredField, StageKind};

use super::super::expected::{Row, ratio};
use super::super::known::{Known, Stay};
use super::super::question::Question;
use super::super::world::{World, required};
use crate::estimate::summary::DayCounts;

/// The fields that its stage requires and that are looked at, each with whether it is missing.
fn fields(deal: &Known<'_>) -> Vec<(RequiredField, bool)> {
    let of = deal.deal;
    let is_missing = |field: &RequiredField| match field {
        RequiredField::Amount => Some(of.amount.at(deal.now).is_none()),
        RequiredField::CloseDate => Some(deal.close_on().is_none()),
        RequiredField::NextStep => Some(of.next_step_on.at(deal.now).is_none()),
        RequiredField::Account => Some(of.account.at(deal.now).is_none()),
        RequiredField::Competition => Some(of.competition.at(deal.now).is_none()),
        RequiredField::Owner => Some(deal.owner().is_none()),
        RequiredField::Product => Some(of.product.at(deal.now).is_none()),
        RequiredField::Source => Some(of.source.is_none()),
        _ => None,
    };
    let required = required(deal.stage()).iter();
    required
        .filter_map(|field| Some((*field, is_missing(field)?)))
        .collect()
}

/// The last day of a stay on which the customer confirmed something.
fn last_proof(deal: &Known<'_>, stay: &Stay) -> Option<i32> {
    let until = stay.left_on.unwrap_or(deal.today());
    let within = deal
        .proof_days()
        .into_iter()
        .filter(|day| (stay.on..=until).contains(day));
    within.max()
}

/// Moves forward in the window that were recorded here: how many days after the customer's word, if there was one.
fn moves(deal: &Known<'_>, question: &Question) -> Vec<Option<u32>> {
    let stays = deal.stays();
    let pairs = stays.windows(2).filter(|pair| {
        pair[0].row().kind == StageKind::Open
            && pair[0].is_passed()
            && !pair[0].is_imported
            && !pair[1].is_imported
            && question.is_in_window(pair[1].on)
    });
    let delay = |pair: &[Stay]| {
        let day = last_proof(deal, &pair[0])?;
        Some(u32::try_from(pair[1].on - day).unwrap())
    };
    pairs.map(delay).collect()
}

pub(in super::super) fn rows(question: &Question, world: &World, order: &[usize]) -> Vec<Row> {
    let deals = question.deals(world, order);
    let offer = |deal: &Known<'_>| {
        let account = deal.deal.account.at(deal.now)?;
        Some((account, deal.deal.product.at(deal.now), deal.deal.kind))
    };
    let is_twice = |deal: &Known<'_>| {
        let like = |other: &&Known<'_>| other.is_open() && offer(other) == offer(deal);
        offer(deal).is_some() && deals.iter().filter(like).count() > 1
    };
    let mut rows = Vec::new();
    for (labels, all) in question.groups(&deals) {
        let is_recent = |deal: &&Known<'_>| {
            let from = question.from.unwrap_or(i32::MIN);
            deal.closed_on().is_none_or(|day| day >= from)
        };
        let recent: Vec<_> = all.into_iter().filter(is_recent).collect();
        let open: Vec<_> = recent
            .iter()
            .copied()
            .filter(|deal| deal.is_open())
            .collect();
        let of = |is_it: &dyn Fn(&Known<'_>) -> bool| -> Vec<&Known<'_>> {
            open.iter().copied().filter(|deal| is_it(deal)).collect()
        };
        let mut row = Row::new(labels);
        row.deals("open", &open);
        for (column, field) in [
            ("no_amount", RequiredField::Amount),
            ("no_close_date", RequiredField::CloseDate),
            ("no_next_step", RequiredField::NextStep),
            ("no_account", RequiredField::Account),
            ("no_competition", RequiredField::Competition),
            ("no_owner", RequiredField::Owner),
            ("no_product", RequiredField::Product),
            ("no_source", RequiredField::Source),
        ] {
            row.deals(column, &of(&|deal| fields(deal).contains(&(field, true))));
        }
        let asked: Vec<_> = open.iter().flat_map(|deal| fields(deal)).collect();
        let count = |fields: &[(RequiredField, bool)]| i64::try_from(fields.len()).unwrap();
        let filled: Vec<_> = asked
            .iter()
            .copied()
            .filter(|(_, missing)| !missing)
            .collect();
        row.set("fill", ratio(count(&filled), count(&asked)));
        row.rests("fill", &of(&|deal| !fields(deal).is_empty()));
        let is_past =
            |day: Option<i32>, deal: &Known<'_>| day.is_some_and(|day| day < deal.today());
        row.deals(
            "overdue_close_date",
            &of(&|deal| is_past(deal.close_on(), deal)),
        );
        let next = |deal: &Known<'_>| is_past(deal.deal.next_step_on.at(deal.now), deal);
        row.deals("overdue_next_step", &of(&next));
        row.deals("on_waiver", &of(&|deal| deal.deal.on_waiver.at(deal.now)));
        row.deals("no_evidence", &of(&|deal| deal.proofs().is_empty()));
        row.deals("duplicates", &of(&is_twice));
        let is_unheeded = |deal: &Known<'_>| {
            last_proof(deal, &deal.last_stay()).is_some_and(|day| deal.today() - day > 14)
        };
        row.deals("unheeded_evidence", &of(&is_unheeded));
        let made: Vec<_> = recent
            .iter()
            .map(|deal| (*deal, moves(deal, question)))
            .collect();
        let with = |is_it: &dyn Fn(&[Option<u32>]) -> bool| -> Vec<&Known<'_>> {
            made.iter()
                .filter(|(_, moves)| is_it(moves))
                .map(|(deal, _)| *deal)
                .collect()
        };
        let moves: Vec<Option<u32>> = made.iter().flat_map(|(_, moves)| moves.clone()).collect();
        let mut delays = DayCounts::new();
        moves.iter().flatten().for_each(|days| delays.add(*days));
        let whole = |count: usize| i64::try_from(count).unwrap();
        let (all, alone) = (
            whole(moves.len()),
            whole(moves.iter().filter(|delay| delay.is_none()).count()),
        );
        row.set("update_delay_days", delays.median());
        row.rests(
            "update_delay_days",
            &with(&|moves| moves.iter().any(Option::is_some)),
        );
        row.set("moves", all)
            .rests("moves", &with(&|moves| !moves.is_empty()));
        row.set("rep_only_moves", alone);
        row.rests(
            "rep_only_moves",
            &with(&|moves| moves.iter().any(Option::is_none)),
        );
        row.set("rep_only_share", ratio(alone, all));
        row.rests("rep_only_share", &with(&|moves| !moves.is_empty()));
        rows.push(row);
    }
    rows
}

//! Data quality: what is missing, late or unproved, by whom it can be mended.

use std::collections::HashMap;

use playbook::{RequiredField, StageKind, Text};

use super::tally::{Tally, places};
use super::win_rate::share;
use super::wording::percent;
use super::{Asked, Cell, Chart, ChartKind, Column, Definition, Kind, Report, Table, Words};
use crate::estimate::summary::DayCounts;
use crate::facts::{Field, Frame, NONE, Stay};
use crate::parallel::{Merge, merge_fields};

/// The share of required fields that should be filled.
const FILL_TARGET: f64 = 0.95;
/// Days within which a stage should follow the evidence.
const DELAY_TARGET: f64 = 7.0;
/// Evidence that moved nothing for so many days is counted.
const UNHEEDED_DAYS: i32 = 14;

pub(super) static REPORT: Report = Report {
    definition: Definition {
        name: "data-quality",
        version: 2,
        title: Words::new("데이터 품질", "Data quality"),
        question: Words::new(
            "이 숫자들을 믿을 수 있는가? 무엇을 고쳐야 하는가?",
            "Can these numbers be trusted, and what is to be mended?",
        ),
        definition: Words::new(
            "진행 중인 딜이 지금 단계에서 앞으로 나아가려면 갖춰야 한다고 플레이북이 정한 필수 항목이 채워진 몫(목표 95% 이상). 금액, 예상 종료일, 다음 단계, 고객사, 경쟁 구도, 소유자, 제품, 유입 경로를 보며, 나머지 필수 항목(종료일 근거, 담당자, 구매 역할, 구매 일정)은 단계 통과 판정만 봅니다. 없음으로 세는 것도 단계가 요구하는 딜뿐입니다. 갱신 지연은 기간에 앞으로 나아간 이동마다, 그 전 단계에 머무는 동안의 마지막 고객 증거부터 이동까지의 날수이며 중앙값입니다(목표 7일 이하). 반영 안 된 증거는 지금 단계에서 고객 증거가 있은 지 14일이 넘도록 나아가지 않은 딜입니다. 담당자 단독 이동은 머무는 동안 고객 증거 없이 나아간 이동이며, 가져온 이력은 빼고 봅니다. 중복은 같은 고객사에 같은 종류(신규, 확장, 갱신)와 같은 제품(둘 다 없으면 같은 것으로 봄)으로 두 건 이상 진행 중인 딜입니다.",
            "The share filled of the fields that the playbook requires of open deals to leave the stage they are in; target 95% or more. It looks at amount, close date, next step, account, competition, owner, product and source; other required fields (close-date basis, contact, buying roles, milestone plan) are judged by the gate alone. A field counts as missing only where the deal's stage requires it. The update delay is, for each forward move in the window, the days from the last customer evidence of the stay before it; its median, target 7 days or less. Unheeded evidence: open deals whose customer confirmed something in this stage more than 14 days ago without a move since. Rep-only moves went forward without any customer evidence in the stay before; imported history is left out. Duplicates are open deals of one account, of the same kind (new, expansion, renewal) and for the same product (or both without one).",
        ),
        formula: "fill = filled / required, over the fields required by each open deal's stage; update_delay_days = median(moved_on − last customer evidence on); rep_only_share = rep_only_moves / moves",
        owner: Words::new("RevOps", "RevOps"),
        decision: Words::new(
            "무엇을 누구와 먼저 정리할지",
            "What to clean up first, and with whom",
        ),
        parameters: &[],
        columns: &[
            Column::new("open", Kind::Deals, "진행 중", "Open"),
            Column::new(
                "fill",
                Kind::Share,
                "필수 항목 채움",
                "Required fields filled",
            ),
            Column::new("no_amount", Kind::Deals, "금액 없음", "No amount"),
            Column::new(
                "no_close_date",
                Kind::Deals,
                "예상 종료일 없음",
                "No close date",
            ),
            Column::new(
                "no_next_step",
                Kind::Deals,
                "다음 단계 없음",
                "No next step",
            ),
            Column::new("no_account", Kind::Deals, "고객사 없음", "No account"),
            Column::new(
                "no_competition",
                Kind::Deals,
                "경쟁 구도 없음",
                "No competition",
            ),
            Column::new("no_owner", Kind::Deals, "소유자 없음", "No owner"),
            Column::new("no_product", Kind::Deals, "제품 없음", "No product"),
            Column::new("no_source", Kind::Deals, "유입 경로 없음", "No source"),
            Column::new(
                "overdue_close_date",
                Kind::Deals,
                "종료일 지남",
                "Close date passed",
            ),
            Column::new(
                "overdue_next_step",
                Kind::Deals,
                "다음 단계 지남",
                "Next step passed",
            ),
            Column::new(
                "update_delay_days",
                Kind::Days,
                "단계 갱신 지연(중앙값)",
                "Update delay, median",
            ),
            Column::new(
                "unheeded_evidence",
                Kind::Deals,
                "반영 안 된 증거",
                "Unheeded evidence",
            ),
            Column::new("moves", Kind::Whole, "앞으로 이동", "Forward moves"),
            Column::new(
                "rep_only_moves",
                Kind::Whole,
                "담당자 단독 이동",
                "Rep-only moves",
            ),
            Column::new(
                "rep_only_share",
                Kind::Share,
                "단독 이동 비율",
                "Rep-only share",
            ),
            Column::new("on_waiver", Kind::Deals, "예외 승인 중", "On a waiver"),
            Column::new(
                "no_evidence",
                Kind::Deals,
                "고객 증거 없음",
                "No customer evidence",
            ),
            Column::new("duplicates", Kind::Deals, "중복", "Duplicates"),
        ],
        default_by: &["owner"],
        chart: Chart {
            kind: ChartKind::Bar,
            x: "",
            y: &["fill", "rep_only_share"],
        },
    },
    run,
};

/// How many fields open deals must have, and how many of them they have not.
#[derive(Debug, Clone, Copy, Default)]
struct Fields {
    required: i64,
    missing: i64,
}

merge_fields!(Fields { required, missing });

impl Fields {
    /// The share filled; none where nothing is required.
    fn fill(self) -> Option<f64> {
        share(self.required - self.missing, self.required)
    }
}

/// What a group's forward moves add up to.
#[derive(Debug, Clone, Default)]
struct Moves {
    all: i64,
    rep_only: i64,
    delays: DayCounts,
}

merge_fields!(Moves {
    all,
    rep_only,
    delays
});

places! {
    open, fill, on_waiver, no_evidence, duplicates, unheeded_evidence, no_amount, no_close_date, no_next_step, no_account,
    no_competition, no_owner, no_product, no_source, overdue_close_date, overdue_next_step, moves, rep_only_share, rep_only_moves, update_delay_days,
}

fn run(asked: &Asked<'_>) -> Table {
    let frame = &asked.frame;
    let mut table = asked.table(&REPORT.definition);
    let grouping = asked.grouping();
    for labels in grouping.labels() {
        table.row(labels);
    }
    let same = same_offers(frame);
    let places = Places::of(&table);
    let (tally, (moves, fields)) = grouping.sum(frame, |deals| {
        let mut tally = table.tally();
        let mut moves = vec![Moves::default(); grouping.len()];
        let mut fields = vec![Fields::default(); grouping.len()];
        let mut proofs = Vec::new();
        for (deal, group) in deals {
            let is_old = |day: i32| asked.from.is_some_and(|from| day < from);
            if frame.closed_on(deal).is_some_and(is_old) {
                continue;
            }
            proofs.clear();
            proofs.extend(frame.customer_evidence_types(deal).map(|(day, _)| day));
            let row = Seen {
                asked,
                places: &places,
                proofs: &proofs,
                deal,
                group,
            };
            row.moves(&mut tally, &mut moves[group]);
            if frame.status(deal) != StageKind::Open {
                continue;
            }
            tally.count(group, places.open, deal);
            fields[group].merge(row.fields(&mut tally));
            let is_duplicate = offer(frame, deal).is_some_and(|offer| same[&offer] > 1);
            let last = frame.last_evidence_at(deal).is_some();
            let has_proof = last || !proofs.is_empty();
            for (place, holds) in [
                (places.on_waiver, frame.is_on_waiver(deal)),
                (places.no_evidence, !has_proof),
                (places.duplicates, is_duplicate),
                (places.unheeded_evidence, row.is_unheeded()),
            ] {
                if holds {
                    tally.count(group, place, deal);
                }
            }
        }
        (tally, (moves, fields))
    });
    table.take(tally);
    for (group, moves) in moves.iter().enumerate() {
        table.set(group, "fill", fields[group].fill());
        table.set(group, "update_delay_days", moves.delays.median());
        table.set(group, "moves", moves.all);
        table.set(group, "rep_only_moves", moves.rep_only);
        table.set(group, "rep_only_share", share(moves.rep_only, moves.all));
    }
    summarise(&mut table, &fields, &moves);
    if !asked.by.is_empty() {
        table.sort_by_greatest("open");
    }
    table.note_reading(frame);
    table
}

/// A deal that is looked at.
struct Seen<'a, 'f> {
    asked: &'a Asked<'f>,
    places: &'a Places,
    /// Days on which the customer confirmed something.
    proofs: &'a [i32],
    deal: u32,
    group: usize,
}

impl Seen<'_, '_> {
    /// Counts the fields that the deal's stage requires and it lacks, and dates that have passed.
    fn fields(&self, tally: &mut Tally) -> Fields {
        let (frame, places, deal) = (&self.asked.frame, self.places, self.deal);
        let code = |field| frame.code(field, deal as usize);
        let (close_on, next_step_on) = (frame.close_on(deal), frame.next_step_on(deal));
        let required = &frame.stage_shape(frame.stage(deal)).required_fields;
        let mut fields = Fields::default();
        for (field, place, is_missing) in [
            (
                RequiredField::Amount,
                places.no_amount,
                frame.amount_minor(deal).is_none(),
            ),
            (
                RequiredField::CloseDate,
                places.no_close_date,
                close_on.is_none(),
            ),
            (
                RequiredField::NextStep,
                places.no_next_step,
                next_step_on.is_none(),
            ),
            (
                RequiredField::Account,
                places.no_account,
                code(Field::Account) == NONE,
            ),
            (
                RequiredField::Competition,
                places.no_competition,
                code(Field::Competition) == NONE,
            ),
            (
                RequiredField::Owner,
                places.no_owner,
                code(Field::Owner) == NONE,
            ),
            (
                RequiredField::Product,
                places.no_product,
                code(Field::Product) == NONE,
            ),
            (
                RequiredField::Source,
                places.no_source,
                code(Field::Source) == NONE,
            ),
        ] {
            if !required.contains(&field) {
                continue;
            }
            fields.required += 1;
            if is_missing {
                tally.count(self.group, place, deal);
                fields.missing += 1;
            }
        }
        if fields.required > 0 {
            tally.rests_on(self.group, places.fill, deal);
        }
        let is_past = |day: Option<i32>| day.is_some_and(|day| day < frame.today());
        for (place, day) in [
            (places.overdue_close_date, close_on),
            (places.overdue_next_step, next_step_on),
        ] {
            if is_past(day) {
                tally.count(self.group, place, deal);
            }
        }
        fields
    }

    /// Counts the deal's forward moves in the window.
    fn moves(&self, tally: &mut Tally, moves: &mut Moves) {
        let (frame, places, deal) = (&self.asked.frame, self.places, self.deal);
        let mut stays = frame.stays(deal).peekable();
        while let Some(stay) = stays.next() {
            let Some(next) = stays.peek() else { return };
            let is_known = !stay.is_reconstructed && !next.is_reconstructed;
            if !(is_known
                && self.asked.is_in_window(next.entered_on)
                && is_forward(frame, &stay, next))
            {
                continue;
            }
            moves.all += 1;
            tally.rests_on(self.group, places.moves, deal);
            tally.rests_on(self.group, places.rep_only_share, deal);
            match self.last_proof(&stay) {
                Some(day) => {
                    let days = u32::try_from(next.entered_on - day).unwrap_or(0);
                    moves.delays.add(days);
                    tally.rests_on(self.group, places.update_delay_days, deal);
                }
                None => {
                    moves.rep_only += 1;
                    tally.rests_on(self.group, places.rep_only_moves, deal);
                }
            }
        }
    }

    /// The last day within a stay on which the customer confirmed something.
    fn last_proof(&self, stay: &Stay) -> Option<i32> {
        let until = stay.left_on.unwrap_or(self.asked.frame.today());
        let days = stay.entered_on..=until;
        let within = self.proofs.iter().copied().filter(|day| days.contains(day));
        within.max()
    }

    /// Whether a customer confirmed something in the stage the deal is in, long ago, and nothing moved since.
    fn is_unheeded(&self) -> bool {
        let frame = &self.asked.frame;
        let last = frame.last_stay(self.deal);
        last.and_then(|stay| self.last_proof(&stay))
            .is_some_and(|day| frame.today() - day > UNHEEDED_DAYS)
    }
}

fn is_forward(frame: &Frame<'_>, stay: &Stay, next: &Stay) -> bool {
    let (from, to) = (frame.stage_shape(stay.stage), frame.stage_shape(next.stage));
    from.kind == StageKind::Open
        && match to.kind {
            StageKind::Won => true,
            StageKind::Open => to.position > from.position,
            StageKind::Lost => false,
        }
}

/// What is offered to whom: account, product and kind. None without an account.
fn offer(frame: &Frame<'_>, deal: u32) -> Option<(u32, u32, u32)> {
    let code = |field| frame.code(field, deal as usize);
    let account = code(Field::Account);
    (account != NONE).then(|| (account, code(Field::Product), code(Field::Kind)))
}

fn same_offers(frame: &Frame<'_>) -> HashMap<(u32, u32, u32), u32> {
    let mut same = HashMap::new();
    for deal in frame.deals() {
        if frame.status(*deal) == StageKind::Open
            && let Some(offer) = offer(frame, *deal)
        {
            *same.entry(offer).or_default() += 1;
        }
    }
    same
}

fn summarise(table: &mut Table, fields: &[Fields], moves: &[Moves]) {
    let rows = table.rows().len();
    let mut all = Fields::default();
    fields.iter().for_each(|fields| all.merge(*fields));
    let mut delays = DayCounts::new();
    for moves in moves {
        delays.merge(&moves.delays);
    }
    let delay = delays.median();
    let days = delay.map_or_else(|| "n/a".to_owned(), |days| format!("{days}"));
    let share = percent(all.fill());
    table.summary = Some(Text::new(
        format!(
            "필수 항목은 {share} 채워졌고(목표 95%), 단계는 증거보다 중앙값 {days}일 늦게 바뀝니다(목표 7일)."
        ),
        format!(
            "{share} of required fields are filled (target 95%); stages follow the evidence {days} days later (median, target 7)."
        ),
    ));
    let is_late = delay.is_some_and(|days| days > DELAY_TARGET);
    let is_low =
        |row: &usize| matches!(table.get(*row, "fill"), Cell::Number(fill) if *fill < FILL_TARGET);
    let low = (0..rows).filter(is_low).count();
    if low > 0 {
        table.note(
            "fill-below-target",
            &format!("{low}개 행이 필수 항목 95% 목표에 못 미칩니다."),
            &format!("{low} rows are below the target of 95% filled fields."),
        );
    }
    if is_late {
        table.note(
            "updates-late",
            "단계 갱신이 목표(7일)보다 늦습니다. 단계별 숫자가 실제보다 뒤처져 있습니다.",
            "Stages are updated later than the target of 7 days: numbers by stage lag behind what customers said.",
        );
    }
}

#[cfg(test)]
mod tests;

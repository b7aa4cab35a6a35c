//! Loss reasons: why deals are lost, by what it cost.

use std::cmp::Reverse;

use playbook::{StageKind, Text};

use super::win_rate::share;
use super::wording::{money, percent, say};
use super::{Asked, Cell, Chart, ChartKind, Column, Definition, Kind, Report, Table, Words};
use crate::estimate::summary::DayCounts;

pub(super) static REPORT: Report = Report {
    definition: Definition {
        name: "loss-reasons",
        version: 1,
        title: Words::new("실패 사유", "Loss reasons"),
        question: Words::new(
            "왜, 어디에서, 누구에게 지는가?",
            "Why do we lose, where, and to whom?",
        ),
        definition: Words::new(
            "기간에 실패로 끝난 딜을 사유별로 셉니다. 실패하며 금액이 0이 되었으면 그 전의 마지막 금액으로 셉니다. 실패한 단계(lost_from), 종료 분기, 경쟁사로도 나눌 수 있습니다.",
            "Counts the deals lost in the window by reason. Where losing set the amount to nothing, the last amount before counts. They can be cut by the stage they were lost from (lost_from), the quarter and the competitor as well.",
        ),
        formula: "lost_minor = Σ last amount that was something; share = lost / Σ lost; share_by_amount = lost_minor / Σ lost_minor; median age = opened → lost",
        owner: Words::new("RevOps", "RevOps"),
        decision: Words::new(
            "제품, 가격, 자격 판정 가운데 무엇부터 고칠지",
            "What to fix first: product, price or qualification",
        ),
        parameters: &[],
        columns: &[
            Column::new("lost", Kind::Deals, "실패", "Lost"),
            Column::new("lost_minor", Kind::Money, "실패 금액", "Amount lost"),
            Column::new("share", Kind::Share, "건수 비중", "Share by count"),
            Column::new(
                "share_by_amount",
                Kind::Share,
                "금액 비중",
                "Share by amount",
            ),
            Column::new(
                "median_age_days",
                Kind::Days,
                "실패까지 중앙값",
                "Median age",
            ),
        ],
        default_by: &["loss_reason"],
        chart: Chart {
            kind: ChartKind::Bar,
            x: "",
            y: &["lost_minor"],
        },
    },
    run,
};

fn run(asked: &Asked<'_>) -> Table {
    let frame = &asked.frame;
    let mut table = asked.table(&REPORT.definition);
    let grouping = asked.grouping();
    for labels in grouping.labels() {
        table.row(labels);
    }
    let [lost, lost_minor] = ["lost", "lost_minor"].map(|name| table.column(name));
    let resting = ["share", "share_by_amount", "median_age_days"].map(|name| table.column(name));
    let (tally, ages) = grouping.sum(frame, |deals| {
        let mut tally = table.tally();
        let mut ages = vec![DayCounts::new(); grouping.len()];
        for (deal, group) in deals {
            if asked.closed_in_window(deal) != Some(StageKind::Lost) {
                continue;
            }
            tally.count(group, lost, deal);
            tally.add(group, lost_minor, deal, frame.lost_minor(deal));
            tally.rest_on(group, &resting, deal);
            ages[group].add(frame.age(deal));
        }
        (tally, ages)
    });
    table.take(tally);
    let total = |column| {
        (0..grouping.len())
            .map(|row| table.whole(row, column))
            .fold(0_i64, i64::saturating_add)
    };
    let (all, all_minor) = (total("lost"), total("lost_minor"));
    for (row, ages) in ages.iter().enumerate() {
        let (count, minor) = (table.whole(row, "lost"), table.whole(row, "lost_minor"));
        table.set(row, "share", share(count, all));
        table.set(row, "share_by_amount", share(minor, all_minor));
        table.set(row, "median_age_days", ages.median());
    }
    if !asked.by.is_empty() {
        table.drop_rows_without_deals();
    }
    let whole = |cell: &Cell| match cell {
        Cell::Whole(whole) => *whole,
        _ => 0,
    };
    table.sort_by_key(|row| Reverse((whole(&row.cells[lost_minor]), whole(&row.cells[lost]))));
    table.summary = Some(summary(asked, &table, all, all_minor));
    table.note_reading(frame);
    table
}

fn summary(asked: &Asked<'_>, table: &Table, all: i64, all_minor: i64) -> Text {
    let amount = money(&asked.frame, all_minor);
    let is_split = !asked.by.is_empty() && all > 0;
    if is_split
        && !table.rows().is_empty()
        && let Cell::Number(part) = table.get(0, "share_by_amount")
    {
        let part = percent(Some(*part));
        return say!([amount = amount]
            "실패 {all}건, {amount} 가운데 첫 줄이 {part}로 가장 큽니다.",
            "{all} deals of {amount} were lost; the first line is the most of it, {part}.",
        );
    }
    say!([amount = amount]
        "기간에 {all}건, {amount}을(를) 잃었습니다.",
        "{all} deals of {amount} were lost in the window.",
    )
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::history::History;
    use crate::reports::find;
    use crate::slice::Dimension;

    #[test]
    fn what_was_lost_is_what_it_was_worth_before_losing_made_it_nothing() {
        let mut history = History::new();
        history
            .deal()
            .opened(1)
            .worth(0)
            .with("loss_reason", "price")
            .changed(3, "amount_minor", Some("500"), Some("700"))
            .changed(9, "amount_minor", Some("700"), Some("0"))
            .closed(9, "lost");
        history
            .deal()
            .opened(1)
            .worth(200)
            .with("loss_reason", "price")
            .enters(2, "second")
            .closed(5, "lost");
        history
            .deal()
            .opened(1)
            .worth(100)
            .with("loss_reason", "product")
            .closed(4, "lost");
        history.deal().opened(1).worth(900).closed(4, "won");
        let facts = history.facts();
        let mut asked = history.asked(&facts, 20);
        asked.by = vec![Dimension::parse("loss_reason").unwrap()];
        asked.opens_deals = true;
        let table = find("loss-reasons").unwrap().run(&asked);
        let rows: Vec<_> = table.rows().iter().map(|row| table.to_json(row)).collect();
        assert_eq!(rows.len(), 2);
        assert_eq!(
            (
                &rows[0]["loss_reason"],
                &rows[0]["lost"],
                &rows[0]["lost_minor"]
            ),
            (&json!("price"), &json!(2), &json!(900))
        );
        assert_eq!(
            (&rows[0]["share_by_amount"], &rows[0]["median_age_days"]),
            (&json!(0.9), &json!(6.0))
        );
        assert_eq!(
            table.deals_behind(&["price".into()], Some("lost_minor")),
            Some(vec![0, 1])
        );

        asked.by = vec![Dimension::parse("lost_from").unwrap()];
        let table = find("loss-reasons").unwrap().run(&asked);
        let rows: Vec<_> = table.rows().iter().map(|row| table.to_json(row)).collect();
        assert_eq!(
            (&rows[0]["lost_from"], &rows[0]["lost"]),
            (&json!("first"), &json!(2))
        );
        assert_eq!(
            (&rows[1]["lost_from"], &rows[1]["lost"]),
            (&json!("second"), &json!(1))
        );
    }

    #[test]
    fn nothing_lost_is_no_share() {
        let mut history = History::new();
        history.deal().opened(1);
        let facts = history.facts();
        let table = find("loss-reasons")
            .unwrap()
            .run(&history.asked(&facts, 20));
        let row = table.to_json(&table.rows()[0]);
        assert_eq!(
            (&row["lost"], &row["share"], &row["median_age_days"]),
            (&json!(0), &Value::Null, &Value::Null)
        );
    }
}

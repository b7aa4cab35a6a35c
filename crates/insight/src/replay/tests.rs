//! A made-up history of five deals, counted by hand.

use domain::Instant;
use domain::deal::DealStatus;
use domain::gate::MissingKind;
use domain::replay::{KnownStage, Lack, Move, Replay, Replayed, Step, Unjudged, Verdict};
use jiff::tz::TimeZone;
use playbook::{StageKind, Text};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Effect, Within};

// Stage numbers: two open stages of 20 % and 60 %, won, lost.
const FIRST: u16 = 0;
const SECOND: u16 = 1;
const WON: u16 = 2;
const LOST: u16 = 3;

const PASSED: Verdict = Verdict::Passed { is_excused: false };

/// Monday, 5 January 2026, and so many days later.
fn day(days: i64) -> Instant {
    "2026-01-05T00:00:00Z"
        .parse::<Instant>()
        .unwrap()
        .plus_days(days)
}

fn stages() -> Vec<KnownStage> {
    let stage = |(position, (key, kind, percent)): (usize, (&str, StageKind, u8))| KnownStage {
        pipeline: "sales".into(),
        key: key.into(),
        kind,
        name: Text::new(key, key),
        position: Some(position),
        probability_percent: Some(percent),
    };
    let known = [
        ("first", StageKind::Open, 20),
        ("second", StageKind::Open, 60),
        ("won", StageKind::Won, 100),
        ("lost", StageKind::Lost, 0),
    ];
    known.into_iter().enumerate().map(stage).collect()
}

fn stopped(until: Option<i64>) -> Verdict {
    Verdict::Stopped {
        missing: vec![0],
        passes_at: until.map(day),
    }
}

fn deal(
    number: u128,
    status: DealStatus,
    moves: &[(u16, u16, i64, Verdict)],
    recorded: &[(u16, i64)],
    replayed: &[(u16, Option<i64>)],
) -> Replayed {
    let moves = moves.iter().cloned();
    Replayed {
        deal_id: Uuid::from_u128(number).into(),
        status,
        opened_at: day(0),
        is_reconstructed: false,
        moves: moves
            .map(|(from, to, at, verdict)| Move {
                from,
                to,
                at: day(at),
                verdict,
            })
            .collect(),
        recorded: recorded
            .iter()
            .map(|(stage, at)| Step {
                stage: *stage,
                at: Some(day(*at)),
            })
            .collect(),
        replayed: replayed
            .iter()
            .map(|(stage, at)| Step {
                stage: *stage,
                at: at.map(day),
            })
            .collect(),
    }
}

/// 0 won at once; 1 held from `second` for ten days, won ten days late; 2 held for ever and won; 3 held and lost; 4 cannot be
/// judged and is open.
fn history() -> Replay {
    let always = |at| Some(at);
    Replay {
        stages: stages(),
        lacks: vec![Lack {
            pipeline: "sales".into(),
            stage: "first".into(),
            kind: MissingKind::Evidence,
            key: "icp_fit".into(),
            sentence: Text::new("필요합니다.", "It is needed."),
        }],
        deals: vec![
            deal(
                0,
                DealStatus::Won,
                &[(FIRST, SECOND, 1, PASSED), (SECOND, WON, 20, PASSED)],
                &[(FIRST, 0), (SECOND, 1), (WON, 20)],
                &[(FIRST, always(0)), (SECOND, always(1)), (WON, always(20))],
            ),
            deal(
                1,
                DealStatus::Won,
                &[
                    (FIRST, SECOND, 1, stopped(Some(11))),
                    (SECOND, WON, 20, stopped(Some(30))),
                ],
                &[(FIRST, 0), (SECOND, 1), (WON, 20)],
                &[(FIRST, always(0)), (SECOND, always(11)), (WON, always(30))],
            ),
            deal(
                2,
                DealStatus::Won,
                &[(FIRST, SECOND, 1, stopped(None)), (SECOND, WON, 10, PASSED)],
                &[(FIRST, 0), (SECOND, 1), (WON, 10)],
                &[(FIRST, always(0)), (SECOND, None), (WON, None)],
            ),
            deal(
                3,
                DealStatus::Lost,
                &[(FIRST, SECOND, 1, stopped(None))],
                &[(FIRST, 0), (SECOND, 1), (LOST, 9)],
                &[(FIRST, always(0)), (LOST, always(9))],
            ),
            deal(
                4,
                DealStatus::Open,
                &[(FIRST, SECOND, 1, Verdict::Unjudged(Unjudged::Imported))],
                &[(FIRST, 0), (SECOND, 1)],
                &[(FIRST, always(0)), (SECOND, always(1))],
            ),
        ],
    }
}

fn effect() -> Effect {
    let within = Within {
        from: None,
        to: None,
        as_of: day(60),
        zone: TimeZone::UTC,
    };
    Effect::of(&history(), &within)
}

#[track_caller]
fn holds(row: &serde_json::Map<String, Value>, expected: &Value) {
    for (name, value) in expected.as_object().unwrap() {
        assert_eq!(&row[name], value, "{name}");
    }
}

#[test]
fn moves_deals_and_cycles_are_counted_as_by_hand() {
    let overall = effect().overall;
    // Waits 10 (day 1 to 11) and 10 (day 20 to 30). Cycle of the deals still won: 20 and 20 days, replayed 20 and 30.
    holds(
        &overall.to_json(&overall.rows()[0]),
        &json!({
            "deals": 5, "moves": 8, "passed": 3, "stopped": 4, "unjudged": 1, "imported": 1, "passed_later": 2, "never": 2,
            "wait_days": 10.0, "stopped_deals": 3, "stopped_won": 2, "stopped_lost": 1, "stopped_open": 0,
            "win_rate": 0.75, "win_rate_passed": 1.0, "win_rate_stopped": 0.666_667,
            "won": 3, "won_still": 2, "won_later": 1, "won_never": 1,
            "cycle_days": 20.0, "cycle_replayed_days": 25.0, "cycle_mean_replayed_days": 25.0,
        }),
    );
}

#[test]
fn the_forecast_is_scored_over_the_same_weeks_of_the_same_deals() {
    let overall = effect().overall;
    // Mondays: days 0, 7, 14. Day 0: all four at 20 %. Deal 0 then 60 % on 7 and 14. Deal 1: 60 % on 7 and 14 as it was;
    // held until day 11, 20 % on 7 and 60 % on 14. Deal 2 (until day 10): 60 % on 7; replayed 20 %. Deal 3, lost on day 9:
    // 60 % on 7; replayed 20 %.
    let was = 3.0 * 0.64 + 0.04 + 5.0 * 0.16 + 0.36;
    let would_be = 3.0 * 0.64 + 0.04 + 3.0 * 0.16 + 2.0 * 0.64 + 0.04;
    let rounded = |number: f64| (number * 1e6).round() / 1e6;
    holds(
        &overall.to_json(&overall.rows()[0]),
        &json!({
            "forecast_deals": 4, "forecasts": 10, "brier": rounded(was / 10.0), "brier_replayed": rounded(would_be / 10.0),
            "brier_change": rounded((would_be - was) / 10.0), "came_true": 0.8,
        }),
    );
}

#[test]
fn each_stage_says_what_it_stopped_and_what_went_on_with_the_deals_behind() {
    let stages = effect().stages;
    let first = stages.to_json(&stages.rows()[0]);
    // Of four judged deals three were won; of the one that passed, one. Five entered and five went on; replayed three went
    // on: the second deal later, the third and fourth never.
    holds(
        &first,
        &json!({
            "stage": "first", "moves": 5, "passed": 1, "stopped": 3, "unjudged": 1, "stopped_won": 2, "stopped_lost": 1,
            "win_rate": 0.75, "win_rate_passed": 1.0, "entered": 5, "went_on": 5, "conversion": 1.0,
            "entered_replayed": 5, "went_on_replayed": 3, "conversion_replayed": 0.6, "wait_days": 10.0,
        }),
    );
    let row = [json!("sales"), json!("first")];
    assert_eq!(
        stages.deals_behind(&row, Some("stopped")).unwrap(),
        [1, 2, 3]
    );
    assert_eq!(
        stages.deals_behind(&row, Some("stopped_lost")).unwrap(),
        [3]
    );
    // 0.75 of 4 by Wilson at 90 %.
    assert_eq!(
        (&first["win_rate_low"], &first["win_rate_high"]),
        (&json!(0.356_168), &json!(0.942_093))
    );
}

#[test]
fn what_was_missing_is_ranked_with_its_price_and_its_gain() {
    let criteria = effect().criteria;
    holds(
        &criteria.to_json(&criteria.rows()[0]),
        &json!({
            "stage": "first", "kind": "evidence", "key": "icp_fit", "stopped": 4, "alone": 4, "stopped_won": 3,
            "stopped_lost": 1, "sentence_en": "It is needed.",
        }),
    );
}

#[test]
fn the_summary_says_it_in_words_and_the_notes_what_it_cannot_say() {
    let effect = effect();
    assert!(
        effect.summary.en.starts_with(
            "Of 7 moves judged, 4 would have been stopped (deals: 3; lost anyway: 1, won all the same: 2, still open: 0)."
        ),
        "{}",
        effect.summary.en
    );
    let codes: Vec<_> = effect.notes.iter().map(|(code, _)| *code).collect();
    assert_eq!(
        codes,
        [
            "people-adapt",
            "record-only",
            "outcome-kept",
            "few",
            "imported"
        ]
    );
}

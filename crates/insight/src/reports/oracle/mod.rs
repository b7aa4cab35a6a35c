//! Every report against plain code: random worlds, told to the columns piece by piece, and random questions as known at
//! random moments. Every cell of every row is compared, and the deals behind each number.

mod dice;
mod expected;
mod known;
mod life;
mod plain;
mod question;
mod telling;
mod way;
mod world;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;

use super::find;
use dice::Dice;
use expected::{Row, check};
use life::world;
use question::Question;
use telling::tell;
use world::{DAY, World};

type Plain = fn(&Question, &World, &[usize]) -> Vec<Row>;
type Vary = fn(Question, &mut Dice) -> Question;

/// One random history, asked a few random questions.
fn compare(
    report: &str,
    plain: Plain,
    vary: Vary,
    world: &World,
    (seed, questions): (u64, usize),
) -> TestCaseResult {
    let told = tell(world, seed ^ 1);
    let mut dice = Dice::new(seed ^ 2);
    for _ in 0..questions {
        let question = vary(Question::any(&mut dice, 260), &mut dice);
        let asked = question.asked(world, &told);
        let known: Vec<usize> = (question.deals(world, &told.order).iter())
            .map(|deal| deal.place)
            .collect();
        let found: Vec<usize> = (asked.frame.deals().iter())
            .map(|deal| told.order[*deal as usize])
            .collect();
        prop_assert_eq!(found, known, "the deals of {:?}", question);
        let table = find(report).unwrap().run(&asked);
        let expected = plain(&question, world, &told.order);
        check(&table, &told, &expected)
            .map_err(|error| TestCaseError::fail(format!("{error}\n{question:?}")))?;
    }
    Ok(())
}

fn as_it_is(question: Question, _: &mut Dice) -> Question {
    question
}

macro_rules! oracles {
    ($($test:ident: $report:literal, $most:literal, $plain:path, $vary:expr;)+) => {
        proptest! {
            #![proptest_config(ProptestConfig::with_cases(64))]
            $(
                #[test]
                fn $test(seed in any::<u64>(), deals in vec(any::<u64>(), 0..$most)) {
                    compare($report, $plain, $vary, &world(seed, &deals, 120), (seed, 4))?;
                }
            )+
        }
    };
}

fn within(mut question: Question, dice: &mut Dice) -> Question {
    question.horizon = dice.maybe(30, |dice| u32::try_from(dice.below(60)).unwrap());
    question
}

oracles! {
    win_rate_is_what_plain_code_says: "win-rate", 30, plain::win_rate::rows, within;
    stage_conversion_is_what_plain_code_says: "stage-conversion", 30, plain::stage_conversion::rows, within;
    dwell_is_what_plain_code_says: "dwell", 30, plain::dwell::rows, |question, dice| {
        question
            .with("days", dice.pick(&["calendar", "business"]))
            .with("per", dice.pick(&["visit", "deal"]))
    };
    sales_cycle_is_what_plain_code_says: "sales-cycle", 30, plain::sales_cycle::rows, as_it_is;
    loss_reasons_are_what_plain_code_says: "loss-reasons", 30, plain::loss_reasons::rows, as_it_is;
    waterfall_is_what_plain_code_says: "waterfall", 30, plain::waterfall::rows, |question, dice| {
        match dice.maybe(70, |dice| dice.day(200)) {
            Some(since) => question.with("since", crate::facts::date_of(since)),
            None => question,
        }
    };
    coverage_is_what_plain_code_says: "coverage", 30, plain::coverage::rows, |question, dice| {
        match dice.maybe(40, |dice| dice.pick(&[0, 40_000, 9_000_000])) {
            Some(target) => question.with("target_minor", target),
            None => question,
        }
    };
    pipeline_summary_is_what_plain_code_says: "pipeline-summary", 30, plain::pipeline_summary::rows, as_it_is;
    forecast_is_what_plain_code_says: "forecast", 20, plain::forecast::rows, |question, dice| {
        let shape = dice.pick(&["summary", "summary", "summary", "histogram", "deals"]);
        let question = question
            .with("shape", shape)
            .with("arrivals", dice.is(20))
            .with("shock", dice.pick(&["0", "0", "0", "0.5"]));
        match dice.maybe(30, |dice| dice.pick(&[0, 40_000, 9_000_000])) {
            Some(target) => question.with("target_minor", target),
            None => question,
        }
    };
    bottlenecks_are_what_plain_code_says: "bottlenecks", 40, plain::bottlenecks::rows, as_it_is;
    velocity_is_what_plain_code_says: "velocity", 30, plain::velocity::rows, |question, dice| {
        match dice.maybe(40, |dice| dice.pick(&["found", "proposal", "talk", "nowhere"])) {
            Some(stage) => question.with("from_stage", stage),
            None => question,
        }
    };
    data_quality_is_what_plain_code_says: "data-quality", 30, plain::data_quality::rows, as_it_is;
    slippage_is_what_plain_code_says: "slippage", 30, plain::slippage::rows, as_it_is;
    mix_is_what_plain_code_says: "mix", 30, plain::mix::rows, |question, dice| {
        let rate = dice.pick(&["win", "conversion"]);
        let mut question = question.with("rate", rate);
        question.horizon = dice.maybe(50, |dice| u32::try_from(dice.below(60)).unwrap());
        match dice.maybe(30, |dice| dice.day(120)) {
            Some(since) => question.with("since", crate::facts::date_of(since)),
            None => question,
        }
    };
}

/// Weeks around the end of a quarter, asked about when the quarters beside it are over.
fn past_weeks(mut question: Question, dice: &mut Dice) -> Question {
    let first = 40 + dice.day(60);
    (question.from, question.to) = (Some(first), Some(first + 30 + dice.day(40)));
    if dice.is(80) {
        question.now = question.now.max(200 * DAY);
        question = question.of_all();
    }
    if dice.is(40) {
        question.by = dice.pick(&[vec![], vec!["owner"]]);
    }
    question.with("shock", dice.pick(&["0", "0", "0.4"]))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn forecast_accuracy_is_what_plain_code_says(
        seed in any::<u64>(), deals in vec(any::<u64>(), 30..50),
    ) {
        let vary: Vary = |question, dice| {
            let question = past_weeks(question, dice);
            match dice.below(4) {
                0 => question.with("lead_weeks", 1 + dice.below(13)),
                1 => question.with("method", dice.pick(&["model_p50", "owner_calls", "run_rate"])),
                _ => question,
            }
        };
        let world = world(seed, &deals, 120);
        compare("forecast-accuracy", plain::forecast_accuracy::rows, vary, &world, (seed, 2))?;
    }

    #[test]
    fn calibration_is_what_plain_code_says(
        seed in any::<u64>(), deals in vec(any::<u64>(), 30..50),
    ) {
        let vary: Vary = |question, dice| {
            let question = past_weeks(question, dice).with("shape", dice.pick(&["bins", "bins", "scores"]));
            match dice.maybe(30, |dice| dice.pick(&["configured", "adjusted", "period"])) {
                Some(method) => question.with("method", method),
                None => question,
            }
        };
        let world = world(seed, &deals, 120);
        compare("calibration", plain::calibration::rows, vary, &world, (seed, 2))?;
    }
}

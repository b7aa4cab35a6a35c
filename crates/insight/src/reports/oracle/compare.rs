//! The comparisons: random worlds, random questions, each report.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;

use super::dice::Dice;
use super::expected::{Row, check};
use super::life::world;
use super::plain;
use super::question::Question;
use super::telling::tell;
use super::world::World;
use crate::reports::find;

type Plain = fn(&Question, &World, &[usize]) -> Vec<Row>;
type Vary = fn(Question, &mut Dice) -> Question;

/// One random history, asked a few random questions.
fn compare(report: &str, plain: Plain, vary: Vary, (seed, deals): (u64, &[u64])) -> TestCaseResult {
    let world = world(seed, deals, 120);
    let told = tell(&world, seed ^ 1);
    let mut dice = Dice::new(seed ^ 2);
    for _ in 0..4 {
        let question = vary(Question::any(&mut dice, 260), &mut dice);
        let asked = question.asked(&world, &told);
        let known: Vec<usize> = question
            .deals(&world, &told.order)
            .iter()
            .map(|deal| deal.place)
            .collect();
        let found: Vec<usize> = asked
            .frame
            .deals()
            .iter()
            .map(|deal| told.order[*deal as usize])
            .collect();
        prop_assert_eq!(found, known, "the deals of {:?}", question);
        let table = find(report).unwrap().run(&asked);
        let expected = plain(&question, &world, &told.order);
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
                    compare($report, $plain, $vary, (seed, &deals))?;
                }
            )+
        }
    };
}

oracles! {
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

//! How good people are at knowing better than the rule: what became of the deals whose forecast category they changed,
//! against what became of those nobody touched.
//!
//! A decision is about a fiscal quarter. It is **decided** when that quarter is over or its deal closed; it **came in** when
//! the deal was won by the quarter's last day. It is compared with the deals **left alone**: those of the same pipeline
//! that stood in the same category with a close date in the same quarter at that moment, and that nobody had overridden or
//! capped. Of `k` decisions that have any such deals,
//!
//! `left alone = Σ (won / n of those left alone) / k`,
//! `skill = share of the k that came in − left alone` for raised deals, and the negative of it for lowered ones:
//! whoever raises well picks deals that close more often, whoever lowers well picks deals that close less often.

use uuid::Uuid;

use crate::estimate::Interval;
use crate::estimate::proportion::{Sample, wilson};
use crate::facts::{Field, Frame};
use crate::slice::Slice;
use playbook::StageKind;

/// How many decisions make a judgement of the person who took them.
pub const ENOUGH: u64 = 8;

/// The level of intervals.
const LEVEL: f64 = 0.90;

/// A decision about a deal, as far as others can stand as that deal did.
#[derive(Debug, Clone, Copy)]
pub struct Decision<'d> {
    /// The deal.
    pub deal: Uuid,
    /// When, UTC microseconds.
    pub at: i64,
    /// What the rule said.
    pub category: &'d str,
    /// The first and last day of the quarter it is about.
    pub days: (i32, i32),
}

/// Whether a deal came in by the last of these days; None while that is open. `now` is the frame of the present.
#[must_use]
pub fn came_in(now: &Frame<'_>, deal: u32, (_, last): (i32, i32)) -> Option<bool> {
    match now.closed_on(deal) {
        Some(day) => Some(now.status(deal) == StageKind::Won && day <= last),
        None => (now.today() > last).then_some(false),
    }
}

/// The number of a deal in a frame; None when it is not among the frame's deals.
#[must_use]
pub fn number_of(now: &Frame<'_>, deal: Uuid) -> Option<u32> {
    let number = now.facts().ids.find(deal)?;
    now.deals().binary_search(&number).ok().map(|_| number)
}

/// The deals that stood as the decision's did and were left alone, and whether they came in; those still open in a quarter
/// that goes on are not among them. `is_touched` says of whose category somebody had decided by then, the deal itself included.
#[must_use]
pub fn left_alone(
    now: &Frame<'_>,
    decision: Decision<'_>,
    is_touched: impl Fn(Uuid) -> bool,
) -> Vec<(u32, bool)> {
    let then = now.facts().frame(decision.at - 1, &Slice::default());
    let (first, last) = decision.days;
    let pipeline = |deal: u32| then.word(Field::Pipeline, deal as usize);
    let theirs = now.facts().ids.find(decision.deal).and_then(pipeline);
    // What should have closed before closes in this quarter at the earliest.
    let is_running = (first..=last).contains(&then.today());
    let is_about = |deal: u32| match then.close_on(deal) {
        Some(day) => day <= last && (is_running || day >= first),
        None => is_running,
    };
    then.deals()
        .iter()
        .copied()
        .filter(|deal| then.category(*deal) == Some(decision.category))
        .filter(|deal| then.status(*deal) == StageKind::Open && is_about(*deal))
        .filter(|deal| pipeline(*deal) == theirs)
        .filter(|deal| now.deals().binary_search(deal).is_ok() && !is_touched(now.id(*deal)))
        .filter_map(|deal| Some((deal, came_in(now, deal, decision.days)?)))
        .collect()
}

/// Which way a category was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    /// Above what the rule said.
    Raised,
    /// Below it.
    Lowered,
}

/// A decision that is decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decided {
    /// Whether the deal came in.
    pub came_in: bool,
    /// Of how many deals left alone how many came in.
    pub left_alone: (u64, u64),
}

/// What can be said of who decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Fewer than [`ENOUGH`] decisions could be compared.
    NotEnough,
    /// The interval lies on the good side of those left alone.
    Better,
    /// It lies on the bad side.
    Worse,
    /// It holds them.
    Unclear,
}

/// How often deals came in after somebody changed their category one way, and what that is worth.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Skill {
    /// Decided decisions.
    pub n: u64,
    /// How many of them came in.
    pub came_in: u64,
    /// The share; None without any.
    pub rate: Option<f64>,
    /// Its Wilson interval at 90 %.
    pub interval: Option<Interval>,
    /// How many of them have deals left alone to compare with.
    pub compared: u64,
    /// The share of deals left alone that came in, the mean over the compared decisions.
    pub left_alone: Option<f64>,
    /// The difference, positive when whoever decided knew better.
    pub skill: Option<f64>,
    /// What that is worth.
    pub verdict: Verdict,
}

impl Skill {
    /// The skill shown in decisions of one direction.
    #[must_use]
    pub fn of(direction: Direction, decisions: &[Decided]) -> Self {
        let sample = |decisions: &[Decided]| {
            let came_in = decisions.iter().filter(|it| it.came_in).count() as u64;
            (came_in, decisions.len() as u64)
        };
        let (came_in, n) = sample(decisions);
        let all = Sample::counted(came_in, n);
        let with_others: Vec<Decided> = decisions
            .iter()
            .copied()
            .filter(|it| it.left_alone.1 > 0)
            .collect();
        let (came_in_compared, compared) = sample(&with_others);
        let compared_sample = Sample::counted(came_in_compared, compared);
        let shares = with_others.iter().map(|it| {
            let (won, n) = it.left_alone;
            won as f64 / n as f64
        });
        let left_alone = (compared > 0).then(|| shares.sum::<f64>() / compared as f64);
        let sign = match direction {
            Direction::Raised => 1.0,
            Direction::Lowered => -1.0,
        };
        let skill = compared_sample.share().zip(left_alone);
        let skill = skill.map(|(rate, left_alone)| sign * (rate - left_alone));
        let interval = wilson(all, LEVEL);
        let verdict = match (interval, left_alone) {
            (Some(interval), Some(left_alone)) if compared >= ENOUGH => {
                let is_above = interval.low > left_alone;
                let is_below = interval.high < left_alone;
                match (direction, is_above, is_below) {
                    (Direction::Raised, true, _) | (Direction::Lowered, _, true) => Verdict::Better,
                    (Direction::Raised, _, true) | (Direction::Lowered, true, _) => Verdict::Worse,
                    _ => Verdict::Unclear,
                }
            }
            _ => Verdict::NotEnough,
        };
        Self {
            n,
            came_in,
            rate: all.share(),
            interval,
            compared,
            left_alone,
            skill,
            verdict,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decided(came_in: bool, left_alone: (u64, u64)) -> Decided {
        Decided {
            came_in,
            left_alone,
        }
    }

    /// Ten decisions of which seven came in. Six stood among five deals left alone of which two came in, four among four of
    /// which one did: (6 × 2/5 + 4 × 1/4) / 10 = 0.34. Wilson with z² = 2.705543:
    /// (0.835277 ± √(2.705543 × (0.021 + 0.006763858))) / 1.270554 = 0.4417 … 0.8731.
    #[test]
    fn skill_is_what_came_in_less_what_came_in_of_those_left_alone() {
        let decisions: Vec<_> = (0..10)
            .map(|at| decided(at < 7, if at < 6 { (2, 5) } else { (1, 4) }))
            .collect();
        let raised = Skill::of(Direction::Raised, &decisions);
        assert_eq!((raised.n, raised.came_in, raised.compared), (10, 7, 10));
        let close = |value: Option<f64>, to: f64| (value.unwrap() - to).abs() < 5e-5;
        assert!(close(raised.rate, 0.7) && close(raised.left_alone, 0.34));
        assert!(close(raised.skill, 0.36));
        assert!(close(raised.interval.map(|it| it.low), 0.4417));
        assert!(close(raised.interval.map(|it| it.high), 0.8731));
        assert_eq!(raised.verdict, Verdict::Better);
        let lowered = Skill::of(Direction::Lowered, &decisions);
        assert!(close(lowered.skill, -0.36));
        assert_eq!(lowered.verdict, Verdict::Worse);
        let even: Vec<_> = decisions
            .iter()
            .map(|it| decided(it.came_in, (1, 2)))
            .collect();
        assert_eq!(
            Skill::of(Direction::Raised, &even).verdict,
            Verdict::Unclear
        );
    }

    #[test]
    fn few_decisions_show_a_figure_and_no_verdict_and_those_without_company_are_not_compared() {
        let mut decisions = vec![decided(true, (0, 3)); 7];
        decisions.push(decided(false, (0, 0)));
        let skill = Skill::of(Direction::Raised, &decisions);
        assert_eq!((skill.n, skill.came_in, skill.compared), (8, 7, 7));
        assert_eq!(
            (skill.skill, skill.verdict),
            (Some(1.0), Verdict::NotEnough)
        );
        let none = Skill::of(Direction::Lowered, &[]);
        assert_eq!((none.rate, none.skill, none.interval), (None, None, None));
    }
}

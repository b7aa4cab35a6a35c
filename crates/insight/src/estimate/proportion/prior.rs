//! The belief to start from, taken out of all groups together.

use statrs::function::beta::ln_beta;

use super::{Beta, Sample};

/// What a prior rests on, so that a number can say so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// The shape under which the groups' results are most likely.
    MarginalLikelihood,
    /// Fewer than three groups have evidence: the share of all together, with a half win and a half loss added, worth
    /// two trials.
    TooFewGroups,
    /// Nobody, or everybody, was won anywhere: the same fallback, since no likelihood has a maximum there.
    OneSided,
    /// There is no evidence at all: every share is equally likely.
    Nothing,
}

/// A prior belief about a group's share, and what it rests on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Prior {
    /// The belief itself.
    pub beta: Beta,
    /// How it came about.
    pub basis: Basis,
    /// How many groups had evidence.
    pub groups: usize,
}

/// What a fallback is worth, in trials.
const FALLBACK_STRENGTH: f64 = 2.0;

/// A prior is worth at least one trial.
const LEAST_STRENGTH: f64 = 1.0;

impl Prior {
    /// The prior that makes the groups' results most likely ("empirical Bayes": Griffin & Krutchkoff 1971): the
    /// `Beta(a, b)` that maximises `Σ ln B(a + wonᵢ, b + nᵢ − wonᵢ) − ln B(a, b)`.
    ///
    /// Groups that differ no more than chance would have them have no finite maximum; the prior is therefore never
    /// worth more trials than all groups together have, nor less than one.
    #[must_use]
    pub fn fit(groups: &[Sample]) -> Self {
        let mut groups: Vec<Sample> = groups
            .iter()
            .filter(|group| group.n > 0.0 && group.n.is_finite() && group.won.is_finite())
            .map(|group| Sample {
                won: group.won.clamp(0.0, group.n),
                n: group.n,
            })
            .collect();
        // Sums of fractions depend on their order in the last digit, and the search below on that digit.
        groups.sort_by(|left, right| {
            let by_won = || left.won.total_cmp(&right.won);
            left.n.total_cmp(&right.n).then_with(by_won)
        });
        let n: f64 = groups.iter().map(|group| group.n).sum();
        let won: f64 = groups.iter().map(|group| group.won).sum();
        let fallback = |basis| Self {
            beta: shaped((won + 0.5) / (n + 1.0), FALLBACK_STRENGTH),
            basis,
            groups: groups.len(),
        };
        if groups.is_empty() {
            return Self {
                beta: Beta::UNIFORM,
                ..fallback(Basis::Nothing)
            };
        }
        if groups.len() < 3 {
            return fallback(Basis::TooFewGroups);
        }
        if won <= 0.0 || won >= n {
            return fallback(Basis::OneSided);
        }
        let most = n.max(2.0 * LEAST_STRENGTH).ln();
        let strength = highest(LEAST_STRENGTH.ln(), most, |strength| {
            let mean = likeliest_mean(&groups, strength.exp());
            log_likelihood(&groups, mean, strength.exp())
        })
        .exp();
        Self {
            beta: shaped(likeliest_mean(&groups, strength), strength),
            basis: Basis::MarginalLikelihood,
            groups: groups.len(),
        }
    }
}

fn shaped(mean: f64, strength: f64) -> Beta {
    Beta {
        a: mean * strength,
        b: (1.0 - mean) * strength,
    }
}

/// The log marginal likelihood of the groups' results, without the part that no shape changes.
fn log_likelihood(groups: &[Sample], mean: f64, strength: f64) -> f64 {
    let Beta { a, b } = shaped(mean, strength);
    let results: f64 = groups
        .iter()
        .map(|group| ln_beta(a + group.won, b + group.n - group.won))
        .sum();
    results - groups.len() as f64 * ln_beta(a, b)
}

fn likeliest_mean(groups: &[Sample], strength: f64) -> f64 {
    let share = |logit: f64| 1.0 / (1.0 + (-logit).exp());
    share(highest(-9.0, 9.0, |logit| {
        log_likelihood(groups, share(logit), strength)
    }))
}

/// Where a function with one peak is highest, by golden-section search (Kiefer 1953), to about four digits.
fn highest(mut low: f64, mut high: f64, value: impl Fn(f64) -> f64) -> f64 {
    const GOLDEN: f64 = 0.618_033_988_749_895;
    let (mut left, mut right) = (high - GOLDEN * (high - low), low + GOLDEN * (high - low));
    let (mut at_left, mut at_right) = (value(left), value(right));
    while high - low > 1e-4 {
        if at_left < at_right {
            (low, left, at_left) = (left, right, at_right);
            right = low + GOLDEN * (high - low);
            at_right = value(right);
        } else {
            (high, right, at_right) = (right, left, at_left);
            left = high - GOLDEN * (high - low);
            at_left = value(left);
        }
    }
    f64::midpoint(low, high)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(groups: &[(u64, u64)]) -> Vec<Sample> {
        groups
            .iter()
            .map(|&(won, n)| Sample::counted(won, n))
            .collect()
    }

    /// The highest log likelihood over a fine grid of shapes, found without any cleverness.
    fn best_of_a_grid(groups: &[Sample]) -> f64 {
        let shapes = || (0..240).map(|step| 0.05 * f64::powf(1.04, f64::from(step)));
        let of = |a: f64, b: f64| log_likelihood(groups, a / (a + b), a + b);
        shapes()
            .flat_map(|a| shapes().map(move |b| of(a, b)))
            .fold(f64::NEG_INFINITY, f64::max)
    }

    #[test]
    fn the_fitted_prior_is_the_likeliest_one() {
        let groups = counted(&[
            (3, 40),
            (12, 30),
            (9, 25),
            (2, 22),
            (18, 35),
            (1, 8),
            (0, 5),
        ]);
        let prior = Prior::fit(&groups);
        assert_eq!((prior.basis, prior.groups), (Basis::MarginalLikelihood, 7));
        let reached = log_likelihood(&groups, prior.beta.mean(), prior.beta.strength());
        let grid = best_of_a_grid(&groups);
        assert!(reached >= grid - 1e-6, "{reached} {grid} {:?}", prior.beta);
        assert!(prior.beta.strength() > 2.0 && prior.beta.strength() < 20.0);
    }

    #[test]
    fn groups_that_do_not_differ_are_drawn_together_but_no_prior_outweighs_its_evidence() {
        let prior = Prior::fit(&counted(&[(10, 40), (10, 40), (11, 40), (9, 40)]));
        assert!((prior.beta.mean() - 0.25).abs() < 5e-3, "{prior:?}");
        assert!((prior.beta.strength() - 160.0).abs() < 1.0);
    }

    #[test]
    fn without_enough_to_go_by_the_fallback_says_so_and_is_never_certain() {
        let nothing = Prior::fit(&counted(&[(0, 0)]));
        assert_eq!(
            (nothing.basis, nothing.beta),
            (Basis::Nothing, Beta::UNIFORM)
        );
        let few = Prior::fit(&counted(&[(3, 10), (1, 9), (0, 0)]));
        assert_eq!((few.basis, few.groups), (Basis::TooFewGroups, 2));
        assert!((few.beta.mean() - 4.5 / 20.0).abs() < 1e-12);
        for groups in [[(0, 7), (0, 2), (0, 1)], [(7, 7), (2, 2), (1, 1)]] {
            let prior = Prior::fit(&counted(&groups));
            assert_eq!(prior.basis, Basis::OneSided);
            assert!(prior.beta.mean() > 0.0 && prior.beta.mean() < 1.0);
        }
    }
}

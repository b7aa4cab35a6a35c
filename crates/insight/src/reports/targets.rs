//! What is to be won within a window, and which part of it a row of a report is held against.

use std::cmp::Reverse;

use super::{Asked, Target};

/// The targets of a window: of everything, and of each row where the report is cut by who or what they are set for.
#[derive(Debug, Default)]
pub(super) struct Targets {
    whole: Option<i64>,
    by_label: Vec<(String, i64)>,
}

impl Targets {
    /// What was asked for, or else set. A target that reaches beyond the window counts by the days inside it.
    pub(super) fn of(asked: &Asked<'_>, window: (i32, i32)) -> Self {
        if let Some(whole) = asked.number("target_minor") {
            return Self {
                whole: Some(whole),
                by_label: Vec::new(),
            };
        }
        let of_all = |target: &Target| target.person.is_none() && target.segment.is_none();
        let segments = by_label(asked, window, |target| target.segment.clone());
        let people = by_label(asked, window, |target| {
            let number = asked.facts.people.find(target.person?)?;
            asked.frame.person_name(number).map(str::to_owned)
        });
        let sum = |parts: &[(String, i64)]| {
            let amounts = parts.iter().map(|(_, amount)| *amount);
            (!parts.is_empty()).then(|| amounts.fold(0, i64::saturating_add))
        };
        let everything: Vec<&Target> = asked
            .targets
            .iter()
            .filter(|target| of_all(target))
            .collect();
        let whole = amount_in(everything, window)
            .or_else(|| sum(&segments))
            .or_else(|| sum(&people));
        let by_label = match asked.by.first().map(crate::slice::Dimension::name) {
            Some(name) if asked.by.len() == 1 && name == "segment" => segments,
            Some(name) if asked.by.len() == 1 && name == "owner" => people,
            _ => Vec::new(),
        };
        Self { whole, by_label }
    }

    /// The target of everything.
    pub(super) fn whole(&self) -> Option<i64> {
        self.whole
    }

    /// Whom or what there are targets for.
    pub(super) fn names(&self) -> impl Iterator<Item = String> + '_ {
        self.by_label.iter().map(|(name, _)| name.clone())
    }

    /// The target of a row: that of its label, or that of everything where the row is everything.
    pub(super) fn of_row(&self, label: Option<&str>, is_everything: bool) -> Option<i64> {
        if is_everything {
            return self.whole;
        }
        let label = label?;
        self.by_label
            .iter()
            .find(|(name, _)| name == label)
            .map(|(_, amount)| *amount)
    }
}

fn by_label(
    asked: &Asked<'_>,
    window: (i32, i32),
    label: impl Fn(&Target) -> Option<String>,
) -> Vec<(String, i64)> {
    let mut groups: Vec<(String, Vec<&Target>)> = Vec::new();
    for target in &asked.targets {
        let Some(label) = label(target) else { continue };
        match groups.iter_mut().find(|(known, _)| *known == label) {
            Some((_, targets)) => targets.push(target),
            None => groups.push((label, vec![target])),
        }
    }
    groups
        .into_iter()
        .filter_map(|(label, targets)| Some((label, amount_in(targets, window)?)))
        .collect()
}

/// What targets for the same come to within a window. Where they overlap, as a quarter's and its months' do, one that lies
/// wholly inside goes first, then the longer one.
fn amount_in(mut targets: Vec<&Target>, window: (i32, i32)) -> Option<i64> {
    let is_inside = |target: &Target| target.from >= window.0 && target.to <= window.1;
    targets.retain(|target| target.from <= window.1 && target.to >= window.0);
    targets.sort_by_key(|target| {
        (
            !is_inside(target),
            Reverse(target.to - target.from),
            target.from,
        )
    });
    let mut taken: Vec<&Target> = Vec::new();
    for target in targets {
        let is_free = |other: &&Target| target.to < other.from || target.from > other.to;
        if taken.iter().all(is_free) {
            taken.push(target);
        }
    }
    let within = |target: &&Target| {
        let days = target.to.min(window.1) - target.from.max(window.0) + 1;
        by_days(target.amount_minor, days, target.to - target.from + 1)
    };
    (!taken.is_empty()).then(|| taken.iter().map(within).fold(0, i64::saturating_add))
}

/// An amount × part ÷ whole, half to even.
fn by_days(amount: i64, part: i32, whole: i32) -> i64 {
    let (product, whole) = (
        i128::from(amount) * i128::from(part),
        i128::from(whole.max(1)),
    );
    let (quotient, rest) = (product.div_euclid(whole), product.rem_euclid(whole));
    let is_up = rest * 2 > whole || (rest * 2 == whole && quotient % 2 != 0);
    i64::try_from(quotient + i128::from(is_up)).unwrap_or(amount)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(from: i32, to: i32, amount_minor: i64) -> Target {
        Target {
            person: None,
            segment: None,
            from,
            to,
            amount_minor,
        }
    }

    #[test]
    fn a_quarter_outweighs_its_months_and_a_month_asked_for_outweighs_its_quarter() {
        let (quarter, first, second) =
            (target(0, 89, 900), target(0, 29, 500), target(30, 59, 100));
        let all = vec![&first, &quarter, &second];
        assert_eq!(amount_in(all.clone(), (0, 89)), Some(900));
        assert_eq!(amount_in(all.clone(), (0, 29)), Some(500));
        assert_eq!(amount_in(all, (60, 89)), Some(300));
        assert_eq!(amount_in(vec![&first], (40, 50)), None);
    }
}

//! One week after the other, with a frame of its own.

use std::collections::{BTreeMap, HashMap};

use playbook::StageKind;

use super::sums::Sums;
use super::{
    Judgement, LEAST_CLOSED, LEAST_SHARE, Method, PAST_QUARTERS, QUARTERS, RUNS, SHOCKS,
    TRIAL_RUNS, Week,
};
use crate::estimate::distribution::Distribution;
use crate::facts::{Facts, Frame};
use crate::outlook::{Days, Drawing, Outlook, arrivals, draw};
use crate::reports::{Asked, quarter_name, quarter_of};
use crate::slice::Grouping;

/// What a replay needs to know of every week.
pub(super) struct Replay<'a, 'f> {
    asked: &'a Asked<'f>,
    keeps_deals: bool,
    /// Groups of the question's own moment, for deals that did not exist in a week.
    grouping: Grouping,
    /// Every won deal by the day it was won, with its place among the question's deals.
    won: Vec<(i32, usize)>,
}

/// Groups by what they are called, in the order they were first met.
#[derive(Debug, Clone, Default)]
pub(super) struct Groups {
    numbers: HashMap<Vec<Option<String>>, usize>,
    pub(super) labels: Vec<Vec<Option<String>>>,
}

impl Groups {
    pub(super) fn number(&mut self, labels: &[Option<String>]) -> usize {
        if let Some(number) = self.numbers.get(labels) {
            return *number;
        }
        let number = self.labels.len();
        self.labels.push(labels.to_vec());
        self.numbers.insert(labels.to_vec(), number);
        number
    }
}

/// What was said in one week, its groups numbered for itself. What came of it is not in it yet.
#[derive(Debug, Clone, Default)]
pub(super) struct Said {
    pub(super) groups: Groups,
    pub(super) weeks: Vec<Week>,
    pub(super) judgements: Vec<Judgement>,
    /// The group each deal was in that week, where there are several.
    members: Vec<(u32, usize)>,
    /// Whose calls forecast a group, by group.
    people: BTreeMap<usize, Whose>,
}

/// Whose calls forecast a group: of one person (`Some(Some)`), of everybody (`None`), or nobody's (`Some(None)`).
type Whose = Option<Option<uuid::Uuid>>;

impl<'a, 'f> Replay<'a, 'f> {
    pub(super) fn new(asked: &'a Asked<'f>, keeps_deals: bool) -> Self {
        let end = &asked.frame;
        let won_on = |(place, deal): (usize, &u32)| {
            let day = end.closed_on(*deal)?;
            (end.status(*deal) == StageKind::Won).then_some((day, place))
        };
        let mut won: Vec<_> = end.deals().iter().enumerate().filter_map(won_on).collect();
        won.sort_unstable();
        Self {
            asked,
            keeps_deals,
            grouping: asked.grouping(),
            won,
        }
    }

    fn facts(&self) -> &'f Facts {
        self.asked.facts
    }

    /// The Mondays to replay, ascending.
    pub(super) fn mondays(&self) -> Vec<i32> {
        let frame = &self.asked.frame;
        let opened = frame.deals().iter().map(|deal| frame.opened_on(*deal));
        let Some(first) = opened.min() else {
            return Vec::new();
        };
        let default = || {
            let mut from = quarter_of(self.facts(), frame.today()).0;
            for _ in 0..QUARTERS {
                from = quarter_of(self.facts(), from - 1).0;
            }
            from
        };
        let from = self.asked.from.unwrap_or_else(default).max(first);
        let to = self.asked.to.unwrap_or(i32::MAX).min(frame.today());
        // Day 0, 1970-01-01, was a Thursday.
        let monday = from + (4 - from).rem_euclid(7);
        (monday..=to)
            .step_by(7)
            .filter(|day| self.facts().days().start_of(*day) <= frame.as_of())
            .collect()
    }

    fn has_ended(&self, (_, last): Days) -> bool {
        self.facts().days().start_of(last + 1) - 1 <= self.asked.frame.as_of()
    }

    /// How many ended quarters of these weeks have enough closed deals. Leaves out the weeks of those that have not.
    pub(super) fn full_quarters(&self, mondays: &mut Vec<i32>) -> usize {
        let frame = &self.asked.frame;
        let mut quarters: Vec<Days> = mondays
            .iter()
            .map(|monday| quarter_of(self.facts(), *monday))
            .collect();
        quarters.dedup();
        quarters.retain(|quarter| self.has_ended(*quarter));
        let mut closed = vec![0_usize; quarters.len()];
        for day in frame
            .deals()
            .iter()
            .filter_map(|deal| frame.closed_on(*deal))
        {
            let after = quarters.partition_point(|(first, _)| *first <= day);
            if let Some(place) = after
                .checked_sub(1)
                .filter(|place| day <= quarters[*place].1)
            {
                closed[place] += 1;
            }
        }
        let full: Vec<Days> = quarters
            .iter()
            .zip(&closed)
            .filter(|(_, count)| **count >= LEAST_CLOSED)
            .map(|(quarter, _)| *quarter)
            .collect();
        mondays.retain(|monday| {
            let quarter = quarter_of(self.facts(), *monday);
            !self.has_ended(quarter) || full.contains(&quarter)
        });
        full.len()
    }

    /// Forecasts the quarter of a Monday with what was known when it began, and says what came of it.
    pub(super) fn week(&self, monday: i32) -> Said {
        let as_of = self.facts().days().start_of(monday) - 1;
        let asked = self.asked;
        let said = if asked.by.is_empty() {
            let question = format!("{:?} {} {}", asked.slice, asked.shock(), self.keeps_deals);
            let said = self.facts().remembered(&question, as_of, || {
                let said = self.say(monday, as_of);
                let bytes =
                    size_of_val(said.weeks.as_slice()) + size_of_val(said.judgements.as_slice());
                (said, bytes)
            });
            Said::clone(&said)
        } else {
            self.say(monday, as_of)
        };
        self.tell(said, monday, as_of)
    }

    /// What was said. It rests on nothing that was not known then.
    fn say(&self, monday: i32, as_of: i64) -> Said {
        let asked = self.asked;
        let frame = asked.frame_at(as_of);
        let is_narrowed = asked.slice.owners.is_some() || asked.slice.filter.is_some();
        let outlook = if is_narrowed {
            Outlook::at(asked.facts, asked.slice.pipeline.as_deref(), as_of)
        } else {
            Outlook::of(&frame)
        };
        let days = quarter_of(self.facts(), monday);
        let grouping = Grouping::new(&frame, &asked.by);
        let mut said = Said::default();
        let numbers: Vec<usize> = grouping
            .labels()
            .iter()
            .map(|labels| said.groups.number(labels))
            .collect();
        let mut sums: BTreeMap<usize, Sums> = BTreeMap::new();
        let quarters = past_quarters(self.facts(), days);
        for (deal, group) in grouping.deals(&frame) {
            let number = numbers[group];
            if !asked.by.is_empty() {
                said.members.push((deal, number));
            }
            let sum = sums.entry(number).or_default();
            sum.owner = sum.owner.or(Some(frame.owner(deal)));
            match frame.status(deal) {
                StageKind::Lost => {}
                StageKind::Won => sum.see_won(&frame, deal, days, monday, &quarters),
                StageKind::Open => {
                    let stated = sum.see_open(&frame, deal, days, &outlook);
                    if self.keeps_deals
                        && let Some(stated) = stated
                    {
                        said.judgements.push(stated.judgement(deal, number));
                    }
                }
            }
        }
        for (group, sum) in sums {
            let whose = self.whose(&frame, &sum);
            said.people.insert(group, whose);
            let week = self.forecast(&frame, monday, days, group, sum);
            said.weeks.push(week);
        }
        said
    }

    /// Adds what came of it, as far as the question's moment knows, and what people called.
    fn tell(&self, mut said: Said, monday: i32, as_of: i64) -> Said {
        let days = quarter_of(self.facts(), monday);
        let has_ended = self.has_ended(days);
        for (group, won) in self.won_in(days, &mut said) {
            let week = match said.weeks.iter_mut().find(|week| week.group == group) {
                Some(week) => week,
                None => {
                    // Nobody knew of the group then, and nothing was forecast of it.
                    let nothing = self.asked.frame_at(as_of);
                    let sum = Sums::default();
                    said.people.insert(group, self.whose(&nothing, &sum));
                    let week = self.forecast(&nothing, monday, days, group, sum);
                    said.weeks.push(week);
                    let last = said.weeks.len() - 1;
                    &mut said.weeks[last]
                }
            };
            week.won = won;
        }
        said.weeks.sort_by_key(|week| week.group);
        let end = &self.asked.frame;
        for week in &mut said.weeks {
            let whose = said.people.get(&week.group).copied().unwrap_or(None);
            week.forecasts[Method::Owners as usize] = self.called(as_of, days, whose, false);
            week.forecasts[Method::Managers as usize] = self.called(as_of, days, whose, true);
            let won = week
                .won
                .iter()
                .map(|deal| end.home_minor(*deal).unwrap_or(0));
            week.actual_minor = has_ended.then(|| won.fold(0, i64::saturating_add));
            if !has_ended {
                week.trials.clear();
            }
        }
        for judgement in &mut said.judgements {
            let status = end.status(judgement.deal);
            let is_won = status == StageKind::Won;
            judgement.is_won = (status != StageKind::Open).then_some(is_won);
            judgement.is_won_within =
                has_ended.then(|| is_won && closed_in(end, judgement.deal, days));
        }
        said
    }

    /// What was won in a quarter in the end, each deal in the group it was in that week, or else is in now.
    fn won_in(&self, days: Days, said: &mut Said) -> BTreeMap<usize, Vec<u32>> {
        let from = self.won.partition_point(|(day, _)| *day < days.0);
        let to = self.won.partition_point(|(day, _)| *day <= days.1);
        let mut places: Vec<usize> = self.won[from..to].iter().map(|(_, place)| *place).collect();
        places.sort_unstable();
        let mut won: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
        for place in places {
            let deal = self.asked.frame.deals()[place];
            let then = said
                .members
                .binary_search_by_key(&deal, |(member, _)| *member);
            let group = match then {
                Ok(then) => said.members[then].1,
                Err(_) => {
                    let labels = &self.grouping.labels()[self.grouping.of(place)];
                    said.groups.number(labels)
                }
            };
            won.entry(group).or_default().push(deal);
        }
        won
    }

    /// Whose calls forecast a group.
    fn whose(&self, frame: &Frame<'_>, sum: &Sums) -> Whose {
        match self.asked.by.as_slice() {
            [] => None,
            [dimension] if dimension.name() == "owner" => {
                Some(sum.owner.and_then(|owner| frame.person_id(owner)))
            }
            _ => Some(None),
        }
    }

    /// What rule, model and naive methods forecast of a group.
    fn forecast(
        &self,
        frame: &Frame<'_>,
        monday: i32,
        days: Days,
        group: usize,
        sum: Sums,
    ) -> Week {
        let drawing = Drawing {
            runs: RUNS,
            shock: self.asked.shock(),
            has_arrivals: true,
        };
        let arrivals = arrivals(frame, sum.past.iter().copied(), days);
        let held = |drawing| {
            let distribution = draw(frame, &sum.chances, drawing, arrivals.clone());
            distribution.plus(sum.closed)
        };
        let range = |of: &Distribution| (of.quantile(0.1), of.quantile(0.9));
        let distribution = held(drawing);
        let is_tried = self.asked.shock() <= 0.0;
        let shocks = SHOCKS.iter().filter(|_| is_tried);
        let trials = shocks.map(|shock| {
            range(&held(Drawing {
                runs: TRIAL_RUNS,
                shock: *shock,
                has_arrivals: true,
            }))
        });
        let trials = trials.collect();
        let is_measured = sum.is_measured || sum.chances.is_empty();
        let model = |minor: i64| is_measured.then_some(minor);
        let share = sum.early / sum.whole;
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            reason = "amounts far below 2^53"
        )]
        let run_rate = (share >= LEAST_SHARE).then(|| (sum.closed as f64 / share).round() as i64);
        #[expect(clippy::cast_possible_truncation, reason = "amounts far below 2^53")]
        let mean = distribution.mean().round() as i64;
        let commit = sum.closed.saturating_add(sum.commit);
        let forecasts = Method::ALL.iter().map(|method| match method {
            Method::RuleCommit => Some(commit),
            Method::RuleBest => Some(commit.saturating_add(sum.best)),
            Method::ModelMedian => model(distribution.quantile(0.5)),
            Method::ModelMean => model(mean),
            // People's calls are told later.
            Method::Owners | Method::Managers => None,
            Method::LastQuarter => sum.last,
            Method::RunRate => run_rate,
        });
        let mut by_method = [None; Method::ALL.len()];
        for (place, forecast) in forecasts.enumerate() {
            by_method[place] = forecast;
        }
        Week {
            as_of: frame.as_of(),
            monday,
            period: quarter_name(self.facts(), monday),
            days,
            lead_weeks: u32::try_from((days.1 - monday) / 7 + 1).unwrap_or(0),
            group,
            forecasts: by_method,
            range_minor: is_measured.then(|| range(&distribution)),
            trials: if is_measured { trials } else { Vec::new() },
            actual_minor: None,
            won: Vec::new(),
        }
    }

    /// The latest call about the quarter by a moment: of one person (`Some(Some)`), or of everybody: the one made about
    /// everybody, else the sum of those about each. None for groups nobody calls.
    fn called(&self, as_of: i64, days: Days, whose: Whose, is_managers: bool) -> Option<i64> {
        let mut latest: HashMap<Option<uuid::Uuid>, (i64, i64)> = HashMap::new();
        for call in &self.asked.calls {
            if call.is_managers == is_managers
                && (call.from, call.to) == days
                && call.submitted_at <= as_of
            {
                let known = latest.entry(call.person).or_insert((i64::MIN, 0));
                if call.submitted_at >= known.0 {
                    *known = (call.submitted_at, call.commit_minor);
                }
            }
        }
        let of = |who: Option<uuid::Uuid>| latest.get(&who).map(|(_, minor)| *minor);
        match whose {
            Some(person) => of(Some(person?)),
            None => of(None).or_else(|| {
                let each = latest.values().map(|(_, minor)| *minor);
                (!latest.is_empty()).then(|| each.sum())
            }),
        }
    }
}

fn closed_in(frame: &Frame<'_>, deal: u32, (from, to): Days) -> bool {
    frame
        .closed_on(deal)
        .is_some_and(|day| (from..=to).contains(&day))
}

/// The quarters before one, the nearest first.
fn past_quarters(facts: &Facts, days: Days) -> Vec<Days> {
    let mut quarters = Vec::with_capacity(PAST_QUARTERS);
    let mut first = days.0;
    for _ in 0..PAST_QUARTERS {
        let quarter = quarter_of(facts, first - 1);
        quarters.push(quarter);
        first = quarter.0;
    }
    quarters
}

//! Who says something else than the rule, and whether they should have.
//!
//! **Marcus Reyes raises too readily**: what his team has proposed he commits, and most of it does not come. Grace Holloway
//! raises what she knows Daniel Osei is about to win, having seen him cap it; 김서연 lowers what 최민아 is about to push.

use domain::Instant;
use domain::ids::DealId;
use playbook::ForecastCategory;

use super::cast::{self, Habit};
use super::perform::Performance;
use super::script::{Cue, DealPart, Script, Step};
use crate::{Error, deals};

/// What is said of a deal's forecast category.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Opinion {
    /// The owner's manager is sure of it, for this reason.
    Raise(&'static str),
    /// The owner's manager doubts it, for this reason.
    Lower(&'static str),
    /// The owner does not want to be held to it.
    Cap,
}

/// Writes into a script what people say. Nothing is drawn for it, so that everything else stays as it was.
pub(super) fn write(script: &mut Script, end: Instant) {
    let mut judged = Vec::new();
    let mut count = [0_usize; 3];
    for (deal, part) in script.deals.iter().enumerate() {
        let theirs = || script.cues.iter().filter(|cue| cue.deal == deal);
        let moved = |stage: &str| {
            theirs()
                .find(|cue| matches!(&cue.step, Step::Move(to) if to == stage))
                .map(|cue| cue.at)
        };
        let closed = theirs().find(|cue| matches!(cue.step, Step::Win | Step::Lose(_)));
        let until = closed.map_or(end, |cue| cue.at);
        let is_won = closed.is_some_and(|cue| matches!(cue.step, Step::Win));
        let mut say = |from: Instant, percent: i64, opinion: Opinion| {
            let at = from.plus_micros((until.as_micros() - from.as_micros()) / 100 * percent);
            let step = Step::Judge(opinion);
            judged.push(Cue { at, deal, step });
        };
        match cast::PEOPLE[part.owner].habit {
            Habit::ProposesEarly => {
                if let Some(proposed) = moved("proposal") {
                    count[0] += 1;
                    if count[0] % 3 != 0 {
                        say(proposed, 15, Opinion::Raise("verbal-commitment"));
                    }
                }
            }
            Habit::Sandbags => {
                if let Some(negotiated) = moved("negotiation") {
                    count[1] += 1;
                    if count[1] % 2 == 0 {
                        say(negotiated, 10, Opinion::Cap);
                    }
                    if is_won || count[1] % 4 == 0 {
                        say(negotiated, 60, Opinion::Raise("executive-contact"));
                    }
                }
            }
            Habit::Pushes => {
                if let Some(negotiated) = moved("negotiation") {
                    count[2] += 1;
                    if count[2] % 5 != 0 {
                        say(negotiated, 20, Opinion::Lower("timing-risk"));
                    }
                }
            }
            Habit::Steady | Habit::None => {}
        }
    }
    judged.retain(|cue| cue.at < end);
    script.cues.extend(judged);
    script.cues.sort_by_key(|cue| cue.at);
}

impl Performance {
    pub(super) async fn judge(
        &self,
        part: &DealPart,
        id: DealId,
        opinion: Opinion,
    ) -> Result<(), Error> {
        let owner = self.ctx(part.owner);
        let by_rule = deals::get(&owner, id).await?.deal.rule_category;
        let Some(by_rule) = by_rule.filter(|by_rule| *by_rule < ForecastCategory::Closed) else {
            return Ok(());
        };
        let (category, reason) = match opinion {
            Opinion::Cap if by_rule > ForecastCategory::Pipeline => {
                let category = Some(ForecastCategory::Pipeline);
                deals::cap_forecast(&owner, id, deals::CapForecast { category }).await?;
                return Ok(());
            }
            Opinion::Raise(reason) if by_rule < ForecastCategory::Commit => {
                (ForecastCategory::Commit, reason)
            }
            Opinion::Lower(reason) if by_rule > ForecastCategory::Pipeline => {
                (ForecastCategory::Pipeline, reason)
            }
            _ => return Ok(()),
        };
        let team = cast::PEOPLE[part.owner].team;
        let Some(manager) = self.company.managers.get(team) else {
            return Ok(());
        };
        let input = deals::OverrideForecast {
            category,
            reason: reason.into(),
            note: None,
        };
        deals::override_forecast(&self.ctx(*manager), id, input).await?;
        Ok(())
    }
}

//! Asks the draft's gate about the moves of history.

use std::collections::HashMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use playbook::{CompiledPlaybook, Facts};

use super::course::{self, Stay};
use super::known::Known;
use super::life::{Damaged, Life, Records, State};
use super::{KnownStage, Lack, Move, Replay, Replayed, StageNumber, Unjudged, Verdict};
use crate::deal::{Deal, DealStatus};
use crate::evidence::Evidence;
use crate::gate::{self, Dossier, Judgement, Missing, MissingKind, StageMove};
use crate::journal::Journaled;
use crate::stage_visit::{StageVisit, VisitDirection, VisitOrigin};
use crate::vocabulary::{RenewalOutcome, StageKind, Text};
use crate::{Account, Contact, Instant};

/// What surrounded a deal: rules may name it, and it has a life of its own.
#[derive(Debug, Clone, Copy, Default)]
pub struct Surroundings<'a> {
    /// What its account was like from when on, in order of time.
    pub accounts: &'a [(Instant, Account)],
    /// The contacts it names.
    pub contacts: &'a [Contact],
    /// The owner's name.
    pub owner_name: Option<&'a str>,
    /// The product's name.
    pub product_name: Option<&'a str>,
}

/// Judges history by a draft. Lives are heard one by one; what they amount to is [settled](Self::settle) at the end,
/// when it is known what had been recorded at all by when.
#[derive(Debug)]
pub struct Judge<'a> {
    playbook: &'a CompiledPlaybook,
    zone: TimeZone,
    window: (Option<Instant>, Option<Instant>),
    stages: Vec<KnownStage>,
    stage_numbers: HashMap<(String, String), StageNumber>,
    lacks: Vec<Lack>,
    lack_numbers: HashMap<(String, String, MissingKind, String), u16>,
    known: Known,
    heard: Vec<Heard>,
}

/// A deal that was heard.
#[derive(Debug)]
struct Heard {
    deal_id: crate::ids::DealId,
    status: DealStatus,
    opened_at: Instant,
    is_reconstructed: bool,
    stays: Vec<Stay>,
    asked: Vec<Asked>,
}

/// A move that the gate was asked about.
#[derive(Debug)]
struct Asked {
    from: StageNumber,
    to: StageNumber,
    at: Instant,
    said: Said,
}

#[derive(Debug)]
enum Said {
    Passed { is_excused: bool },
    Unjudged(Unjudged),
    Held(Held),
}

/// What a move lacked, and how that went on.
#[derive(Debug)]
struct Held {
    /// What was missing, each with what would satisfy it.
    lacks: Vec<(u16, Vec<u16>)>,
    /// What was missing later, whenever that changed.
    later: Vec<(Instant, Vec<u16>)>,
}

/// A held move that is still waited for.
struct Waiting<'v> {
    asked: usize,
    question: Question<'v>,
}

/// A move, put to the gate over what is on record at some moment.
#[derive(Clone, Copy)]
struct Question<'v> {
    from: &'v StageVisit,
    to: &'v StageVisit,
    outcome: Option<RenewalOutcome>,
    /// The close date before a closing overwrote it.
    close_on: Option<Date>,
}

impl<'a> Judge<'a> {
    /// A judge by a draft, over the moves of a window (both ends included, none for no end). Days are cut in `zone`.
    #[must_use]
    pub fn new(
        playbook: &'a CompiledPlaybook,
        zone: TimeZone,
        window: (Option<Instant>, Option<Instant>),
    ) -> Self {
        let mut judge = Self {
            playbook,
            zone,
            window,
            stages: Vec::new(),
            stage_numbers: HashMap::new(),
            lacks: Vec::new(),
            lack_numbers: HashMap::new(),
            known: Known::of(playbook),
            heard: Vec::new(),
        };
        for pipeline in playbook.pipelines() {
            for stage in pipeline.stages() {
                judge.stage(pipeline.key(), stage.key(), stage.kind());
            }
        }
        judge
    }

    /// Evidence of this type was on record somewhere in the workspace at a moment.
    pub fn saw_evidence(&mut self, evidence_type: &str, at: Instant) {
        self.known.saw_evidence(evidence_type, at);
    }

    /// Judges the moves of a deal's life.
    ///
    /// # Errors
    /// When its journal does not read back.
    pub fn hear(&mut self, life: &Life, around: &Surroundings<'_>) -> Result<(), Damaged> {
        let mut records = Records::default();
        let mut asked: Vec<Asked> = Vec::new();
        let mut waiting: Vec<Waiting<'_>> = Vec::new();
        let mut move_of = vec![None; life.visits.len()];
        let mut begun: HashMap<usize, usize> = HashMap::new();
        for (number, (place, _)) in life.visits.iter().enumerate() {
            begun.insert(*place, number);
        }
        for (place, entry) in life.entries.iter().enumerate() {
            if let Some(number) = begun.get(&place).copied() {
                let visit = &life.visits[number].1;
                let before = number.checked_sub(1).map(|before| &life.visits[before].1);
                waiting.retain(|held| self.outlasts(held.question.to, visit));
                if let Some(from) = before.filter(|_| self.is_asked(visit)) {
                    move_of[number] = Some(asked.len());
                    let state = records.state()?;
                    let question = Question {
                        from,
                        to: visit,
                        outcome: state
                            .and_then(|state| state.deal.outcome)
                            .or_else(|| life.said_from(place, "outcome")),
                        close_on: state.and_then(|state| state.deal.close_on),
                    };
                    let said = self.ask_at_the_move(question, state, around);
                    if matches!(said, Said::Held(_)) {
                        waiting.push(Waiting {
                            asked: asked.len(),
                            question,
                        });
                    }
                    asked.push(Asked {
                        from: self.stage(&from.pipeline, &from.stage, from.kind),
                        to: self.stage(&visit.pipeline, &visit.stage, visit.kind),
                        at: visit.entered_at,
                        said,
                    });
                }
            }
            if entry.object_kind == Evidence::KIND {
                let said = entry.changes.get("evidence_type");
                if let Some(evidence_type) = said.and_then(|said| said.get(1)?.as_str()) {
                    self.known.saw_evidence(evidence_type, entry.at);
                }
            }
            if records.take(entry) && !waiting.is_empty() {
                let Some(state) = records.state()? else {
                    continue;
                };
                for held in &waiting {
                    let missing = self.missing_later(held.question, state, around, entry.at);
                    if let Said::Held(known) = &mut asked[held.asked].said
                        && known.later.last().is_none_or(|(_, last)| *last != missing)
                    {
                        known.later.push((entry.at, missing));
                    }
                }
            }
        }
        if let (Some(last), Some(state)) = (life.entries.last(), records.state()?) {
            let dossier = self.dossier(state, around, last.at, None);
            let facts = gate::facts(&state.deal, &dossier);
            self.known.saw(state, &facts, last.at);
        }
        let stays = self.stays(life, &move_of);
        self.heard.push(Heard {
            deal_id: life.deal.id,
            status: life.deal.status,
            opened_at: life.deal.opened_at,
            is_reconstructed: life
                .visits
                .iter()
                .any(|(_, visit)| visit.origin != VisitOrigin::Recorded),
            stays,
            asked,
        });
        Ok(())
    }

    /// What all that was heard amounts to.
    #[must_use]
    pub fn settle(self) -> Replay {
        let Self {
            stages,
            lacks,
            known,
            heard,
            ..
        } = self;
        let settled = heard.into_iter().map(|heard| {
            let moves: Vec<Move> = heard
                .asked
                .into_iter()
                .map(|asked| Move {
                    from: asked.from,
                    to: asked.to,
                    at: asked.at,
                    verdict: verdict(asked.said, &known, asked.at),
                })
                .collect();
            let (recorded, replayed) = course::both(&heard.stays, &moves);
            Replayed {
                deal_id: heard.deal_id,
                status: heard.status,
                opened_at: heard.opened_at,
                is_reconstructed: heard.is_reconstructed,
                moves,
                recorded,
                replayed,
            }
        });
        Replay {
            deals: settled.collect(),
            stages,
            lacks,
        }
    }

    /// Forward moves and wins within the window.
    fn is_asked(&self, visit: &StageVisit) -> bool {
        let is_onward = match visit.direction {
            VisitDirection::Forward => true,
            VisitDirection::Closed => visit.kind == StageKind::Won,
            VisitDirection::Opened | VisitDirection::Backward | VisitDirection::Reopened => false,
        };
        let (from, to) = self.window;
        is_onward
            && from.is_none_or(|from| visit.entered_at >= from)
            && to.is_none_or(|to| visit.entered_at <= to)
    }

    /// Whether a move that is held into one stage is still to be waited for when the deal then enters another.
    fn outlasts(&self, held: &StageVisit, entered: &StageVisit) -> bool {
        match entered.direction {
            VisitDirection::Closed => entered.kind == StageKind::Won,
            VisitDirection::Reopened => false,
            VisitDirection::Backward => {
                let pipeline = self.playbook.pipeline(&entered.pipeline);
                let position = |key: &str| pipeline.and_then(|pipeline| pipeline.position(key));
                position(&held.stage) <= position(&entered.stage)
            }
            VisitDirection::Opened | VisitDirection::Forward => true,
        }
    }

    fn ask_at_the_move(
        &mut self,
        question: Question<'_>,
        state: Option<&State>,
        around: &Surroundings<'_>,
    ) -> Said {
        let Question { from, to, .. } = question;
        if to.origin == VisitOrigin::Inferred || from.origin == VisitOrigin::Inferred {
            return Said::Unjudged(Unjudged::Inferred);
        }
        let Some(state) = state else {
            return Said::Unjudged(Unjudged::Imported);
        };
        if to.origin == VisitOrigin::Imported && !state.evidence.iter().any(Evidence::stands) {
            return Said::Unjudged(Unjudged::Imported);
        }
        let Some((missing, is_excused, facts)) = self.ask(question, state, around, to.entered_at)
        else {
            return Said::Unjudged(Unjudged::UnknownStage);
        };
        self.known.saw(state, &facts, to.entered_at);
        if missing.is_empty() {
            return Said::Passed { is_excused };
        }
        let lacks = missing.iter().map(|missing| {
            let asked = self.known.asked(missing);
            (self.lack(&to.pipeline, missing), asked)
        });
        Said::Held(Held {
            lacks: lacks.collect(),
            later: Vec::new(),
        })
    }

    fn missing_later(
        &mut self,
        question: Question<'_>,
        state: &State,
        around: &Surroundings<'_>,
        at: Instant,
    ) -> Vec<u16> {
        let Some((missing, ..)) = self.ask(question, state, around, at) else {
            return Vec::new();
        };
        let pipeline = &question.to.pipeline;
        missing
            .iter()
            .map(|missing| self.lack(pipeline, missing))
            .collect()
    }

    /// What the gate misses for a move at a moment; none when the draft has no such move.
    fn ask(
        &self,
        question: Question<'_>,
        state: &State,
        around: &Surroundings<'_>,
        at: Instant,
    ) -> Option<(Vec<Missing>, bool, Facts)> {
        let Question { from, to, .. } = question;
        let deal = Deal {
            stage: from.stage.clone(),
            status: DealStatus::of_stage(from.kind),
            stage_entered_at: from.entered_at,
            closed_at: None,
            loss: None,
            outcome: None,
            // A closing sets the close date to its day, which nobody could have known before.
            close_on: match state.deal.status {
                DealStatus::Open => state.deal.close_on,
                DealStatus::Won | DealStatus::Lost => question.close_on,
            },
            ..state.deal.clone()
        };
        let visit = StageVisit {
            left_at: None,
            ..from.clone()
        };
        let dossier = self.dossier(state, around, at, Some(&visit));
        let wanted = StageMove {
            reason: to.reason.clone(),
            outcome: question.outcome,
            ..StageMove::to(to.stage.as_str())
        };
        let judgement = gate::judge(&deal, &dossier, &wanted).ok()?;
        let facts = gate::facts(&deal, &dossier);
        Some(match judgement {
            Judgement::Met { waived } => (Vec::new(), !waived.is_empty(), facts),
            Judgement::NotMet(mut missing) => {
                // Codes of reasons are said with a move; a draft that renames them stops nobody.
                let is_code =
                    |kind| matches!(kind, MissingKind::BackwardReason | MissingKind::LossReason);
                missing.retain(|missing| !is_code(missing.kind));
                (missing, false, facts)
            }
        })
    }

    fn dossier<'d>(
        &self,
        state: &'d State,
        around: &Surroundings<'d>,
        at: Instant,
        visit: Option<&'d StageVisit>,
    ) -> Dossier<'d>
    where
        'a: 'd,
    {
        let known = around.accounts.iter().rev().find(|(from, _)| *from <= at);
        let account = known.map(|(_, account)| account);
        Dossier {
            evidence: &state.evidence,
            waivers: &state.waivers,
            current_visit: visit,
            account: account.filter(|account| state.deal.account_id == Some(account.id)),
            contacts: around.contacts,
            owner_name: around.owner_name,
            product_name: around.product_name,
            ..Dossier::new(self.playbook, 0, at, at.date_in(&self.zone))
        }
    }

    fn stays(&mut self, life: &Life, move_of: &[Option<usize>]) -> Vec<Stay> {
        let visits = life.visits.iter().zip(move_of);
        visits
            .map(|((_, visit), move_of)| {
                let stage = self.stage(&visit.pipeline, &visit.stage, visit.kind);
                Stay {
                    stage,
                    kind: visit.kind,
                    position: self.stages[usize::from(stage)].position,
                    entered_at: visit.entered_at,
                    direction: visit.direction,
                    judged: *move_of,
                }
            })
            .collect()
    }

    /// The number of a stage.
    fn stage(&mut self, pipeline: &str, key: &str, kind: StageKind) -> StageNumber {
        let known = (pipeline.to_owned(), key.to_owned());
        if let Some(number) = self.stage_numbers.get(&known) {
            return *number;
        }
        let number = StageNumber::try_from(self.stages.len()).unwrap_or(StageNumber::MAX);
        let draft = self.playbook.pipeline(pipeline);
        let stage = draft.and_then(|pipeline| pipeline.stage(key));
        self.stages.push(KnownStage {
            pipeline: known.0.clone(),
            key: known.1.clone(),
            kind,
            name: stage.map_or_else(
                || Text::new(key, key),
                |stage| stage.definition().name.clone(),
            ),
            position: draft.and_then(|pipeline| pipeline.position(key)),
            probability_percent: stage.map(|stage| stage.probability_percent()),
        });
        self.stage_numbers.insert(known, number);
        number
    }

    /// The number of something missing.
    fn lack(&mut self, pipeline: &str, missing: &Missing) -> u16 {
        let known = (
            pipeline.to_owned(),
            missing.stage.clone(),
            missing.kind,
            missing.key.clone(),
        );
        if let Some(number) = self.lack_numbers.get(&known) {
            return *number;
        }
        let number = u16::try_from(self.lacks.len()).unwrap_or(u16::MAX);
        self.lacks.push(Lack {
            pipeline: known.0.clone(),
            stage: known.1.clone(),
            kind: known.2,
            key: known.3.clone(),
            sentence: missing.sentence.clone(),
        });
        self.lack_numbers.insert(known, number);
        number
    }
}

fn verdict(said: Said, known: &Known, at: Instant) -> Verdict {
    let held = match said {
        Said::Passed { is_excused } => return Verdict::Passed { is_excused },
        Said::Unjudged(why) => return Verdict::Unjudged(why),
        Said::Held(held) => held,
    };
    let told = held.lacks.into_iter();
    let missing: Vec<u16> = told
        .filter(|(_, asked)| known.was_recorded(asked, at))
        .map(|(lack, _)| lack)
        .collect();
    if missing.is_empty() {
        return Verdict::Unjudged(Unjudged::NeverRecorded);
    }
    // What a waiver excused at the move is not asked again when the waiver has run out.
    let mut later = held.later.into_iter();
    let passed = later.find(|(_, still)| !still.iter().any(|lack| missing.contains(lack)));
    Verdict::Stopped {
        missing,
        passes_at: passed.map(|(at, _)| at),
    }
}

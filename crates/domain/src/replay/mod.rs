//! Counterfactual replay: what another playbook would have said to the moves that were made.
//!
//! A deal's [`Life`] is its part of the journal. The [`Judge`] walks through it and asks the one [gate](crate::gate) about
//! every forward move and every win, over what was on record just before the move; a move that does not pass is followed
//! until all that it lacked would have been there. [`Judge::settle`] then says what each deal's course would have been.
//!
//! Nothing is invented: what history cannot tell ([`Unjudged`]) counts neither as passed nor as stopped, and is taken as
//! it was.

mod course;
mod judge;
mod known;
mod life;

use crate::Instant;
use crate::deal::DealStatus;
use crate::gate::MissingKind;
use crate::ids::DealId;
use crate::vocabulary::{StageKind, Text};
use crate::words::words;

pub use judge::{Judge, Surroundings};
pub use life::{Damaged, Entry, Life};

words! {
    /// Why history cannot say whether a move would have passed.
    pub enum Unjudged {
        /// Another system's history made the move, and no evidence of that time came along.
        Imported = "imported",
        /// The move was filled in, because history must have no gap.
        Inferred = "inferred",
        /// The draft does not know one of the two stages.
        UnknownStage = "unknown_stage",
        /// All that is missing is of a sort that nobody had ever recorded by then.
        NeverRecorded = "never_recorded",
    }
}

/// A stage that deals stood in, by its place in [`Replay::stages`].
pub type StageNumber = u16;

/// A stage as the draft knows it, or as history names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownStage {
    /// Key of the pipeline.
    pub pipeline: String,
    /// Key of the stage.
    pub key: String,
    /// Open, won or lost.
    pub kind: StageKind,
    /// Its name; the key when the draft does without it.
    pub name: Text,
    /// Its place in the draft's pipeline; none when the draft does without it.
    pub position: Option<usize>,
    /// The probability the draft configures for it; none when the draft does without it.
    pub probability_percent: Option<u8>,
}

/// Something that the draft's gates ask for and that was missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lack {
    /// Key of the pipeline.
    pub pipeline: String,
    /// The stage whose rule asks for it.
    pub stage: String,
    /// What sort of thing.
    pub kind: MissingKind,
    /// The field, evidence type or criterion.
    pub key: String,
    /// What is asked, in words.
    pub sentence: Text,
}

/// What the draft says to a move.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It would have passed.
    Passed {
        /// Only by a waiver that held then.
        is_excused: bool,
    },
    /// It would have been stopped.
    Stopped {
        /// What was missing, by its place in [`Replay::lacks`].
        missing: Vec<u16>,
        /// The first moment at which none of that was missing any more; none when that never came.
        passes_at: Option<Instant>,
    },
    /// History cannot say.
    Unjudged(Unjudged),
}

/// A forward move or a win, judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    /// The stage it left.
    pub from: StageNumber,
    /// The stage it entered.
    pub to: StageNumber,
    /// When it was made.
    pub at: Instant,
    /// What the draft says.
    pub verdict: Verdict,
}

/// The entry into a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// The stage.
    pub stage: StageNumber,
    /// When it was entered; none for a stage that would not have been entered on what is on record.
    pub at: Option<Instant>,
}

/// A replayed history: every deal's course, and the words its numbers stand for.
#[derive(Debug, Clone, Default)]
pub struct Replay {
    /// The deals, in the order they were heard.
    pub deals: Vec<Replayed>,
    /// The stages by number.
    pub stages: Vec<KnownStage>,
    /// What was missing anywhere, by number.
    pub lacks: Vec<Lack>,
}

/// A deal's course as it was, and as it would have been.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replayed {
    /// The deal.
    pub deal_id: DealId,
    /// Whether it is underway, or how it ended.
    pub status: DealStatus,
    /// When it began.
    pub opened_at: Instant,
    /// Whether any of its stays comes from another system or was filled in.
    pub is_reconstructed: bool,
    /// The moves of the window, in the order they were made.
    pub moves: Vec<Move>,
    /// The stages it entered, in order.
    pub recorded: Vec<Step>,
    /// The stages it would have entered, in order; those it would never have entered come last.
    pub replayed: Vec<Step>,
}

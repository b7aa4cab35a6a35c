//! The open stages of pipelines as a ladder: which rungs there are, and how high and when deals climbed.
//!
//! A deal that enters a later stage has passed every stage before it, whether it stopped there or not; stepping back and
//! coming again changes nothing about when it was there first. So what matters of a deal's way is only the day on which
//! it first reached each height.

use std::ops::Range;

use playbook::StageKind;

use crate::facts::{Frame, StageShape};

/// What entering a stage means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// Standing on this rung.
    Rung(usize),
    /// Standing in an open stage that no playbook orders any more: a row of its own, but no height.
    Aside(usize),
    /// At the top of the pipeline with these rungs.
    Won(usize),
    /// Fallen off.
    Lost,
    /// In a pipeline that is not asked about.
    Elsewhere,
}

/// The rungs of one or several pipelines, one pipeline after the other, each from its first stage up.
#[derive(Debug)]
pub(crate) struct Ladder {
    rungs: Vec<u16>,
    steps: Vec<Step>,
    pipelines: Vec<Range<usize>>,
    pipeline_of: Vec<usize>,
}

impl Ladder {
    /// The ladder of a pipeline, or of every pipeline that the frame's deals are in.
    pub(crate) fn of(frame: &Frame<'_>, pipeline: Option<&str>) -> Self {
        let stages = frame.stages();
        let mut ladder = Self {
            rungs: Vec::new(),
            steps: vec![Step::Elsewhere; stages.len()],
            pipelines: Vec::new(),
            pipeline_of: Vec::new(),
        };
        let mut keys: Vec<&str> = Vec::new();
        for shape in stages {
            if !keys.contains(&shape.pipeline.as_str()) {
                keys.push(&shape.pipeline);
            }
        }
        for key in keys {
            if pipeline.map_or_else(|| frame.has_deals_in(key), |asked| asked == key) {
                ladder.add(key, stages);
            }
        }
        ladder
    }

    fn add(&mut self, pipeline: &str, stages: &[StageShape]) {
        let mut numbered: Vec<(usize, &StageShape)> = stages
            .iter()
            .enumerate()
            .filter(|(_, shape)| shape.pipeline == pipeline)
            .collect();
        numbered.sort_by_key(|(number, shape)| (shape.position, *number));
        let (place, first) = (self.pipelines.len(), self.rungs.len());
        let is_open = |shape: &StageShape| shape.kind == StageKind::Open;
        let is_ordered = |shape: &StageShape| shape.position != u16::MAX;
        for (number, _) in numbered
            .iter()
            .filter(|(_, shape)| is_open(shape) && is_ordered(shape))
        {
            self.steps[*number] = Step::Rung(self.push(place, *number));
        }
        self.pipelines.push(first..self.rungs.len());
        for (number, shape) in numbered {
            match shape.kind {
                StageKind::Won => self.steps[number] = Step::Won(place),
                StageKind::Lost => self.steps[number] = Step::Lost,
                StageKind::Open if is_ordered(shape) => {}
                StageKind::Open => self.steps[number] = Step::Aside(self.push(place, number)),
            }
        }
    }

    fn push(&mut self, pipeline: usize, number: usize) -> usize {
        self.rungs.push(u16::try_from(number).unwrap_or(u16::MAX));
        self.pipeline_of.push(pipeline);
        self.rungs.len() - 1
    }

    /// How many rows it has: all rungs, and open stages aside of them.
    pub(crate) fn len(&self) -> usize {
        self.rungs.len()
    }

    /// How many pipelines there are.
    pub(crate) fn pipelines(&self) -> usize {
        self.pipelines.len()
    }

    /// The rows of a pipeline, also those aside of its rungs.
    pub(crate) fn rows_of(&self, pipeline: usize) -> Range<usize> {
        let end = self
            .pipelines
            .get(pipeline + 1)
            .map_or(self.rungs.len(), |next| next.start);
        self.pipelines[pipeline].start..end
    }

    /// The stage of a row.
    pub(crate) fn stage(&self, row: usize) -> u16 {
        self.rungs[row]
    }

    /// What entering a stage means.
    pub(crate) fn step(&self, stage: u16) -> Step {
        self.steps
            .get(usize::from(stage))
            .copied()
            .unwrap_or(Step::Elsewhere)
    }

    /// The row of an open stage.
    pub(crate) fn row(&self, stage: u16) -> Option<usize> {
        match self.step(stage) {
            Step::Rung(row) | Step::Aside(row) => Some(row),
            _ => None,
        }
    }

    /// Whether a row is in the first half of its pipeline's rungs; of an odd number the middle one is not.
    pub(crate) fn is_early(&self, row: usize) -> bool {
        let rungs = &self.pipelines[self.pipeline_of[row]];
        row < rungs.start + rungs.len() / 2
    }

    /// Whether moving from one stage to another is moving on: to a higher rung of the same pipeline, or to won.
    pub(crate) fn is_onward(&self, from: u16, to: u16) -> bool {
        match (self.step(from), self.step(to)) {
            (Step::Rung(from), Step::Rung(to)) => {
                to > from && self.pipeline_of[from] == self.pipeline_of[to]
            }
            (_, Step::Won(_)) => true,
            _ => false,
        }
    }

    /// Follows deals up the ladder, one after the other.
    pub(crate) fn climber(&self) -> Climber<'_> {
        Climber {
            ladder: self,
            reached: vec![0; self.rungs.len()],
        }
    }
}

/// Follows deals up a ladder.
#[derive(Debug)]
pub(crate) struct Climber<'l> {
    ladder: &'l Ladder,
    reached: Vec<i32>,
}

impl Climber<'_> {
    /// How high a deal came, as far as its frame knows. A deal that changed pipelines is followed in its latest.
    pub(crate) fn climb(&mut self, frame: &Frame<'_>, deal: u32) -> Climb<'_> {
        let mut pipeline = usize::MAX;
        let (mut first, mut next) = (0, 0);
        let mut won_on = None;
        for stay in frame.stays(deal) {
            let (of, height) = match self.ladder.step(stay.stage) {
                Step::Rung(row) => (self.ladder.pipeline_of[row], row + 1),
                Step::Won(of) => (of, self.ladder.pipelines[of].end),
                Step::Aside(_) | Step::Lost | Step::Elsewhere => continue,
            };
            if of != pipeline {
                (pipeline, won_on) = (of, None);
                first = self.ladder.pipelines[of].start;
                next = first;
            }
            if height > next {
                self.reached[next..height].fill(stay.entered_on);
                next = height;
            }
            if won_on.is_none() && matches!(self.ladder.step(stay.stage), Step::Won(_)) {
                won_on = Some(stay.entered_on);
            }
        }
        Climb {
            rungs: first..next,
            reached: &self.reached,
            won_on,
        }
    }
}

/// How high a deal came.
#[derive(Debug)]
pub(crate) struct Climb<'c> {
    /// The rows it reached or passed.
    pub(crate) rungs: Range<usize>,
    reached: &'c [i32],
    /// The local day it was won first, if ever.
    pub(crate) won_on: Option<i32>,
}

impl Climb<'_> {
    /// The local day it first stood on one of its rungs or higher.
    pub(crate) fn reached_on(&self, rung: usize) -> i32 {
        self.reached[rung]
    }

    /// The local day it first stood higher than one of its rungs, if ever.
    pub(crate) fn passed_on(&self, rung: usize) -> Option<i32> {
        if rung + 1 < self.rungs.end {
            Some(self.reached[rung + 1])
        } else {
            self.won_on
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::History;

    #[test]
    fn skipping_passes_and_coming_again_changes_nothing() {
        let mut history = History::new();
        history
            .deal()
            .opened(1)
            .enters(5, "third")
            .enters(7, "second")
            .enters(9, "third")
            .closed(12, "lost");
        history.deal().opened(2).closed(4, "won");
        let facts = history.facts();
        let frame = history.asked(&facts, 20).frame;
        let ladder = Ladder::of(&frame, None);
        let mut climber = ladder.climber();
        let climb = climber.climb(&frame, 0);
        let days: Vec<_> = climb
            .rungs
            .clone()
            .map(|rung| (climb.reached_on(rung), climb.passed_on(rung)))
            .collect();
        assert_eq!(days, [(1, Some(5)), (5, Some(5)), (5, None)]);
        let climb = climber.climb(&frame, 1);
        assert_eq!((climb.rungs.clone(), climb.won_on), (0..3, Some(4)));
        assert_eq!((climb.reached_on(2), climb.passed_on(2)), (4, Some(4)));
        assert!(ladder.is_early(0) && !ladder.is_early(1));
    }
}

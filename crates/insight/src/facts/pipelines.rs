//! The stages numbers are cut by, in the order and with the words of the published playbooks.

use playbook::{RequiredField, StageKind, Text};

/// A stage as the playbook defines it.
#[derive(Debug, Clone, PartialEq)]
pub struct StageShape {
    /// Key of the pipeline.
    pub pipeline: String,
    /// Key of the stage.
    pub key: String,
    /// Name in both languages.
    pub name: Text,
    /// Open, won or lost.
    pub kind: StageKind,
    /// Place in its pipeline from 0.
    pub position: u16,
    /// The configured probability; none for stages the playbook does not know any more.
    pub probability_percent: Option<u8>,
    /// Days after which a deal is stalled here.
    pub rot_days: Option<u32>,
    /// What a deal must have to leave it forward; nothing for stages the playbook does not know any more.
    pub required_fields: Vec<RequiredField>,
}

/// All stages by number. Visits keep a stage's number; a stage that a playbook dropped keeps its place.
#[derive(Debug, Default)]
pub(crate) struct Stages {
    shapes: Vec<StageShape>,
}

impl Stages {
    /// Takes over what the playbooks say now.
    pub(crate) fn define(&mut self, shapes: Vec<StageShape>) {
        for shape in shapes {
            match self.find(&shape.pipeline, &shape.key) {
                Some(number) => self.shapes[usize::from(number)] = shape,
                None => self.shapes.push(shape),
            }
        }
    }

    /// The number of a stage; an unknown one gets a place of its own after the others.
    pub(crate) fn number(&mut self, pipeline: &str, key: &str, kind: &str) -> u16 {
        if let Some(number) = self.find(pipeline, key) {
            return number;
        }
        self.shapes.push(StageShape {
            pipeline: pipeline.to_owned(),
            key: key.to_owned(),
            name: Text::new(key, key),
            kind: kind.parse().unwrap_or(StageKind::Open),
            position: u16::MAX,
            probability_percent: None,
            rot_days: None,
            required_fields: Vec::new(),
        });
        u16::try_from(self.shapes.len() - 1).unwrap_or(u16::MAX)
    }

    pub(crate) fn find(&self, pipeline: &str, key: &str) -> Option<u16> {
        let is_it = |shape: &StageShape| shape.key == key && shape.pipeline == pipeline;
        self.shapes
            .iter()
            .position(is_it)
            .and_then(|number| u16::try_from(number).ok())
    }

    /// The stage with a number.
    pub(crate) fn get(&self, number: u16) -> &StageShape {
        &self.shapes[usize::from(number)]
    }

    /// Whether deals in the stage with a number are open, won or lost.
    #[inline]
    pub(crate) fn kind(&self, number: u16) -> StageKind {
        self.shapes[usize::from(number)].kind
    }

    /// Whether moving from one open stage to another is moving on: to a later one of the same pipeline, or to won.
    pub(crate) fn is_onward(&self, from: u16, to: u16) -> bool {
        let (was, is) = (self.get(from), self.get(to));
        match is.kind {
            StageKind::Won => true,
            StageKind::Lost => false,
            StageKind::Open => {
                let is_ordered = was.position != u16::MAX && is.position != u16::MAX;
                is_ordered
                    && was.pipeline == is.pipeline
                    && (is.position, to) > (was.position, from)
            }
        }
    }

    /// Every stage, by number.
    pub(crate) fn all(&self) -> &[StageShape] {
        &self.shapes
    }
}

//! What had been recorded at all by when: a rule about something nobody had ever recorded tells nothing about a move.

use std::collections::HashMap;

use playbook::rule::remedy_is_done;
use playbook::{CompiledPlaybook, Facts};

use super::life::State;
use crate::Instant;
use crate::gate::{self, Missing};
use crate::vocabulary::{BuyingRoleKind, Remedy, RemedyAction, RequiredField};

/// The remedies that a draft's gates ask for, each with the first moment any deal had it.
#[derive(Debug)]
pub(super) struct Known {
    places: HashMap<(RemedyAction, String), u16>,
    remedies: Vec<(Remedy, Option<Instant>)>,
}

impl Known {
    pub(super) fn of(playbook: &CompiledPlaybook) -> Self {
        let mut known = Self {
            places: HashMap::new(),
            remedies: Vec::new(),
        };
        let stages = playbook
            .pipelines()
            .iter()
            .flat_map(|pipeline| pipeline.stages());
        for stage in stages {
            let definition = stage.definition();
            for field in &definition.required_fields {
                // The gate asks for some fields by setting a buying role.
                let action = match BuyingRoleKind::find(field.as_str()) {
                    Some(_) => RemedyAction::SetBuyingRole,
                    None => RemedyAction::SetField,
                };
                known.add(action, field.as_str());
            }
            let required = definition.required_evidence.iter();
            for evidence_type in required.map(|required| &required.evidence_type) {
                known.add(RemedyAction::AddEvidence, evidence_type);
            }
            for criterion in stage.criteria() {
                for remedy in criterion.satisfied_by() {
                    known.add(remedy.action, &remedy.target);
                }
            }
        }
        // Any type of evidence may stand for a customer's confirmation.
        for kind in &playbook.playbook().evidence_types {
            known.add(RemedyAction::AddEvidence, &kind.key);
        }
        known
    }

    fn add(&mut self, action: RemedyAction, target: &str) {
        let next = u16::try_from(self.remedies.len()).unwrap_or(u16::MAX);
        if action == RemedyAction::RequestWaiver || next == u16::MAX {
            return;
        }
        let remedies = &mut self.remedies;
        self.places
            .entry((action, target.to_owned()))
            .or_insert_with(|| {
                // Whatever counts: what matters is that such a thing was recorded at all.
                let remedy = Remedy {
                    action,
                    target: target.to_owned(),
                    accepts: Vec::new(),
                };
                remedies.push((remedy, None));
                next
            });
    }

    /// Evidence of this type was on record at a moment.
    pub(super) fn saw_evidence(&mut self, evidence_type: &str, at: Instant) {
        let place = self
            .places
            .get(&(RemedyAction::AddEvidence, evidence_type.to_owned()));
        if let Some(place) = place {
            earliest(&mut self.remedies[usize::from(*place)].1, at);
        }
    }

    /// A deal stood like this at a moment.
    pub(super) fn saw(&mut self, state: &State, facts: &Facts, at: Instant) {
        for (remedy, first) in &mut self.remedies {
            if first.is_none_or(|first| at < first) && is_there(remedy, state, facts) {
                *first = Some(at);
            }
        }
    }

    /// What would satisfy a missing item, waivers apart; empty when nothing recorded would.
    pub(super) fn asked(&self, missing: &Missing) -> Vec<u16> {
        let remedies = missing.satisfy.iter();
        let mut places = Vec::new();
        for remedy in remedies.filter(|remedy| remedy.action != RemedyAction::RequestWaiver) {
            match self.places.get(&(remedy.action, remedy.target.clone())) {
                Some(place) => places.push(*place),
                None => return Vec::new(),
            }
        }
        places
    }

    /// Whether any of these had been recorded by a moment, or nothing recorded is asked for.
    pub(super) fn was_recorded(&self, asked: &[u16], by: Instant) -> bool {
        let first = |place: &u16| self.remedies[usize::from(*place)].1;
        asked.is_empty()
            || asked
                .iter()
                .any(|place| first(place).is_some_and(|first| first <= by))
    }
}

fn earliest(first: &mut Option<Instant>, at: Instant) {
    *first = Some(first.map_or(at, |first| first.min(at)));
}

fn is_there(remedy: &Remedy, state: &State, facts: &Facts) -> bool {
    match remedy.action {
        RemedyAction::SetField => remedy
            .target
            .parse::<RequiredField>()
            .is_ok_and(|field| gate::is_filled(&state.deal, field)),
        _ => remedy_is_done(remedy, facts),
    }
}

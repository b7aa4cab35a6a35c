//! The forecast category of a deal: by rule, lowered by its owner, or set by a manager who answers for it.

use serde::{Deserialize, Serialize};

use super::{Deal, DealEvent, DealStatus, EditDealError};
use crate::Instant;
use crate::field::{self, InvalidField, MAX_TEXT_CHARS, Problem};
use crate::gate::{self, Dossier, is_known_reason};
use crate::ids::UserId;
use crate::vocabulary::ForecastCategory;

/// A manager's own judgement of a deal. It counts instead of rule and cap, and is scored once the deal is closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForecastOverride {
    /// The category it gives the deal.
    pub category: ForecastCategory,
    /// Key of one of the playbook's forecast override reasons.
    pub reason: String,
    /// Free text.
    pub note: Option<String>,
    /// Who decided.
    pub by: UserId,
    /// Their name at the time.
    pub by_name: String,
    /// When they decided.
    pub decided_at: Instant,
    /// What the rule said at the time.
    pub rule_category: Option<ForecastCategory>,
}

/// A manager's judgement that is to be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewForecastOverride {
    /// The category to give the deal.
    pub category: ForecastCategory,
    /// Reason code.
    pub reason: String,
    /// Free text.
    pub note: Option<String>,
}

/// Why a manager's judgement was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OverrideForecastError {
    /// The deal is archived.
    #[error("the deal is archived")]
    Archived,
    /// The deal is won or lost: there is nothing left to forecast.
    #[error("the deal is closed")]
    Closed,
    /// There is nothing to take back.
    #[error("the forecast category is not overridden")]
    NotOverridden,
    /// A value cannot be taken.
    #[error(transparent)]
    Invalid(#[from] InvalidField),
}

impl Deal {
    /// Caps the forecast category, or lifts the cap. A cap lowers what the rule says and never raises it.
    ///
    /// # Errors
    /// When the deal is archived.
    pub fn cap_forecast(
        mut self,
        cap: Option<ForecastCategory>,
        dossier: &Dossier<'_>,
    ) -> Result<(Self, DealEvent), EditDealError> {
        self.must_be_active()?;
        self.forecast_cap = cap;
        Ok((
            self.touched(dossier.now).reforecast(dossier),
            DealEvent::ForecastCapped,
        ))
    }

    /// Sets the forecast category whatever rule and owner say, higher or lower, until it is taken back or the deal closes.
    ///
    /// # Errors
    /// When the deal is archived or closed, the reason is none of the playbook's, or the category is not one of open deals.
    pub fn override_forecast(
        mut self,
        new: NewForecastOverride,
        by: UserId,
        by_name: &str,
        dossier: &Dossier<'_>,
    ) -> Result<(Self, DealEvent), OverrideForecastError> {
        self.must_be_forecast()?;
        if new.category == ForecastCategory::Closed {
            return Err(Problem::OutOfRange.of("category").into());
        }
        if !is_known_reason(
            &dossier.playbook.playbook().forecast_override_reasons,
            &new.reason,
        ) {
            return Err(Problem::Unknown.of("reason").into());
        }
        field::optional("note", new.note.as_ref(), MAX_TEXT_CHARS)?;
        self.forecast_override = Some(ForecastOverride {
            category: new.category,
            reason: new.reason,
            note: new.note,
            by,
            by_name: by_name.to_owned(),
            decided_at: dossier.now,
            rule_category: gate::rule_category(&self, dossier),
        });
        Ok((
            self.touched(dossier.now).reforecast(dossier),
            DealEvent::ForecastOverridden,
        ))
    }

    /// Takes the manager's judgement back: rule and cap count again.
    ///
    /// # Errors
    /// When the deal is archived or closed, or nothing is overridden.
    pub fn clear_forecast_override(
        mut self,
        dossier: &Dossier<'_>,
    ) -> Result<(Self, DealEvent), OverrideForecastError> {
        self.must_be_forecast()?;
        if self.forecast_override.take().is_none() {
            return Err(OverrideForecastError::NotOverridden);
        }
        Ok((
            self.touched(dossier.now).reforecast(dossier),
            DealEvent::ForecastOverrideCleared,
        ))
    }

    fn must_be_forecast(&self) -> Result<(), OverrideForecastError> {
        if self.archived_at.is_some() {
            Err(OverrideForecastError::Archived)
        } else if self.status != DealStatus::Open {
            Err(OverrideForecastError::Closed)
        } else {
            Ok(())
        }
    }

    /// The deal with what is computed from its evidence, roles and waivers brought up to date: the forecast category,
    /// and whether it rests on a waiver. To be called with the dossier as it is after a command.
    #[must_use]
    pub fn reforecast(mut self, dossier: &Dossier<'_>) -> Self {
        self.on_waiver = gate::rests_on_waiver(&self, dossier);
        let by_rule = gate::rule_category(&self, dossier);
        self.settle_forecast(by_rule);
        self
    }

    /// Takes what the rule says and lets the manager's judgement, else the owner's cap, have its way with it. A closed
    /// deal is closed, whatever anybody says.
    pub(super) fn settle_forecast(&mut self, by_rule: Option<ForecastCategory>) {
        self.rule_category = by_rule;
        self.forecast_category = by_rule.map(|by_rule| {
            if by_rule == ForecastCategory::Closed || self.status != DealStatus::Open {
                return by_rule;
            }
            match (&self.forecast_override, self.forecast_cap) {
                (Some(judged), _) => judged.category,
                (None, Some(cap)) => by_rule.min(cap),
                (None, None) => by_rule,
            }
        });
    }
}

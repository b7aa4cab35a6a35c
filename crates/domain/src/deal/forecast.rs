//! The owner's cap on the forecast category.

use super::{Deal, DealEvent, EditDealError};
use crate::gate::{self, Dossier};
use crate::vocabulary::ForecastCategory;

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

    /// The deal with what is computed from its evidence, roles and waivers brought up to date: the forecast category,
    /// and whether it rests on a waiver. To be called with the dossier as it is after a command.
    #[must_use]
    pub fn reforecast(mut self, dossier: &Dossier<'_>) -> Self {
        self.on_waiver = gate::rests_on_waiver(&self, dossier);
        self.forecast_category = gate::forecast_category(&self, dossier);
        self
    }
}

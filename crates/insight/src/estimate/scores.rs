//! How good past forecasts were, now that it is known what happened.
//!
//! Probabilities are scored by [`Brier`], [`reliability`], [`calibration_error`], [`log_loss`] and [`auc`]; amounts by
//! [`bias`], [`wape`] and [`accuracy`]; ranges and whole distributions by [`pinball`], [`coverage`] and [`crps`].

mod amount;
mod probability;

pub use amount::{accuracy, bias, coverage, crps, pinball, wape};
pub use probability::{
    Brier, Grouping, Judged, ReliabilityBin, auc, calibration_error, log_loss, reliability,
};

//! Coded losses: why a deal was lost, and who says so.

use serde::{Deserialize, Serialize};

use crate::words::words;

words! {
    /// Who named the reason.
    pub enum SaidBy {
        /// The buyer told us.
        Customer = "customer",
        /// We think so.
        Us = "us",
    }
}

/// Why a deal was lost: two coded levels, the competitor where one won, and who said it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Loss {
    /// Reason code of the playbook.
    pub reason: String,
    /// Second-level code, where the reason has details.
    pub detail: Option<String>,
    /// Who won instead.
    pub competitor: Option<String>,
    /// Who said it.
    pub said_by: Option<SaidBy>,
    /// Free text beside the codes.
    pub note: Option<String>,
}

//! Products: what we sell.

use serde::{Deserialize, Serialize};

use crate::Money;
use crate::ids::ProductId;

/// Something we sell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Product {
    /// Identity.
    pub id: ProductId,
    /// Display name.
    pub name: String,
    /// Short code, unique in the workspace where given.
    pub code: Option<String>,
    /// Product family or series.
    pub family: Option<String>,
    /// List price.
    pub list_price: Option<Money>,
    /// Whether new deals may use it.
    pub is_active: bool,
    /// Key in the system it was imported from.
    pub external_id: Option<String>,
    /// Grows by one with each change.
    pub version: i64,
}

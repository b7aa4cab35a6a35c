//! The shapes that every noun uses: money, names, pages, three-state fields.

use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// An exact amount: integer minor units (cents; whole won) of an ISO 4217 currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Money {
    /// The amount in the currency's smallest unit.
    pub amount_minor: i64,
    /// ISO 4217 code.
    #[schema(example = "KRW", min_length = 3, max_length = 3)]
    pub currency: String,
}

/// A text in both languages of the product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// Korean.
    pub ko: String,
    /// English.
    pub en: String,
}

/// A record that another one points to, with what people call it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Named {
    /// The record's id.
    pub id: Uuid,
    /// What people call it.
    pub name: String,
}

/// One page of a list and where the next one starts.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Page<T> {
    /// The records of this page, in the order asked for.
    pub rows: Vec<T>,
    /// Pass as `cursor` to get the next page; null on the last one.
    pub next_cursor: Option<String>,
}

/// Tells an absent field (`None`) from `null` (`Some(None)`) in a PATCH body.
pub(crate) fn three_state<'de, T, D>(deserializer: D) -> Result<Option<Option<T>>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    Option::<T>::deserialize(deserializer).map(Some)
}

//! The three states of a field in a PATCH: absent (keep), `null` (clear), a value (set).

use serde::{Deserialize, Deserializer};

/// `None` keeps the field, `Some(None)` clears it, `Some(Some(value))` sets it.
pub type Patch<T> = Option<Option<T>>;

/// For `#[serde(default, deserialize_with = "three_state")]`: tells an absent field from `null`.
///
/// # Errors
/// When the value is neither `null` nor a `T`.
pub(crate) fn three_state<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Patch<T>, D::Error> {
    Option::<T>::deserialize(deserializer).map(Some)
}

/// Applies a three-state patch to a field that can be empty.
pub(crate) fn apply<T>(field: &mut Option<T>, patch: Patch<T>) {
    if let Some(value) = patch {
        *field = value;
    }
}

/// Applies a patch to a field that is never empty.
pub(crate) fn replace<T>(field: &mut T, patch: Option<T>) {
    if let Some(value) = patch {
        *field = value;
    }
}

/// Sets the given keys; an empty text removes its key.
pub(crate) fn apply_custom(
    custom: &mut std::collections::BTreeMap<String, String>,
    patch: Option<std::collections::BTreeMap<String, String>>,
) {
    for (key, value) in patch.into_iter().flatten() {
        if value.is_empty() {
            custom.remove(&key);
        } else {
            custom.insert(key, value);
        }
    }
}

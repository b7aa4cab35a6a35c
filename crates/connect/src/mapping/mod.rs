//! From columns to fields: the mapping file, the proposal of one, and near misses between names.

pub mod fields;
mod file;
mod nearest;
mod presets;
mod propose;

use unicode_normalization::UnicodeNormalization;

pub use fields::{Field, Shape, Target};
pub use file::{ColumnFormat, Mapping, MappingError, MappingProblem, Mode, Related};
pub use nearest::{Suggestion, nearest};
pub use presets::Preset;
pub use propose::{ColumnProposal, Proposal, propose};

/// A name without case, width, spacing and punctuation: `Deal - Title*` is `dealtitle`.
#[must_use]
pub fn normalised(name: &str) -> String {
    name.nfkc()
        .filter(|letter| letter.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

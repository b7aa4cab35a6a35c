//! The hash chain: each entry's hash covers its own values and the hash before it.

use sha2::{Digest as _, Sha256};

use crate::error::Result;
use crate::sql::{Value, View};

/// The hashed columns, in the order they are stored and hashed; `prev_hash` and `hash` follow them.
pub(crate) const COLUMNS: &str = "workspace_id, seq, id, occurred_at, recorded_at, effective_at, actor_kind, actor_id, \
     actor_name, origin, action, object_kind, object_id, deal_id, changes, reason, note, playbook_version, request_id";

/// How many columns [`COLUMNS`] names.
pub(crate) const WIDTH: usize = 19;

/// A change of how hashes are computed changes this word.
const FORMAT: &[u8] = b"proofline journal 1";

/// The hash of an entry whose columns have these values.
pub(super) fn hash(previous: Option<&[u8]>, values: &[Value]) -> [u8; 32] {
    let mut hasher = Sha256::new();
    hasher.update(FORMAT);
    hasher.update(previous.unwrap_or(&[0; 32]));
    for value in values {
        // Each value brings its length, so that no two rows share their bytes.
        let mut part = |bytes: Option<&[u8]>| match bytes {
            Some(bytes) => {
                hasher.update([1]);
                hasher.update((bytes.len() as u64).to_be_bytes());
                hasher.update(bytes);
            }
            None => hasher.update([0]),
        };
        match value {
            Value::Int(number) => part(
                number
                    .map(i64::to_be_bytes)
                    .as_ref()
                    .map(<[u8; 8]>::as_slice),
            ),
            Value::Text(text) => part(text.as_ref().map(String::as_bytes)),
            Value::Uuid(uuid) => part(uuid.as_ref().map(|uuid| uuid.as_bytes().as_slice())),
            Value::Bool(flag) => part(
                flag.map(|flag| [u8::from(flag)])
                    .as_ref()
                    .map(<[u8; 1]>::as_slice),
            ),
            Value::Bytes(bytes) => part(bytes.as_deref()),
        }
    }
    hasher.finalize().into()
}

/// The hashed values of a stored entry, read back.
fn values_of(row: &View<'_>) -> Result<Vec<Value>> {
    const UUIDS: [usize; 5] = [0, 2, 7, 12, 13];
    const INTS: [usize; 5] = [1, 3, 4, 5, 17];
    (0..WIDTH)
        .map(|column| {
            Ok(match column {
                column if UUIDS.contains(&column) => Value::Uuid(row.opt_uuid(column)?),
                column if INTS.contains(&column) => Value::Int(row.opt_int(column)?),
                _ => Value::from(row.opt_text(column)?),
            })
        })
        .collect()
}

/// Whether a stored entry (its [`COLUMNS`], then `prev_hash`, `hash`) follows the hash before it.
pub(crate) fn holds(row: &View<'_>, previous: Option<&[u8]>) -> Result<bool> {
    let values = values_of(row)?;
    let is_linked = row.opt_bytes(WIDTH)? == previous;
    Ok(is_linked && hash(previous, &values).as_slice() == row.bytes(WIDTH + 1)?)
}

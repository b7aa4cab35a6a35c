use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Sort;
use crate::error::{Error, Result};
use crate::query::Query;
use crate::sql::{Row, Value};

/// Where a page ended: the sort key and id of its last row. Opaque to callers.
#[derive(Serialize, Deserialize)]
pub(crate) struct Cursor {
    /// The order it belongs to.
    #[serde(rename = "s")]
    sort: String,
    #[serde(rename = "k")]
    key: Key,
    #[serde(rename = "i")]
    id: Uuid,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(untagged)]
enum Key {
    Number(i64),
    Text(String),
}

impl Cursor {
    /// The cursor after a row whose id comes first and whose sort key is the column at `key`.
    pub(crate) fn after(row: &Row, key: usize, sort: &Sort) -> Result<Self> {
        let key = if sort.key.is_text {
            Key::Text(row.text(key)?.to_owned())
        } else {
            Key::Number(row.int(key)?)
        };
        Ok(Self {
            sort: name(sort),
            key,
            id: row.uuid(0)?,
        })
    }

    pub(crate) fn parse(text: &str, sort: &Sort) -> Result<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| Error::BadCursor)?;
        let cursor: Self = serde_json::from_slice(&bytes).map_err(|_| Error::BadCursor)?;
        let is_text = matches!(cursor.key, Key::Text(_));
        if cursor.sort != name(sort) || is_text != sort.key.is_text {
            Err(Error::BadCursor)
        } else {
            Ok(cursor)
        }
    }

    pub(crate) fn to_text(&self) -> String {
        // Numbers, text and a UUID always serialise.
        URL_SAFE_NO_PAD.encode(serde_json::to_vec(self).unwrap_or_default())
    }

    /// Skips everything up to the cursor. The first condition is what an index can use.
    pub(crate) fn resume(self, query: &mut Query, sort: &Sort) {
        let after = if sort.is_descending { " < " } else { " > " };
        let from = if sort.is_descending { " <= " } else { " >= " };
        let key = match self.key {
            Key::Number(number) => Value::from(number),
            Key::Text(text) => Value::from(text),
        };
        query
            .push(" and ")
            .push(sort.key.expression)
            .push(from)
            .bind(key.clone());
        query
            .push(" and (")
            .push(sort.key.expression)
            .push(after)
            .bind(key);
        query.push(" or id").push(after).bind(self.id).push(")");
    }
}

fn name(sort: &Sort) -> String {
    format!(
        "{}{}",
        if sort.is_descending { "-" } else { "" },
        sort.key.field
    )
}

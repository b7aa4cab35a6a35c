//! Lists: filtered, sorted, one page at a time. Pages continue by key, so rows that come in meanwhile neither repeat nor hide others.

mod cursor;
mod filter;
mod matching;
mod sort;

use playbook::filter::Predicate;

pub(crate) use cursor::Cursor;
pub(crate) use filter::{Field, Fields, add_filter};
pub(crate) use matching::matches;
pub(crate) use sort::{Sort, SortKey};

use crate::error::Result;
use crate::query::Query;
use crate::record::{Record, from_row};
use crate::tx::ReadTx;

/// The most rows a page has.
pub const PAGE_MAX: u32 = 500;

/// What a list is asked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListQuery {
    /// Only rows that meet this.
    pub filter: Option<Predicate>,
    /// Only rows whose names contain each of these words, in any spelling.
    pub search: Option<String>,
    /// Field to sort by, `-` before it for descending; each list has its own default.
    pub sort: Option<String>,
    /// How many rows, 1 to [`PAGE_MAX`]; 0 means 50.
    pub limit: u32,
    /// Where the page before ended.
    pub cursor: Option<String>,
    /// Whether archived rows are shown too.
    pub with_archived: bool,
}

impl ListQuery {
    pub(crate) fn limit(&self) -> usize {
        let limit = if self.limit == 0 { 50 } else { self.limit };
        usize::try_from(limit.min(PAGE_MAX)).unwrap_or(50)
    }
}

/// One page of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Page<T> {
    /// The rows, in the order asked for.
    pub rows: Vec<T>,
    /// Pass it to get the next page; none on the last one.
    pub next_cursor: Option<String>,
}

/// An object that is listed.
pub(crate) trait Listed: Record {
    /// What the list can be sorted by; the first is the default.
    const SORTS: &'static [SortKey];
    /// What the list can be filtered by, beyond its columns.
    const FIELDS: &'static [Field];
    /// Whether rows are archived rather than removed.
    const HAS_ARCHIVE: bool;
    /// A column that names a record whose words find the row too, and that record's table.
    const FOUND_BY: Option<(&'static str, &'static str)> = None;
}

/// The words of a search, each as the `search` columns spell it.
pub(crate) fn search_words(search: &str) -> Vec<String> {
    let spelt = domain::name::search_query(search);
    spelt.split_whitespace().map(str::to_owned).collect()
}

impl ReadTx {
    /// One page of what `query` (up to its conditions) and `list` select.
    pub(crate) async fn page<T: Listed>(
        &mut self,
        mut query: Query,
        list: &ListQuery,
    ) -> Result<Page<T>> {
        let sort = Sort::parse(T::SORTS, list.sort.as_deref())?;
        // The sort key comes after the record's own columns.
        query.also_select(sort.key.expression);
        self.narrow::<T>(&mut query, list)?;
        if let Some(cursor) = &list.cursor {
            Cursor::parse(cursor, &sort)?.resume(&mut query, &sort);
        }
        sort.order(&mut query);
        let limit = list.limit();
        query.push(" limit ").push(&(limit + 1).to_string());

        // Without conditions of the reader's own the index of the order knows the page.
        let is_led_by_index = sort.key.is_indexed && list.filter.is_none() && list.search.is_none();
        let mut rows = if is_led_by_index {
            self.few(query).await?
        } else {
            self.all(query).await?
        };
        let has_more = rows.len() > limit;
        rows.truncate(limit);
        let next_cursor = match rows.last() {
            Some(last) if has_more => Some(Cursor::after(last, T::TABLE.width(), &sort)?.to_text()),
            _ => None,
        };
        Ok(Page {
            rows: rows.iter().map(from_row).collect::<Result<_>>()?,
            next_cursor,
        })
    }

    /// Adds a list's conditions to a query.
    pub(crate) fn narrow<T: Listed>(&self, query: &mut Query, list: &ListQuery) -> Result<()> {
        if T::HAS_ARCHIVE && !list.with_archived {
            query.push(" and archived_at is null");
        }
        for word in search_words(list.search.as_deref().unwrap_or_default()) {
            let escaped = word
                .replace('\\', "\\\\")
                .replace('%', "\\%")
                .replace('_', "\\_");
            let pattern = format!("%{escaped}%");
            query
                .push(" and (search like ")
                .bind(pattern.as_str())
                .push(" escape '\\'");
            if let Some((column, table)) = T::FOUND_BY {
                query.push(&format!(
                    " or {column} in (select o.id from {table} o where o.workspace_id = "
                ));
                query.bind(self.workspace_id()).push(" and o.search like ");
                query.bind(pattern).push(" escape '\\')");
            }
            query.push(")");
        }
        if let Some(filter) = &list.filter {
            query.push(" and ");
            add_filter(
                query,
                filter,
                &Fields {
                    table: T::TABLE,
                    extra: T::FIELDS,
                },
                self.conn.dialect(),
            )?;
        }
        Ok(())
    }
}

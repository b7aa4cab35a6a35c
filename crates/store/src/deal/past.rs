//! Lists and boards as they were known in the past, folded from the journal.

use std::collections::{BTreeMap, HashMap};

use domain::ids::UserId;
use domain::{Currency, Deal, Instant, Visibility};
use serde_json::Value as Json;

use super::{BoardColumn, BoardQuery, DealQuery, StageTotal};
use crate::error::{Error, Result};
use crate::list::{ListQuery, Page, matches, search_words};
use crate::record::{Fields, fields_of};
use crate::sql::args;
use crate::tx::ReadTx;

/// The sort keys of the past: what a deal's own fields tell.
const UNSORTED: Json = Json::Null;

impl ReadTx {
    /// Every deal as it was known at a moment and the reader may see, unsorted. It reads the whole journal of deals up to then.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn deals_as_of(&mut self, as_of: Instant) -> Result<Vec<Deal>> {
        let seen = self.seen_owners().await?;
        let is_seen = |owner: Option<UserId>| match &seen {
            None => true,
            Some(owners) => owner.is_some_and(|owner| owners.contains(&owner)),
        };
        let deals = self.objects_as_of::<Deal>("deal", as_of).await?;
        Ok(deals
            .into_iter()
            .filter(|deal| is_seen(deal.owner_id))
            .collect())
    }

    pub(super) async fn past_deals_page(
        &mut self,
        query: &DealQuery,
        as_of: Instant,
    ) -> Result<Page<Deal>> {
        let deals = self.deals_as_of(as_of).await?;
        let names = self.names_for_filter(&query.list).await?;
        let mut rows = Vec::new();
        for deal in deals {
            let fields = with_names(&deal, &names)?;
            if is_selected(query, &deal, &fields) {
                rows.push((deal, fields));
            }
        }
        page(rows, &query.list)
    }

    pub(super) async fn past_board(
        &mut self,
        board: &BoardQuery,
        as_of: Instant,
    ) -> Result<Vec<BoardColumn>> {
        let deals = self.deals_as_of(as_of).await?;
        let names = self.names_for_filter(&board.list).await?;
        let mut by_stage: HashMap<&str, Vec<(Deal, Fields)>> = HashMap::new();
        for deal in deals {
            let fields = with_names(&deal, &names)?;
            let stage = board
                .stages
                .iter()
                .find(|column| column.stage == deal.stage);
            if let Some(column) =
                stage.filter(|column| is_selected(&board.cards(&column.stage), &deal, &fields))
            {
                by_stage
                    .entry(&column.stage)
                    .or_default()
                    .push((deal, fields));
            }
        }
        let mut columns = Vec::with_capacity(board.stages.len());
        for column in &board.stages {
            let rows = by_stage.remove(column.stage.as_str()).unwrap_or_default();
            let mut totals: BTreeMap<Option<Currency>, (i64, i64)> = BTreeMap::new();
            for (deal, _) in &rows {
                let total = totals
                    .entry(deal.amount.map(|amount| amount.currency))
                    .or_default();
                total.0 += 1;
                total.1 = total
                    .1
                    .saturating_add(deal.amount.map_or(0, |amount| amount.amount_minor));
            }
            let totals = totals
                .into_iter()
                .map(|(currency, (count, amount_minor))| StageTotal {
                    pipeline: board.pipeline.clone(),
                    stage: column.stage.clone(),
                    currency,
                    count,
                    amount_minor,
                });
            let is_rotting = |deal: &Deal| {
                column
                    .rots_before
                    .is_some_and(|before| deal.stage_entered_at < before)
            };
            let rotting = rows.iter().filter(|(deal, _)| is_rotting(deal)).count();
            columns.push(BoardColumn {
                stage: column.stage.clone(),
                count: i64::try_from(rows.len()).unwrap_or(i64::MAX),
                totals: totals.collect(),
                rotting: i64::try_from(rotting).unwrap_or(i64::MAX),
                cards: page(rows, &board.cards(&column.stage).list)?,
            });
        }
        Ok(columns)
    }

    /// The owners whose deals the reader sees; none for all. Visibility is today's: the past is not a way around it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn seen_owners(&mut self) -> Result<Option<Vec<UserId>>> {
        match (self.scope.visibility, self.scope.viewer_id) {
            (Visibility::All, _) => Ok(None),
            (_, None) => Ok(Some(Vec::new())),
            (Visibility::Own, Some(viewer)) => Ok(Some(vec![viewer])),
            (Visibility::Team, Some(viewer)) => {
                let sql = "select owner_id from user_visibility where workspace_id = $1 and viewer_id = $2";
                let values = args![self.workspace_id(), viewer];
                let rows = self.conn.fetch_all(sql, values).await?;
                rows.iter()
                    .map(|row| Ok(row.uuid(0)?.into()))
                    .collect::<Result<_>>()
                    .map(Some)
            }
        }
    }

    /// Names that a filter may ask for, by id. They are today's.
    async fn names_for_filter(&mut self, list: &ListQuery) -> Result<HashMap<String, Json>> {
        let mut names = HashMap::new();
        if list.filter.is_none() {
            return Ok(names);
        }
        for table in ["account", "user_account", "product"] {
            let sql = format!("select id, name from {table} where workspace_id = $1");
            let values = args![self.workspace_id()];
            for row in self.conn.fetch_all(sql, values).await? {
                names.insert(row.uuid(0)?.to_string(), Json::from(row.text(1)?));
            }
        }
        Ok(names)
    }
}

/// A deal's fields as filters and orders name them.
fn with_names(deal: &Deal, names: &HashMap<String, Json>) -> Result<Fields> {
    let mut fields = fields_of(deal)?;
    for (name, id) in [
        ("account", "account_id"),
        ("owner", "owner_id"),
        ("product", "product_id"),
    ] {
        let found = fields
            .get(id)
            .and_then(Json::as_str)
            .and_then(|id| names.get(id))
            .cloned();
        fields.insert(name.to_owned(), found.unwrap_or_default());
    }
    for (name, pointer) in [
        ("amount_minor", "/amount/amount_minor"),
        ("currency", "/amount/currency"),
        ("loss_reason", "/loss/reason"),
    ] {
        let (field, inner) = pointer[1..].split_once('/').unwrap_or_default();
        let found = fields
            .get(field)
            .and_then(|value| value.get(inner))
            .cloned();
        fields.insert(name.to_owned(), found.unwrap_or_default());
    }
    Ok(fields)
}

fn is_selected(query: &DealQuery, deal: &Deal, fields: &Fields) -> bool {
    let searched = || {
        let account = fields.get("account").and_then(Json::as_str);
        let key = deal.external_id.as_deref();
        domain::name::search_text(&[
            &deal.name,
            key.unwrap_or_default(),
            account.unwrap_or_default(),
        ])
    };
    let field = |name: &str| fields.get(name).unwrap_or(&UNSORTED);
    (query.list.with_archived || deal.archived_at.is_none())
        && query
            .pipeline
            .as_ref()
            .is_none_or(|pipeline| deal.pipeline == *pipeline)
        && query
            .stage
            .as_ref()
            .is_none_or(|stage| deal.stage == *stage)
        && query
            .owner_id
            .is_none_or(|owner| deal.owner_id == Some(owner))
        && query
            .account_id
            .is_none_or(|account| deal.account_id == Some(account))
        && query.list.search.as_ref().is_none_or(|search| {
            let text = searched();
            search_words(search).iter().all(|word| text.contains(word))
        })
        && query
            .list
            .filter
            .as_ref()
            .is_none_or(|filter| matches(filter, &field))
}

/// Sorts and cuts. The cursor is the number of rows before the page: the past does not change.
fn page(mut rows: Vec<(Deal, Fields)>, list: &ListQuery) -> Result<Page<Deal>> {
    let sort = list.sort.as_deref().unwrap_or("-updated_at");
    let (field, is_descending) = sort
        .strip_prefix('-')
        .map_or((sort, false), |field| (field, true));
    if !<Deal as crate::list::Listed>::SORTS
        .iter()
        .any(|key| key.field == field)
    {
        return Err(Error::BadSort(field.to_owned()));
    }
    let key = |fields: &Fields| SortValue::of(field, fields.get(field).unwrap_or(&UNSORTED));
    rows.sort_by(|(a, a_fields), (b, b_fields)| {
        let order = key(a_fields).cmp(&key(b_fields)).then(a.id.cmp(&b.id));
        if is_descending {
            order.reverse()
        } else {
            order
        }
    });
    let skipped = match &list.cursor {
        Some(cursor) => cursor
            .strip_prefix("past-")
            .and_then(|count| count.parse().ok())
            .ok_or(Error::BadCursor)?,
        None => 0,
    };
    let end = list.limit().saturating_add(skipped);
    let next_cursor = (rows.len() > end).then(|| format!("past-{end}"));
    let rows = rows
        .into_iter()
        .map(|(deal, _)| deal)
        .skip(skipped)
        .take(list.limit())
        .collect();
    Ok(Page { rows, next_cursor })
}

/// A field's place in the order; missing amounts come first, missing dates last, as in the lists of today.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum SortValue {
    First,
    Number(i64),
    Text(String),
    Last,
}

impl SortValue {
    fn of(field: &str, value: &Json) -> Self {
        match value {
            Json::Number(number) => Self::Number(number.as_i64().unwrap_or(0)),
            Json::String(text) => text.parse::<Instant>().map_or_else(
                |_| Self::Text(text.clone()),
                |it| Self::Number(it.as_micros()),
            ),
            _ if field == "amount_minor" => Self::First,
            _ => Self::Last,
        }
    }
}

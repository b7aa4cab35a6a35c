//! Deals as they are now.

use std::borrow::Cow;
use std::collections::BTreeMap;

use domain::fact::DealFact;
use domain::ids::DealId;
use serde::Deserialize;

use super::{of_deals, opt_day};
use crate::error::{Error, Result};
use crate::query::Query;
use crate::sql::View;
use crate::tx::ReadTx;

impl ReadTx {
    /// Shows every deal, archived ones too, in the order of their ids; only some when they are given. Of ids that are no
    /// deal's (any more) nothing is shown. Whoever reads: for `insight` only.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn for_each_deal_fact(
        &mut self,
        deals: Option<&[DealId]>,
        mut see: impl FnMut(DealFact<'_>) + Send,
    ) -> Result<()> {
        let mut query = Query::new(
            "select id, kind, pipeline, account_id, owner_id, product_id, amount_minor, currency, close_on, pushes, \
             pushed_days, next_step_on, competition, source, loss_reason, forecast_category, on_waiver, playbook_version, \
             opened_at, created_at, archived_at, last_customer_evidence_at, facts from deal where workspace_id = ",
        );
        query.bind(self.workspace_id());
        let show = |row: View<'_>| {
            let nested = Nested::read(row.text(22)?)?;
            see(fact(&row, &nested)?);
            Ok(())
        };
        self.stream(&query, of_deals("id", deals), "id", show).await
    }
}

fn fact<'r>(row: &'r View<'_>, nested: &'r Nested<'_>) -> Result<DealFact<'r>> {
    let custom = nested.custom.iter();
    Ok(DealFact {
        id: row.uuid(0)?,
        kind: row.text(1)?,
        pipeline: row.text(2)?,
        account_id: row.opt_uuid(3)?,
        owner_id: row.opt_uuid(4)?,
        product_id: row.opt_uuid(5)?,
        amount_minor: row.opt_int(6)?,
        currency: row.opt_text(7)?,
        close_on: opt_day(row, 8)?,
        pushes: row.int(9)?,
        pushed_days: row.int(10)?,
        next_step_on: opt_day(row, 11)?,
        competition: row.opt_text(12)?,
        competitor: nested.competitors.first().map(|first| first.0.as_ref()),
        source: row.opt_text(13)?,
        loss_reason: row.opt_text(14)?,
        forecast_category: row.opt_text(15)?,
        on_waiver: row.opt_bool(16)?.unwrap_or_default(),
        playbook_version: row.int(17)?,
        opened_at: row.int(18)?,
        created_at: row.int(19)?,
        archived_at: row.opt_int(20)?,
        last_customer_evidence_at: row.opt_int(21)?,
        custom: custom
            .map(|(name, value)| (name.0.as_ref(), value.0.as_ref()))
            .collect(),
    })
}

/// What numbers need of a deal's nested fields.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Nested<'t> {
    #[serde(borrow)]
    competitors: Vec<Word<'t>>,
    #[serde(borrow)]
    custom: BTreeMap<Word<'t>, Word<'t>>,
}

/// Text that is borrowed unless it has escapes.
#[derive(PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(transparent)]
struct Word<'t>(#[serde(borrow)] Cow<'t, str>);

impl<'t> Nested<'t> {
    /// Most deals have neither: their nested fields are not parsed. Inside a text the quotes would be escaped.
    fn read(facts: &'t str) -> Result<Self> {
        if !facts.contains(r#""competitors":[""#) && !facts.contains(r#""custom":{""#) {
            return Ok(Self::default());
        }
        serde_json::from_str(facts)
            .map_err(|error| Error::Corrupt(format!("a deal's facts do not read: {error}")))
    }
}

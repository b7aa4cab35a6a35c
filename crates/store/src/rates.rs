//! Exchange rates into the home currency.

use domain::journal::Changes;
use domain::{Currency, Date, FxRate};

use crate::calendar;
use crate::error::Result;
use crate::record::{Record, Table, columns};
use crate::tx::{ReadTx, WriteTx};

impl Record for FxRate {
    const TABLE: &'static Table = &Table {
        name: "fx_rate",
        columns: columns![id: Uuid, currency: Text, effective_on: Date, rate_nano: Int],
        has_facts: false,
        searched: &[],
        derived: &[],
    };
}

impl ReadTx {
    /// Every rate, by currency and day.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn fx_rates(&mut self) -> Result<Vec<FxRate>> {
        let mut query = self.select::<FxRate>();
        query.push(" order by currency, effective_on");
        self.records(query).await
    }

    /// The rate of a currency that begins on this day.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_fx_rate(
        &mut self,
        currency: Currency,
        effective_on: Date,
    ) -> Result<Option<FxRate>> {
        let mut query = self.select::<FxRate>();
        query.push(" and currency = ").bind(currency.code());
        query
            .push(" and effective_on = ")
            .bind(calendar::days(effective_on));
        Ok(self.records(query).await?.pop())
    }
}

impl WriteTx {
    /// Inserts a rate. Returns what to record.
    ///
    /// # Errors
    /// [`crate::Error::Duplicate`] when the currency has one from that day.
    pub async fn insert_fx_rate(&mut self, rate: &FxRate) -> Result<Changes> {
        self.insert_record(rate).await
    }

    /// Saves a changed rate. Returns what to record.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`] when there is none.
    pub async fn update_fx_rate(&mut self, before: &FxRate, after: &FxRate) -> Result<Changes> {
        self.update_record(before.id, before, after).await
    }
}

//! Editing fields, archiving, restoring.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{Deal, DealEvent};
use crate::field::{self, InvalidField, MAX_CODE_CHARS, MAX_NAME_CHARS, MAX_TEXT_CHARS, Problem};
use crate::ids::{AccountId, ContactId, ProductId, UserId};
use crate::vocabulary::{CloseBasis, Competition, DealKind};
use crate::{Instant, Money};

/// A change of fields: `None` keeps a field, and for fields that may be empty `Some(None)` empties it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DealEdit {
    /// Display name.
    pub name: Option<String>,
    /// What kind of business.
    pub kind: Option<DealKind>,
    /// The customer.
    pub account_id: Option<Option<AccountId>>,
    /// The main contact.
    pub contact_id: Option<Option<ContactId>>,
    /// Whose deal it is.
    pub owner_id: Option<Option<UserId>>,
    /// What is sold.
    pub product_id: Option<Option<ProductId>>,
    /// Expected or final amount.
    pub amount: Option<Option<Money>>,
    /// The first expected close date; moving an existing one is a command of its own.
    pub close_on: Option<Date>,
    /// What the close date rests on.
    pub close_basis: Option<Option<CloseBasis>>,
    /// The next meeting or action.
    pub next_step: Option<Option<String>>,
    /// Its day.
    pub next_step_on: Option<Option<Date>>,
    /// Whom we compete with.
    pub competition: Option<Option<Competition>>,
    /// Keys or names of competitors.
    pub competitors: Option<Vec<String>>,
    /// Where it came from.
    pub source: Option<Option<String>>,
    /// Key in another system.
    pub external_id: Option<Option<String>>,
    /// Columns the workspace added: a value sets one, none removes it.
    pub custom: BTreeMap<String, Option<String>>,
}

/// Why a deal was not changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditDealError {
    /// It is archived; restore it first.
    #[error("the deal is archived")]
    Archived,
    /// It is not archived.
    #[error("the deal is not archived")]
    NotArchived,
    /// A value cannot be taken.
    #[error(transparent)]
    Invalid(#[from] InvalidField),
}

fn put<T>(field: &mut T, change: Option<T>) {
    if let Some(value) = change {
        *field = value;
    }
}

impl Deal {
    /// Changes fields.
    ///
    /// # Errors
    /// When the deal is archived, a value is wrong, or an existing close date would move without its reason.
    pub fn edit(
        mut self,
        edit: DealEdit,
        now: Instant,
    ) -> Result<(Self, DealEvent), EditDealError> {
        self.must_be_active()?;
        if let Some(close_on) = edit.close_on
            && self.close_on != Some(close_on)
        {
            if self.close_on.is_some() {
                return Err(Problem::NeedsReason.of("close_on").into());
            }
            self.close_on = Some(close_on);
        }
        put(&mut self.name, edit.name);
        put(&mut self.kind, edit.kind);
        put(&mut self.account_id, edit.account_id);
        put(&mut self.contact_id, edit.contact_id);
        put(&mut self.owner_id, edit.owner_id);
        put(&mut self.product_id, edit.product_id);
        put(&mut self.amount, edit.amount);
        put(&mut self.close_basis, edit.close_basis);
        put(&mut self.next_step, edit.next_step);
        put(&mut self.next_step_on, edit.next_step_on);
        put(&mut self.competition, edit.competition);
        put(&mut self.competitors, edit.competitors);
        put(&mut self.source, edit.source);
        put(&mut self.external_id, edit.external_id);
        for (column, value) in edit.custom {
            match value {
                Some(value) => self.custom.insert(column, value),
                None => self.custom.remove(&column),
            };
        }
        self.check_fields()?;
        Ok((self.touched(now), DealEvent::Edited))
    }

    /// Puts the deal away: it stays on record and leaves every list.
    ///
    /// # Errors
    /// When it is archived already.
    pub fn archive(mut self, now: Instant) -> Result<(Self, DealEvent), EditDealError> {
        self.must_be_active()?;
        self.archived_at = Some(now);
        Ok((self.touched(now), DealEvent::Archived))
    }

    /// Takes an archived deal out again.
    ///
    /// # Errors
    /// When it is not archived.
    pub fn restore(mut self, now: Instant) -> Result<(Self, DealEvent), EditDealError> {
        if self.archived_at.take().is_none() {
            return Err(EditDealError::NotArchived);
        }
        Ok((self.touched(now), DealEvent::Restored))
    }

    pub(super) const fn must_be_active(&self) -> Result<(), EditDealError> {
        if self.archived_at.is_some() {
            Err(EditDealError::Archived)
        } else {
            Ok(())
        }
    }

    /// One change further.
    pub(super) fn touched(mut self, now: Instant) -> Self {
        self.version += 1;
        self.updated_at = now;
        self
    }

    /// Refuses values no deal may have, whichever way they came.
    pub(super) fn check_fields(&self) -> Result<(), InvalidField> {
        field::required("name", &self.name, MAX_NAME_CHARS)?;
        field::money("amount", self.amount)?;
        field::optional("next_step", self.next_step.as_ref(), MAX_CODE_CHARS)?;
        field::optional("source", self.source.as_ref(), MAX_NAME_CHARS)?;
        field::optional("external_id", self.external_id.as_ref(), MAX_CODE_CHARS)?;
        field::entries("competitors", self.competitors.len())?;
        for competitor in &self.competitors {
            field::required("competitors", competitor, MAX_NAME_CHARS)?;
        }
        if let Some(loss) = &self.loss {
            field::optional("loss/competitor", loss.competitor.as_ref(), MAX_NAME_CHARS)?;
            field::optional("loss/note", loss.note.as_ref(), MAX_TEXT_CHARS)?;
        }
        field::custom(&self.custom)
    }
}

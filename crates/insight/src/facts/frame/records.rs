//! What deals point to: stages, customers, people, teams and products.

use super::super::{
    Attributes, EMPLOYEES, FAMILY, Field, INDUSTRY, NAME, NONE, PARENT, StageShape, TEAM,
};
use super::Frame;

impl<'f> Frame<'f> {
    /// What the playbook says of a stage.
    #[must_use]
    pub fn stage_shape(&self, stage: u16) -> &'f StageShape {
        self.facts.stages.get(stage)
    }

    /// What a stage is called, by its key; the key itself when no playbook knows it.
    #[must_use]
    pub fn stage_name(&self, key: &str) -> playbook::Text {
        let known = self.stages().iter().find(|shape| shape.key == key);
        known.map_or_else(|| playbook::Text::new(key, key), |shape| shape.name.clone())
    }

    /// All stages, by number.
    #[must_use]
    pub fn stages(&self) -> &'f [StageShape] {
        self.facts.stages.all()
    }

    /// The owner's number; [`NONE`] for nobody.
    #[must_use]
    pub fn owner(&self, deal: u32) -> u32 {
        self.code(Field::Owner, deal as usize)
    }

    /// A person's id.
    #[must_use]
    pub fn person_id(&self, person: u32) -> Option<uuid::Uuid> {
        self.facts.people.id(person)
    }

    pub(crate) fn account(&self, deal: usize) -> Option<&Attributes> {
        self.accounts.get(self.code(Field::Account, deal) as usize)
    }

    /// An attribute of a deal's customer: a number of [`Frame::name`].
    pub(crate) fn account_attribute(&self, deal: usize, attribute: usize) -> u32 {
        self.account(deal)
            .map_or(NONE, |account| account[attribute])
    }

    /// The owner's team.
    pub(crate) fn team(&self, deal: usize) -> u32 {
        let owner = self.code(Field::Owner, deal) as usize;
        self.people.get(owner).map_or(NONE, |person| person[TEAM])
    }

    /// A text of a register.
    pub(crate) fn name(&self, number: u32) -> Option<&'f str> {
        self.facts.names.text(number)
    }

    /// The topmost record above one, and itself when nothing is above; stops where a circle closes.
    pub(crate) fn topmost(&self, records: &[Attributes], of: u32) -> u32 {
        let mut at = of;
        for _ in 0..32 {
            match records.get(at as usize).map(|record| record[PARENT]) {
                Some(parent) if parent != NONE => at = parent,
                _ => break,
            }
        }
        at
    }

    /// The product's family.
    pub(crate) fn product_family(&self, deal: usize) -> u32 {
        let product = self.code(Field::Product, deal) as usize;
        self.products
            .get(product)
            .map_or(NONE, |product| product[FAMILY])
    }

    /// The customer's headcount.
    pub(crate) fn employees(&self, deal: usize) -> Option<i64> {
        let count = self.account_attribute(deal, EMPLOYEES);
        (count != NONE).then_some(i64::from(count))
    }

    /// The customer's industry, for reports that look for what deals have in common.
    #[must_use]
    pub fn industry(&self, deal: u32) -> Option<&'f str> {
        self.name(self.account_attribute(deal as usize, INDUSTRY))
    }

    /// A person's display name.
    #[must_use]
    pub fn person_name(&self, person: u32) -> Option<&'f str> {
        self.name(self.people.get(person as usize)?[NAME])
    }

    /// The number of a value of a column that the workspace added; [`NONE`] without one.
    pub(crate) fn custom(&self, column: &str, deal: usize) -> u32 {
        self.facts
            .custom
            .get(column)
            .map_or(NONE, |values| values[deal])
    }

    /// Identity of a deal.
    #[must_use]
    pub fn id(&self, deal: u32) -> uuid::Uuid {
        self.facts.ids.id(deal).unwrap_or_default()
    }
}

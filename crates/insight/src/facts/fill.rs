//! Taking over deals as they are read: each with its stays, the values before its changes, and its evidence.

use domain::fact::{DealFact, EvidenceFact, FieldChange, VisitFact};
use uuid::Uuid;

use super::columns::{NO_DAY, NO_WHOLE};
use super::names::NONE;
use super::register::Register;
use super::standing::NOWHERE;
use super::{Facts, Field, Mark};

impl Facts {
    /// Adds a deal or replaces what is known of it. Its stays, changes and evidence follow, oldest first.
    pub fn put_deal(&mut self, deal: &DealFact<'_>) {
        let (number, is_new) = self.ids.number(deal.id);
        let at = number as usize;
        if is_new {
            self.now.push();
            self.standing.push();
            self.opened_at.push(deal.opened_at);
            self.opened_on.push(0);
            self.created_at.push(deal.created_at);
            self.gone.push(false);
            self.is_counted.push(false);
            self.is_reconstructed.push(false);
            self.custom
                .values_mut()
                .for_each(|column| column.push(NONE));
        }
        self.uncount_life(at);
        self.opened_at[at] = deal.opened_at;
        self.created_at[at] = deal.created_at;
        self.gone[at] = false;
        self.is_reconstructed[at] = false;
        self.latest_at = self.latest_at.max(deal.opened_at);
        self.standing.set(at, NOWHERE, 0);
        self.visits.runs.clear(at);
        self.changes.runs.clear(at);
        self.proofs.runs.clear(at);
        self.put_fields(at, deal);
    }

    /// Adds a stay to a deal that has been put.
    pub fn put_visit(&mut self, deal: Uuid, visit: &VisitFact<'_>) {
        let Some(at) = self.at(deal) else { return };
        let visits = &mut self.visits;
        let Some(moved) = visits.runs.grow(at, visits.stage.len()) else {
            return;
        };
        visits.entered_at.extend_from_within(moved.clone());
        visits.entered_on.extend_from_within(moved.clone());
        visits.stage.extend_from_within(moved.clone());
        visits.mark.extend_from_within(moved);
        let pipeline = self.now.code(Field::Pipeline, at);
        let pipeline = self.words.text(pipeline).unwrap_or_default();
        let stage = self.stages.number(pipeline, visit.stage, visit.kind);
        let entered_on = self.days.day(visit.entered_at);
        visits.stage.push(stage);
        visits.entered_at.push(visit.entered_at);
        visits.entered_on.push(entered_on);
        visits.mark.push(Mark::of(visit));
        if self.standing.stage[at] == NOWHERE {
            self.opened_on[at] = entered_on;
        }
        self.standing.set(at, stage, entered_on);
        self.latest_at = self.latest_at.max(visit.entered_at);
        self.is_reconstructed[at] |= visit.origin != "recorded";
    }

    /// Adds a change to a deal that has been put; of a field that no number is made of, it is ignored.
    pub fn put_deal_change(&mut self, deal: Uuid, change: &FieldChange<'_>) {
        let (Some(at), Some(field)) = (self.at(deal), Field::named(change.field)) else {
            return;
        };
        let before = self.encode(field, change.before);
        if field == Field::Currency {
            self.see_currency(u32::try_from(before).unwrap_or(NONE));
        }
        let changes = &mut self.changes;
        let Some(moved) = changes.runs.grow(at, changes.field.len()) else {
            return;
        };
        changes.effective_at.extend_from_within(moved.clone());
        changes.before.extend_from_within(moved.clone());
        changes.field.extend_from_within(moved);
        self.latest_at = self.latest_at.max(change.effective_at);
        changes.effective_at.push(change.effective_at);
        changes.before.push(before);
        changes.field.push(field);
    }

    /// Adds evidence to a deal that has been put.
    pub fn put_evidence(&mut self, deal: Uuid, evidence: &EvidenceFact<'_>) {
        let Some(at) = self.at(deal) else { return };
        let proofs = &mut self.proofs;
        let Some(moved) = proofs.runs.grow(at, proofs.kind.len()) else {
            return;
        };
        proofs.known_at.extend_from_within(moved.clone());
        proofs.occurred_on.extend_from_within(moved.clone());
        proofs.retracted_at.extend_from_within(moved.clone());
        proofs.kind.extend_from_within(moved.clone());
        proofs.origin.extend_from_within(moved);
        let narrow = |number: u32| u16::try_from(number).unwrap_or(u16::MAX);
        proofs.known_at.push(evidence.recorded_at);
        proofs.occurred_on.push(self.days.day(evidence.occurred_at));
        proofs
            .retracted_at
            .push(evidence.retracted_at.unwrap_or(i64::MAX));
        proofs
            .kind
            .push(narrow(self.words.number(evidence.evidence_type)));
        proofs
            .origin
            .push(narrow(self.words.number(evidence.origin)));
    }

    /// The number of a deal; the last one asked for is found at once, because facts come deal by deal.
    fn at(&mut self, deal: Uuid) -> Option<usize> {
        if let Some(number) = self.last.filter(|last| self.ids.id(*last) == Some(deal)) {
            return Some(number as usize);
        }
        self.last = self.ids.find(deal);
        self.last.map(|number| number as usize)
    }

    /// Forgets a deal that was deleted, as the undo of an import does.
    pub fn remove_deal(&mut self, id: Uuid) {
        if let Some(number) = self.ids.find(id) {
            self.uncount_life(number as usize);
            self.gone[number as usize] = true;
        }
    }

    fn put_fields(&mut self, at: usize, deal: &DealFact<'_>) {
        let day = |day: Option<i32>| i64::from(day.unwrap_or(NO_DAY));
        let whole = |whole: Option<i64>| whole.unwrap_or(NO_WHOLE);
        let Self {
            now,
            words,
            accounts,
            people,
            products,
            ..
        } = self;
        let mut set = |field, value: i64| now.set(field, at, value);
        set(Field::Amount, whole(deal.amount_minor));
        set(Field::ArchivedAt, whole(deal.archived_at));
        set(Field::LastEvidenceAt, whole(deal.last_customer_evidence_at));
        set(Field::CloseOn, day(deal.close_on));
        set(Field::NextStepOn, day(deal.next_step_on));
        set(Field::Pushes, deal.pushes);
        set(Field::PushedDays, deal.pushed_days);
        set(Field::PlaybookVersion, deal.playbook_version);
        set(Field::Account, accounts.number(deal.account_id).into());
        set(Field::Owner, people.number(deal.owner_id).into());
        set(Field::Product, products.number(deal.product_id).into());
        set(Field::Kind, words.number(deal.kind).into());
        set(Field::Pipeline, words.number(deal.pipeline).into());
        let currency = words.optional(deal.currency);
        set(Field::Currency, currency.into());
        set(Field::Competition, words.optional(deal.competition).into());
        set(Field::Competitor, words.optional(deal.competitor).into());
        set(Field::Source, words.optional(deal.source).into());
        set(Field::LossReason, words.optional(deal.loss_reason).into());
        set(
            Field::Category,
            words.optional(deal.forecast_category).into(),
        );
        let flag = if deal.on_waiver { "true" } else { "false" };
        set(Field::OnWaiver, words.number(flag).into());
        if deal.amount_minor.is_some() {
            self.see_currency(currency);
        }
        for (name, value) in &deal.custom {
            let number = self.names.number(value);
            if !self.custom.contains_key(*name) {
                self.custom
                    .insert((*name).into(), vec![NONE; self.ids.len()]);
            }
            if let Some(column) = self.custom.get_mut(*name) {
                column[at] = number;
            }
        }
    }

    fn see_currency(&mut self, currency: u32) {
        if !self.currencies.contains(&currency) {
            self.currencies.push(currency);
        }
    }

    fn encode(&mut self, field: Field, value: Option<&str>) -> i64 {
        let Some(value) = value else {
            return field.missing();
        };
        let record = |register: &mut Register| {
            let id = value.parse::<Uuid>().ok();
            i64::from(register.number(id))
        };
        match field {
            Field::Account => record(&mut self.accounts),
            Field::Owner => record(&mut self.people),
            Field::Product => record(&mut self.products),
            field if field.is_coded() => i64::from(self.words.number(value)),
            field => value.parse().unwrap_or(field.missing()),
        }
    }
}

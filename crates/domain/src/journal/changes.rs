//! Differences between two states of an object, and the state that a list of differences adds up to.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::{Changes, JournalEntry};
use crate::{
    Account, Activity, Contact, Deal, Evidence, ForecastSubmission, FxRate, Product, Quota, Review,
    ReviewNote, StageVisit, Team, User, Waiver, Workspace,
};

/// An object whose changes are journaled.
pub trait Journaled: Sized + Serialize + DeserializeOwned {
    /// The noun entries call it by.
    const KIND: &'static str;

    /// The fields that differ, in declaration order, each `[before, after]`. Without a state before, this is the
    /// creation: every field that is not null.
    fn changes(before: Option<&Self>, after: &Self) -> Changes;
}

/// Implements [`Journaled`] by comparing field by field, so that only what differs is ever serialised. A field that is
/// missing here does not compile.
macro_rules! journaled {
    ($($object:ident as $kind:literal { $($field:ident),+ $(,)? })+) => {$(
        impl Journaled for $object {
            const KIND: &'static str = $kind;

            fn changes(before: Option<&Self>, after: &Self) -> Changes {
                let Self { $($field),+ } = after;
                let mut changes = Map::new();
                match before {
                    Some(before) => {$(
                        if before.$field != *$field {
                            changes.insert(stringify!($field).to_owned(), pair(json(&before.$field), json($field)));
                        }
                    )+}
                    None => {$(
                        let value = json($field);
                        if !value.is_null() {
                            changes.insert(stringify!($field).to_owned(), pair(Value::Null, value));
                        }
                    )+}
                }
                changes
            }
        }
    )+};
}

journaled! {
    Workspace as "workspace" {
        id, name, home_currency, time_zone, fiscal_year_start_month, locale, amount_basis, created_at, version,
    }
    User as "user" {
        id, email, name, role, visibility, team_id, locale, time_zone, is_active, can_sign_in, external_id, created_at,
        version,
    }
    Team as "team" { id, name, parent_id, manager_id, version }
    Account as "account" {
        id, name, kind, domain, registration_number, parent_id, industry, country, region, segment, employees,
        annual_revenue, owner_id, phone, website, external_id, custom, created_at, updated_at, archived_at, version,
    }
    Contact as "contact" {
        id, account_id, name, email, phone, title, external_id, owner_id, custom, created_at, updated_at, archived_at,
        version,
    }
    Product as "product" { id, name, code, family, list_price, is_active, external_id, version }
    Deal as "deal" {
        id, number, name, kind, pipeline, stage, status, outcome, account_id, contact_id, owner_id, product_id, amount,
        close_on, close_basis, pushes, pushed_days, next_step, next_step_on, competition, competitors, source,
        external_id, opened_at, closed_at, stage_entered_at, last_customer_evidence_at, loss, forecast_category,
        rule_category, forecast_cap, forecast_override, on_waiver, playbook_version, plan, roles, answers, risks,
        procurement, poc, custom, created_at, updated_at, archived_at, version,
    }
    Evidence as "evidence" {
        id, deal_id, evidence_type, kind, origin, strength, title, reference, content_hash, contact_id, occurred_at,
        recorded_at, recorded_by, retracted_at, retracted_reason,
    }
    StageVisit as "stage_visit" {
        id, deal_id, pipeline, stage, kind, entered_at, left_at, entered_from, direction, reason, origin,
        playbook_version, actor_id,
    }
    Waiver as "waiver" {
        id, deal_id, criteria, stage, reason, note, requested_by, requested_at, state, decided_by, decided_at,
        expires_on, version,
    }
    FxRate as "fx_rate" { id, currency, effective_on, rate_nano }
    Quota as "quota" {
        id, person_id, team_id, segment, period, amount, ramp_percent, created_at, updated_at, version,
    }
    ForecastSubmission as "forecast_submission" {
        id, week, period, person_id, team_id, kind, commit_minor, best_minor, currency, note, submitted_by,
        submitted_at, home_currency, rule_commit_minor, rule_best_minor, model_p10_minor, model_p50_minor,
        model_p90_minor,
    }
    Activity as "activity" {
        id, deal_id, account_id, contact_id, kind, subject, body, occurred_at, due_on, completed_at, review_id,
        owner_id, created_by, created_at, version,
    }
    Review as "review" {
        id, scope, person_id, team_id, week, chair_id, opened_at, closed_at, deals, left_out, minutes, version,
    }
    ReviewNote as "review_note" {
        id, review_id, deal_id, state, evidence_answer, next_confirmation, next_confirmation_on, risk, risk_plan,
        risk_id, decisions, reviewed_at, reviewed_by, created_at, version,
    }
}

fn json<T: Serialize>(value: &T) -> Value {
    serde_json::to_value(value).expect("strings, numbers and string-keyed maps always serialise")
}

fn pair(before: Value, after: Value) -> Value {
    Value::Array(vec![before, after])
}

/// The fields that differ between two JSON objects, each `[before, after]`; a field only one of them has counts as
/// null in the other.
#[must_use]
pub fn diff(before: &Map<String, Value>, after: &Map<String, Value>) -> Changes {
    let mut changes = Map::new();
    for (field, new) in after {
        let old = before.get(field).unwrap_or(&Value::Null);
        if old != new {
            changes.insert(field.clone(), pair(old.clone(), new.clone()));
        }
    }
    for (field, old) in before {
        if !after.contains_key(field) && !old.is_null() {
            changes.insert(field.clone(), pair(old.clone(), Value::Null));
        }
    }
    changes
}

/// The changes of a creation: every field that is not null, from null.
#[must_use]
pub fn creation<T: Journaled>(object: &T) -> Changes {
    T::changes(None, object)
}

/// The state that changes, oldest first, add up to.
pub fn fold<'a>(changes: impl IntoIterator<Item = &'a Changes>) -> Map<String, Value> {
    let mut state = Map::new();
    for change in changes {
        for (field, pair) in change {
            let after = pair.get(1).cloned().unwrap_or(Value::Null);
            state.insert(field.clone(), after);
        }
    }
    state
}

/// An object as its entries, oldest first, leave it; none when there are no entries.
///
/// # Errors
/// When the entries do not add up to such an object.
pub fn as_of<'a, T: Journaled>(
    entries: impl IntoIterator<Item = &'a JournalEntry>,
) -> Result<Option<T>, serde_json::Error> {
    let state = fold(entries.into_iter().map(|entry| &entry.changes));
    if state.is_empty() {
        return Ok(None);
    }
    serde_json::from_value(Value::Object(state)).map(Some)
}

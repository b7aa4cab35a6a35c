//! From the use cases' records to their wire shapes.

mod deal;
mod dictionary;
mod forecast;
mod parts;
mod replay;
mod report;
mod review;

use app::{
    Named, accounts::AccountRecord, contacts::ContactRecord, identity::tokens::TokenRecord,
    playbooks::PublishedPlaybook, products::ProductRecord, teams::TeamRecord, users::UserRecord,
};
use domain::{Instant, policy::Action};
use jiff::Timestamp;
use playbook::Playbook;
use store::{PlaybookStatus, PlaybookVersion};

pub(crate) use deal::{board, deal, deal_row, judgement};
pub(crate) use dictionary::dictionary_entry;
pub(crate) use forecast::{forecast_override, fx_rate, overrides, quota, rollup, submission};
pub(crate) use parts::{activity, evidence, visit, waiver};
pub(crate) use replay::replay;
pub(crate) use report::{definition, report, report_deals};
pub(crate) use review::{minutes, one_on_one, review, review_entry, review_summary};

pub(crate) fn when(instant: Instant) -> Timestamp {
    instant.to_timestamp()
}

pub(crate) fn named(named: Named) -> api::Named {
    api::Named {
        id: named.id,
        name: named.name,
    }
}

pub(crate) fn maybe_named(name: Option<Named>) -> Option<api::Named> {
    name.map(named)
}

/// Actions by noun and verb: `deal.change_stage`.
pub(crate) fn actions(actions: Vec<Action>) -> Vec<String> {
    actions
        .into_iter()
        .map(|action| action.as_str().replacen('_', ".", 1))
        .collect()
}

pub(crate) fn missing(missing: &domain::gate::Missing) -> api::Missing {
    missing.clone().into()
}

pub(crate) fn user(record: UserRecord) -> api::User {
    let UserRecord { user, team } = record;
    api::User {
        id: user.id.into(),
        email: user.email,
        name: user.name,
        role: user.role.into(),
        visibility: user.visibility.into(),
        team: maybe_named(team),
        locale: user.locale.into(),
        time_zone: user.time_zone,
        is_active: user.is_active,
        can_sign_in: user.can_sign_in,
        external_id: user.external_id,
        created_at: when(user.created_at),
        version: user.version,
    }
}

pub(crate) fn team(record: TeamRecord) -> api::Team {
    let TeamRecord { team, manager } = record;
    api::Team {
        id: team.id.into(),
        name: team.name,
        parent_id: team.parent_id.map(Into::into),
        manager: maybe_named(manager),
        version: team.version,
    }
}

pub(crate) fn token(record: TokenRecord) -> api::Token {
    api::Token {
        id: record.id.into(),
        name: record.name,
        user: named(record.user),
        scopes: record.scopes.into_iter().map(Into::into).collect(),
        created_at: when(record.created_at),
        last_used_at: record.last_used_at.map(when),
        expires_at: record.expires_at.map(when),
    }
}

pub(crate) fn account(record: AccountRecord) -> api::Account {
    let AccountRecord {
        account,
        parent,
        owner,
        allowed_actions,
    } = record;
    api::Account {
        id: account.id.into(),
        name: account.name,
        kind: account.kind.into(),
        domain: account.domain,
        registration_number: account.registration_number,
        parent: maybe_named(parent),
        industry: account.industry,
        country: account.country,
        region: account.region,
        segment: account.segment,
        employees: account.employees,
        annual_revenue: account.annual_revenue.map(Into::into),
        owner: maybe_named(owner),
        phone: account.phone,
        website: account.website,
        external_id: account.external_id,
        custom: account.custom,
        created_at: when(account.created_at),
        updated_at: when(account.updated_at),
        archived_at: account.archived_at.map(when),
        version: account.version,
        allowed_actions: actions(allowed_actions),
    }
}

pub(crate) fn contact(record: ContactRecord) -> api::Contact {
    let ContactRecord {
        contact,
        account,
        owner,
        allowed_actions,
    } = record;
    api::Contact {
        id: contact.id.into(),
        account: maybe_named(account),
        name: contact.name,
        email: contact.email,
        phone: contact.phone,
        title: contact.title,
        owner: maybe_named(owner),
        external_id: contact.external_id,
        custom: contact.custom,
        created_at: when(contact.created_at),
        updated_at: when(contact.updated_at),
        archived_at: contact.archived_at.map(when),
        version: contact.version,
        allowed_actions: actions(allowed_actions),
    }
}

pub(crate) fn product(record: ProductRecord) -> api::Product {
    let ProductRecord {
        product,
        allowed_actions,
    } = record;
    api::Product {
        id: product.id.into(),
        name: product.name,
        code: product.code,
        family: product.family,
        list_price: product.list_price.map(Into::into),
        is_active: product.is_active,
        external_id: product.external_id,
        version: product.version,
        allowed_actions: actions(allowed_actions),
    }
}

/// The version of a playbook that is in force.
pub(crate) fn published(published: &PublishedPlaybook) -> api::PlaybookVersion {
    let playbook = published.compiled.playbook();
    api::PlaybookVersion {
        key: playbook.key.clone(),
        version: published.version,
        name: playbook.name.clone().into(),
        status: api::PlaybookStatus::Published,
        pipelines: playbook
            .pipelines
            .iter()
            .map(|pipeline| pipeline.key.clone())
            .collect(),
        published_at: Some(when(published.published_at)),
        source: None,
    }
}

/// A stored version of a playbook with its source.
pub(crate) fn playbook_version(stored: PlaybookVersion) -> api::PlaybookVersion {
    // What was stored was published, so it parses; a damaged one is still listed, by its key.
    let parsed = Playbook::parse(&stored.source, &stored.key)
        .ok()
        .map(|(playbook, _)| playbook);
    let key = playbook::Text::new(stored.key.as_str(), stored.key.as_str());
    let (name, pipelines) = match parsed {
        Some(playbook) => (
            playbook.name,
            playbook
                .pipelines
                .into_iter()
                .map(|pipeline| pipeline.key)
                .collect(),
        ),
        None => (key, Vec::new()),
    };
    api::PlaybookVersion {
        key: stored.key,
        version: stored.version,
        name: name.into(),
        status: match stored.status {
            PlaybookStatus::Draft => api::PlaybookStatus::Draft,
            PlaybookStatus::Published => api::PlaybookStatus::Published,
            PlaybookStatus::Superseded => api::PlaybookStatus::Superseded,
        },
        pipelines,
        published_at: stored.published_at.map(when),
        source: Some(stored.source),
    }
}

use std::collections::{BTreeMap, BTreeSet};

use domain::policy::Action;
use playbook::glossary::Glossary;

use super::{Entry, fields, metrics, stages, terms};
use crate::{Ctx, Error};

/// Everything the product and the workspace's playbooks define: terms, then metrics, stages and fields.
///
/// # Errors
/// `forbidden`, and the store's refusals.
pub async fn dictionary(ctx: &Ctx) -> Result<Vec<Entry>, Error> {
    ctx.authorise(Action::PlaybookRead)?;
    let definitions = ctx.definitions().await?;
    let glossary = Glossary::shipped();
    let mut entries: Vec<Entry> = glossary.terms.iter().map(terms::term).collect();
    entries.extend(metrics::metrics(glossary));
    entries.extend(stages::stages(&definitions));
    entries.extend(fields::fields(glossary));
    Ok(linked(entries))
}

/// Drops links that lead nowhere, and tells every entry which others build on it.
fn linked(mut entries: Vec<Entry>) -> Vec<Entry> {
    let keys: BTreeSet<String> = entries.iter().map(|entry| entry.key.clone()).collect();
    let mut used_by: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for entry in &mut entries {
        entry.see.retain(|key| keys.contains(key));
        for key in &entry.see {
            let users = used_by.entry(key.clone()).or_default();
            users.push(entry.key.clone());
        }
    }
    for entry in &mut entries {
        let users = used_by.remove(&entry.key).unwrap_or_default();
        entry.used_by = users
            .into_iter()
            .filter(|user| !entry.see.contains(user))
            .collect();
    }
    entries
}

//! What a chunk of rows comes to, before anything is written. A trial stops here; a run writes it.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use connect::mapping::Mode;
use connect::tabular::Row;
use store::ReadTx;

use super::layout::{Cells, Layout};
use super::links::Links;
use super::records::{Importable, Rules, match_key, stored_key};
use super::reject::Reject;
use crate::Error;

/// A record with its parts.
pub(super) type Whole<T> = (T, <T as Importable>::Parts);

/// What some rows come to.
pub(super) struct Plan<T: Importable> {
    pub(super) created: Vec<(u64, Whole<T>)>,
    pub(super) changed: Vec<(u64, Whole<T>, Whole<T>)>,
    /// Changes of records that the same trial would have made before.
    pub(super) changed_unseen: u64,
    pub(super) unchanged: u64,
    pub(super) skipped: u64,
    /// Row and why; the row's cells are found by its number.
    pub(super) rejected: Vec<(usize, Reject)>,
}

/// Keys of records that a trial would have made: in a run they would be found in the database.
#[derive(Default)]
pub(super) struct Imagined(HashSet<u64>);

impl Imagined {
    fn hash(key: &str) -> u64 {
        let mut hasher = DefaultHasher::new();
        key.hash(&mut hasher);
        hasher.finish()
    }
}

/// How many of these rows can be planned together: up to the first key that comes again.
pub(super) fn independent(rows: &[Row], layout: &Layout) -> usize {
    let Some(field) = layout.key_field() else {
        return rows.len();
    };
    let mut seen = BTreeSet::new();
    let repeats = |row: &Row| {
        let key = layout
            .cells(row)
            .text(field)
            .map(|text| stored_key(field, text));
        key.is_some_and(|key| !seen.insert(key))
    };
    rows.iter().position(repeats).unwrap_or(rows.len())
}

/// Decides about rows whose keys are all different.
pub(super) async fn plan<T: Importable>(
    read: &mut ReadTx,
    rows: &[Row],
    layout: &Layout,
    links: &mut Links,
    rules: &Rules,
    mut imagined: Option<&mut Imagined>,
) -> Result<Plan<T>, Error> {
    let cells: Vec<Cells<'_>> = rows.iter().map(|row| layout.cells(row)).collect();
    links.prefetch(read, &cells).await?;
    let stored = stored::<T>(read, &cells, layout).await?;
    let mode = layout.mapping.effective_mode();
    let mut plan = Plan {
        created: Vec::new(),
        changed: Vec::new(),
        changed_unseen: 0,
        unchanged: 0,
        skipped: 0,
        rejected: Vec::new(),
    };
    for (index, (row, cells)) in rows.iter().zip(&cells).enumerate() {
        if let Some(problem) = &row.problem {
            plan.rejected
                .push((index, Reject::of_row(problem, &layout.columns)));
            continue;
        }
        let key = layout
            .key_field()
            .and_then(|field| Some(stored_key(field, cells.text(field)?)));
        if layout.key_field().is_some() && key.is_none() && mode == Mode::Update {
            plan.rejected.push((index, key_missing(layout)));
            continue;
        }
        let known = key
            .as_ref()
            .map(|key| stored.get(key).map_or(&[][..], Vec::as_slice))
            .unwrap_or_default();
        if known.len() > 1 {
            plan.rejected.push((
                index,
                key_ambiguous(layout, key.as_deref().unwrap_or_default()),
            ));
            continue;
        }
        let before = known.first();
        let is_imagined = before.is_none()
            && key.as_ref().is_some_and(|key| {
                imagined
                    .as_ref()
                    .is_some_and(|imagined| imagined.0.contains(&Imagined::hash(key)))
            });
        let is_known = before.is_some() || is_imagined;
        if (mode == Mode::Create && is_known) || (mode == Mode::Update && !is_known) {
            plan.skipped += 1;
            continue;
        }
        let mark = links.mark();
        let (mut record, parts) = match T::draft(cells, links, rules, before) {
            Ok(drafted) => drafted,
            Err(reject) => {
                links.forget_since(mark);
                plan.rejected.push((index, reject));
                continue;
            }
        };
        match before {
            Some(before) if before.0 == record && before.1 == parts => plan.unchanged += 1,
            Some(before) => {
                record.touch(rules.now);
                record.learn(links);
                plan.changed
                    .push((row.number, before.clone(), (record, parts)));
            }
            None if is_imagined => plan.changed_unseen += 1,
            None => {
                record.learn(links);
                if let (Some(imagined), Some(key)) = (imagined.as_deref_mut(), &key) {
                    imagined.0.insert(Imagined::hash(key));
                }
                plan.created.push((row.number, (record, parts)));
            }
        }
    }
    Ok(plan)
}

/// The stored records these rows are about, by key.
async fn stored<T: Importable>(
    read: &mut ReadTx,
    cells: &[Cells<'_>],
    layout: &Layout,
) -> Result<HashMap<String, Vec<Whole<T>>>, Error> {
    let mut stored: HashMap<String, Vec<Whole<T>>> = HashMap::new();
    let Some(field) = layout.key_field() else {
        return Ok(stored);
    };
    let Some(key) = match_key(field) else {
        return Ok(stored);
    };
    let keys: Vec<String> = cells
        .iter()
        .filter_map(|cells| cells.text(field))
        .map(|text| stored_key(field, text))
        .collect();
    for found in T::find(read, key, &keys).await? {
        if let Some(key) = found.0.key(field) {
            stored.entry(key.to_owned()).or_default().push(found);
        }
    }
    Ok(stored)
}

fn key_missing(layout: &Layout) -> Reject {
    let mut reject = Reject::required("key");
    reject.field = None;
    reject.column.clone_from(&layout.mapping.key);
    reject
}

fn key_ambiguous(layout: &Layout, key: &str) -> Reject {
    let mut reject = Reject::ambiguous("key", key);
    reject.field = None;
    reject.column.clone_from(&layout.mapping.key);
    reject
}

//! Files become records, in every way they can go right and wrong, each on both databases.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod faults;
mod reference;
mod repeated;
mod rows;
mod whole;

use std::time::Duration;

use app::imports::{ImportRecord, ImportState, Upload};
use app::setup::{NewWorkspace, create_workspace};
use app::{App, Clock, Ctx, SystemEntropy};
use connect::mapping::Mapping;
use connect::tabular::ReadOptions;
use domain::journal::EntryOrigin;
use domain::{Deal, Instant, StageVisit};
use store::{MatchKey, Store};

/// 1 January 2026, 00:00 UTC: later than everything in the files.
pub(crate) const NOW: Instant = Instant::from_micros(1_767_225_600_000_000);

pub(crate) struct Stopped;

impl Clock for Stopped {
    fn now(&self) -> Instant {
        NOW
    }
}

pub(crate) fn app(store: Store) -> App {
    App::with(store, Stopped, SystemEntropy)
}

/// A workspace counting days in UTC and money in dollars.
pub(crate) async fn workspace(store: Store) -> Ctx {
    let app = app(store);
    let new = NewWorkspace {
        password: None,
        ..NewWorkspace::default()
    };
    let (workspace, _) = create_workspace(&app, new, EntryOrigin::Cli).await.unwrap();
    Ctx::system(app, workspace.id, EntryOrigin::Cli)
}

pub(crate) async fn upload(ctx: &Ctx, content: &[u8], mapping: &Mapping) -> ImportRecord {
    let mut upload =
        Upload::start(ctx, mapping.target, "file.csv", ReadOptions::default()).unwrap();
    for bytes in content.chunks(10_000) {
        upload.write(bytes).unwrap();
    }
    upload.finish().await.unwrap()
}

/// Uploads, maps and runs; returns the import when it stands still.
pub(crate) async fn import(ctx: &Ctx, content: &[u8], mapping: &str) -> ImportRecord {
    let mapping = Mapping::parse(mapping).unwrap();
    let record = upload(ctx, content, &mapping).await;
    let record = app::imports::set_mapping(ctx, record.id, mapping)
        .await
        .unwrap();
    app::imports::run(ctx, record.id).await.unwrap();
    settled(ctx, &record).await
}

/// Waits until an import stands still.
pub(crate) async fn settled(ctx: &Ctx, record: &ImportRecord) -> ImportRecord {
    loop {
        let record = app::imports::get(ctx, record.id).await.unwrap();
        if !record.state.is_busy() {
            return record;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// (created, updated, unchanged, skipped, rejected)
pub(crate) fn counts(record: &ImportRecord) -> (u64, u64, u64, u64, u64) {
    let progress = record.details.progress.clone().unwrap();
    (
        progress.created,
        progress.updated,
        progress.unchanged,
        progress.skipped,
        progress.rejected,
    )
}

pub(crate) fn finished(record: ImportRecord) -> ImportRecord {
    let failure = record.details.failure.as_ref().map(|text| text.en.clone());
    assert_eq!((record.state, failure), (ImportState::Finished, None));
    record
}

pub(crate) async fn read(ctx: &Ctx) -> store::ReadTx {
    ctx.app
        .store()
        .read(&store::Scope::system(ctx.workspace_id))
        .await
        .unwrap()
}

pub(crate) async fn deal(ctx: &Ctx, external_id: &str) -> (Deal, Vec<StageVisit>) {
    let mut read = read(ctx).await;
    let found = read
        .match_deals(MatchKey::ExternalId, &[external_id.to_owned()])
        .await
        .unwrap();
    let [deal] = &found[..] else {
        panic!("{} deals called {external_id}", found.len())
    };
    let visits = read.visits_of(deal.id).await.unwrap();
    assert_eq!(domain::deal::broken_tiling(deal, &visits), None);
    (deal.clone(), visits)
}

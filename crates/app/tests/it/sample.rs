//! The sample workspace passes the same gate as everybody, and has something to show on every screen.

use app::{
    App, Ctx, deals, reports,
    sample::{Sample, fill},
};
use domain::{Instant, journal::EntryOrigin};
use playbook::StageKind;
use testkit::TestDb;

/// 21 November 2026, noon UTC.
const END: Instant = Instant::from_micros(1_795_262_400_000_000);

async fn the_sample_is_whole_and_tells_its_story(db: TestDb) {
    let mut heard = 0;
    let sample = Sample { seed: 7, end: END };
    let workspace_id = fill(&db.store(), None, sample, |done, _| heard = done)
        .await
        .unwrap();
    assert!(heard > 3_000, "only {heard} events");

    let report = db.store().verify().await.unwrap();
    assert!(report.problems.is_empty(), "{:?}", report.problems);

    let ctx = Ctx::system(App::new(db.store()), workspace_id, EntryOrigin::System);
    let rows = reports::pipeline_summary(&ctx, Some("new-business"))
        .await
        .unwrap();
    for row in &rows {
        assert!(row.count > 0, "nothing in {}", row.stage);
    }
    let won: i64 = rows
        .iter()
        .filter(|row| row.kind == StageKind::Won)
        .map(|row| row.count)
        .sum();
    assert!(won >= 15, "only {won} won");
    let currencies: Vec<_> = rows.iter().map(|row| row.currency.code()).collect();
    assert!(currencies.contains(&"KRW") && currencies.contains(&"USD"));

    let board = deals::board(&ctx, deals::BoardInput::default())
        .await
        .unwrap();
    assert!(
        board.columns.iter().any(|column| column.rotting > 0),
        "nothing rots"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_sample_is_whole_on_sqlite() {
    TestDb::run_on_sqlite(the_sample_is_whole_and_tells_its_story).await;
}

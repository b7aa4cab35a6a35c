//! The sample workspace passes the same gate as everybody, and has something to show on every screen.

use app::{
    App, Ctx, deals,
    sample::{Sample, fill},
};
use domain::{Instant, journal::EntryOrigin};
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
    let board = app::deals::board(&ctx, app::deals::BoardInput::default())
        .await
        .unwrap();
    for column in &board.columns {
        assert!(column.count > 0, "nothing in {}", column.stage);
    }
    let won = board.columns.iter().find(|column| column.stage == "closed_won");
    assert!(won.is_some_and(|won| won.count >= 15));
    let totals = board.columns.iter().flat_map(|column| &column.totals);
    let currencies: Vec<_> = totals.map(|total| total.currency.code()).collect();
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

//! The sample workspace passes the same gate as everybody, and has something to show on every screen.

use app::{
    App, Ctx, deals,
    forecasts::{self, Direction, OverrideList, SubmissionList},
    sample::{Sample, fill},
};
use domain::{Instant, forecast::Node, journal::EntryOrigin};
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
    let won = board
        .columns
        .iter()
        .find(|column| column.stage == "closed_won");
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
    somebody_sandbags(&ctx).await;
    somebody_raises_too_readily(&ctx).await;
}

/// Marcus raises what does not come; Grace raises what does.
async fn somebody_raises_too_readily(ctx: &Ctx) {
    let scored = forecasts::overrides(ctx, OverrideList::default())
        .await
        .unwrap();
    let of = |name: &str, direction: Direction| {
        let found = scored.skills.iter().find(|row| {
            row.direction == direction && row.person.as_ref().is_some_and(|by| by.name == name)
        });
        found.unwrap().skill
    };
    let (marcus, grace) = (
        of("Marcus Reyes", Direction::Raised),
        of("Grace Holloway", Direction::Raised),
    );
    assert!(marcus.n >= 8 && marcus.rate.unwrap() < 0.5, "{marcus:?}");
    assert!(grace.n >= 8 && grace.rate.unwrap() > 0.6, "{grace:?}");
    assert!(grace.skill.unwrap() > 0.0, "{grace:?}");
    assert!(of("김서연", Direction::Lowered).n > 0);
    assert!(of("Daniel Osei", Direction::Lowered).n > 0);
    assert!(!scored.has_more);
}

/// Daniel's calls of the quarter that is over, against what he won in it.
async fn somebody_sandbags(ctx: &Ctx) {
    let period = Some("2026-Q3".parse().unwrap());
    let rollup = forecasts::rollup(ctx, period).await.unwrap();
    let called = |name: &str| {
        rollup
            .nodes
            .iter()
            .find(|line| line.subject.name.as_deref() == Some(name))
    };
    let line = called("Daniel Osei").unwrap();
    let Node::Person(daniel) = line.subject.node else {
        panic!("Daniel is a person")
    };
    let won = line.buckets.closed_minor;
    let asked = SubmissionList {
        period,
        person: Some(daniel),
        ..SubmissionList::default()
    };
    let calls = forecasts::list(ctx, asked).await.unwrap().rows;
    assert!((12..=14).contains(&calls.len()), "{} weeks", calls.len());
    let below = calls
        .iter()
        .filter(|call| call.submission.commit_minor * 10 < won * 9)
        .count();
    assert!(calls.iter().all(|call| call.submission.commit_minor <= won));
    assert!(
        below * 2 > calls.len(),
        "only {below} calls below 90 % of {won}"
    );
    assert!(called("Revenue").unwrap().quota_minor.is_some());
    assert!(called("US East").unwrap().manager_call.is_some());
    assert!(
        rollup
            .nodes
            .iter()
            .all(|line| line.buckets.unconverted_deals == 0)
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_sample_is_whole_on_sqlite() {
    TestDb::run_on_sqlite(the_sample_is_whole_and_tells_its_story).await;
}

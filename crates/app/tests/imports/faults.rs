//! Hostile files are refused or taken with reasons. Imports that are killed are the real program's tests: `crates/cli/tests/it/faults`.

use app::imports::{ImportState, Upload};
use connect::mapping::{Mapping, Target};
use connect::tabular::ReadOptions;
use store::MatchKey;

use crate::{app, counts, finished, import, read, settled, upload, workspace};

const DEALS: &str = "as: deals\nkey: id\ncolumns: {id: external_id, stage: stage, opened: opened_on, amount: amount}\n\
    defaults: {currency: USD}\n";
const ROWS: usize = 6_000;

fn rows() -> String {
    let mut rows = String::from("id,stage,opened,amount\n");
    for index in 0..ROWS {
        // Every tenth row is refused: refusals must survive the cut, too.
        let stage = if index % 10 == 9 {
            "nowhere"
        } else {
            "qualified"
        };
        rows.push_str(&format!("D{index},{stage},2024-01-02,{index}\n"));
    }
    rows
}

testkit::db_test! {
    async fn hostile_files_are_refused_by_name_or_taken_with_reasons(db) {
        let ctx = workspace(db.store()).await;
        let wide = vec!["c"; 10_000].join(",");
        for (bytes, expected) in [
            (&b""[..], "no rows"),
            (b"%PDF-1.7", "binary"),
            (b"PK\x03\x04nothing", "workbook"),
            (wide.as_bytes(), "columns"),
        ] {
            let mut upload = Upload::start(&ctx, Target::Deals, "../../etc/passwd", ReadOptions::default()).unwrap();
            upload.write(bytes).unwrap();
            let error = upload.finish().await.unwrap_err();
            assert_eq!(error.code, app::Code::FileInvalid);
            assert!(error.sentence().en.contains(expected), "{}", error.sentence().en);
        }
        assert!(app::imports::list(&ctx).await.unwrap().is_empty());
        let rows = "id,stage,opened,amount\n1,quali\0fied,2024-01-02,1\n=1+1,qualified,2024-01-02,1\n2,qualified,2024-01-02,\"cut";
        let record = finished(import(&ctx, rows.as_bytes(), DEALS).await);
        assert_eq!(counts(&record), (1, 0, 0, 0, 2));
        // What looks like a formula is text here, and harmless again when it leaves.
        assert_eq!(read(&ctx).await.match_deals(MatchKey::ExternalId, &["=1+1".into()]).await.unwrap().len(), 1);
        assert_eq!(record.file_name, "file.csv");
    }
}

/// Lets a statement of the database fail, and back. SQLite only: its triggers need no function.
const NO_MORE_ROWS: &str = "create trigger no_more_rows before insert on import_row when new.row_number > 2000 begin select raise(abort, 'broken'); end";
const NO_FAILURES: &str = "create trigger no_failures before update on import_run when new.state = 'failed' begin select raise(abort, 'broken'); end";
const NO_UNDOING: &str = "create trigger no_undoing before delete on import_row begin select raise(abort, 'broken'); end";

async fn begun(ctx: &app::Ctx) -> app::imports::ImportRecord {
    let mapping = Mapping::parse(DEALS).unwrap();
    let record = upload(ctx, rows().as_bytes(), &mapping).await;
    app::imports::set_mapping(ctx, record.id, mapping)
        .await
        .unwrap();
    app::imports::run(ctx, record.id).await.unwrap()
}

#[tokio::test]
async fn a_fault_that_cannot_be_written_down_is_told_all_the_same_and_the_import_goes_on() {
    testkit::TestDb::run_on_sqlite(|db| async move {
        let ctx = workspace(db.store()).await;
        db.store().sabotage(NO_MORE_ROWS).await.unwrap();
        db.store().sabotage(NO_FAILURES).await.unwrap();
        let record = settled(&ctx, &begun(&ctx).await).await;
        assert_eq!(record.state, ImportState::Failed);
        assert_eq!(record.details.failure_code.as_deref(), Some("internal"));
        assert_eq!(record.allowed_actions, ["run", "undo"]);
        let elsewhere = app(db.reopen().await);
        let elsewhere = app::Ctx::system(
            elsewhere,
            ctx.workspace_id,
            domain::journal::EntryOrigin::Cli,
        );
        let seen = app::imports::get(&elsewhere, record.id).await.unwrap();
        assert_eq!(
            seen.state,
            ImportState::Running,
            "the database knows nothing of it"
        );

        db.store()
            .sabotage("drop trigger no_more_rows")
            .await
            .unwrap();
        app::imports::run(&ctx, record.id).await.unwrap();
        let record = finished(settled(&ctx, &record).await);
        assert_eq!(counts(&record), (5_400, 0, 0, 0, 600));
    })
    .await;
}

#[tokio::test]
async fn an_undo_that_was_cut_off_only_goes_on_backwards() {
    testkit::TestDb::run_on_sqlite(|db| async move {
        let ctx = workspace(db.store()).await;
        let record = finished(settled(&ctx, &begun(&ctx).await).await);
        db.store().sabotage(NO_UNDOING).await.unwrap();
        app::imports::undo(&ctx, record.id).await.unwrap();
        let record = settled(&ctx, &record).await;
        assert_eq!(record.state, ImportState::Failed);
        assert_eq!(record.allowed_actions, ["undo"]);
        let again = app::imports::run(&ctx, record.id).await.unwrap_err();
        assert_eq!(again.code, app::Code::ImportState);
        db.store()
            .sabotage("drop trigger no_undoing")
            .await
            .unwrap();
        app::imports::undo(&ctx, record.id).await.unwrap();
        assert_eq!(settled(&ctx, &record).await.state, ImportState::Undone);
    })
    .await;
}

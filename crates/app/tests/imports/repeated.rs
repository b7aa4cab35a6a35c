//! A write that is repeated with its key is done once.

use app::imports::{ImportState, Upload};
use app::{Ctx, Idempotency};
use connect::mapping::{Mapping, Target};
use connect::tabular::ReadOptions;

use crate::{counts, finished, settled, workspace};

fn keyed(ctx: &Ctx, key: &str) -> Ctx {
    let mut ctx = ctx.clone();
    ctx.idempotency = Some(Idempotency {
        key: key.to_owned(),
        request_hash: [7; 32],
    });
    ctx
}

testkit::db_test! {
    async fn each_step_of_an_import_can_be_repeated_with_its_key(db) {
        let ctx = workspace(db.store()).await;
        let uploading = keyed(&ctx, "upload");
        let mut answers = Vec::new();
        for _ in 0..2 {
            let mut upload = Upload::start(&uploading, Target::Accounts, "a.csv", ReadOptions::default()).unwrap();
            upload.write("name\nAcme\nBeta\n".as_bytes()).unwrap();
            answers.push(upload.finish().await.unwrap());
        }
        assert_eq!(answers[0], answers[1]);
        for (name, content) in [("a.csv", "name\nAcme\nGamma\n"), ("b.csv", "name\nAcme\nBeta\n")] {
            let mut other = Upload::start(&uploading, Target::Accounts, name, ReadOptions::default()).unwrap();
            other.write(content.as_bytes()).unwrap();
            assert_eq!(other.finish().await.unwrap_err().code, app::Code::IdempotencyMismatch, "{name}");
        }
        assert_eq!(app::imports::list(&ctx).await.unwrap().len(), 1);
        let id = answers[0].id;

        let mapping = Mapping::parse("as: accounts\ncolumns: {name: name}\n").unwrap();
        let mapped = app::imports::set_mapping(&keyed(&ctx, "map"), id, mapping.clone()).await.unwrap();
        assert_eq!(app::imports::set_mapping(&keyed(&ctx, "map"), id, mapping).await.unwrap(), mapped);

        let tried = app::imports::dry_run(&keyed(&ctx, "try"), id).await.unwrap();
        assert_eq!(counts(&settled(&ctx, &mapped).await), (2, 0, 0, 0, 0));
        assert_eq!(app::imports::dry_run(&keyed(&ctx, "try"), id).await.unwrap(), tried);

        let started = app::imports::run(&keyed(&ctx, "run"), id).await.unwrap();
        let done = finished(settled(&ctx, &mapped).await);
        assert_eq!(app::imports::run(&keyed(&ctx, "run"), id).await.unwrap(), started);
        assert_eq!(app::imports::get(&ctx, id).await.unwrap(), done, "a repetition moves nothing on");

        let undoing = app::imports::undo(&keyed(&ctx, "undo"), id).await.unwrap();
        assert_eq!(settled(&ctx, &mapped).await.state, ImportState::Undone);
        assert_eq!(app::imports::undo(&keyed(&ctx, "undo"), id).await.unwrap(), undoing);
    }
}

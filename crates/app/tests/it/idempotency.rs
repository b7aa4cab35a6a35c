use app::{
    Code, Idempotency, ListQuery,
    accounts::{self, CreateAccount},
};
use testkit::db_test;

use crate::world::World;

db_test! {
    async fn a_repeated_request_gets_the_first_answer_and_writes_nothing(db) {
        let world = World::on(db).await;
        let mut ctx = world.admin.clone();
        ctx.idempotency = Some(Idempotency { key: "once".into(), request_hash: [1; 32] });
        let input = || CreateAccount { name: "ACME".into(), ..CreateAccount::default() };
        let first = accounts::create(&ctx, input()).await.unwrap();
        let before = world.fingerprint().await;

        let again = accounts::create(&ctx, input()).await.unwrap();
        assert_eq!(again.account, first.account);
        assert_eq!(world.fingerprint().await, before);

        ctx.idempotency = Some(Idempotency { key: "once".into(), request_hash: [2; 32] });
        assert_eq!(accounts::create(&ctx, input()).await.unwrap_err().code, Code::IdempotencyMismatch);

        world.pass_days(2);
        accounts::create(&ctx, input()).await.unwrap();
        assert_eq!(accounts::list(&world.admin, ListQuery::default()).await.unwrap().rows.len(), 2);
    }

    async fn a_refused_request_may_be_repeated_with_the_same_key(db) {
        let world = World::on(db).await;
        let mut ctx = world.admin.clone();
        ctx.idempotency = Some(Idempotency { key: "retry".into(), request_hash: [1; 32] });
        assert!(accounts::create(&ctx, CreateAccount::default()).await.is_err());
        accounts::create(&ctx, CreateAccount { name: "ACME".into(), ..CreateAccount::default() }).await.unwrap();
    }
}

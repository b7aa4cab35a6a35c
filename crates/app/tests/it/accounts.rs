use app::{
    Code, ListQuery,
    accounts::{self, CreateAccount, EditAccount},
};
use domain::Role;
use testkit::db_test;

use crate::world::World;

fn named(name: &str) -> CreateAccount {
    CreateAccount {
        name: name.into(),
        ..CreateAccount::default()
    }
}

db_test! {
    async fn an_account_is_created_found_changed_and_put_away(db) {
        let world = World::on(db).await;
        let ctx = &world.admin;
        let input = CreateAccount { domain: Some("Acme.Example".into()), phone: Some("+1 555".into()), ..named(" ACME  Corp ") };
        let created = accounts::create(ctx, input).await.unwrap();
        assert_eq!(created.account.name, "ACME  Corp");
        assert_eq!(created.account.domain.as_deref(), Some("acme.example"));
        assert_eq!(created.owner.unwrap().name, "관리자", "the caller owns it unless said otherwise");

        let found = accounts::list(ctx, ListQuery { q: Some("acme".into()), ..ListQuery::default() }).await.unwrap();
        assert_eq!(found.rows.len(), 1);

        let edit: EditAccount = serde_json::from_str(r#"{"phone": null, "industry": "software"}"#).unwrap();
        let edited = accounts::edit(ctx, created.account.id, edit).await.unwrap().account;
        assert_eq!((edited.phone, edited.industry.as_deref()), (None, Some("software")));
        assert_eq!(edited.domain.as_deref(), Some("acme.example"), "what is absent stays");
        assert_eq!(edited.version, 2);

        accounts::archive(ctx, edited.id).await.unwrap();
        assert!(accounts::list(ctx, ListQuery::default()).await.unwrap().rows.is_empty());
        accounts::restore(ctx, edited.id).await.unwrap();
        assert_eq!(accounts::get(ctx, edited.id).await.unwrap().account.version, 4);
    }

    async fn an_account_is_read_as_it_was_then_known(db) {
        let world = World::on(db).await;
        let ctx = &world.admin;
        let account = accounts::create(ctx, named("Before")).await.unwrap().account;
        let then = world.app.now();
        world.pass_days(2);
        let rename = EditAccount { name: Some("After".into()), ..EditAccount::default() };
        accounts::edit(ctx, account.id, rename).await.unwrap();
        let past = accounts::as_of(ctx, account.id, then).await.unwrap();
        assert_eq!((past.account, past.allowed_actions), (account.clone(), vec![]));
        let gone = accounts::as_of(ctx, account.id, then.plus_days(-1)).await.unwrap_err();
        assert_eq!(gone.code, Code::NotFound);
    }

    async fn whoever_saw_an_older_version_does_not_overwrite_the_newer(db) {
        let world = World::on(db).await;
        let account = accounts::create(&world.admin, named("ACME")).await.unwrap().account;
        let mut ctx = world.admin.clone();
        ctx.if_match = Some(account.version);
        let rename = |name: &str| EditAccount { name: Some(name.into()), ..EditAccount::default() };
        accounts::edit(&ctx, account.id, rename("First")).await.unwrap();
        let refused = accounts::edit(&ctx, account.id, rename("Second")).await.unwrap_err();
        assert_eq!((refused.code, refused.current_version), (Code::VersionConflict, Some(2)));
        assert_eq!(accounts::get(&ctx, account.id).await.unwrap().account.name, "First");
    }

    async fn no_account_is_its_own_ancestor(db) {
        let world = World::on(db).await;
        let ctx = &world.admin;
        let top = accounts::create(ctx, named("Top")).await.unwrap().account;
        let below = CreateAccount { parent_id: Some(top.id), ..named("Below") };
        let below = accounts::create(ctx, below).await.unwrap();
        assert_eq!(below.parent.unwrap().name, "Top");
        let under = EditAccount { parent_id: Some(Some(below.account.id)), ..EditAccount::default() };
        let refused = accounts::edit(ctx, top.id, under).await.unwrap_err();
        assert_eq!((refused.fields[0].pointer.as_str(), &*refused.fields[0].code), ("/parent_id", "circle"));
    }

    async fn a_denied_or_broken_write_leaves_everything_as_it_was(db) {
        let world = World::on(db).await;
        let executive = world.member("boss", Role::Executive, None).await;
        let account = accounts::create(&world.admin, named("ACME")).await.unwrap().account;
        let before = world.fingerprint().await;
        let forbidden = [
            accounts::create(&executive, named("Other")).await.unwrap_err(),
            accounts::edit(&executive, account.id, EditAccount::default()).await.unwrap_err(),
            accounts::archive(&executive, account.id).await.unwrap_err(),
        ];
        assert!(forbidden.iter().all(|refused| refused.code == Code::Forbidden));
        let dangling = CreateAccount { owner_id: Some(uuid::Uuid::nil().into()), ..named("Other") };
        assert_eq!(accounts::create(&world.admin, dangling).await.unwrap_err().fields[0].pointer, "/owner_id");
        let nameless = accounts::create(&world.admin, named("  ")).await.unwrap_err();
        assert_eq!(nameless.fields[0].pointer, "/name");
        assert_eq!(world.fingerprint().await, before);
    }

    async fn a_filter_is_checked_before_it_is_asked(db) {
        let world = World::on(db).await;
        accounts::create(&world.admin, CreateAccount { industry: Some("retail".into()), ..named("A") }).await.unwrap();
        let asking = |filter: &str| ListQuery { filter: Some(filter.into()), ..ListQuery::default() };
        let found = accounts::list(&world.admin, asking(r#"industry == "retail""#)).await.unwrap();
        assert_eq!(found.rows.len(), 1);
        let refused = accounts::list(&world.admin, asking(r#"indutsry == "retail""#)).await.unwrap_err();
        assert_eq!((refused.code, refused.fields[0].pointer.as_str()), (Code::FilterInvalid, "?filter"));
        assert!(refused.fields[0].detail.en.contains("industry"), "{}", refused.fields[0].detail.en);
    }
}

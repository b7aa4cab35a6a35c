use app::{
    Code,
    identity::{self, SignIn, tokens},
    limits,
    users::{self, CreateUser, EditUser},
};
use domain::{Role, TokenScope};
use testkit::db_test;

use crate::world::World;

fn with(password: &str) -> SignIn {
    SignIn {
        email: "Jihoon@hanbit.example".into(),
        password: password.into(),
    }
}

fn jihoon() -> CreateUser {
    CreateUser {
        name: "박지훈".into(),
        email: "jihoon@hanbit.example".into(),
        role: Role::Ae,
        visibility: None,
        team_id: None,
        locale: None,
        time_zone: None,
        password: Some("correct horse battery".into()),
    }
}

db_test! {
    async fn a_session_lasts_until_it_is_ended_or_its_owner_leaves(db) {
        let world = World::on(db).await;
        let user = users::create(&world.admin, jihoon()).await.unwrap().user;

        let wrong = identity::sign_in(&world.app, with("wrong horse battery")).await.err().unwrap();
        assert_eq!(wrong.code, Code::SignInFailed);

        let first = identity::sign_in(&world.app, with("correct horse battery")).await.unwrap();
        let caller = identity::authenticate_session(&world.app, &first.secret).await.unwrap();
        assert_eq!(caller.actor.user_id, Some(user.id));
        identity::sign_out(&world.app, world.workspace.id, &first.secret).await.unwrap();
        let gone = identity::authenticate_session(&world.app, &first.secret).await.unwrap_err();
        assert_eq!(gone.code, Code::Unauthenticated);

        let second = identity::sign_in(&world.app, with("correct horse battery")).await.unwrap();
        identity::authenticate_session(&world.app, &second.secret).await.unwrap();
        let leave = EditUser { is_active: Some(false), ..EditUser::default() };
        users::edit(&world.admin, user.id, leave).await.unwrap();
        assert!(identity::authenticate_session(&world.app, &second.secret).await.is_err());
        assert_eq!(
            identity::sign_in(&world.app, with("correct horse battery")).await.err().unwrap().code,
            Code::SignInFailed
        );
    }

    async fn guessing_is_slowed_down_and_a_session_expires(db) {
        let world = World::on(db).await;
        users::create(&world.admin, jihoon()).await.unwrap();
        let session = identity::sign_in(&world.app, with("correct horse battery")).await.unwrap();
        let mut guesses = tokio::task::JoinSet::new();
        for _ in 0..3 * limits::SIGN_IN_ATTEMPTS {
            let app = world.app.clone();
            guesses.spawn(async move { identity::sign_in(&app, with("a guess that fails")).await.err().unwrap().code });
        }
        let answers = guesses.join_all().await;
        let looked_at = answers.iter().filter(|code| **code == Code::SignInFailed).count();
        assert_eq!(looked_at, limits::SIGN_IN_ATTEMPTS as usize, "guessing at the same time gains nothing");
        let refused = identity::sign_in(&world.app, with("correct horse battery")).await.err().unwrap();
        assert_eq!(refused.code, Code::Throttled, "even the right password has to wait");
        assert!(refused.retry_after_seconds.unwrap() > 0);

        world.pass_seconds(limits::SIGN_IN_WINDOW_SECONDS);
        identity::sign_in(&world.app, with("correct horse battery")).await.unwrap();
        world.pass_seconds(limits::SESSION_SECONDS);
        assert!(identity::authenticate_session(&world.app, &session.secret).await.is_err());
    }

    async fn a_token_acts_as_its_maker_within_its_scope_until_it_is_revoked(db) {
        let world = World::on(db).await;
        let read_only = tokens::CreateToken { name: "report".into(), scopes: vec![TokenScope::Read], expires_at: None };
        let made = tokens::create(&world.admin, read_only).await.unwrap();
        assert!(made.secret.starts_with("plt_"));

        let caller = identity::authenticate_token(&world.app, &made.secret).await.unwrap();
        let ctx = app::Ctx::new(world.app.clone(), caller, domain::journal::EntryOrigin::Api);
        app::reports::run(&ctx, "win-rate", app::reports::Question::default()).await.unwrap();
        let before = world.fingerprint().await;
        let refused = app::accounts::create(&ctx, app::accounts::CreateAccount { name: "X".into(), ..Default::default() });
        assert_eq!(refused.await.unwrap_err().code, Code::ScopeMissing);
        assert_eq!(world.fingerprint().await, before);

        let listed = serde_json::to_string(&tokens::list(&world.admin).await.unwrap()).unwrap();
        assert!(listed.contains("report") && !listed.contains(&made.secret));
        tokens::revoke(&world.admin, made.token.id).await.unwrap();
        assert_eq!(
            identity::authenticate_token(&world.app, &made.secret).await.unwrap_err().code,
            Code::Unauthenticated
        );
        assert_eq!(tokens::revoke(&world.admin, made.token.id).await.unwrap_err().code, Code::NotFound);
    }
}

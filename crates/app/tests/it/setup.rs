use app::{
    Code,
    identity::{SignIn, sign_in},
    setup::{self, SetUp},
};
use domain::{Currency, Locale};
use testkit::db_test;

use crate::world::{World, app_on};

fn set_up(token: &str) -> SetUp {
    SetUp {
        token: token.into(),
        workspace_name: "한빛소프트".into(),
        home_currency: Currency::KRW,
        time_zone: "Asia/Seoul".into(),
        locale: Locale::Ko,
        name: "관리자".into(),
        email: "Admin@Hanbit.example".into(),
        password: "correct horse battery".into(),
        sample: false,
    }
}

db_test! {
    async fn the_printed_link_sets_the_server_up_exactly_once(db) {
        let (app, _clock) = app_on(&db);
        assert!(setup::is_needed(&app).await.unwrap());
        let stale = setup::issue_link(&app).await.unwrap().unwrap();
        let token = setup::issue_link(&app).await.unwrap().unwrap();

        for wrong in ["", "guess", stale.as_str()] {
            let refused = setup::set_up(&app, set_up(wrong)).await.unwrap_err();
            assert_eq!(refused.code, Code::SetupTokenInvalid);
        }
        let short = SetUp { password: "short".into(), ..set_up(&token) };
        assert_eq!(setup::set_up(&app, short).await.unwrap_err().fields[0].pointer, "/password");

        setup::set_up(&app, set_up(&token)).await.unwrap();
        assert!(!setup::is_needed(&app).await.unwrap());
        assert!(setup::issue_link(&app).await.unwrap().is_none());
        assert_eq!(setup::set_up(&app, set_up(&token)).await.unwrap_err().code, Code::SetupClosed);

        let input = SignIn { email: "admin@hanbit.example".into(), password: "correct horse battery".into() };
        assert_eq!(sign_in(&app, input).await.unwrap().user.name, "관리자");
    }

    async fn a_new_workspace_works_by_the_shipped_playbooks(db) {
        let world = World::on(db).await;
        let definitions = app::playbooks::list(&world.admin).await.unwrap();
        let pipelines: Vec<_> = definitions.pipelines().map(|(_, pipeline)| pipeline.key().to_owned()).collect();
        assert!(pipelines.contains(&"new-business".to_owned()), "{pipelines:?}");
        let again = setup::ensure_workspace(&world.app, crate::world::new_workspace()).await.unwrap();
        assert_eq!(again.id, world.workspace.id, "the first use creates, every other finds");
    }
}

use app::{
    Code, Ctx,
    deals::{self, CreateDeal, DealList, EditDeal},
    teams::{self, CreateTeam},
};
use domain::{Role, Visibility};
use testkit::db_test;

use crate::world::{World, new_workspace, seeing};

async fn names(ctx: &Ctx) -> Vec<String> {
    let sorted = DealList {
        sort: Some("name".into()),
        ..DealList::default()
    };
    let page = deals::list(ctx, sorted).await.unwrap();
    page.rows.into_iter().map(|row| row.deal.name).collect()
}

db_test! {
    async fn people_see_their_own_their_teams_or_all_deals(db) {
        let world = World::on(db).await;
        let team = |name: &str, parent_id| CreateTeam { name: name.into(), parent_id, manager_id: None };
        let top = teams::create(&world.admin, team("Revenue", None)).await.unwrap().team;
        let korea = teams::create(&world.admin, team("Korea", Some(top.id))).await.unwrap().team;
        let us = teams::create(&world.admin, team("US", Some(top.id))).await.unwrap().team;
        let lead = world.member("lead", Role::Manager, Some(korea.id)).await;
        let mina = world.member("mina", Role::Ae, Some(korea.id)).await;
        let tom = world.member("tom", Role::Ae, Some(us.id)).await;
        let boss = world.member("boss", Role::Manager, Some(top.id)).await;
        let minas = world.deal(&mina, "Mina's").await.deal;
        let toms = world.deal(&tom, "Tom's").await.deal;

        assert_eq!(names(&mina).await, ["Mina's"]);
        assert_eq!(names(&lead).await, ["Mina's"]);
        assert_eq!(names(&boss).await, ["Mina's", "Tom's"], "the team and the teams below");
        assert_eq!(names(&world.admin).await, ["Mina's", "Tom's"]);

        // What may not be known of is not there, for reading and for writing.
        let before = world.fingerprint().await;
        let rename = || EditDeal { name: Some("Taken".into()), ..EditDeal::default() };
        assert_eq!(deals::get(&mina, toms.id).await.unwrap_err().code, Code::NotFound);
        assert_eq!(deals::edit(&mina, toms.id, rename()).await.unwrap_err().code, Code::NotFound);
        assert_eq!(deals::evidence(&mina, toms.id, None).await.unwrap_err().code, Code::NotFound);
        assert_eq!(deals::timeline(&lead, toms.id, None, None).await.unwrap_err().code, Code::NotFound);
        // Who sees everything still changes only their own and their team's.
        let colleague = seeing(&mina, Visibility::All);
        assert_eq!(deals::edit(&colleague, toms.id, rename()).await.unwrap_err().code, Code::Forbidden);
        let manager = seeing(&lead, Visibility::All);
        assert_eq!(deals::edit(&manager, toms.id, rename()).await.unwrap_err().code, Code::Forbidden);
        assert_eq!(world.fingerprint().await, before);
        deals::edit(&manager, minas.id, rename()).await.unwrap();
        // Nobody opens deals in the name of somebody they do not see.
        let for_tom = CreateDeal { name: "Gift".into(), owner_id: tom.actor.user_id, ..CreateDeal::default() };
        assert_eq!(deals::create(&mina, for_tom).await.unwrap_err().code, Code::NotFound);

        let board = deals::board(&mina, deals::BoardInput::default()).await.unwrap();
        assert_eq!(board.columns.iter().map(|column| column.count).sum::<i64>(), 1, "totals follow visibility too");
    }

    async fn another_workspace_is_another_world(db) {
        let world = World::on(db).await;
        let deal = world.deal(&world.admin, "Secret").await.deal;
        let (other, admin) =
            app::setup::create_workspace(&world.app, new_workspace(), domain::journal::EntryOrigin::Cli).await.unwrap();
        let stranger = crate::world::ctx_of(&world.app, &other, &admin);
        assert_eq!(deals::get(&stranger, deal.id).await.unwrap_err().code, Code::NotFound);
        assert!(names(&stranger).await.is_empty());
    }
}

use app::{
    Code,
    teams::{self, CreateTeam, EditTeam},
    users::{self, EditUser},
};
use domain::Role;
use testkit::db_test;

use crate::world::World;

db_test! {
    async fn the_last_administrator_stays(db) {
        let world = World::on(db).await;
        let admin_id = world.admin.actor.user_id.unwrap();
        let before = world.fingerprint().await;
        for edit in [
            EditUser { role: Some(Role::Ae), ..EditUser::default() },
            EditUser { is_active: Some(false), ..EditUser::default() },
        ] {
            assert_eq!(users::edit(&world.admin, admin_id, edit).await.unwrap_err().code, Code::LastAdministrator);
        }
        assert_eq!(world.fingerprint().await, before);
    }

    async fn people_change_their_own_name_but_not_their_rights(db) {
        let world = World::on(db).await;
        let seller = world.member("seller", Role::Ae, None).await;
        let id = seller.actor.user_id.unwrap();
        let rename = EditUser { name: Some("새 이름".into()), ..EditUser::default() };
        assert_eq!(users::edit(&seller, id, rename).await.unwrap().user.name, "새 이름");
        let promote = EditUser { role: Some(Role::Admin), ..EditUser::default() };
        assert_eq!(users::edit(&seller, id, promote).await.unwrap_err().code, Code::Forbidden);
        let other = EditUser { name: Some("x".into()), ..EditUser::default() };
        let admin_id = world.admin.actor.user_id.unwrap();
        assert_eq!(users::edit(&seller, admin_id, other).await.unwrap_err().code, Code::Forbidden);
    }

    async fn teams_form_a_tree(db) {
        let world = World::on(db).await;
        let team = |name: &str, parent_id| CreateTeam { name: name.into(), parent_id, manager_id: None };
        let top = teams::create(&world.admin, team("Revenue", None)).await.unwrap().team;
        let below = teams::create(&world.admin, team("Korea", Some(top.id))).await.unwrap().team;
        let is_circle = |refused: app::Error| (refused.fields[0].pointer.clone(), refused.fields[0].code.to_string());
        let circle = ("/parent_id".to_owned(), "circle".to_owned());
        let under = EditTeam { parent_id: Some(Some(below.id)), ..EditTeam::default() };
        assert_eq!(is_circle(teams::edit(&world.admin, top.id, under).await.unwrap_err()), circle);
        let itself = EditTeam { parent_id: Some(Some(top.id)), ..EditTeam::default() };
        assert_eq!(is_circle(teams::edit(&world.admin, top.id, itself).await.unwrap_err()), circle);
        let free = EditTeam { parent_id: Some(None), ..EditTeam::default() };
        teams::edit(&world.admin, below.id, free).await.unwrap();
    }
}

use app::{
    Code,
    playbooks::{self, PublishPlaybook},
};
use domain::Role;
use testkit::db_test;

use crate::world::World;

fn shipped() -> String {
    playbook::shipped()
        .into_iter()
        .find(|(key, _)| *key == "us-saas-new-business")
        .unwrap()
        .1
        .to_owned()
}

db_test! {
    async fn a_published_version_is_judged_by_at_once_and_the_one_before_is_kept(db) {
        let world = World::on(db).await;
        let deal = world.deal(&world.admin, "Deal").await.deal;
        assert_eq!(deal.playbook_version, 1);
        let source = shipped().replace("rot_days: 21", "rot_days: 22");
        let published = playbooks::publish(&world.admin, PublishPlaybook { source: source.clone() }).await.unwrap();
        assert_eq!(published.version, 2);
        let again = playbooks::publish(&world.admin, PublishPlaybook { source }).await.unwrap();
        assert_eq!(again.version, 2, "publishing what is in force changes nothing");

        let second = world.deal(&world.admin, "Second").await;
        assert_eq!((second.deal.playbook_version, second.rot.limit_days), (2, Some(22)));
        let versions = playbooks::versions(&world.admin, "us-saas-new-business").await.unwrap();
        assert_eq!(versions.len(), 2);
        let changes = playbooks::compare(&world.admin, "us-saas-new-business", 1, 2).await.unwrap();
        assert!(!changes.is_empty() && changes.iter().all(|change| change.path.ends_with("rot_days")), "{changes:?}");
    }

    async fn a_playbook_with_errors_or_a_missing_stage_in_use_is_refused(db) {
        let world = World::on(db).await;
        world.deal(&world.admin, "Deal").await;
        let before = world.fingerprint().await;
        let misspelt = shipped().replace("customer_evidence(\"two_way_reply\")", "customer_evidense(\"two_way_reply\")");
        let refused = playbooks::publish(&world.admin, PublishPlaybook { source: misspelt }).await.unwrap_err();
        assert_eq!(refused.code, Code::PlaybookInvalid);
        assert!(refused.fields[0].detail.en.contains("customer_evidense"), "{:?}", refused.fields);

        let renamed = shipped().replace("key: prospecting", "key: prospects");
        let refused = playbooks::publish(&world.admin, PublishPlaybook { source: renamed }).await.unwrap_err();
        assert_eq!(refused.code, Code::StillUsed, "{refused}");

        let seller = world.member("seller", Role::Ae, None).await;
        let after_hiring = world.fingerprint().await;
        let refused = playbooks::publish(&seller, PublishPlaybook { source: shipped() }).await.unwrap_err();
        assert_eq!(refused.code, Code::Forbidden);
        assert_eq!(world.fingerprint().await, after_hiring);
        assert_ne!(before, after_hiring);
    }
}

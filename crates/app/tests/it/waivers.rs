use app::{
    Code,
    deals::{self, ChangeStage, DecideWaiver, RequestWaiver},
};
use domain::{Role, WaiverState};
use testkit::db_test;

use crate::world::World;

db_test! {
    async fn an_approved_waiver_is_the_only_way_past_the_gate_and_shows(db) {
        let world = World::on(db).await;
        let seller = world.member("seller", Role::Ae, None).await;
        let deal = world.deal(&seller, "Urgent").await.deal;
        let missing = deals::gate(&seller, deal.id, None).await.unwrap().missing;
        let reason = {
            let definitions = app::playbooks::list(&seller).await.unwrap();
            let (playbook, _) = definitions.pipeline("new-business").unwrap();
            playbook.compiled.playbook().waiver_reasons[0].key.clone()
        };
        let request = RequestWaiver {
            stage: "discovery".into(),
            criteria: missing.into_iter().map(|missing| missing.key).collect(),
            reason,
            note: Some("the CEO asked".into()),
            expires_on: domain::Date::constant(2026, 3, 20),
        };
        let asked = deals::request_waiver(&seller, deal.id, request).await.unwrap();
        assert!(asked.allowed_actions.is_empty(), "who asks does not decide");
        let own = deals::approve_waiver(&seller, asked.waiver.id, DecideWaiver::default()).await.unwrap_err();
        assert_eq!(own.code, Code::Forbidden);
        let too_early = deals::change_stage(&seller, deal.id, ChangeStage::to("discovery")).await.unwrap_err();
        assert_eq!(too_early.code, Code::GateNotMet);

        let granted = deals::approve_waiver(&world.admin, asked.waiver.id, DecideWaiver::default()).await.unwrap();
        assert_eq!(granted.waiver.state, WaiverState::Approved);
        let moved = deals::change_stage(&seller, deal.id, ChangeStage::to("discovery")).await.unwrap();
        assert!(moved.deal.on_waiver);
        let again = deals::reject_waiver(&world.admin, asked.waiver.id, DecideWaiver::default()).await.unwrap_err();
        assert_eq!(again.code, Code::Refused);

        world.prospecting_evidence(&seller, deal.id).await;
        let caught_up = deals::get(&seller, deal.id).await.unwrap();
        assert!(!caught_up.deal.on_waiver, "once the evidence is there nothing rests on the waiver any more");
    }
}

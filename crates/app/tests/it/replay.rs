//! "If this criterion had been required", told with real deals on both databases.

use app::{
    Code,
    deals::{self, ChangeStage},
    playbooks::{self, ReplayDeals, ReplayPlaybook},
};
use domain::{
    Role, Visibility,
    deal::{Loss, SaidBy},
    vocabulary::Origin,
};
use serde_json::{Value, json};
use testkit::db_test;

use crate::world::{World, seeing};

const KEY: &str = "us-saas-new-business";

/// The shipped playbook in which leaving the first stage also needs the core need on record.
fn draft() -> String {
    let (_, source) = playbook::shipped()
        .into_iter()
        .find(|(key, _)| *key == KEY)
        .unwrap();
    let (before, first) = source.split_once("- key: prospecting").unwrap();
    let first = first.replacen(
        "required_evidence:\n",
        "required_evidence:\n          - { evidence_type: core_need, min_strength: captured }\n",
        1,
    );
    format!("{before}- key: prospecting{first}")
}

fn by(source: String) -> ReplayPlaybook {
    ReplayPlaybook {
        source: Some(source),
        ..ReplayPlaybook::default()
    }
}

fn lost() -> ChangeStage {
    let loss = Loss {
        reason: "price".into(),
        detail: Some("over-budget".into()),
        competitor: None,
        said_by: Some(SaidBy::Customer),
        note: None,
    };
    ChangeStage {
        loss: Some(loss),
        ..ChangeStage::to("closed_lost")
    }
}

/// Three deals left the first stage: the first with the need on record, the second a week before it was, the third never
/// had it and was lost.
async fn story(world: &World) {
    let seller = world.member("seller", Role::Ae, None).await;
    for (name, before, after) in [
        ("With", true, false),
        ("Late", false, true),
        ("Lost", false, false),
    ] {
        let deal = world.deal(&seller, name).await.deal.id;
        world.prospecting_evidence(&seller, deal).await;
        if before {
            world
                .evidence(&seller, deal, "core_need", Origin::Customer)
                .await;
        }
        world.pass_days(1);
        deals::change_stage(&seller, deal, ChangeStage::to("discovery"))
            .await
            .unwrap();
        world.pass_days(7);
        if after {
            world
                .evidence(&seller, deal, "core_need", Origin::Customer)
                .await;
        }
        if !before && !after {
            deals::change_stage(&seller, deal, lost()).await.unwrap();
        }
    }
    // A deal that never moved is no move.
    world.deal(&world.admin, "Still").await;
}

db_test! {
    async fn the_playbook_in_force_stops_nothing_and_a_draft_stops_what_lacked_its_evidence(db) {
        let world = World::on(db).await;
        story(&world).await;
        let in_force = ReplayPlaybook { playbook: Some(KEY.into()), ..ReplayPlaybook::default() };
        let same = playbooks::replay(&world.admin, in_force).await.unwrap();
        let overall = &same.effect.overall;
        assert_eq!((overall.whole(0, "moves"), overall.whole(0, "passed")), (3, 3));

        let answer = playbooks::replay(&world.admin, by(draft())).await.unwrap();
        let stages = &answer.effect.stages;
        let row = stages.to_json(&stages.rows()[0]);
        let counted = ["moves", "passed", "stopped", "unjudged", "passed_later", "never", "stopped_lost", "stopped_open", "entered",
            "went_on", "went_on_replayed"];
        let counts = counted.map(|name| row[name].as_i64().unwrap());
        assert_eq!(counts, [3, 1, 2, 0, 1, 1, 1, 1, 4, 3, 2], "{row:?}");
        assert_eq!(row["wait_days"], json!(7.0));
        let criteria = &answer.effect.criteria;
        assert_eq!(criteria.to_json(&criteria.rows()[0])["key"], "core_need");
        assert!(answer.effect.summary.en.contains("2 would have been stopped (deals: 2; lost anyway: 1"), "{}", answer.effect.summary.en);
    }

    async fn a_number_opens_to_exactly_its_deals_and_nobody_sees_deals_of_others(db) {
        let world = World::on(db).await;
        story(&world).await;
        let asked = |measure: &str| ReplayDeals {
            replay: by(draft()),
            table: "stages".into(),
            row: vec![json!("new-business"), json!("prospecting")],
            measure: Some(measure.into()),
            ..ReplayDeals::default()
        };
        let (page, count) = playbooks::replay_deals(&world.admin, asked("stopped_lost")).await.unwrap();
        let names: Vec<_> = page.rows.iter().map(|row| row.deal.name.as_str()).collect();
        assert_eq!((names, count), (vec!["Lost"], 1));
        let (_, stopped) = playbooks::replay_deals(&world.admin, asked("stopped")).await.unwrap();
        assert_eq!(stopped, 2);
        let refused = playbooks::replay_deals(&world.admin, asked("nonsense")).await.unwrap_err();
        assert_eq!(refused.fields[0].pointer, "/measure");

        let other = world.member("other", Role::Ae, None).await;
        let own = seeing(&other, Visibility::Own);
        let nothing = playbooks::replay(&own, by(draft())).await.unwrap();
        assert_eq!(nothing.effect.overall.whole(0, "moves"), 0);
        let (_, none) = playbooks::replay_deals(&own, ReplayDeals { row: Vec::<Value>::new(), ..asked("stopped") }).await.unwrap();
        assert_eq!(none, 0);
    }

    async fn only_the_window_s_moves_are_judged_and_bad_questions_are_refused_with_their_place(db) {
        let world = World::on(db).await;
        story(&world).await;
        // The story begins on 2 March; the first deal moves on the 3rd, the second on the 11th, the third on the 19th.
        let window = |from: &str, to: &str| ReplayPlaybook {
            from: Some(from.parse().unwrap()),
            to: Some(to.parse().unwrap()),
            ..by(draft())
        };
        let late = playbooks::replay(&world.admin, window("2026-03-11", "2026-03-11")).await.unwrap();
        assert_eq!((late.effect.overall.whole(0, "moves"), late.effect.overall.whole(0, "stopped")), (1, 1));

        let refused = playbooks::replay(&world.admin, window("2026-03-12", "2026-03-11")).await.unwrap_err();
        assert_eq!(refused.fields[0].pointer, "/to");
        let misspelt = draft().replace("customer_evidence(\"two_way_reply\")", "customer_evidense(\"two_way_reply\")");
        let refused = playbooks::replay(&world.admin, by(misspelt)).await.unwrap_err();
        assert_eq!(refused.code, Code::PlaybookInvalid);
        assert!(refused.fields[0].detail.en.contains("customer_evidense"), "{:?}", refused.fields);
        let unknown = ReplayPlaybook { playbook: Some("none".into()), ..ReplayPlaybook::default() };
        assert_eq!(playbooks::replay(&world.admin, unknown).await.unwrap_err().code, Code::NotFound);
    }
}

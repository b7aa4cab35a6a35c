use app::{
    Code, Ctx,
    deals::{self, CapForecast, ChangeStage, CreateDeal, OverrideForecast},
    forecasts::{
        self, DecisionOutcome, Direction, OverrideList, SetQuota, SubmissionList, SubmitForecast,
        Verdict,
    },
    playbooks::{self, AdoptProbability, ObservedProbability},
    rates::{self, SetFxRate},
    teams::{self, CreateTeam, EditTeam},
};
use domain::{
    Currency, Deal, Money, Role,
    deal::Loss,
    forecast::{CallKind, Node, SubjectKind},
    ids::{DealId, TeamId},
    policy::Action,
    vocabulary::ForecastCategory as Category,
};
use testkit::db_test;

use crate::world::World;

async fn team(world: &World, name: &str) -> TeamId {
    let input = CreateTeam {
        name: name.into(),
        parent_id: None,
        manager_id: None,
    };
    teams::create(&world.admin, input).await.unwrap().team.id
}

/// A manager with a team and a seller in it.
async fn led(world: &World) -> (Ctx, Ctx, TeamId) {
    let team = team(world, "West").await;
    let manager = world.member("manager", Role::Manager, Some(team)).await;
    let seller = world.member("seller", Role::Ae, Some(team)).await;
    let lead = EditTeam {
        manager_id: Some(manager.actor.user_id),
        ..EditTeam::default()
    };
    teams::edit(&world.admin, team, lead).await.unwrap();
    (manager, seller, team)
}

async fn deal(by: &Ctx, amount: Money, close_on: &str) -> Deal {
    let input = CreateDeal {
        name: "Rollout".into(),
        amount: Some(amount),
        close_on: Some(close_on.parse().unwrap()),
        ..CreateDeal::default()
    };
    deals::create(by, input).await.unwrap().deal
}

async fn judge(by: &Ctx, deal: DealId, category: Category) -> Result<Deal, app::Error> {
    let input = OverrideForecast {
        category,
        reason: "verbal-commitment".into(),
        note: Some(" the CFO called ".into()),
    };
    Ok(deals::override_forecast(by, deal, input).await?.deal)
}

fn call(period: &str, commit_minor: i64) -> SubmitForecast {
    SubmitForecast {
        period: period.parse().unwrap(),
        person_id: None,
        team_id: None,
        kind: None,
        commit_minor,
        best_minor: commit_minor * 2,
        currency: None,
        note: None,
    }
}

fn quota(kind: SubjectKind, id: Option<uuid::Uuid>, period: &str, amount_minor: i64) -> SetQuota {
    SetQuota {
        subject_kind: kind,
        subject_id: id,
        segment: None,
        period: period.parse().unwrap(),
        amount_minor,
        currency: None,
        ramp_percent: None,
    }
}

db_test! {
    async fn a_manager_judges_a_deal_with_a_reason_and_the_rules_category_stays_beside_it(db) {
        let world = World::on(db).await;
        let (manager, seller, _) = led(&world).await;
        let outsider = world.member("outsider", Role::Manager, None).await;
        let id = deal(&seller, Money::new(100, Currency::KRW), "2026-03-31").await.id;
        let by_rule = deals::get(&seller, id).await.unwrap().deal.rule_category.unwrap();
        assert!(by_rule < Category::Commit);

        assert_eq!(judge(&seller, id, Category::Commit).await.unwrap_err().code, Code::Forbidden);
        assert_eq!(judge(&outsider, id, Category::Commit).await.unwrap_err().code, Code::NotFound);
        let judged = judge(&manager, id, Category::Commit).await.unwrap();
        assert_eq!((judged.forecast_category, judged.rule_category), (Some(Category::Commit), Some(by_rule)));
        let decision = judged.forecast_override.unwrap();
        assert_eq!((decision.note.as_deref(), decision.by_name.as_str()), (Some("the CFO called"), "manager"));
        assert_eq!(decision.rule_category, Some(by_rule));
        let capped = CapForecast { category: Some(Category::Omitted) };
        let capped = deals::cap_forecast(&seller, id, capped).await.unwrap().deal;
        assert_eq!(capped.forecast_category, Some(Category::Commit), "a judgement outranks the cap");
        world.evidence(&seller, id, "target_fit", domain::vocabulary::Origin::Us).await;
        assert_eq!(deals::get(&seller, id).await.unwrap().deal.forecast_category, Some(Category::Commit));

        let cleared = deals::clear_forecast_override(&manager, id).await.unwrap().deal;
        assert_eq!((cleared.forecast_category, cleared.forecast_override), (Some(Category::Omitted), None));
        assert_eq!(deals::clear_forecast_override(&manager, id).await.unwrap_err().code, Code::Refused);
        let unknown = OverrideForecast { category: Category::Commit, reason: "because".into(), note: None };
        let unknown = deals::override_forecast(&manager, id, unknown).await.unwrap_err();
        assert_eq!((unknown.code, unknown.fields[0].pointer.as_str()), (Code::Invalid, "/reason"));
        assert_eq!(judge(&manager, id, Category::Closed).await.unwrap_err().code, Code::Invalid);

        judge(&manager, id, Category::BestCase).await.unwrap();
        let loss = Loss { reason: "imported-unknown".into(), detail: None, competitor: None, said_by: Some(domain::deal::SaidBy::Us), note: None };
        let lost = ChangeStage { loss: Some(loss), ..ChangeStage::to("closed_lost") };
        let lost = deals::change_stage(&seller, id, lost).await.unwrap();
        assert_ne!(lost.deal.forecast_category, Some(Category::BestCase));
        assert_eq!(judge(&manager, id, Category::Commit).await.unwrap_err().code, Code::Refused);
        assert!(!deals::get(&manager, id).await.unwrap().allowed_actions.contains(&Action::DealOverrideForecast));

        let entries = deals::timeline(&seller, id, None, None).await.unwrap().rows;
        let entry = entries.iter().find(|entry| entry.action == "deal.forecast_overridden").unwrap();
        assert_eq!((entry.reason.as_deref(), entry.note.as_deref()), (Some("verbal-commitment"), Some("the CFO called")));
        assert!(entries.iter().any(|entry| entry.action == "deal.forecast_override_cleared"));
    }

    async fn overrides_are_scored_against_deals_left_alone_in_the_same_quarter(db) {
        let world = World::on(db).await;
        let (manager, seller, _) = led(&world).await;
        let money = Money::new(100, Currency::KRW);
        let mut alike = Vec::new();
        for _ in 0..5 {
            alike.push(deal(&seller, money, "2026-03-31").await.id);
        }
        let next_quarter = deal(&seller, money, "2026-06-30").await.id;
        let [raised, capped, untouched, lost, judged_later] = alike[..] else { panic!("five deals") };
        let rule = deals::get(&seller, raised).await.unwrap().deal.rule_category.unwrap();
        world.pass_days(1);
        judge(&manager, raised, Category::BestCase).await.unwrap();
        judge(&manager, raised, Category::Commit).await.unwrap();
        world.pass_seconds(1);
        let cap = CapForecast { category: Some(rule) };
        deals::cap_forecast(&seller, capped, cap).await.unwrap();
        world.pass_days(1);
        judge(&manager, judged_later, Category::Commit).await.unwrap();
        deals::clear_forecast_override(&manager, judged_later).await.unwrap();

        let scored = forecasts::overrides(&manager, OverrideList::default()).await.unwrap();
        let seen: Vec<_> = scored.rows.iter().rev().map(|row| (row.deal.id, row.category, row.outcome)).collect();
        assert_eq!(seen, [
            (raised.into(), Category::BestCase, DecisionOutcome::Replaced),
            (raised.into(), Category::Commit, DecisionOutcome::Pending),
            (judged_later.into(), Category::Commit, DecisionOutcome::Replaced),
        ], "a cap that lowers nothing is no decision");
        let row = &scored.rows[1];
        assert_eq!((row.rule_category, row.period.to_string().as_str(), row.direction), (Some(rule), "2026-Q1", Some(Direction::Raised)));
        assert_eq!(row.reason.as_deref(), Some("verbal-commitment"));
        assert_eq!(row.left_alone, (0, 0), "nobody's fate is known yet");

        let loss = Loss { reason: "imported-unknown".into(), detail: None, competitor: None, said_by: Some(domain::deal::SaidBy::Us), note: None };
        let close = ChangeStage { loss: Some(loss), ..ChangeStage::to("closed_lost") };
        deals::change_stage(&seller, lost, close).await.unwrap();
        let row = forecasts::overrides(&manager, OverrideList::default()).await.unwrap().rows.remove(1);
        assert_eq!((row.outcome, row.left_alone), (DecisionOutcome::Pending, (0, 1)));

        world.pass_days(40);
        let asked = OverrideList { decision: Some(row.id), ..OverrideList::default() };
        let scored = forecasts::overrides(&manager, asked).await.unwrap();
        assert_eq!(scored.rows[0].outcome, DecisionOutcome::DidNot, "the quarter is over");
        let mut alone: Vec<_> = scored.left_alone.iter().map(|(deal, _)| deal.id).collect();
        alone.sort();
        let mut expected: Vec<uuid::Uuid> = [untouched, lost, judged_later, capped].map(Into::into).to_vec();
        expected.sort();
        assert_eq!(alone, expected, "without the deal itself and those of another quarter, {next_quarter}");
        let skill = scored.skills.iter().find(|row| row.person.is_none()).unwrap().skill;
        assert_eq!((skill.n, skill.came_in, skill.skill, skill.verdict), (1, 0, Some(0.0), Verdict::NotEnough));

        let own = World::member(&world, "elsewhere", Role::Ae, None).await;
        assert!(forecasts::overrides(&own, OverrideList::default()).await.unwrap().rows.is_empty(), "not theirs to see");
        let backwards = OverrideList { from: Some("2026-02-01".parse().unwrap()), to: Some("2026-01-01".parse().unwrap()), ..OverrideList::default() };
        assert_eq!(forecasts::overrides(&manager, backwards).await.unwrap_err().code, Code::Invalid);
    }

    async fn the_rollup_shows_deals_calls_and_quotas_along_the_hierarchy(db) {
        let world = World::on(db).await;
        let (manager, seller, team) = led(&world).await;
        let won = |minor| Money::new(minor, Currency::KRW);
        let committed = deal(&seller, won(1_000), "2026-03-31").await.id;
        judge(&manager, committed, Category::Commit).await.unwrap();
        let best = deal(&seller, Money::new(10_00, Currency::USD), "2026-01-01").await.id;
        judge(&manager, best, Category::BestCase).await.unwrap();
        let own = deal(&manager, won(77), "2026-03-01").await.id;
        judge(&world.admin, own, Category::Pipeline).await.unwrap();
        deal(&seller, won(9_999), "2026-04-01").await;

        let (person, led) = (seller.actor.user_id.unwrap(), Some(team.into()));
        let of = |ctx: &Ctx| { let ctx = ctx.clone(); async move { forecasts::rollup(&ctx, None).await.unwrap() } };
        let node = |rollup: &forecasts::Rollup, node| rollup.nodes.iter().find(|line| line.subject.node == node).unwrap().clone();
        let before = of(&manager).await;
        assert_eq!(before.period.to_string(), "2026-Q1");
        let line = node(&before, Node::Person(person)).buckets;
        assert_eq!((line.commit_minor, line.best_minor, line.best_deals, line.unconverted_deals), (1_000, 0, 1, 1));

        let rate = SetFxRate { currency: Currency::USD, effective_on: "2025-01-01".parse().unwrap(), rate: "1390.5".into() };
        assert_eq!(rates::set(&seller, rate.clone()).await.unwrap_err().code, Code::Forbidden);
        rates::set(&world.admin, rate).await.unwrap();
        forecasts::set_quota(&manager, quota(SubjectKind::Person, Some(person.into()), "2026-01", 400)).await.unwrap();
        let ramped = SetQuota { ramp_percent: Some(50), ..quota(SubjectKind::Person, Some(person.into()), "2026-02", 600) };
        forecasts::set_quota(&manager, ramped).await.unwrap();
        let first = forecasts::submit(&seller, call("2026-Q1", 500)).await.unwrap().submission;
        assert_eq!((first.rule_commit_minor, first.rule_best_minor), (1_000, 1_000 + 13_905));
        assert_eq!((first.week.to_string().as_str(), first.kind), ("2026-W10", CallKind::Owner));
        judge(&manager, committed, Category::Pipeline).await.unwrap();
        forecasts::submit(&seller, call("2026-Q1", 600)).await.unwrap();
        let theirs = SubmitForecast { team_id: Some(team), ..call("2026-Q1", 650) };
        forecasts::submit(&manager, theirs.clone()).await.unwrap();

        let rollup = of(&manager).await;
        let line = node(&rollup, Node::Person(person));
        assert_eq!((line.buckets.commit_minor, line.buckets.best_minor, line.buckets.pipeline_minor), (0, 13_905, 1_000));
        assert_eq!((line.quota_minor, line.quota_is_sum), (Some(700), false));
        assert_eq!(line.owner_call.unwrap().submission.commit_minor, 600, "the latest call counts");
        assert_eq!(line.branch.depth, 1);
        let line = node(&rollup, Node::Team(team));
        assert_eq!((line.buckets.best_minor, line.buckets.pipeline_minor, line.buckets.pipeline_deals), (13_905, 1_077, 2));
        assert_eq!((line.quota_minor, line.quota_is_sum), (Some(700), true));
        let sum = line.owner_sum.unwrap();
        assert_eq!((sum.commit_minor, sum.people, sum.called), (600, 2, 1));
        assert_eq!(line.manager_call.unwrap().submission.commit_minor, 650);
        let alone: Vec<_> = of(&seller).await.nodes.into_iter().map(|line| line.subject.node).collect();
        assert_eq!(alone, [Node::Person(person)]);

        let kept = forecasts::list(&manager, SubmissionList { person: Some(person), ..SubmissionList::default() }).await.unwrap();
        let kept: Vec<_> = kept.rows.iter().map(|call| (call.submission.commit_minor, call.submission.rule_commit_minor)).collect();
        assert_eq!(kept, [(600, 0), (500, 1_000)], "both calls are kept as they were made");

        assert_eq!(forecasts::submit(&seller, theirs).await.unwrap_err().code, Code::Forbidden);
        let for_another = SubmitForecast { person_id: Some(person), kind: Some(CallKind::Owner), ..call("2026-Q1", 1) };
        assert_eq!(forecasts::submit(&manager, for_another).await.unwrap_err().code, Code::Forbidden);
        assert_eq!(forecasts::submit(&seller, call("2025-Q4", 1)).await.unwrap_err().code, Code::Invalid);
        let own_team = forecasts::set_quota(&manager, quota(SubjectKind::Team, led, "2026-Q1", 5_000)).await.unwrap();
        assert_eq!((own_team.subject_name.as_str(), own_team.quota.effective().amount_minor), ("West", 5_000));
        assert_eq!(node(&of(&manager).await, Node::Team(team)).quota_minor, Some(5_000));
        assert_eq!(forecasts::set_quota(&seller, quota(SubjectKind::Team, led, "2026-Q1", 1)).await.unwrap_err().code, Code::Forbidden);
        assert_eq!(forecasts::quotas(&seller, None).await.unwrap().len(), 2, "a seller sees their own");
        forecasts::remove_quota(&manager, own_team.quota.id).await.unwrap();
        assert_eq!(node(&of(&manager).await, Node::Team(team)).quota_minor, Some(700));
    }

    async fn an_observed_probability_is_adopted_as_a_new_version_with_one_number_changed(db) {
        let world = World::on(db).await;
        let key = "us-saas-new-business";
        let adopt = |stage: &str, probability_percent| AdoptProbability {
            pipeline: "new-business".into(),
            stage: stage.into(),
            probability_percent,
            observed: ObservedProbability { mean: 0.58, low: 0.5, high: 0.66, n: 77, as_of: world.admin.now() },
        };
        let before = playbooks::get(&world.admin, key).await.unwrap();
        let adopted = playbooks::adopt_probability(&world.admin, key, adopt("negotiation", 61)).await.unwrap();
        assert_eq!(adopted.version, before.version + 1);
        let changes = playbooks::compare(&world.admin, key, before.version, adopted.version).await.unwrap();
        assert_eq!(changes.len(), 1);
        assert_eq!((changes[0].before.as_i64(), changes[0].after.as_i64()), (Some(80), Some(61)));
        let entry = app::journal::list(&world.admin, Some(1), None).await.unwrap().rows.remove(0);
        assert_eq!(entry.action, "playbook.probability_adopted");
        assert!(entry.note.unwrap().contains("n 77"));

        let falling = playbooks::adopt_probability(&world.admin, key, adopt("negotiation", 59)).await.unwrap_err();
        assert_eq!(falling.code, Code::PlaybookInvalid);
        assert!(falling.fields[0].detail.en.contains("`proposal`"), "{}", falling.fields[0].detail.en);
        let overtaking = playbooks::adopt_probability(&world.admin, key, adopt("proposal", 62)).await.unwrap_err();
        assert!(overtaking.fields[0].detail.en.contains("`negotiation`"), "{}", overtaking.fields[0].detail.en);
        assert_eq!(playbooks::adopt_probability(&world.admin, key, adopt("nowhere", 50)).await.unwrap_err().code, Code::Invalid);
        let seller = world.member("seller", Role::Ae, None).await;
        assert_eq!(playbooks::adopt_probability(&seller, key, adopt("negotiation", 70)).await.unwrap_err().code, Code::Forbidden);
    }
}

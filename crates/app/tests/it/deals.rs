use app::{
    Code,
    deals::{
        self, AddEvidence, AnswerQuestion, ChangeCloseDate, ChangeStage, CompleteMilestone,
        CreateDeal, EditDeal, NewBuyingRole, RetractEvidence, SetBuyingRole, SetMilestonePlan,
        SetRisk,
    },
};
use domain::{
    Currency, Date, Money, Role, VisitDirection,
    deal::{DealStatus, Loss, SaidBy},
    gate::MissingKind,
    vocabulary::{BuyingRoleKind, CloseBasis, Origin, RiskSeverity, RoleState},
};
use testkit::db_test;

use crate::world::World;

fn lost(reason: &str) -> ChangeStage {
    let loss = Loss {
        reason: reason.into(),
        detail: None,
        competitor: None,
        said_by: Some(SaidBy::Customer),
        note: None,
    };
    ChangeStage {
        loss: Some(loss),
        ..ChangeStage::to("closed_lost")
    }
}

db_test! {
    async fn a_deal_moves_when_the_buyer_confirmed_and_says_exactly_what_is_missing_before(db) {
        let world = World::on(db).await;
        let seller = world.member("seller", Role::Ae, None).await;
        let deal = world.deal(&seller, "Acme").await.deal;
        assert_eq!((deal.number, deal.stage.as_str()), (1, "prospecting"));

        let before = world.fingerprint().await;
        let refused = deals::change_stage(&seller, deal.id, ChangeStage::to("discovery")).await.unwrap_err();
        assert_eq!(refused.code, Code::GateNotMet);
        let missing: Vec<_> = refused.missing.iter().map(|missing| (missing.kind, missing.key.as_str())).collect();
        assert!(missing.contains(&(MissingKind::Evidence, "target_fit")), "{missing:?}");
        assert!(missing.contains(&(MissingKind::Evidence, "first_contact")), "{missing:?}");
        assert!(missing.iter().any(|(kind, _)| *kind == MissingKind::CustomerConfirmation), "{missing:?}");
        assert!(missing.contains(&(MissingKind::Criterion, "two_way_and_meeting")), "{missing:?}");
        assert_eq!(missing.len(), 4, "{missing:?}");
        assert!(refused.missing.iter().all(|missing| !missing.sentence.ko.is_empty() && !missing.satisfy.is_empty()));
        assert_eq!(world.fingerprint().await, before, "a refused move leaves no trace");

        world.prospecting_evidence(&seller, deal.id).await;
        assert!(deals::gate(&seller, deal.id, None).await.unwrap().is_met);
        world.pass_days(3);
        let moved = deals::change_stage(&seller, deal.id, ChangeStage::to("discovery")).await.unwrap();
        assert_eq!((moved.deal.stage.as_str(), moved.rot.days_in_stage), ("discovery", 0));

        let visits = deals::visits(&seller, deal.id, None).await.unwrap();
        assert_eq!(visits.len(), 2);
        assert_eq!(visits[0].visit.left_at, Some(visits[1].visit.entered_at), "visits tile the deal's age");
        assert_eq!(visits[1].visit.left_at, None);
        assert_eq!(visits[1].visit.direction, VisitDirection::Forward);
        assert_eq!(visits[1].actor.as_ref().unwrap().name, "seller");
    }

    async fn a_backward_move_needs_its_reason_and_a_loss_its_code(db) {
        let world = World::on(db).await;
        let ctx = &world.admin;
        let deal = world.deal(ctx, "Acme").await.deal;
        world.prospecting_evidence(ctx, deal.id).await;
        deals::change_stage(ctx, deal.id, ChangeStage::to("discovery")).await.unwrap();
        let (backward, loss) = {
            let definitions = app::playbooks::list(ctx).await.unwrap();
            let playbook = definitions.pipeline("new-business").unwrap().0.compiled.playbook().clone();
            let loss = playbook.loss_reasons.iter().find(|reason| reason.details.is_empty()).map(|reason| reason.key.clone());
            (playbook.backward_reasons[0].key.clone(), loss)
        };

        let refused = deals::change_stage(ctx, deal.id, ChangeStage::to("prospecting")).await.unwrap_err();
        assert_eq!(refused.missing[0].kind, MissingKind::BackwardReason);
        let back = ChangeStage { reason: Some(backward.clone()), ..ChangeStage::to("prospecting") };
        deals::change_stage(ctx, deal.id, back).await.unwrap();
        let evidence = deals::evidence(ctx, deal.id, None).await.unwrap();
        assert!(
            evidence.iter().any(|item| item.evidence.retracted_reason.as_deref() == Some(backward.as_str())),
            "the confirmation that did not hold is re-opened"
        );

        let refused = deals::change_stage(ctx, deal.id, ChangeStage::to("closed_lost")).await.unwrap_err();
        assert_eq!(refused.missing[0].kind, MissingKind::LossReason);
        if let Some(loss) = loss {
            let closed = deals::change_stage(ctx, deal.id, lost(&loss)).await.unwrap().deal;
            assert_eq!(closed.status, DealStatus::Lost);
            assert!(closed.closed_at.is_some());
        }
    }

    async fn the_past_is_read_as_it_was_then_known(db) {
        let world = World::on(db).await;
        let ctx = &world.admin;
        let deal = world.deal(ctx, "Before").await.deal;
        let then = world.app.now();
        world.pass_days(10);
        let rename = EditDeal { name: Some("After".into()), ..EditDeal::default() };
        deals::edit(ctx, deal.id, rename).await.unwrap();
        assert_eq!(deals::get(ctx, deal.id).await.unwrap().deal.name, "After");
        let past = deals::as_of(ctx, deal.id, then).await.unwrap();
        assert_eq!((past.deal.name.as_str(), past.deal.version), ("Before", 1));
        assert!(past.allowed_actions.is_empty(), "nothing can be done to the past");
        let entries = deals::timeline(ctx, deal.id, None, None).await.unwrap().rows;
        assert_eq!(entries[0].action, "deal.edited");
        assert_eq!(entries[0].changes["name"], serde_json::json!(["Before", "After"]));
        assert_eq!(
            deals::as_of(ctx, deal.id, then.plus_days(-1)).await.unwrap_err().code,
            Code::NotFound,
            "it did not exist yet"
        );
    }

    async fn what_belongs_to_a_deal_is_read_as_it_was_then_known(db) {
        let world = World::on(db).await;
        let ctx = &world.admin;
        let deal = world.deal(ctx, "Acme").await.deal;
        world.evidence(ctx, deal.id, "first_contact", Origin::Us).await;
        let call = serde_json::json!({"kind": "call", "subject": "Called"});
        app::activities::create(ctx, deal.id, serde_json::from_value(call).unwrap()).await.unwrap();
        let then = world.app.now();
        world.pass_days(3);
        world.prospecting_evidence(ctx, deal.id).await;
        let first = deals::evidence(ctx, deal.id, Some(then)).await.unwrap();
        assert_eq!(first.len(), 1);
        let reason = RetractEvidence { reason: "wrong person".into() };
        deals::retract_evidence(ctx, deal.id, first[0].evidence.id, reason).await.unwrap();
        deals::change_stage(ctx, deal.id, ChangeStage::to("discovery")).await.unwrap();

        let past = deals::evidence(ctx, deal.id, Some(then)).await.unwrap();
        assert_eq!((past.len(), past[0].evidence.retracted_at), (1, None), "not yet taken back then");
        let now = deals::evidence(ctx, deal.id, Some(world.app.now())).await.unwrap();
        let stored = deals::evidence(ctx, deal.id, None).await.unwrap();
        let plain = |records: &[deals::EvidenceRecord]| records.iter().map(|record| record.evidence.clone()).collect::<Vec<_>>();
        assert_eq!(plain(&now), plain(&stored), "now is the last moment of the past");
        let visits = deals::visits(ctx, deal.id, Some(then)).await.unwrap();
        assert_eq!((visits.len(), visits[0].visit.left_at), (1, None));
        assert_eq!(deals::visits(ctx, deal.id, Some(world.app.now())).await.unwrap().len(), 2);
        let activities = app::activities::list(ctx, deal.id, Some(then)).await.unwrap();
        assert_eq!(activities.len(), 1);
        assert!(activities[0].allowed_actions.is_empty());
        assert!(app::activities::list(ctx, deal.id, Some(then.plus_days(-1))).await.unwrap().is_empty());
        assert!(deals::waivers(ctx, deal.id, Some(then)).await.unwrap().is_empty());
    }

    async fn board_and_summary_weigh_by_stage_half_to_even(db) {
        let world = World::on(db).await;
        let ctx = &world.admin;
        let worth = |name: &str, amount_minor: i64, currency: Currency| CreateDeal {
            name: name.into(),
            amount: Some(Money::new(amount_minor, currency)),
            ..CreateDeal::default()
        };
        deals::create(ctx, worth("A", 7_590_000, Currency::KRW)).await.unwrap();
        deals::create(ctx, worth("B", 10, Currency::USD)).await.unwrap();
        deals::create(ctx, CreateDeal { name: "C".into(), ..CreateDeal::default() }).await.unwrap();
        world.pass_days(30);

        let board = deals::board(ctx, deals::BoardInput::default()).await.unwrap();
        assert_eq!(board.pipeline, "new-business");
        let first = &board.columns[0];
        assert_eq!((first.stage.as_str(), first.count, first.rotting), ("prospecting", 3, 3));
        assert_eq!(first.cards.rows.len(), 3);
        assert!(first.cards.rows.iter().all(|row| row.rot.is_rotting));

        let of = |currency: Currency| {
            let total = first.totals.iter().find(|total| total.currency == currency).unwrap();
            (total.amount_minor, total.weighted_minor)
        };
        // 5 % of 10 cents is half a cent: to even.
        assert_eq!(of(Currency::KRW), (7_590_000, 379_500));
        assert_eq!(of(Currency::USD), (10, 0));
    }

    async fn moving_the_close_date_needs_a_reason_and_is_counted(db) {
        let world = World::on(db).await;
        let ctx = &world.admin;
        let deal = world.deal(ctx, "Acme").await.deal;
        let first = EditDeal { close_on: Some(Some(Date::constant(2026, 6, 30))), ..EditDeal::default() };
        deals::edit(ctx, deal.id, first).await.unwrap();
        let later = |reason: Option<String>| ChangeCloseDate {
            close_on: Date::constant(2026, 7, 31),
            close_basis: Some(CloseBasis::CustomerStated),
            reason,
            note: None,
        };
        let refused = deals::change_close_date(ctx, deal.id, later(None)).await.unwrap_err();
        assert_eq!(refused.fields[0].pointer, "/reason");
        let around = EditDeal { close_on: Some(Some(Date::constant(2026, 7, 31))), ..EditDeal::default() };
        assert_eq!(deals::edit(ctx, deal.id, around).await.unwrap_err().fields[0].pointer, "/close_on");
        let reason = {
            let definitions = app::playbooks::list(ctx).await.unwrap();
            definitions.pipeline("new-business").unwrap().0.compiled.playbook().close_date_reasons[0].key.clone()
        };
        let pushed = deals::change_close_date(ctx, deal.id, later(Some(reason))).await.unwrap().deal;
        assert_eq!((pushed.pushes, pushed.pushed_days), (1, 31));
    }

    async fn what_is_known_of_the_buyer_is_kept_with_its_evidence(db) {
        let world = World::on(db).await;
        let ctx = &world.admin;
        let deal = world.deal(ctx, "Acme").await.deal;
        let contact_id = deal.contact_id.unwrap();
        let role = |state, evidence_id| SetBuyingRole { contact_id, role: BuyingRoleKind::EconomicBuyer, state, evidence_id };
        let refused = deals::set_buying_role(ctx, deal.id, role(RoleState::Confirmed, None)).await.unwrap_err();
        assert_eq!(refused.fields[0].pointer, "/evidence_id");
        world.evidence(ctx, deal.id, "two_way_reply", Origin::Customer).await;
        let evidence_id = deals::evidence(ctx, deal.id, None).await.unwrap()[0].evidence.id;
        let named = deals::set_buying_role(ctx, deal.id, role(RoleState::Confirmed, Some(evidence_id))).await.unwrap();
        assert_eq!(named.contacts[&contact_id], "Dana Buyer");

        let answer = AnswerQuestion {
            set: "meddicc".into(),
            question: "metrics".into(),
            answer: "Saves 20 %".into(),
            evidence_ids: vec![evidence_id],
        };
        assert_eq!(deals::answer_question(ctx, deal.id, answer).await.unwrap().deal.answers.len(), 1);

        let planned = deals::set_milestone_plan(ctx, deal.id, SetMilestonePlan::default()).await.unwrap();
        let dates = planned.plan_dates.unwrap();
        let step = planned.deal.plan.unwrap().milestones[0].key.clone();
        assert!(dates.earliest_close_on > Date::constant(2026, 3, 2));
        let done = deals::complete_milestone(ctx, deal.id, &step, CompleteMilestone::default()).await.unwrap();
        assert!(done.deal.plan.unwrap().milestones[0].is_settled());

        let risk = SetRisk {
            title: "Budget freeze".into(),
            plan: None,
            severity: RiskSeverity::High,
            owner_id: None,
            is_closed: false,
        };
        let risks = deals::set_risk(ctx, deal.id, None, risk.clone()).await.unwrap().deal.risks;
        let closed = SetRisk { is_closed: true, ..risk };
        let risks = deals::set_risk(ctx, deal.id, Some(risks[0].id), closed).await.unwrap().deal.risks;
        assert!(risks.len() == 1 && risks[0].closed_at.is_some());

        let withdrawn = RetractEvidence { reason: "The mail was about another project".into() };
        deals::retract_evidence(ctx, deal.id, evidence_id, withdrawn.clone()).await.unwrap();
        let twice = deals::retract_evidence(ctx, deal.id, evidence_id, withdrawn).await.unwrap_err();
        assert_eq!(twice.code, Code::Invalid);
        assert_eq!(deals::get(ctx, deal.id).await.unwrap().deal.last_customer_evidence_at, None);
    }

    async fn an_archived_deal_leaves_every_list_and_takes_no_change(db) {
        let world = World::on(db).await;
        let ctx = &world.admin;
        let deal = world.deal(ctx, "Acme").await.deal;
        deals::archive(ctx, deal.id).await.unwrap();
        assert!(deals::list(ctx, deals::DealList::default()).await.unwrap().rows.is_empty());
        let board = deals::board(ctx, deals::BoardInput::default()).await.unwrap();
        assert!(board.columns.iter().all(|column| column.count == 0));
        let rename = EditDeal { name: Some("x".into()), ..EditDeal::default() };
        assert_eq!(deals::edit(ctx, deal.id, rename).await.unwrap_err().code, Code::DealArchived);
        deals::restore(ctx, deal.id).await.unwrap();
        assert_eq!(deals::list(ctx, deals::DealList::default()).await.unwrap().rows.len(), 1);
    }

    async fn one_huge_amount_does_not_keep_others_from_opening_deals(db) {
        let world = World::on(db).await;
        let ctx = &world.admin;
        let of = |minor| Some(Money::new(minor, Currency::KRW));
        let worth = |minor| CreateDeal { name: "Big".into(), amount: of(minor), ..CreateDeal::default() };
        let refused = deals::create(ctx, worth(i64::MAX)).await.unwrap_err();
        assert_eq!((refused.code, refused.fields[0].pointer.as_str()), (Code::Invalid, "/amount/amount_minor"));
        let largest = deals::create(ctx, worth(domain::field::MAX_AMOUNT_MINOR)).await.unwrap().deal;
        let raise = EditDeal { amount: Some(of(i64::MAX)), ..EditDeal::default() };
        let refused = deals::edit(ctx, largest.id, raise).await.unwrap_err();
        assert_eq!((refused.code, refused.fields[0].pointer.as_str()), (Code::Invalid, "/amount/amount_minor"));
        deals::create(ctx, worth(domain::field::MAX_AMOUNT_MINOR)).await.unwrap();
        let board = deals::board(ctx, deals::BoardInput::default()).await.unwrap();
        let mut totals = board.columns.iter().flat_map(|column| &column.totals);
        assert!(totals.any(|total| total.amount_minor == 2 * domain::field::MAX_AMOUNT_MINOR));
    }

    async fn a_deal_begins_in_a_later_stage_with_the_evidence_for_it(db) {
        let world = World::on(db).await;
        let (ctx, ask) = (&world.admin, |evidence_type: &str, origin| AddEvidence {
            evidence_type: evidence_type.into(),
            kind: None,
            origin: Some(origin),
            title: evidence_type.into(),
            reference: Some("mid:1@buyer.example".into()),
            content_hash: None,
            is_countersigned: false,
            contact_id: None,
            occurred_at: None,
        });
        let known = world.deal(ctx, "Known").await.deal;
        let contact_id = known.contact_id.unwrap();
        let champion = NewBuyingRole {
            contact_id,
            role: BuyingRoleKind::Champion,
            state: RoleState::Confirmed,
            evidence: Some(1),
        };
        let late = CreateDeal {
            name: "Late".into(),
            stage: Some("discovery".into()),
            account_id: known.account_id,
            contact_id: known.contact_id,
            evidence: vec![ask("first_contact", Origin::Us), ask("two_way_reply", Origin::Customer)],
            roles: vec![champion.clone()],
            ..CreateDeal::default()
        };
        let before = world.fingerprint().await;
        let refused = deals::create(ctx, late.clone()).await.unwrap_err();
        let missing: Vec<_> = refused.missing.iter().map(|missing| missing.key.as_str()).collect();
        assert_eq!((refused.code, missing), (Code::GateNotMet, vec!["target_fit", "two_way_and_meeting"]));
        let beyond = CreateDeal { roles: vec![NewBuyingRole { evidence: Some(7), ..champion }], ..late.clone() };
        assert_eq!(deals::create(ctx, beyond).await.unwrap_err().fields[0].pointer, "/roles/0/evidence");
        let unheard = CreateDeal { evidence: vec![ask("vibes", Origin::Us)], ..late.clone() };
        assert_eq!(deals::create(ctx, unheard).await.unwrap_err().fields[0].pointer, "/evidence/0/evidence_type");
        assert_eq!(world.fingerprint().await, before);

        let mut enough = late;
        enough.evidence.extend([ask("target_fit", Origin::Us), ask("meeting_accepted", Origin::Customer)]);
        let made = deals::create(ctx, enough).await.unwrap().deal;
        assert_eq!((made.stage.as_str(), made.roles.len(), made.version), ("discovery", 1, 1));
        assert!(made.last_customer_evidence_at.is_some());
        let evidence = deals::evidence(ctx, made.id, None).await.unwrap();
        assert_eq!(evidence.len(), 4);
        assert_eq!(made.roles[0].evidence_id, evidence.iter().find(|item| item.evidence.evidence_type == "two_way_reply").map(|item| item.evidence.id));
        let visits = deals::visits(ctx, made.id, None).await.unwrap();
        assert_eq!(visits.len(), 1, "it never stood in the first stage");
        assert_eq!(visits[0].visit.stage, "discovery");
    }

    async fn a_deal_cannot_begin_where_its_evidence_is_not(db) {
        let world = World::on(db).await;
        let before = world.fingerprint().await;
        let late = CreateDeal { name: "Late".into(), stage: Some("proposal".into()), ..CreateDeal::default() };
        assert_eq!(deals::create(&world.admin, late).await.unwrap_err().code, Code::GateNotMet);
        let nowhere = CreateDeal { name: "X".into(), pipeline: Some("no-such".into()), ..CreateDeal::default() };
        assert_eq!(deals::create(&world.admin, nowhere).await.unwrap_err().fields[0].pointer, "/pipeline");
        let dangling = CreateDeal { name: "X".into(), account_id: Some(uuid::Uuid::nil().into()), ..CreateDeal::default() };
        assert_eq!(deals::create(&world.admin, dangling).await.unwrap_err().fields[0].pointer, "/account_id");
        assert_eq!(world.fingerprint().await, before, "not even a deal number is used up");
        assert_eq!(world.deal(&world.admin, "First").await.deal.number, 1);
    }
}

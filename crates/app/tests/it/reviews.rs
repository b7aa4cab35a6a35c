use app::{
    Code, Ctx,
    activities::{self, EditActivity},
    deals::{self, ChangeCloseDate, EditDeal},
    reviews::{self, MinutesFormat, NewAction, OpenReview, ReviewRecord, TakeNote},
    teams::{self, CreateTeam},
};
use domain::{
    Date, Locale, Money, ReviewScope, ReviewState, Role,
    ids::{DealId, TeamId},
    review::DealChangeKind,
    vocabulary::{CloseBasis, Origin},
};
use testkit::{TestDb, db_test};

use crate::world::World;

struct Floor {
    world: World,
    team: TeamId,
    manager: Ctx,
    seller: Ctx,
    outsider: Ctx,
}

/// A manager with a seller in their team, and a seller elsewhere.
async fn floor(db: TestDb) -> Floor {
    let world = World::on(db).await;
    let team = CreateTeam {
        name: "영업 1팀".into(),
        parent_id: None,
        manager_id: None,
    };
    let team = teams::create(&world.admin, team).await.unwrap().team.id;
    let manager = world.member("manager", Role::Manager, Some(team)).await;
    let seller = world.member("seller", Role::Ae, Some(team)).await;
    let outsider = world.member("outsider", Role::Ae, None).await;
    Floor {
        world,
        team,
        manager,
        seller,
        outsider,
    }
}

fn of_team(team: TeamId) -> OpenReview {
    OpenReview {
        scope: ReviewScope::Team,
        person_id: None,
        team_id: Some(team),
        week: None,
    }
}

fn of_person(person: &Ctx) -> OpenReview {
    OpenReview {
        scope: ReviewScope::Person,
        person_id: person.actor.user_id,
        team_id: None,
        week: Some("2026-W10".parse().unwrap()),
    }
}

fn said(state: ReviewState) -> TakeNote {
    TakeNote {
        evidence_answer: Some(" 고객이 일정을 확정한 메일 ".into()),
        next_confirmation: Some("보안 심사 통과 회신".into()),
        next_confirmation_on: Some(Date::constant(2026, 3, 20)),
        risk: None,
        risk_plan: None,
        decisions: Some("할인 없이 간다".into()),
        state: Some(state),
        actions: Vec::new(),
    }
}

async fn with_amount(by: &Ctx, deal: DealId, amount_minor: i64, close_on: Option<Date>) {
    let edit = EditDeal {
        amount: Some(Some(Money {
            amount_minor,
            currency: domain::Currency::KRW,
        })),
        close_on: close_on.map(Some),
        close_basis: close_on.map(|_| Some(CloseBasis::Estimate)),
        ..EditDeal::default()
    };
    deals::edit(by, deal, edit).await.unwrap();
}

fn names(review: &ReviewRecord) -> Vec<&str> {
    let entries = review.entries.iter();
    entries.map(|entry| entry.deal.deal.name.as_str()).collect()
}

db_test! {
    async fn the_queue_starts_with_what_has_no_word_from_the_customer_then_what_closes_soonest_then_the_largest(db) {
        let Floor { world, team, manager, seller, outsider } = floor(db).await;
        let april = Date::constant(2026, 4, 30);
        for (name, amount, close_on, is_confirmed) in [
            ("later", 9, None, true),
            ("soon and small", 1, Some(april), true),
            ("soon and large", 5, Some(april), true),
            ("never confirmed", 1, None, false),
        ] {
            let deal = world.deal(&seller, name).await.deal.id;
            with_amount(&seller, deal, amount, close_on).await;
            if is_confirmed {
                world.evidence(&seller, deal, "two_way_reply", Origin::Customer).await;
            }
        }
        world.deal(&outsider, "elsewhere").await;
        let review = reviews::open(&manager, of_team(team)).await.unwrap();
        assert_eq!(names(&review), ["never confirmed", "soon and large", "soon and small", "later"]);
        assert_eq!(review.summary.review.week.to_string(), "2026-W10");
        let missing = &review.entries[0].gate.as_ref().unwrap().missing;
        assert!(!missing.is_empty(), "the next stage asks for evidence");

        let again = reviews::open(&manager, of_team(team)).await.unwrap();
        assert_eq!(again.summary.review.id, review.summary.review.id, "one that is open goes on");
    }

    async fn who_holds_whose_review_follows_the_deals(db) {
        let Floor { world, team, manager, seller, outsider } = floor(db).await;
        world.deal(&seller, "A").await;
        let own = OpenReview { scope: ReviewScope::Own, person_id: None, team_id: None, week: None };
        let own = reviews::open(&seller, own).await.unwrap();
        assert_eq!(names(&own), ["A"]);
        for (asked, code) in [
            (reviews::open(&seller, of_team(team)).await, Code::NotFound),
            (reviews::open(&outsider, of_person(&seller)).await, Code::NotFound),
            (reviews::open(&manager, of_person(&outsider)).await, Code::NotFound),
        ] {
            assert_eq!(asked.unwrap_err().code, code);
        }
        let executive = world.member("executive", Role::Executive, None).await;
        assert_eq!(reviews::open(&executive, of_team(team)).await.unwrap_err().code, Code::Forbidden);
        let id = own.summary.review.id;
        assert!(reviews::get(&executive, id).await.is_ok());
        assert!(reviews::get(&manager, id).await.unwrap().summary.allowed_actions.contains(&domain::policy::Action::ReviewHold));
        assert_eq!(reviews::get(&outsider, id).await.unwrap_err().code, Code::NotFound);
        let seen = |ctx: Ctx| async move { reviews::list(&ctx, reviews::ReviewList::default()).await.unwrap().rows.len() };
        assert_eq!((seen(seller.clone()).await, seen(manager).await, seen(outsider.clone()).await, seen(executive).await), (1, 1, 0, 1));
        assert_eq!(reviews::one_on_one(&outsider, seller.actor.user_id.unwrap()).await.unwrap_err().code, Code::NotFound);
    }

    async fn a_review_tells_what_changed_since_the_last_one_and_only_that(db) {
        let Floor { world, manager, seller, .. } = floor(db).await;
        let deal = world.deal(&seller, "Rollout").await.deal.id;
        with_amount(&seller, deal, 10, Some(Date::constant(2026, 3, 31))).await;
        let first = reviews::open(&manager, of_person(&seller)).await.unwrap();
        let kinds = |review: &ReviewRecord| -> Vec<_> { review.entries[0].changes.iter().map(|change| change.kind).collect() };
        assert_eq!(kinds(&first), [DealChangeKind::Created]);
        let first = first.summary.review.id;
        world.pass_seconds(60);
        reviews::take_note(&manager, first, deal, said(ReviewState::Reviewed)).await.unwrap();
        world.pass_seconds(60);
        reviews::close(&manager, first).await.unwrap();

        world.pass_days(7);
        let reason = {
            let definitions = app::playbooks::list(&seller).await.unwrap();
            let (playbook, _) = definitions.pipeline("new-business").unwrap();
            playbook.compiled.playbook().close_date_reasons[0].key.clone()
        };
        let moved = ChangeCloseDate { close_on: Date::constant(2026, 5, 31), close_basis: Some(CloseBasis::Estimate), reason: Some(reason), note: None };
        deals::change_close_date(&seller, deal, moved).await.unwrap();
        world.evidence(&seller, deal, "two_way_reply", Origin::Customer).await;
        let week = OpenReview { week: Some("2026-W11".parse().unwrap()), ..of_person(&seller) };
        let second = reviews::open(&manager, week).await.unwrap();
        assert_eq!(kinds(&second), [DealChangeKind::CloseOn, DealChangeKind::Pushes, DealChangeKind::EvidenceAdded]);
        let last = second.entries[0].last_note.as_ref().unwrap();
        assert_eq!(last.note.evidence_answer.as_deref(), Some("고객이 일정을 확정한 메일"), "answers are trimmed");
        assert_eq!(last.reviewed_by.as_ref().unwrap().name, "manager");
        let then = reviews::get(&manager, first).await.unwrap();
        assert_eq!(kinds(&then), [DealChangeKind::Created], "a closed review tells what it told");
    }

    async fn answers_set_the_deals_risk_and_actions_become_tasks(db) {
        let Floor { world, manager, seller, .. } = floor(db).await;
        let deal = world.deal(&seller, "Rollout").await.deal.id;
        let review = reviews::open(&manager, of_person(&seller)).await.unwrap().summary.review.id;
        let note = TakeNote {
            risk: Some("예산이 아직 없다".into()),
            risk_plan: Some("재무팀 면담".into()),
            actions: vec![NewAction { subject: "보안 자료 보내기".into(), owner_id: None, due_on: Some(Date::constant(2026, 3, 6)) }],
            ..said(ReviewState::Unreviewed)
        };
        let entry = reviews::take_note(&manager, review, deal, note.clone()).await.unwrap();
        assert_eq!((entry.actions.len(), entry.actions[0].activity.owner_id), (1, seller.actor.user_id));
        let version = deals::get(&seller, deal).await.unwrap().deal.version;

        let same = TakeNote { actions: Vec::new(), ..note.clone() };
        reviews::take_note(&manager, review, deal, same).await.unwrap();
        let untouched = deals::get(&seller, deal).await.unwrap().deal;
        assert_eq!((untouched.version, untouched.risks.len()), (version, 1), "the same answers write nothing");
        let sharper = TakeNote { risk: Some("예산이 내년으로 밀렸다".into()), actions: Vec::new(), ..note.clone() };
        reviews::take_note(&manager, review, deal, sharper).await.unwrap();
        let risks = deals::get(&seller, deal).await.unwrap().deal.risks;
        assert_eq!((risks.len(), risks[0].title.as_str()), (1, "예산이 내년으로 밀렸다"));

        let too_long = TakeNote { risk: Some("가".repeat(301)), ..note.clone() };
        let refused = reviews::take_note(&manager, review, deal, too_long).await.unwrap_err();
        assert_eq!((refused.code, refused.fields[0].pointer.as_str()), (Code::Invalid, "/risk"));
        let blank = TakeNote { actions: vec![NewAction { subject: "  ".into(), owner_id: None, due_on: None }], ..note.clone() };
        let refused = reviews::take_note(&manager, review, deal, blank).await.unwrap_err();
        assert_eq!(refused.fields[0].pointer, "/actions/0/subject");

        world.pass_days(7);
        let one = reviews::one_on_one(&manager, seller.actor.user_id.unwrap()).await.unwrap();
        assert_eq!((one.deals, one.deals_without_customer_evidence, one.overdue_tasks), (1, 1, 1));
        assert_eq!(one.open_actions[0].deal.name, "Rollout");
        assert_eq!(one.open_review.unwrap().review.id, review);
        reviews::close(&manager, review).await.unwrap();
        let done = EditActivity { is_completed: Some(true), ..EditActivity::default() };
        activities::edit(&seller, entry.actions[0].activity.id, done).await.unwrap();
        let one = reviews::one_on_one(&manager, seller.actor.user_id.unwrap()).await.unwrap();
        assert_eq!((one.open_actions.len(), one.last_actions.len(), one.overdue_tasks), (0, 1, 0));
        assert!(one.last_actions[0].action.activity.completed_at.is_some());
    }

    async fn minutes_are_kept_as_they_were_and_a_closed_review_takes_nothing_more(db) {
        let Floor { world, manager, seller, .. } = floor(db).await;
        let deal = world.deal(&seller, "Rollout").await.deal.id;
        world.deal(&seller, "Later").await;
        let review = reviews::open(&manager, of_person(&seller)).await.unwrap().summary.review.id;
        let note = TakeNote {
            actions: vec![NewAction { subject: "보안 자료 보내기".into(), owner_id: None, due_on: Some(Date::constant(2026, 3, 6)) }],
            ..said(ReviewState::Reviewed)
        };
        reviews::take_note(&manager, review, deal, note).await.unwrap();
        assert!(!reviews::minutes(&manager, review).await.unwrap().is_final);
        let closed = reviews::close(&manager, review).await.unwrap();
        assert_eq!((closed.summary.reviewed, closed.summary.allowed_actions.len()), (1, 0));

        let kept = reviews::minutes(&manager, review).await.unwrap();
        assert!(kept.is_final && kept.text.en.contains("Evidence for this stage: 고객이 일정을 확정한 메일"));
        assert!(kept.text.ko.starts_with("# 주간 리뷰 2026-W10 · seller\n"), "{}", kept.text.ko);
        assert!(kept.text.ko.contains("- [ ] 보안 자료 보내기 · seller · 2026-03-06"), "{}", kept.text.ko);
        assert!(kept.text.ko.contains("## 검토하지 않은 딜\n\n- D-2 Later"), "{}", kept.text.ko);
        assert_eq!(kept.recipients, ["seller@hanbit.example"]);
        let journal = app::journal::list(&world.admin, Some(1), None).await.unwrap();
        assert_eq!(journal.rows[0].action, "review.closed");
        assert_eq!(journal.rows[0].changes["minutes"][1]["ko"], kept.text.ko.as_str());

        let file = reviews::minutes_file(&manager, review, MinutesFormat::Eml, Some(Locale::En)).await.unwrap();
        assert_eq!((file.name.as_str(), file.content_type), ("review-2026-W10.eml", "message/rfc822"));
        assert!(file.content.starts_with("From: manager <manager@hanbit.example>\r\nTo: seller <seller@hanbit.example>\r\n"), "{}", file.content);
        let late = reviews::take_note(&manager, review, deal, said(ReviewState::Skipped)).await.unwrap_err();
        let twice = reviews::close(&manager, review).await.unwrap_err();
        assert_eq!((late.code, twice.code), (Code::ReviewClosed, Code::ReviewClosed));
        deals::edit(&seller, deal, EditDeal { name: Some("Renamed".into()), ..EditDeal::default() }).await.unwrap();
        assert_eq!(reviews::minutes(&manager, review).await.unwrap().text, kept.text);
        assert!(world.app.store().verify().await.unwrap().is_clean());
    }
}

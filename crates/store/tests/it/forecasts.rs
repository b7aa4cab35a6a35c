use std::collections::BTreeSet;

use domain::deal::DealStatus;
use domain::forecast::{Buckets, CallKind};
use domain::ids::UserId;
use domain::vocabulary::ForecastCategory as Category;
use domain::{Currency, ForecastSubmission, Money, Period, Role, Team, User, Visibility};
use jiff::civil::date;
use store::SubmissionQuery;
use testkit::{Seeded, db_test};

fn call(
    world: &mut Seeded,
    period: &str,
    by: &User,
    person: Option<UserId>,
    kind: CallKind,
) -> ForecastSubmission {
    ForecastSubmission {
        id: world.id(),
        week: "2026-W10".parse().unwrap(),
        period: period.parse().unwrap(),
        person_id: person,
        team_id: if person.is_some() { None } else { by.team_id },
        kind,
        commit_minor: 100,
        best_minor: 200,
        currency: Currency::KRW,
        note: Some("a note".into()),
        submitted_by: by.id,
        submitted_at: world.now,
        home_currency: Currency::KRW,
        rule_commit_minor: 1,
        rule_best_minor: 2,
        model_p10_minor: None,
        model_p50_minor: Some(3),
        model_p90_minor: None,
    }
}

db_test! {
    async fn deals_of_a_period_add_up_by_owner_category_currency_and_day(db) {
        let mut world = Seeded::new(70);
        world.set_up(&db.store()).await;
        let mut tx = db.store().write(&world.scope()).await.unwrap();
        let owner = world.seller("Owner", None);
        tx.insert_user(&owner).await.unwrap();
        let won = Money::new(500, Currency::KRW);
        let dollars = Money::new(70, Currency::USD);
        for (status, category, close_on, amount, owner_id, is_archived) in [
            (DealStatus::Won, Some(Category::Closed), Some(date(2026, 4, 1)), Some(won), Some(owner.id), false),
            (DealStatus::Won, Some(Category::Closed), Some(date(2026, 4, 1)), Some(won), Some(owner.id), false),
            (DealStatus::Open, Some(Category::Commit), Some(date(2026, 6, 30)), Some(dollars), Some(owner.id), false),
            (DealStatus::Open, Some(Category::BestCase), Some(date(2026, 6, 30)), None, Some(owner.id), false),
            (DealStatus::Open, Some(Category::Pipeline), Some(date(2026, 5, 1)), Some(won), None, false),
            // Outside: too early, too late, no day, lost, archived.
            (DealStatus::Won, Some(Category::Closed), Some(date(2026, 3, 31)), Some(won), Some(owner.id), false),
            (DealStatus::Open, Some(Category::Commit), Some(date(2026, 7, 1)), Some(won), Some(owner.id), false),
            (DealStatus::Open, Some(Category::Commit), None, Some(won), Some(owner.id), false),
            (DealStatus::Lost, Some(Category::Closed), Some(date(2026, 5, 1)), Some(won), Some(owner.id), false),
            (DealStatus::Open, Some(Category::Commit), Some(date(2026, 5, 1)), Some(won), Some(owner.id), true),
        ] {
            let number = tx.next_deal_number();
            let mut deal = world.deal(number, "A", owner_id);
            (deal.status, deal.forecast_category, deal.close_on, deal.amount) = (status, category, close_on, amount);
            deal.closed_at = (status != DealStatus::Open).then_some(world.now);
            deal.archived_at = is_archived.then_some(world.now);
            world.save_new(&mut tx, &deal).await;
        }
        tx.commit().await.unwrap();

        let quarter: Period = "2026-Q2".parse().unwrap();
        let (from, to) = (quarter.first_day(1), quarter.last_day(1));
        let mut read = db.store().read(&world.scope()).await.unwrap();
        let tallies = read.forecast_tallies(from, to).await.unwrap();
        assert_eq!(tallies.iter().map(|tally| tally.deals).sum::<i64>(), 5);
        let mut buckets = Buckets::default();
        for tally in &tallies {
            let home = tally.amount.filter(|amount| amount.currency == Currency::KRW);
            buckets.count(tally, home.map(|amount| amount.amount_minor));
        }
        let expected = Buckets {
            closed_minor: 1_000, closed_deals: 2, commit_deals: 1, best_deals: 1, pipeline_minor: 500,
            pipeline_deals: 1, unconverted_deals: 1, ..Buckets::default()
        };
        assert_eq!(buckets, expected);
        let mut own = db.store().read(&world.scope_of(&owner)).await.unwrap();
        let theirs = own.forecast_tallies(from, to).await.unwrap();
        assert_eq!(theirs.iter().map(|tally| tally.owner_id).collect::<BTreeSet<_>>(), BTreeSet::from([Some(owner.id)]));
    }

    async fn the_latest_call_counts_all_are_kept_and_only_those_one_may_see_are_shown(db) {
        let mut world = Seeded::new(71);
        world.set_up(&db.store()).await;
        let mut tx = db.store().write(&world.scope()).await.unwrap();
        let team = world.team("West", None);
        let seller = world.seller("Seller", Some(team.id));
        let other = world.seller("Other", None);
        let manager = User { visibility: Visibility::Team, ..world.user("Manager", Role::Manager, Some(team.id)) };
        tx.insert_team(&Team { manager_id: None, ..team.clone() }).await.unwrap();
        tx.insert_users(&[seller.clone(), other.clone(), manager.clone()]).await.unwrap();
        let mut calls = Vec::new();
        for (period, by, person, kind) in [
            ("2026-Q1", &seller, Some(seller.id), CallKind::Owner),
            ("2026-Q1", &seller, Some(seller.id), CallKind::Owner),
            ("2026-Q1", &manager, Some(seller.id), CallKind::Manager),
            ("2026-Q1", &manager, None, CallKind::Manager),
            ("2026-Q2", &seller, Some(seller.id), CallKind::Owner),
            ("2026-Q1", &other, Some(other.id), CallKind::Owner),
        ] {
            world.pass_days(1);
            let call = call(&mut world, period, by, person, kind);
            tx.insert_submission(&call).await.unwrap();
            calls.push(call);
        }
        tx.commit().await.unwrap();

        let all = SubmissionQuery { teams: vec![team.id], ..SubmissionQuery::default() };
        let first: Period = "2026-Q1".parse().unwrap();
        for (scope, seen, latest) in [
            (world.scope(), vec![5, 4, 3, 2, 1, 0], vec![1, 2, 3, 5]),
            (world.scope_of(&manager), vec![4, 3, 2, 1, 0], vec![1, 2, 3]),
            (world.scope_of(&seller), vec![4, 2, 1, 0], vec![1, 2]),
            (world.scope_of(&other), vec![5], vec![5]),
        ] {
            let mut read = db.store().read(&scope).await.unwrap();
            let pick = |which: Vec<usize>| which.into_iter().map(|index| calls[index].clone()).collect::<Vec<_>>();
            let mut found = read.latest_submissions(first, &all.teams).await.unwrap();
            found.sort_by_key(|call| call.id);
            assert_eq!(found, pick(latest));
            let mut paged = Vec::new();
            let mut query = SubmissionQuery { limit: 2, ..all.clone() };
            loop {
                let page = read.submissions(&query).await.unwrap();
                paged.extend(page.rows);
                query.cursor = page.next_cursor;
                if query.cursor.is_none() {
                    break;
                }
            }
            assert_eq!(paged, pick(seen));
        }
        let narrow = SubmissionQuery { period: Some(first), kind: Some(CallKind::Manager), team_id: Some(team.id), ..all };
        let mut read = db.store().read(&world.scope()).await.unwrap();
        assert_eq!(read.submissions(&narrow).await.unwrap().rows, [calls[3].clone()]);
    }
}

use domain::deal::{Loss, SaidBy};
use domain::{Currency, Money, Role, User, Visibility};
use store::{BoardQuery, BoardStage, DealQuery, Error};
use testkit::{Seeded, db_test};

db_test! {
    async fn a_deal_reads_back_as_it_was_written(db) {
        let mut world = Seeded::new(1);
        world.set_up(&db.store()).await;
        let mut tx = db.store().write(&world.scope()).await.unwrap();
        let account = world.account("한빛 Soft");
        tx.insert_account(&account).await.unwrap();
        let mut deal = world.deal(tx.next_deal_number(), "ERP 교체", None);
        deal.account_id = Some(account.id);
        deal.competitors = vec!["acme".to_owned()];
        deal.loss = Some(Loss { reason: "price".to_owned(), detail: None, competitor: None, said_by: Some(SaidBy::Customer), note: None });
        deal.custom.insert("region".to_owned(), "서울".to_owned());
        world.save_new(&mut tx, &deal).await;
        assert_eq!(tx.deal(deal.id).await.unwrap(), deal, "inside the transaction");
        tx.commit().await.unwrap();

        let mut read = db.reopen().await.read(&world.scope()).await.unwrap();
        assert_eq!(read.deal(deal.id).await.unwrap(), deal);
        assert_eq!(read.find_deal_by_number(1).await.unwrap(), Some(deal.clone()));
        assert_eq!(read.account(account.id).await.unwrap(), account);
        assert_eq!(read.visits_of(deal.id).await.unwrap().len(), 1);
    }

    async fn a_second_editor_is_told_the_current_version(db) {
        let mut world = Seeded::new(2);
        world.set_up(&db.store()).await;
        let mut tx = db.store().write(&world.scope()).await.unwrap();
        let deal = world.add_deal(&mut tx, "One", None).await;
        let first = world.edit_deal(&mut tx, &deal, |deal| deal.next_step = Some("call".to_owned())).await;
        let mut second = deal.clone();
        second.version += 1;
        second.name = "Two".to_owned();
        let refusal = tx.update_deal(&deal, &second).await.unwrap_err();
        assert!(matches!(refusal, Error::Conflict { kind: "deal", current: 2 }), "{refusal}");
        assert_eq!(tx.deal(deal.id).await.unwrap(), first);
    }

    async fn a_workspace_cannot_see_or_change_another(db) {
        let (mut ours, mut theirs) = (Seeded::new(3), Seeded::new(4));
        ours.set_up(&db.store()).await;
        theirs.set_up(&db.store()).await;
        let mut tx = db.store().write(&ours.scope()).await.unwrap();
        let deal = ours.add_deal(&mut tx, "Ours", None).await;
        tx.commit().await.unwrap();

        let mut read = db.store().read(&theirs.scope()).await.unwrap();
        assert_eq!(read.find_deal(deal.id).await.unwrap(), None);
        assert_eq!(read.deals_page(&DealQuery::default()).await.unwrap().rows, []);
        assert_eq!(read.visits_of(deal.id).await.unwrap(), []);
        assert_eq!(read.stage_totals(None).await.unwrap(), []);
        assert_eq!(read.journal_page(&Default::default()).await.unwrap().rows.len(), 1);
        drop(read);
        let mut tx = db.store().write(&theirs.scope()).await.unwrap();
        let mut stolen = deal.clone();
        stolen.version += 1;
        assert!(matches!(tx.update_deal(&deal, &stolen).await, Err(Error::NotFound { .. })));
        assert_eq!(tx.next_deal_number(), 1, "numbers are per workspace");
    }

    async fn members_see_their_own_deals_or_their_teams(db) {
        let mut world = Seeded::new(5);
        world.set_up(&db.store()).await;
        let mut tx = db.store().write(&world.scope()).await.unwrap();
        let sales = world.team("Sales", None);
        let west = world.team("West", Some(sales.id));
        let east = world.team("East", Some(sales.id));
        for team in [&sales, &west, &east] {
            tx.insert_team(team).await.unwrap();
        }
        let head = world.user("Head", Role::Manager, Some(sales.id));
        let lead = world.user("Lead", Role::Manager, Some(west.id));
        let ann = world.seller("Ann", Some(west.id));
        let bob = world.seller("Bob", Some(east.id));
        for user in [&head, &lead, &ann, &bob] {
            tx.insert_user(user).await.unwrap();
        }
        for owner in [&ann, &bob] {
            world.add_deal(&mut tx, &owner.name, Some(owner.id)).await;
        }
        world.add_deal(&mut tx, "Nobody", None).await;
        tx.commit().await.unwrap();

        let store = db.store();
        let seen = async |world: &Seeded, user: &User| {
            let mut read = store.read(&world.scope_of(user)).await.unwrap();
            let page = read.deals_page(&DealQuery::default()).await.unwrap();
            let mut names: Vec<_> = page.rows.iter().map(|deal| deal.name.clone()).collect();
            names.sort();
            let counted: i64 = read.stage_totals(None).await.unwrap().iter().map(|total| total.count).sum();
            assert_eq!(counted, i64::try_from(names.len()).unwrap(), "totals agree with the list");
            let past: i64 = i64::try_from(read.deals_as_of(world.now).await.unwrap().len()).unwrap();
            assert_eq!(past, counted, "the past is no way around");
            names.join(" ")
        };
        assert_eq!(seen(&world, &head).await, "Ann Bob");
        assert_eq!(seen(&world, &lead).await, "Ann");
        assert_eq!(seen(&world, &ann).await, "Ann");
        assert_eq!(seen(&world, &User { visibility: Visibility::All, ..ann.clone() }).await, "Ann Bob Nobody");

        let mut tx = store.write(&world.scope()).await.unwrap();
        tx.update_user(&bob, &User { team_id: Some(west.id), version: 2, ..bob.clone() }).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(seen(&world, &lead).await, "Ann Bob", "moving a member moves their deals' visibility");
    }

    async fn totals_follow_every_change_of_a_deal(db) {
        let mut world = Seeded::new(6);
        world.set_up(&db.store()).await;
        let mut tx = db.store().write(&world.scope()).await.unwrap();
        let deal = world.add_deal(&mut tx, "Moves", None).await;
        let kept = world.add_deal(&mut tx, "Stays", None).await;
        tx.commit().await.unwrap();
        let mut tx = db.store().write(&world.scope()).await.unwrap();
        let deal = world.edit_deal(&mut tx, &deal, |deal| {
            deal.stage = "discovery".to_owned();
            deal.amount = Some(Money::new(500, Currency::USD));
        }).await;
        tx.commit().await.unwrap();

        let mut read = db.store().read(&world.scope()).await.unwrap();
        let totals = read.stage_totals(Some("new-business")).await.unwrap();
        let told: Vec<_> = totals.iter().map(|it| (it.stage.as_str(), it.count, it.amount_minor)).collect();
        assert_eq!(told, [("discovery", 1, 500), ("prospecting", 1, 7_590_000)]);

        let mut tx = db.store().write(&world.scope()).await.unwrap();
        world.edit_deal(&mut tx, &deal, |deal| deal.archived_at = Some(deal.created_at)).await;
        tx.commit().await.unwrap();
        let totals = read.stage_totals(None).await.unwrap();
        assert_eq!(totals.iter().map(|total| total.count).sum::<i64>(), 1, "an archived deal does not count");
        assert_eq!(totals[0].amount_minor, kept.amount.unwrap().amount_minor);
    }

    async fn the_board_of_today_and_of_the_past_agree(db) {
        let mut world = Seeded::new(7);
        world.set_up(&db.store()).await;
        let mut tx = db.store().write(&world.scope()).await.unwrap();
        for number in 0..20 {
            let deal = world.add_deal(&mut tx, &format!("Deal {number}"), None).await;
            let draw = world.below(3);
            world.edit_deal(&mut tx, &deal, |deal| {
                deal.stage = ["prospecting", "discovery", "proposal"][usize::try_from(draw).unwrap()].to_owned();
                deal.stage_entered_at = deal.opened_at.plus_days(-i64::try_from(draw).unwrap() * 10);
                deal.close_on = (draw > 0).then(|| jiff::civil::date(2026, 5, i8::try_from(number % 28 + 1).unwrap()));
            }).await;
        }
        tx.commit().await.unwrap();
        let mut board = BoardQuery { pipeline: "new-business".to_owned(), ..Default::default() };
        board.list.limit = 3;
        for stage in ["prospecting", "discovery", "proposal", "negotiation"] {
            board.stages.push(BoardStage { stage: stage.to_owned(), rots_before: Some(world.now.plus_days(-5)) });
        }
        let mut read = db.store().read(&world.scope()).await.unwrap();
        let today = read.board(&board).await.unwrap();
        let past = read.board(&BoardQuery { as_of: Some(world.now), ..board.clone() }).await.unwrap();
        assert_eq!(today.iter().map(|column| column.count).sum::<i64>(), 20);
        for (today, past) in today.iter().zip(&past) {
            assert_eq!(today.cards.rows, past.cards.rows, "{}", today.stage);
            assert_eq!((&today.totals, today.rotting, today.count), (&past.totals, past.rotting, past.count));
        }
        let before = read.board(&BoardQuery { as_of: Some(world.now.plus_days(-1)), ..board }).await.unwrap();
        assert!(before.iter().all(|column| column.count == 0), "nothing was known yesterday");
    }
}

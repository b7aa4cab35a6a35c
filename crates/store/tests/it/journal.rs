use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use domain::journal::EntryOrigin;
use domain::{Currency, Money};
use store::{Change, JournalQuery};
use testkit::{Seeded, db_test};

db_test! {
    async fn sixteen_writers_leave_no_gap_for_the_readers_that_follow(db) {
        const WRITERS: u64 = 16;
        const EACH: i64 = 12;
        let mut world = Seeded::new(20);
        world.set_up(&db.store()).await;
        let mut changes = db.store().changes();
        let is_over = Arc::new(AtomicBool::new(false));
        let follower = tokio::spawn({
            let (store, scope, is_over) = (db.reopen().await, world.scope(), Arc::clone(&is_over));
            async move {
                let mut seen = 0;
                loop {
                    let was_over = is_over.load(Ordering::SeqCst);
                    let mut read = store.read(&scope).await.unwrap();
                    let query = JournalQuery { after_seq: Some(seen), limit: 500, ..Default::default() };
                    for entry in read.journal_page(&query).await.unwrap().rows {
                        assert_eq!(entry.seq, seen + 1, "a reader never has to come back");
                        seen = entry.seq;
                    }
                    if was_over {
                        return seen;
                    }
                    tokio::task::yield_now().await;
                }
            }
        });
        let mut writers = Vec::new();
        for writer in 0..WRITERS {
            let mut world = world.beside(100 + writer);
            let store = db.store();
            writers.push(tokio::spawn(async move {
                for round in 0..EACH {
                    let mut tx = store.write(&world.scope()).await.unwrap();
                    world.add_deal(&mut tx, &format!("{writer}/{round}"), None).await;
                    if round % 4 == 3 {
                        drop(tx);
                    } else {
                        tx.commit().await.unwrap();
                    }
                }
            }));
        }
        for writer in writers {
            writer.await.unwrap();
        }
        is_over.store(true, Ordering::SeqCst);
        let expected = 1 + i64::try_from(WRITERS).unwrap() * EACH * 3 / 4;
        assert_eq!(follower.await.unwrap(), expected);
        let report = db.store().verify().await.unwrap();
        assert!(report.is_clean(), "{report:?}");

        let mut announced = Vec::new();
        while announced.len() < usize::try_from(expected - 1).unwrap() {
            let change: Change = tokio::time::timeout(std::time::Duration::from_secs(20), changes.recv()).await.unwrap().unwrap();
            // Setting the workspace up may still be announced after following began.
            announced.extend((change.seq > 1).then_some(change.seq));
        }
        assert_eq!(announced, (2..=expected).collect::<Vec<_>>(), "live updates come in journal order");
    }

    async fn tampering_with_the_journal_shows(db) {
        let mut world = Seeded::new(21);
        world.set_up(&db.store()).await;
        for name in ["One", "Two", "Three"] {
            let mut tx = db.store().write(&world.scope()).await.unwrap();
            world.add_deal(&mut tx, name, None).await;
            tx.commit().await.unwrap();
        }
        assert!(db.store().verify().await.unwrap().is_clean());
        for (sabotage, found) in [
            ("update journal set changes = replace(changes, 'Two', 'Too') where seq = 3", "hash"),
            ("update stage_total set deal_count = deal_count + 1", "stage_total"),
            ("update stage_visit set left_at = entered_at where left_at is null", "stage_visit"),
        ] {
            let before = db.store().verify().await.unwrap().problems.len();
            db.store().sabotage(sabotage).await.unwrap();
            let report = db.store().verify().await.unwrap();
            assert!(report.problems.len() > before, "{sabotage}: {report:?}");
            assert!(report.problems.iter().any(|problem| problem.check.contains(found)), "{report:?}");
        }
    }

    async fn the_past_is_what_was_known_then(db) {
        let mut world = Seeded::new(22);
        world.set_up(&db.store()).await;
        let mut tx = db.store().write(&world.scope()).await.unwrap();
        let first = world.add_deal(&mut tx, "Changes", None).await;
        tx.commit().await.unwrap();
        let monday = world.now;
        world.pass_days(1);
        let mut tx = db.store().write(&world.scope()).await.unwrap();
        let second = world.edit_deal(&mut tx, &first, |deal| {
            deal.amount = Some(Money::new(1, Currency::USD));
            deal.competitors.push("acme".to_owned());
        }).await;
        tx.commit().await.unwrap();
        let tuesday = world.now;
        world.pass_days(1);
        // Imported history counts from when it happened.
        let mut tx = db.store().write(&world.scope()).await.unwrap();
        let number = tx.next_deal_number();
        let imported = domain::Deal { opened_at: monday.plus_days(-30), ..world.deal(number, "Imported", None) };
        let changes = tx.insert_deal(&imported).await.unwrap();
        let mut entry = world.entry("deal.imported", imported.id.into(), Some(imported.id), changes);
        (entry.origin, entry.occurred_at) = (EntryOrigin::Import, imported.opened_at);
        tx.record(entry, world.now);
        tx.commit().await.unwrap();

        let mut read = db.store().read(&world.scope()).await.unwrap();
        assert_eq!(read.deal_as_of(first.id, monday).await.unwrap(), first);
        assert_eq!(read.deal_as_of(first.id, tuesday).await.unwrap(), second);
        assert!(read.deal_as_of(first.id, monday.plus_days(-1)).await.is_err());
        assert_eq!(read.deal_as_of(imported.id, monday).await.unwrap(), imported);
        let names: Vec<_> = read.deals_as_of(monday).await.unwrap().into_iter().map(|deal| deal.name).collect();
        assert_eq!(names.len(), 2);
    }

    async fn recorded_times_never_go_back(db) {
        let mut world = Seeded::new(23);
        world.set_up(&db.store()).await;
        let now = world.now;
        world.pass_days(-3);
        let mut tx = db.store().write(&world.scope()).await.unwrap();
        world.add_deal(&mut tx, "From a slow clock", None).await;
        tx.commit().await.unwrap();
        let entries = db.store().read(&world.scope()).await.unwrap().journal_page(&JournalQuery::default()).await.unwrap().rows;
        assert_eq!(entries.iter().map(|entry| entry.recorded_at).collect::<Vec<_>>(), [now, now]);
    }
}

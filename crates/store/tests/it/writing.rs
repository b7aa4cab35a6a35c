use store::{Error, JournalQuery};
use testkit::{Seeded, TestDb, db_test};

async fn names(db: &TestDb, world: &Seeded) -> Vec<String> {
    let mut read = db.reopen().await.read(&world.scope()).await.unwrap();
    let mut names: Vec<_> = read
        .deals_page(&Default::default())
        .await
        .unwrap()
        .rows
        .into_iter()
        .map(|deal| deal.name)
        .collect();
    names.sort();
    names
}

db_test! {
    async fn what_was_acknowledged_is_there_and_what_was_dropped_is_not(db) {
        let mut world = Seeded::new(60);
        world.set_up(&db.store()).await;
        let mut writers = Vec::new();
        for writer in 0..24_u64 {
            let mut world = world.beside(200 + writer);
            let store = db.store();
            writers.push(tokio::spawn(async move {
                let mut tx = store.write(&world.scope()).await.unwrap();
                let name = format!("{writer:02}");
                world.add_deal(&mut tx, &name, None).await;
                if writer % 3 == 0 {
                    return None;
                }
                tx.commit().await.unwrap();
                Some(name)
            }));
        }
        let mut acknowledged = Vec::new();
        for writer in writers {
            acknowledged.extend(writer.await.unwrap());
        }
        acknowledged.sort();
        assert_eq!(names(&db, &world).await, acknowledged);
        assert!(db.store().verify().await.unwrap().is_clean());
    }

    async fn a_failed_statement_ends_its_transaction_and_no_other(db) {
        let mut world = Seeded::new(61);
        world.set_up(&db.store()).await;
        let mut first = db.store().write(&world.scope()).await.unwrap();
        let deal = world.add_deal(&mut first, "Kept", None).await;
        first.commit().await.unwrap();
        let mut second = db.store().write(&world.scope()).await.unwrap();
        world.add_deal(&mut second, "Lost", None).await;
        assert!(matches!(second.insert_deal(&deal).await, Err(Error::Duplicate { .. })));
        assert!(matches!(second.find_deal(deal.id).await, Err(Error::Failed)));
        assert!(matches!(second.commit().await, Err(Error::Failed)));
        let mut third = db.store().write(&world.scope()).await.unwrap();
        world.add_deal(&mut third, "Also kept", None).await;
        third.commit().await.unwrap();
        assert_eq!(names(&db, &world).await, ["Also kept", "Kept"]);
    }

    async fn many_rows_go_in_as_one_by_one_would(db) {
        let mut world = Seeded::new(62);
        world.set_up(&db.store()).await;
        let mut tx = db.store().write(&world.scope()).await.unwrap();
        let deals: Vec<_> = (0..333).map(|number| { let n = tx.next_deal_number(); world.deal(n, &format!("Deal {number}"), None) }).collect();
        let visits: Vec<_> = deals.iter().map(|deal| world.first_visit(deal)).collect();
        let changes = tx.insert_deals(&deals).await.unwrap();
        tx.insert_visits(&visits).await.unwrap();
        for (deal, changes) in deals.iter().zip(changes) {
            let entry = world.entry("deal.imported", deal.id.into(), Some(deal.id), changes);
            tx.record(entry, world.now);
        }
        tx.commit().await.unwrap();
        let mut read = db.store().read(&world.scope()).await.unwrap();
        assert_eq!(read.deal(deals[332].id).await.unwrap(), deals[332]);
        assert_eq!(read.stage_totals(None).await.unwrap()[0].count, 333);
        let timeline = JournalQuery { deal_id: Some(deals[100].id), ..Default::default() };
        assert_eq!(read.journal_page(&timeline).await.unwrap().rows.len(), 1);
        assert!(db.store().verify().await.unwrap().is_clean());
    }

    async fn removing_what_was_imported_leaves_a_clean_store(db) {
        let mut world = Seeded::new(63);
        world.set_up(&db.store()).await;
        let mut tx = db.store().write(&world.scope()).await.unwrap();
        let deal = world.add_deal(&mut tx, "Imported", None).await;
        tx.commit().await.unwrap();
        let mut tx = db.store().write(&world.scope()).await.unwrap();
        tx.delete_deals(std::slice::from_ref(&deal)).await.unwrap();
        let entry = world.entry("deal.import_undone", deal.id.into(), Some(deal.id), store::removal_of(&deal));
        world.pass_days(1);
        tx.record(entry, world.now);
        tx.commit().await.unwrap();
        let mut read = db.store().read(&world.scope()).await.unwrap();
        assert_eq!(read.find_deal(deal.id).await.unwrap(), None);
        assert_eq!(read.deals_as_of(world.now).await.unwrap(), []);
        assert_eq!(read.deals_as_of(world.now.plus_days(-1)).await.unwrap(), [deal]);
        assert!(db.store().verify().await.unwrap().is_clean());
    }

    async fn a_backup_restores_into_an_empty_database_of_either_kind(db) {
        let mut world = Seeded::new(64);
        world.set_up(&db.store()).await;
        let mut tx = db.store().write(&world.scope()).await.unwrap();
        let seller = world.seller("Ann", None);
        tx.insert_user(&seller).await.unwrap();
        tx.insert_account(&world.account("한빛 \"Soft\"\n")).await.unwrap();
        let deal = world.add_deal(&mut tx, "Backed up", Some(seller.id)).await;
        tx.commit().await.unwrap();
        let dir = tempfile::tempdir().unwrap();
        let archive = dir.path().join("backup.jsonl.gz");
        let rows = db.store().backup(&archive).await.unwrap();
        for target in [TestDb::sqlite().await, db.another().await] {
            assert_eq!(target.store().restore(&archive).await.unwrap(), rows);
            let mut read = target.store().read(&world.scope_of(&seller)).await.unwrap();
            assert_eq!(read.deal(deal.id).await.unwrap(), deal);
            assert!(target.store().verify().await.unwrap().is_clean());
            assert!(matches!(target.store().restore(&archive).await, Err(Error::Restore(_))), "never over other data");
            drop(read);
            target.remove().await;
        }
        let whole = std::fs::read(&archive).unwrap();
        std::fs::write(&archive, &whole[..whole.len() - 20]).unwrap();
        let target = db.another().await;
        assert!(matches!(target.store().restore(&archive).await, Err(Error::Restore(_))), "a cut-off archive is refused");
        assert_eq!(target.store().workspaces().await.unwrap(), [], "and nothing of it is kept");
        target.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_is_told_and_writing_goes_on_when_space_returns() {
    let db = TestDb::sqlite().await;
    let mut world = Seeded::new(65);
    world.set_up(&db.store()).await;
    db.store().limit_sqlite_pages(1).await.unwrap();
    let mut refusal = None;
    for number in 0..2_000 {
        let mut tx = db.store().write(&world.scope()).await.unwrap();
        let deal = world.deal(number, &"x".repeat(4_000), None);
        if let Err(error) = tx.insert_deal(&deal).await {
            refusal = Some(error);
            break;
        }
        drop(tx);
    }
    assert!(matches!(refusal, Some(Error::StorageFull)), "{refusal:?}");
    db.store().limit_sqlite_pages(1_000_000).await.unwrap();
    let mut tx = db.store().write(&world.scope()).await.unwrap();
    world.add_deal(&mut tx, "There is space again", None).await;
    tx.commit().await.unwrap();
    assert_eq!(names(&db, &world).await, ["There is space again"]);
    assert!(db.store().verify().await.unwrap().is_clean());
}

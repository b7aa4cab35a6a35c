use std::collections::BTreeMap;

use domain::deal::{Loss, SaidBy};
use domain::fact::{EvidenceFact, FieldChange, VisitFact};
use domain::journal::EntryOrigin;
use domain::vocabulary::{Competition, StageKind};
use domain::{Currency, Deal, Instant, Money, Role, StageVisit, VisitDirection};
use jiff::civil::date;
use store::{ReadTx, Store, WriteTx};
use testkit::{Seeded, TestDb, db_test};
use uuid::Uuid;

/// A field change, as text.
fn told(object: Uuid, change: &FieldChange<'_>) -> String {
    let FieldChange {
        field,
        effective_at,
        before,
        after,
    } = change;
    format!("{object} {effective_at} {field}: {before:?} -> {after:?}")
}

async fn field_changes(read: &mut ReadTx, kind: &str) -> Vec<String> {
    let mut all = Vec::new();
    read.for_each_field_change(kind, None, |object, change| all.push(told(object, &change)))
        .await
        .unwrap();
    all
}

async fn every_field_change(store: &Store, world: &Seeded) -> Vec<String> {
    let mut read = store.snapshot(&world.scope()).await.unwrap();
    let mut all = Vec::new();
    for kind in ["deal", "account", "user", "team", "product"] {
        all.extend(field_changes(&mut read, kind).await);
    }
    all
}

/// A deal on which every tracked field changes, another that is removed, an account and a member that change.
async fn write_history(db: &TestDb, world: &mut Seeded) -> Deal {
    let store = db.store();
    world.set_up(&store).await;
    let mut tx = store.write(&world.scope()).await.unwrap();
    let (ann, ben) = (world.seller("Ann", None), world.seller("Ben", None));
    for user in [&ann, &ben] {
        let changes = tx.insert_user(user).await.unwrap();
        let entry = world.entry("user.created", user.id.into(), None, changes);
        tx.record(entry, world.now);
    }
    let account = world.account("Hanbit");
    let changes = tx.insert_account(&account).await.unwrap();
    let entry = world.entry("account.created", account.id.into(), None, changes);
    tx.record(entry, world.now);
    let first = world.add_deal(&mut tx, "Changes", Some(ann.id)).await;
    let gone = world.add_deal(&mut tx, "Goes", Some(ann.id)).await;
    tx.commit().await.unwrap();

    world.pass_days(1);
    let mut tx = store.write(&world.scope()).await.unwrap();
    let now = world.now;
    let second = world
        .edit_deal(&mut tx, &first, |deal| {
            deal.amount = Some(Money::new(1_250, Currency::USD));
            deal.close_on = Some(date(2026, 7, 31));
            (deal.pushes, deal.pushed_days) = (1, 31);
            deal.next_step_on = Some(date(1969, 12, 31));
            deal.owner_id = Some(ben.id);
            deal.account_id = Some(account.id);
            deal.competition = Some(Competition::Competitive);
            deal.competitors = vec!["Acme \"한국\"".to_owned(), "Zed".to_owned()];
            deal.on_waiver = true;
            deal.last_customer_evidence_at = Some(now);
            deal.custom = BTreeMap::from([
                ("a \"b\"".to_owned(), "값\n".to_owned()),
                ("z".to_owned(), "{}".to_owned()),
            ]);
        })
        .await;
    world
        .edit_deal(&mut tx, &gone, |deal| deal.source = Some("web".to_owned()))
        .await;
    let renamed = domain::Account {
        employees: Some(300),
        segment: Some("large".to_owned()),
        version: 2,
        ..account.clone()
    };
    let changes = tx.update_account(&account, &renamed).await.unwrap();
    let entry = world.entry("account.edited", account.id.into(), None, changes);
    tx.record(entry, world.now);
    tx.commit().await.unwrap();

    world.pass_days(1);
    let mut tx = store.write(&world.scope()).await.unwrap();
    let lost = Loss {
        reason: "price".to_owned(),
        detail: None,
        competitor: None,
        said_by: Some(SaidBy::Customer),
        note: None,
    };
    let third = world
        .edit_deal(&mut tx, &second, |deal| {
            deal.competitors.pop();
            deal.loss = Some(lost);
            deal.amount = Some(Money::new(2_500, Currency::USD));
            deal.archived_at = Some(Instant::from_micros(1_772_614_800_000_001));
            deal.name = "No number is cut by this".to_owned();
        })
        .await;
    let gone = tx.deal(gone.id).await.unwrap();
    tx.delete_deals(std::slice::from_ref(&gone)).await.unwrap();
    let entry = world.entry(
        "deal.import_undone",
        gone.id.into(),
        Some(gone.id),
        store::removal_of(&gone),
    );
    tx.record(entry, world.now);
    tx.commit().await.unwrap();
    third
}

async fn record_visit(tx: &mut WriteTx, world: &mut Seeded, visit: &StageVisit) {
    let changes = tx.insert_visit(visit).await.unwrap();
    let entry = world.entry(
        "stage_visit.created",
        visit.id.into(),
        Some(visit.deal_id),
        changes,
    );
    tx.record(entry, world.now);
}

db_test! {
    async fn what_changed_after_the_creation_is_told_as_text(db) {
        let mut world = Seeded::new(70);
        let deal = write_history(&db, &mut world).await;
        let mut read = db.store().snapshot(&world.scope()).await.unwrap();
        let id = deal.id.into();
        let (monday, tuesday) = (world.now.plus_days(-1).as_micros(), world.now.as_micros());
        let mut told_of_deal = Vec::new();
        read.for_each_field_change("deal", Some(&[id]), |object, change| told_of_deal.push(told(object, &change))).await.unwrap();
        let all = field_changes(&mut read, "deal").await;
        assert_eq!(all, told_of_deal, "the other deal's changes went with it");
        let expect = |at: i64, field: &str, before: Option<&str>, after: Option<&str>| {
            told(id, &FieldChange { field, effective_at: at, before, after })
        };
        let evidence = monday.to_string();
        let custom = serde_json::to_string(&deal.custom).unwrap();
        let (account, owner) = (deal.account_id.unwrap().to_string(), deal.owner_id.unwrap().to_string());
        for line in [
            expect(monday, "account_id", None, Some(&account)),
            expect(monday, "amount_minor", Some("7590000"), Some("1250")),
            expect(monday, "close_on", Some("20634"), Some("20665")),
            expect(monday, "competition", None, Some("competitive")),
            expect(monday, "competitor", None, Some("Acme \"한국\"")),
            expect(monday, "currency", Some("KRW"), Some("USD")),
            expect(monday, "custom", Some("{}"), Some(&custom)),
            expect(monday, "last_customer_evidence_at", None, Some(&evidence)),
            expect(monday, "next_step_on", None, Some("-1")),
            expect(monday, "on_waiver", Some("false"), Some("true")),
            expect(monday, "pushed_days", Some("0"), Some("31")),
            expect(monday, "pushes", Some("0"), Some("1")),
            expect(tuesday, "amount_minor", Some("1250"), Some("2500")),
            expect(tuesday, "archived_at", None, Some("1772614800000001")),
            expect(tuesday, "loss_reason", None, Some("price")),
        ] {
            assert!(all.contains(&line), "{line}: {all:#?}");
        }
        assert!(all.iter().any(|line| line.contains("owner_id") && line.contains(&owner)));
        assert_eq!(all.len(), 16, "one row for each tracked field that changed: {all:#?}");
        assert_eq!(field_changes(&mut read, "account").await.len(), 2);
    }

    async fn an_older_database_gets_its_field_changes_when_it_opens(db) {
        let mut world = Seeded::new(71);
        write_history(&db, &mut world).await;
        let written = every_field_change(&db.store(), &world).await;
        for sql in ["drop table field_change", "drop table fx_rate", "delete from schema_migration where number = 3"] {
            db.store().sabotage(sql).await.unwrap();
        }
        let store = db.reopen().await;
        assert_eq!(every_field_change(&store, &world).await, written);
        let report = store.verify().await.unwrap();
        assert!(report.is_clean(), "{report:?}");
    }

    async fn an_older_archive_restores_with_its_field_changes(db) {
        let mut world = Seeded::new(72);
        write_history(&db, &mut world).await;
        let written = every_field_change(&db.store(), &world).await;
        let dir = tempfile::tempdir().unwrap();
        let archive = dir.path().join("backup.jsonl.gz");
        db.store().backup(&archive).await.unwrap();
        older(&archive);
        let target = db.another().await;
        target.store().restore(&archive).await.unwrap();
        assert_eq!(every_field_change(&target.store(), &world).await, written);
        assert!(target.store().verify().await.unwrap().is_clean());
        target.remove().await;
    }

    async fn a_field_change_that_the_journal_does_not_know_shows(db) {
        let mut world = Seeded::new(73);
        let deal = write_history(&db, &mut world).await;
        let sabotages = [
            "update field_change set after = '1' where field = 'pushes'",
            "update field_change set after = '1', effective_at = effective_at + 1 where field = 'pushes'",
            "delete from field_change where object_kind = 'deal'",
        ];
        assert!(db.store().verify().await.unwrap().is_clean());
        for (index, sabotage) in sabotages.into_iter().enumerate() {
            db.store().sabotage(sabotage).await.unwrap();
            let problems = db.store().verify().await.unwrap().problems;
            assert_eq!(problems.is_empty(), index == 0, "{sabotage}: {problems:?}");
            assert!(problems.iter().all(|problem| problem.check == "field_change.equal" && problem.detail.contains(&deal.id.to_string())));
        }
    }

    async fn facts_are_the_deals_and_what_belongs_to_them(db) {
        let mut world = Seeded::new(74);
        let deal = write_history(&db, &mut world).await;
        let mut tx = db.store().write(&world.scope()).await.unwrap();
        let plain = world.add_deal(&mut tx, "\"custom\":{\"competitors\":[\"", None).await;
        // Imported history comes in any order, with stays that end as they begin.
        let start = plain.opened_at;
        for (stage, from, to) in [("proposal", 5, None), ("discovery", 5, Some(5)), ("discovery", 2, Some(5))] {
            let visit = StageVisit {
                id: world.id(),
                stage: stage.to_owned(),
                kind: StageKind::Open,
                entered_at: start.plus_days(from),
                left_at: to.map(|days| start.plus_days(days)),
                direction: VisitDirection::Forward,
                ..world.first_visit(&plain)
            };
            record_visit(&mut tx, &mut world, &visit).await;
        }
        tx.commit().await.unwrap();

        let mut read = db.store().snapshot(&world.scope()).await.unwrap();
        let mut deals = Vec::new();
        read.for_each_deal_fact(None, |fact| deals.push((fact.id, format!("{fact:?}")))).await.unwrap();
        assert!(deals.is_sorted() && deals.len() == 2);
        let only = [plain.id, deal.id, plain.id, world.id()];
        let mut again = Vec::new();
        read.for_each_deal_fact(Some(&only), |fact| again.push((fact.id, format!("{fact:?}")))).await.unwrap();
        assert_eq!(again, deals, "the same for those asked for, each once");
        let mut seen = 0;
        read.for_each_deal_fact(Some(&[deal.id]), |fact| {
            seen += 1;
            assert_eq!((fact.kind, fact.pipeline), ("new", "new-business"));
            assert_eq!(fact.owner_id.map(Into::into), deal.owner_id);
            assert_eq!(fact.account_id.map(Into::into), deal.account_id);
            assert_eq!((fact.amount_minor, fact.currency), (Some(2_500), Some("USD")));
            assert_eq!((fact.close_on, fact.next_step_on), (Some(20_665), Some(-1)));
            assert_eq!((fact.pushes, fact.pushed_days, fact.on_waiver), (1, 31, true));
            assert_eq!((fact.competition, fact.competitor), (Some("competitive"), Some("Acme \"한국\"")));
            assert_eq!(fact.loss_reason, Some("price"));
            assert_eq!(fact.archived_at, deal.archived_at.map(Instant::as_micros));
            assert_eq!(fact.created_at, deal.created_at.as_micros());
            assert_eq!(fact.custom, [("a \"b\"", "값\n"), ("z", "{}")]);
        }).await.unwrap();
        assert_eq!(seen, 1);
        let mut visits = Vec::new();
        read.for_each_visit_fact(Some(&[plain.id]), |id, VisitFact { stage, entered_at, direction, .. }| {
            visits.push((id, stage.to_owned(), (entered_at - start.as_micros()) / 86_400_000_000, direction.to_owned()));
        }).await.unwrap();
        let row = |stage: &str, day: i64, direction: &str| (plain.id, stage.to_owned(), day, direction.to_owned());
        let expected = [
            row("prospecting", 0, "opened"), row("discovery", 2, "forward"), row("discovery", 5, "forward"), row("proposal", 5, "forward"),
        ];
        assert_eq!(visits, expected);
        let mut order = Vec::new();
        read.for_each_visit_fact(None, |id, _| order.push(id)).await.unwrap();
        order.dedup();
        assert_eq!(order.into_iter().map(Uuid::from).collect::<Vec<_>>(), deals.iter().map(|(id, _)| *id).collect::<Vec<_>>());
    }

    async fn evidence_and_the_organisation_are_told_whole(db) {
        let mut world = Seeded::new(75);
        write_history(&db, &mut world).await;
        let mut tx = db.store().write(&world.scope()).await.unwrap();
        let deal = world.add_deal(&mut tx, "Proven", None).await;
        let evidence = domain::Evidence {
            id: world.id(),
            deal_id: deal.id,
            evidence_type: "meeting_scheduled".to_owned(),
            kind: domain::vocabulary::EvidenceKind::Meeting,
            origin: domain::vocabulary::Origin::Customer,
            strength: domain::vocabulary::Strength::Claimed,
            title: "Kick-off".to_owned(),
            reference: None,
            content_hash: None,
            contact_id: None,
            occurred_at: world.now.plus_days(-2),
            recorded_at: world.now,
            recorded_by: None,
            retracted_at: Some(world.now),
            retracted_reason: None,
        };
        tx.insert_evidence(&evidence).await.unwrap();
        let team = world.team("Enterprise", None);
        tx.insert_team(&team).await.unwrap();
        let user = world.user("Cho", Role::Ae, Some(team.id));
        tx.insert_user(&user).await.unwrap();
        tx.commit().await.unwrap();
        let mut read = db.store().snapshot(&world.scope()).await.unwrap();
        let mut seen = Vec::new();
        for only in [None, Some([deal.id])] {
            read.for_each_evidence_fact(only.as_ref().map(<[_; 1]>::as_slice), |id, fact| {
                let EvidenceFact { evidence_type, origin, occurred_at, recorded_at, retracted_at } = fact;
                assert_eq!((id, evidence_type, origin), (deal.id, "meeting_scheduled", "customer"));
                assert_eq!((occurred_at, recorded_at), (evidence.occurred_at.as_micros(), evidence.recorded_at.as_micros()));
                seen.push(retracted_at);
            }).await.unwrap();
        }
        assert_eq!(seen, [Some(world.now.as_micros()); 2]);
        let mut names = Vec::new();
        read.for_each_account_fact(None, |fact| names.push(format!("{} {:?} {:?}", fact.name, fact.employees, fact.segment))).await.unwrap();
        read.for_each_person_fact(|fact| if fact.team_id.is_some() { names.push(fact.name.to_owned()) }).await.unwrap();
        read.for_each_team_fact(|fact| names.push(fact.name.to_owned())).await.unwrap();
        assert_eq!(names, ["Hanbit Some(300) Some(\"large\")", "Cho", "Enterprise"]);
    }

    async fn a_snapshot_does_not_move_while_others_write(db) {
        let mut world = Seeded::new(76);
        let first = write_history(&db, &mut world).await;
        let store = db.store();
        let mut read = store.snapshot(&world.scope()).await.unwrap();
        let position = read.journal_position().await.unwrap();
        let mut tx = store.write(&world.scope()).await.unwrap();
        let second = world.add_deal(&mut tx, "Later", None).await;
        world.edit_deal(&mut tx, &first, |deal| deal.source = Some("web".to_owned())).await;
        let entry = world.entry("playbook.published", world.workspace_id.into(), None, Default::default());
        tx.record(entry, world.now);
        tx.commit().await.unwrap();

        let mut deals = Vec::new();
        read.for_each_deal_fact(None, |fact| deals.push(fact.source.map(str::to_owned))).await.unwrap();
        assert_eq!(deals, [None]);
        assert!(!field_changes(&mut read, "deal").await.iter().any(|line| line.contains("source")));
        assert_eq!(read.changes_since(position).await.unwrap(), store::ChangesSince { position, ..Default::default() });
        drop(read);

        let mut read = store.snapshot(&world.scope()).await.unwrap();
        let since = read.changes_since(position).await.unwrap();
        assert_eq!((since.position, since.others_changed, since.is_reload_advised), (position + 3, true, false));
        let mut expected = vec![first.id, second.id];
        expected.sort_unstable();
        assert_eq!(since.deals, expected);
        assert!(!read.changes_since(position + 2).await.unwrap().deals.contains(&first.id));
        // A database restored from an older copy is behind its reader.
        assert!(read.changes_since(position + 9).await.unwrap().is_reload_advised);
    }

    async fn rates_are_told_by_currency_and_day(db) {
        let mut world = Seeded::new(78);
        world.set_up(&db.store()).await;
        let mut tx = db.store().write(&world.scope()).await.unwrap();
        let mut rate = |currency: &str, effective_on, rate_nano| domain::FxRate {
            id: world.id(),
            currency: currency.parse().unwrap(),
            effective_on,
            rate_nano,
        };
        let later = rate("USD", date(2026, 2, 1), 1_390_500_000_000);
        for rate in [&later, &rate("USD", date(2026, 1, 1), 1_385_100_000_000), &rate("EUR", date(2026, 1, 1), 1_600_000_000_000)] {
            tx.insert_fx_rate(rate).await.unwrap();
        }
        assert_eq!(tx.find_fx_rate(Currency::USD, later.effective_on).await.unwrap(), Some(later.clone()));
        tx.update_fx_rate(&later, &domain::FxRate { rate_nano: 1, ..later.clone() }).await.unwrap();
        tx.commit().await.unwrap();
        let mut told = Vec::new();
        let mut read = db.store().snapshot(&world.scope()).await.unwrap();
        read.for_each_rate_fact(|rate| told.push((rate.currency.to_owned(), rate.effective_on, rate.rate_nano))).await.unwrap();
        let row = |currency: &str, on, nano| (currency.to_owned(), on, nano);
        assert_eq!(told, [row("EUR", 20_454, 1_600_000_000_000), row("USD", 20_454, 1_385_100_000_000), row("USD", 20_485, 1)]);
        let mut tx = db.store().write(&world.scope()).await.unwrap();
        let twice = domain::FxRate { id: world.id(), ..later };
        assert!(matches!(tx.insert_fx_rate(&twice).await, Err(store::Error::Duplicate { .. })), "one rate a day");
    }

    async fn imported_changes_count_from_when_they_happened(db) {
        let mut world = Seeded::new(77);
        let deal = write_history(&db, &mut world).await;
        let mut tx = db.store().write(&world.scope()).await.unwrap();
        let after = Deal { source: Some("fair".to_owned()), version: deal.version + 1, ..deal.clone() };
        let changes = tx.update_deal(&deal, &after).await.unwrap();
        let mut entry = world.entry("deal.imported", deal.id.into(), Some(deal.id), changes);
        (entry.origin, entry.occurred_at) = (EntryOrigin::Import, world.now.plus_days(-100));
        tx.record(entry, world.now);
        tx.commit().await.unwrap();
        let mut read = db.store().snapshot(&world.scope()).await.unwrap();
        let all = field_changes(&mut read, "deal").await;
        let imported = FieldChange { field: "source", effective_at: world.now.plus_days(-100).as_micros(), before: None, after: Some("fair") };
        assert_eq!(all.last(), Some(&told(deal.id.into(), &imported)));
    }
}

/// Rewrites an archive as one of a Proofline that did not keep field changes.
fn older(archive: &std::path::Path) {
    use std::io::{Read as _, Write as _};
    let mut text = String::new();
    flate2::read::GzDecoder::new(std::fs::File::open(archive).unwrap())
        .read_to_string(&mut text)
        .unwrap();
    let mut lines = Vec::new();
    let (mut is_kept, mut dropped) = (true, 0);
    for line in text.lines() {
        if line.starts_with("{\"table\"") {
            is_kept = !line.contains("\"field_change\"") && !line.contains("\"fx_rate\"");
        }
        if let Some(rows) = line.strip_prefix("{\"end\":{\"rows\":") {
            let rows: usize = rows.trim_end_matches('}').parse().unwrap();
            lines.push(format!("{{\"end\":{{\"rows\":{}}}}}", rows - dropped));
        } else if line.starts_with("{\"proofline\"") {
            lines.push("{\"proofline\":{\"format\":1,\"schema\":2}}".to_owned());
        } else if is_kept {
            lines.push(line.to_owned());
        } else if line.starts_with('[') {
            dropped += 1;
        }
    }
    assert!(dropped > 0, "there was something to leave out");
    let mut file = flate2::write::GzEncoder::new(
        std::fs::File::create(archive).unwrap(),
        flate2::Compression::fast(),
    );
    file.write_all((lines.join("\n") + "\n").as_bytes())
        .unwrap();
    file.finish().unwrap();
}

//! An import is one unit: it can be taken back completely, updates included.

use app::imports::ImportState;
use domain::{Currency, Money};
use store::{DealQuery, MatchKey};

use app::Ctx;
use domain::ids::DealId;

use crate::{counts, deal, finished, import, read, settled, workspace};

const DEALS: &str = "as: deals\nkey: id\ncolumns: {id: external_id, account: account, owner: owner, product: product, \
    stage: stage, opened: opened_on, closed: closed_on, amount: amount}\n\
    defaults: {pipeline: new-business, currency: USD, loss_reason: imported-unknown}\ncreate_missing: [users, accounts, products]\n";
const HEADER: &str = "id,account,owner,product,stage,opened,closed,amount\n";
const HISTORY: &str = "as: stage-history\ncolumns: {Deal: deal, Stage: stage, On: entered_on}\n";

/// Moves a deal here and now.
async fn lose(ctx: &Ctx, id: DealId) {
    let definitions = app::playbooks::list(ctx).await.unwrap();
    let playbook = definitions.pipeline("new-business").unwrap().0;
    let mut reasons = playbook.compiled.playbook().loss_reasons.iter();
    let reason = reasons
        .find(|reason| reason.details.is_empty())
        .unwrap()
        .key
        .clone();
    let loss = domain::deal::Loss {
        reason,
        detail: None,
        competitor: None,
        said_by: Some(domain::deal::SaidBy::Customer),
        note: None,
    };
    let wanted = app::deals::ChangeStage {
        loss: Some(loss),
        ..app::deals::ChangeStage::to("closed_lost")
    };
    app::deals::change_stage(ctx, id, wanted).await.unwrap();
}

testkit::db_test! {
    async fn undoing_leaves_nothing_that_was_not_there_before(db) {
        let ctx = workspace(db.store()).await;
        let before = format!("{HEADER}1,Acme,Ann,Pro,qualified,2024-01-02,,10\n2,Acme,Ann,Pro,qualified,2024-01-02,,20\n");
        finished(import(&ctx, before.as_bytes(), DEALS).await);
        let (one, one_visits) = deal(&ctx, "1").await;
        let (two, _) = deal(&ctx, "2").await;
        let totals = read(&ctx).await.stage_totals(None).await.unwrap();

        let mut rows = format!("{HEADER}1,Beta,Bob,Max,closed_won,2024-01-02,2024-06-07,99\n2,,,,,,,25\n");
        for index in 0..1_200 {
            rows.push_str(&format!("N{index},New {},Bob,Max,closed_won,2024-01-02,2024-06-07,5\n", index % 40));
        }
        let record = finished(import(&ctx, rows.as_bytes(), DEALS).await);
        assert_eq!(counts(&record), (1_200, 2, 0, 0, 0));
        let (changed, visits) = deal(&ctx, "1").await;
        assert_eq!((changed.stage.as_str(), visits.len()), ("closed_won", 2));
        assert_eq!(record.allowed_actions, ["undo"]);

        // Somebody works on a changed deal in the meantime: what they said stays.
        let (current, _) = deal(&ctx, "2").await;
        let edited = domain::Deal { amount: Some(Money::new(7_700, Currency::USD)), version: current.version + 1, ..current.clone() };
        let mut tx = ctx.app.store().write(&store::Scope::system(ctx.workspace_id)).await.unwrap();
        tx.update_deal(&current, &edited).await.unwrap();
        tx.commit().await.unwrap();

        app::imports::undo(&ctx, record.id).await.unwrap();
        let undone = settled(&ctx, &record).await;
        assert_eq!(undone.state, ImportState::Undone);
        let (restored, visits) = deal(&ctx, "1").await;
        let as_before = domain::Deal { version: restored.version, updated_at: restored.updated_at, ..one.clone() };
        assert_eq!((restored, visits), (as_before, one_visits));
        assert_eq!(deal(&ctx, "2").await.0.amount, edited.amount);
        let mut read = read(&ctx).await;
        assert!(read.match_deals(MatchKey::ExternalId, &["N7".into()]).await.unwrap().is_empty());
        let mut names: Vec<_> = read.all_accounts().await.unwrap().into_iter().map(|account| account.name).collect();
        names.sort_unstable();
        assert_eq!(names, ["Acme"]);
        assert_eq!(read.all_products().await.unwrap().len(), 1);
        assert!(!read.users().await.unwrap().iter().any(|user| user.name == "Bob"));
        assert_eq!(read.deals_page(&DealQuery::default()).await.unwrap().rows.len(), 2);
        let change = edited.amount.unwrap().amount_minor - two.amount.unwrap().amount_minor;
        let sums = |totals: &[store::StageTotal]| totals.iter().map(|total| (total.count, total.amount_minor)).fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
        let (count, amount) = sums(&totals);
        assert_eq!(sums(&read.stage_totals(None).await.unwrap()), (count, amount + change));
        assert!(read.deals_as_of(crate::NOW).await.unwrap().iter().all(|deal| deal.archived_at.is_some() || deal.name != "New 7 · Max"));
        let report = ctx.app.store().verify().await.unwrap();
        assert!(report.problems.is_empty(), "{:?}", report.problems);
        let refused = app::imports::undo(&ctx, record.id).await.unwrap_err();
        assert_eq!(refused.code, app::Code::ImportState);
    }

    async fn deals_that_people_worked_on_stay_and_the_others_were_never_there(db) {
        let ctx = workspace(db.store()).await;
        let mut rows = String::from(HEADER);
        for id in ["edited", "called", "moved", "imported-again", "untouched"] {
            rows.push_str(&format!("{id},Acme,Ann,Pro,qualified,2024-01-02,,10\n"));
        }
        rows.push_str("untouched,Acme,Ann,Pro,proposal,2024-01-02,,20\n");
        let record = finished(import(&ctx, rows.as_bytes(), DEALS).await);
        assert_eq!(counts(&record), (5, 1, 0, 0, 0));
        let rename = app::deals::EditDeal { name: Some("Ours".into()), ..Default::default() };
        app::deals::edit(&ctx, deal(&ctx, "edited").await.0.id, rename).await.unwrap();
        let call = app::activities::CreateActivity {
            kind: domain::ActivityKind::Call, subject: "Hello".into(), body: None, contact_id: None,
            occurred_at: None, due_on: None, owner_id: None,
        };
        app::activities::create(&ctx, deal(&ctx, "called").await.0.id, call).await.unwrap();
        lose(&ctx, deal(&ctx, "moved").await.0.id).await;
        let again = format!("{HEADER}imported-again,,,,,,,30\n");
        finished(import(&ctx, again.as_bytes(), DEALS).await);

        app::imports::undo(&ctx, record.id).await.unwrap();
        let undone = settled(&ctx, &record).await;
        assert_eq!(undone.state, ImportState::Undone);
        // Four deals, and the account, the product and the owner they point to.
        assert_eq!(undone.details.progress.unwrap().kept, 7);
        let names = |deals: Vec<domain::Deal>| {
            let mut names: Vec<_> = deals.into_iter().filter_map(|deal| deal.external_id).collect();
            names.sort_unstable();
            names
        };
        let stay = ["called", "edited", "imported-again", "moved"];
        let mut read = read(&ctx).await;
        assert_eq!(names(read.deals_page(&DealQuery::default()).await.unwrap().rows), stay);
        for day in ["2024-01-02T00:00:00Z", "2024-06-01T00:00:00Z", "2026-01-01T00:00:00Z"] {
            assert_eq!(names(read.deals_as_of(day.parse().unwrap()).await.unwrap()), stay, "{day}");
        }
        drop(read);
        let (moved, visits) = deal(&ctx, "moved").await;
        assert_eq!((moved.stage.as_str(), visits.len()), ("closed_lost", 2));
        let report = ctx.app.store().verify().await.unwrap();
        assert!(report.problems.is_empty(), "{:?}", report.problems);
    }

    async fn a_deal_that_moved_after_an_import_rewrote_it_keeps_its_life(db) {
        let ctx = workspace(db.store()).await;
        let before = format!("{HEADER}moved,Acme,Ann,Pro,qualified,2024-01-10,,10\nstill,Acme,Ann,Pro,qualified,2024-01-10,,10\n");
        finished(import(&ctx, before.as_bytes(), DEALS).await);
        let (still, still_visits) = deal(&ctx, "still").await;
        let rows = "Deal,Stage,On\nmoved,discovery,2024-01-10\nmoved,qualified,2024-02-10\nstill,discovery,2024-01-02\nstill,qualified,2024-02-10\n";
        let record = finished(import(&ctx, rows.as_bytes(), HISTORY).await);
        assert_eq!(counts(&record), (4, 0, 0, 0, 0));
        lose(&ctx, deal(&ctx, "moved").await.0.id).await;
        let lived = deal(&ctx, "moved").await;

        // A history of what happened here is not taken from a file.
        let again = finished(import(&ctx, b"Deal,Stage,On\nmoved,prospecting,2024-01-03\n", HISTORY).await);
        assert_eq!(counts(&again), (0, 0, 0, 0, 1));
        let reason = &again.details.progress.as_ref().unwrap().rejections[0];
        assert_eq!(reason.code, "moved-here");
        assert_ne!(reason.reason.ko, reason.reason.en);
        assert_eq!(deal(&ctx, "moved").await, lived);

        app::imports::undo(&ctx, record.id).await.unwrap();
        let undone = settled(&ctx, &record).await;
        assert_eq!((undone.state, undone.details.progress.unwrap().kept), (ImportState::Undone, 1));
        assert_eq!(deal(&ctx, "moved").await, lived);
        let (restored, visits) = deal(&ctx, "still").await;
        assert_eq!((restored.opened_at, restored.stage_entered_at), (still.opened_at, still.stage_entered_at));
        assert_eq!(visits, still_visits);
        let told = read(&ctx).await.visits_as_of(still.id, crate::NOW).await.unwrap();
        assert_eq!(told, still_visits);
        let report = ctx.app.store().verify().await.unwrap();
        assert!(report.problems.is_empty(), "{:?}", report.problems);
    }

    async fn what_others_point_to_by_now_stays(db) {
        let ctx = workspace(db.store()).await;
        let accounts = finished(import(&ctx, b"name\nAcme\nBeta\n", "as: accounts\ncolumns: {name: name}\n").await);
        let deals = format!("{HEADER}1,Acme,Ann,Pro,qualified,2024-01-02,,10\n");
        finished(import(&ctx, deals.as_bytes(), DEALS).await);
        app::imports::undo(&ctx, accounts.id).await.unwrap();
        let undone = settled(&ctx, &accounts).await;
        assert_eq!((undone.state, undone.details.progress.unwrap().kept), (ImportState::Undone, 1));
        let names: Vec<_> = read(&ctx).await.all_accounts().await.unwrap().into_iter().map(|account| account.name).collect();
        assert_eq!(names, ["Acme"]);
    }
}

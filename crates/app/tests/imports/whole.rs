//! An import is one unit: it can be taken back completely, updates included.

use app::imports::ImportState;
use domain::{Currency, Money};
use store::{DealQuery, MatchKey};

use crate::{counts, deal, finished, import, read, settled, workspace};

const DEALS: &str = "as: deals\nkey: id\ncolumns: {id: external_id, account: account, owner: owner, product: product, \
    stage: stage, opened: opened_on, closed: closed_on, amount: amount}\n\
    defaults: {pipeline: new-business, currency: USD, loss_reason: imported-unknown}\ncreate_missing: [users, accounts, products]\n";
const HEADER: &str = "id,account,owner,product,stage,opened,closed,amount\n";

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

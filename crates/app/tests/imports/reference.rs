//! Real exports, with the answers a correct import gives. They lie outside the repository: where they are absent these
//! tests say so, unless `CI=true` requires them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use app::Ctx;
use domain::deal::DealStatus;
use domain::{Currency, Deal, Money};
use serde_json::Value;
use store::MatchKey;

use crate::{counts, finished, import, read, workspace};

#[expect(clippy::print_stdout, reason = "a skipped test says so")]
fn folder(set: &str) -> Option<PathBuf> {
    let root = std::env::var_os("PROOFLINE_REFERENCE_DATA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"),
        PathBuf::from,
    );
    let folder = root.join(set);
    if folder.is_dir() {
        return Some(folder);
    }
    assert!(
        std::env::var("CI").as_deref() != Ok("true"),
        "the reference data is required here, but {} is absent",
        folder.display()
    );
    println!("skipped: no reference data at {}", folder.display());
    None
}

fn answers(folder: &std::path::Path) -> Value {
    serde_json::from_slice(&std::fs::read(folder.join("reference.json")).unwrap()).unwrap()
}

/// The values of one column of a file.
fn column(bytes: &[u8], name: &str) -> Vec<String> {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), bytes).unwrap();
    let table =
        connect::tabular::Table::open(file.path(), &connect::tabular::ReadOptions::default())
            .unwrap();
    let index = table
        .shape()
        .columns
        .iter()
        .position(|column| column == name)
        .unwrap();
    let mut values = Vec::new();
    table
        .for_each_row(|row| {
            values.push(row.cells[index].clone());
            std::ops::ControlFlow::Continue(())
        })
        .unwrap();
    values
}

async fn deals(ctx: &Ctx, ids: &[String]) -> Vec<Deal> {
    read(ctx)
        .await
        .match_deals(MatchKey::ExternalId, ids)
        .await
        .unwrap()
}

/// won, lost, open and the value won, in whole dollars, as the reference counts them.
fn standing<'a>(deals: impl Iterator<Item = &'a Deal>) -> (i64, i64, i64, i64) {
    deals.fold((0, 0, 0, 0), |(won, lost, open, value), deal| {
        match deal.status {
            DealStatus::Won => (
                won + 1,
                lost,
                open,
                value + deal.amount.unwrap().amount_minor / 100,
            ),
            DealStatus::Lost => (won, lost + 1, open, value),
            DealStatus::Open => (won, lost, open + 1, value),
        }
    })
}

fn expected(answer: &Value) -> (i64, i64, i64, i64) {
    let number = |key: &str| answer[key].as_i64().unwrap();
    (
        number("won"),
        number("lost"),
        number("open"),
        number("won_value"),
    )
}

const MAVEN_USERS: &str = "as: users\nkey: sales_agent\ncolumns: {sales_agent: name, manager: manager, regional_office: region}\n";
const MAVEN_PRODUCTS: &str = "as: products\nkey: product\ncolumns: {product: name, series: family, sales_price: list_price}\ndefaults: {currency: USD}\n";
const MAVEN_ACCOUNTS: &str = "\
as: accounts
key: account
columns: {account: name, sector: industry, year_established: custom.year_established, revenue: annual_revenue,
  employees: employees, office_location: country, subsidiary_of: parent}
values: {sector: {technolgy: technology}, office_location: {Philipines: Philippines}}
defaults: {currency: USD}
";
const MAVEN_DEALS: &str = "\
as: deals
key: opportunity_id                # create or update by this column
columns:
  opportunity_id: external_id
  sales_agent: owner               # by name or e-mail
  account: account                 # by domain or name; empty allowed
  product: product
  deal_stage: stage
  engage_date: opened_on
  close_date: closed_on
  close_value: amount
values:
  deal_stage: { Prospecting: prospecting, Engaging: qualified, Won: closed_won, Lost: closed_lost }
  product: { GTXPro: GTX Pro }
defaults: { pipeline: new-business, currency: USD, loss_reason: imported-unknown }
";

testkit::db_test! {
    async fn maven_comes_in_without_losing_a_row(db) {
        let Some(folder) = folder("maven_crm") else { return };
        let answers = answers(&folder);
        let file = |name: &str| std::fs::read(folder.join(name)).unwrap();
        let ctx = workspace(db.store()).await;

        assert_eq!(counts(&finished(import(&ctx, &file("sales_teams.csv"), MAVEN_USERS).await)), (35, 0, 0, 0, 0));
        assert_eq!(counts(&finished(import(&ctx, &file("products.csv"), MAVEN_PRODUCTS).await)), (7, 0, 0, 0, 0));
        assert_eq!(counts(&finished(import(&ctx, &file("accounts.csv"), MAVEN_ACCOUNTS).await)), (85, 0, 0, 0, 0));
        let pipeline = file("sales_pipeline.csv");
        let mapping = format!("{MAVEN_DEALS}create_missing: [users, accounts, products]\n");
        let record = finished(import(&ctx, &pipeline, &mapping).await);
        assert_eq!(counts(&record), (8_800, 0, 0, 0, 0));
        let progress = record.details.progress.as_ref().unwrap();
        assert!(progress.created_related.is_empty(), "{:?}", progress.created_related);

        let deals = deals(&ctx, &column(&pipeline, "opportunity_id")).await;
        assert_eq!(deals.len(), 8_800);
        assert_eq!(standing(deals.iter()), expected(&answers["overall"]));
        let mut stages: BTreeMap<&str, i64> = BTreeMap::new();
        deals.iter().for_each(|deal| *stages.entry(&deal.stage).or_default() += 1);
        for (theirs, ours) in [("Prospecting", "prospecting"), ("Engaging", "qualified"), ("Won", "closed_won"), ("Lost", "closed_lost")] {
            assert_eq!(stages[ours], answers["stage_counts"][theirs].as_i64().unwrap());
        }

        let mut read = read(&ctx).await;
        let users = read.users().await.unwrap();
        let teams = read.teams().await.unwrap();
        let of_user = |name: &str| users.iter().find(|user| user.name == name).unwrap();
        for (name, answer) in answers["by_agent"].as_object().unwrap() {
            let owner = of_user(name).id;
            assert_eq!(standing(deals.iter().filter(|deal| deal.owner_id == Some(owner))), expected(answer), "{name}");
        }
        for (name, answer) in answers["by_manager"].as_object().unwrap() {
            let manager = of_user(name).id;
            let led: BTreeSet<_> = teams.iter().filter(|team| team.manager_id == Some(manager)).map(|team| team.id).collect();
            let members: BTreeSet<_> = users.iter().filter(|user| user.team_id.is_some_and(|id| led.contains(&id))).map(|user| user.id).collect();
            let theirs = deals.iter().filter(|deal| deal.owner_id.is_some_and(|id| members.contains(&id)));
            assert_eq!(standing(theirs), expected(answer), "{name}");
        }
        for (name, answer) in answers["by_region"].as_object().unwrap() {
            let region = teams.iter().find(|team| team.name == *name).unwrap().id;
            let below: BTreeSet<_> = teams.iter().filter(|team| team.parent_id == Some(region)).map(|team| team.id).collect();
            let members: BTreeSet<_> = users.iter().filter(|user| user.team_id.is_some_and(|id| below.contains(&id))).map(|user| user.id).collect();
            let theirs = deals.iter().filter(|deal| deal.owner_id.is_some_and(|id| members.contains(&id)));
            assert_eq!(standing(theirs), expected(answer), "{name}");
        }
        let products = read.all_products().await.unwrap();
        assert_eq!(products.len(), 7);
        for (name, answer) in answers["by_product_canonical"].as_object().unwrap() {
            let product = products.iter().find(|product| product.name == *name).unwrap().id;
            assert_eq!(standing(deals.iter().filter(|deal| deal.product_id == Some(product))), expected(answer), "{name}");
        }
        let accounts = read.all_accounts().await.unwrap();
        let missing = deals.iter().filter(|deal| deal.account_id.is_none()).count();
        assert_eq!((accounts.len(), missing), (85, 1_425));
        assert_eq!(accounts.iter().filter(|account| account.industry.as_deref() == Some("technology")).count(), 12);
        for (name, value) in answers["won_value_by_ultimate_parent"].as_object().unwrap() {
            let parent = accounts.iter().find(|account| account.name == *name).unwrap().id;
            let group: BTreeSet<_> = accounts.iter().filter(|account| account.id == parent || account.parent_id == Some(parent)).map(|account| account.id).collect();
            let theirs = deals.iter().filter(|deal| deal.account_id.is_some_and(|id| group.contains(&id)));
            assert_eq!(standing(theirs).3, value.as_i64().unwrap(), "{name}");
        }
        let acme = accounts.iter().find(|account| account.name == "Acme Corporation").unwrap();
        assert_eq!(acme.annual_revenue, Some(Money::new(110_004, Currency::USD)));

        // What was engaged at the end of each quarter, asked of the journal.
        for (day, count) in answers["as_of_engaged_open"].as_object().unwrap() {
            let day: domain::Date = day.parse().unwrap();
            let at = domain::Instant::start_of_day(day.tomorrow().unwrap(), &jiff::tz::TimeZone::UTC).plus_micros(-1);
            let then = read.deals_as_of(at).await.unwrap();
            let engaged = then.iter().filter(|deal| deal.status == DealStatus::Open).count();
            assert_eq!(engaged as i64, count.as_i64().unwrap(), "{day}");
        }
        for deal in deals.iter().step_by(97) {
            let visits = read.visits_of(deal.id).await.unwrap();
            assert_eq!(domain::deal::broken_tiling(deal, &visits), None);
        }

        let report = ctx.app.store().verify().await.unwrap();
        assert!(report.problems.is_empty(), "{:?}", report.problems);

        // The same file again changes nothing.
        let again = finished(import(&ctx, &pipeline, &mapping).await);
        assert_eq!(counts(&again), (0, 0, 8_800, 0, 0));
    }

    async fn maven_without_the_confirmed_name_rejects_those_rows_and_says_what_was_meant(db) {
        let Some(folder) = folder("maven_crm") else { return };
        let file = |name: &str| std::fs::read(folder.join(name)).unwrap();
        let ctx = workspace(db.store()).await;
        finished(import(&ctx, &file("products.csv"), MAVEN_PRODUCTS).await);
        let mapping = MAVEN_DEALS.replace("  product: { GTXPro: GTX Pro }\n", "");
        let mapping = connect::mapping::Mapping::parse(&format!("{mapping}create_missing: [users, accounts, products]\n")).unwrap();
        let record = crate::upload(&ctx, &file("sales_pipeline.csv"), &mapping).await;
        app::imports::set_mapping(&ctx, record.id, mapping).await.unwrap();
        app::imports::dry_run(&ctx, record.id).await.unwrap();
        let record = crate::settled(&ctx, &record).await;
        assert_eq!(counts(&record), (7_320, 0, 0, 0, 1_480));
        let progress = record.details.progress.as_ref().unwrap();
        assert_eq!((progress.created_related["users"], progress.created_related["accounts"]), (30, 85));
        let [miss] = &progress.near_misses[..] else { panic!("{:?}", progress.near_misses) };
        assert_eq!((miss.value.as_str(), miss.suggestion.as_str(), miss.count), ("GTXPro", "GTX Pro", 1_480));
        assert!(read(&ctx).await.all_accounts().await.unwrap().is_empty());
    }

    async fn hubspot_comes_in_linked_by_domain_and_address(db) {
        let Some(folder) = folder("crm_exports/hubspot_dummy") else { return };
        let answers = answers(&folder);
        let file = |name: &str| std::fs::read(folder.join(name)).unwrap();
        let ctx = workspace(db.store()).await;
        let preset = |target: &str, key: &str| format!("as: {target}\npreset: hubspot\nkey: {key}\ncreate_missing: [users]\n");
        let companies = finished(import(&ctx, &file("hubspot_companies.csv"), &preset("accounts", "Company Domain Name")).await);
        assert_eq!(counts(&companies), (200, 0, 0, 0, 0));
        let contacts = finished(import(&ctx, &file("hubspot_contacts.csv"), &preset("contacts", "Email")).await);
        assert_eq!(counts(&contacts), (950, 0, 0, 0, 0));
        let pipeline = file("hubspot_deals.csv");
        let deals_mapping = format!("{}defaults: {{currency: USD}}\n", preset("deals", "Deal ID"));
        assert_eq!(counts(&finished(import(&ctx, &pipeline, &deals_mapping).await)), (500, 0, 0, 0, 0));

        let deals = deals(&ctx, &column(&pipeline, "Deal ID")).await;
        for (theirs, ours) in [
            ("Appointment Scheduled", "discovery"), ("Qualified to Buy", "qualified"), ("Presentation Scheduled", "solution_fit"),
            ("Decision Maker Bought-In", "proposal"), ("Contract Sent", "negotiation"), ("Closed Won", "closed_won"), ("Closed Lost", "closed_lost"),
        ] {
            let answer = &answers["deal_stage"][theirs];
            let there: Vec<&Deal> = deals.iter().filter(|deal| deal.stage == ours).collect();
            let cents: i64 = there.iter().map(|deal| deal.amount.unwrap().amount_minor).sum();
            assert_eq!((there.len() as i64, cents), (answer["n"].as_i64().unwrap(), cents_of(&answer["amount"])), "{theirs}");
        }
        let total: i64 = deals.iter().map(|deal| deal.amount.unwrap().amount_minor).sum();
        assert_eq!(total, cents_of(&answers["total_amount"]));
        assert!(deals.iter().all(|deal| deal.account_id.is_some() && deal.contact_id.is_some() && deal.owner_id.is_some()));
        let noted = deals.iter().filter(|deal| deal.loss.as_ref().is_some_and(|loss| loss.note.is_some())).count();
        assert_eq!(noted as i64, answers["lost_reason_filled"].as_i64().unwrap());
        let contacts = read(&ctx).await.all_contacts().await.unwrap();
        let loose = contacts.iter().filter(|contact| contact.account_id.is_none()).count();
        assert_eq!(loose as i64, answers["contacts_domain_unknown"].as_i64().unwrap());
    }

    async fn salesforce_comes_in_linked_by_references(db) {
        let Some(folder) = folder("crm_exports/salesforce_apex_recipes") else { return };
        let file = |name: &str| std::fs::read(folder.join(name)).unwrap();
        let ctx = workspace(db.store()).await;
        let preset = |target: &str| format!("as: {target}\npreset: salesforce\n");
        assert_eq!(counts(&finished(import(&ctx, &file("Accounts.csv"), &preset("accounts")).await)), (50, 0, 0, 0, 0));
        assert_eq!(counts(&finished(import(&ctx, &file("Contacts.csv"), &preset("contacts")).await)), (150, 0, 0, 0, 0));
        // One stage of theirs is no stage of ours: those rows are refused until the mapping says what it means.
        let opportunities = file("Opportunities.csv");
        let refused = finished(import(&ctx, &opportunities, &preset("deals")).await);
        assert_eq!(counts(&refused), (42, 0, 0, 0, 8));
        app::imports::undo(&ctx, refused.id).await.unwrap();
        crate::settled(&ctx, &refused).await;
        let mapping = format!("{}values: {{StageName: {{Assigned dynamically: prospecting}}}}\n", preset("deals"));
        assert_eq!(counts(&finished(import(&ctx, &opportunities, &mapping).await)), (50, 0, 0, 0, 0));
        let mut read = read(&ctx).await;
        let accounts = read.all_accounts().await.unwrap();
        let starling = read.match_deals(MatchKey::Name, &["Cape starling".into()]).await.unwrap().remove(0);
        let account = accounts.iter().find(|account| Some(account.id) == starling.account_id).unwrap();
        let names = column(&file("Accounts.csv"), "name");
        assert_eq!((account.external_id.as_deref(), account.name.as_str()), (Some("AccountRef32"), names[31].as_str()));
        assert_eq!((starling.stage.as_str(), starling.amount), ("solution_fit", Some(Money::new(11_937_334, Currency::USD))));
        let deals = read.match_deals(MatchKey::Name, &column(&opportunities, "name")).await.unwrap();
        let mut stages: BTreeMap<&str, usize> = BTreeMap::new();
        deals.iter().for_each(|deal| *stages.entry(&deal.stage).or_default() += 1);
        assert_eq!((stages["closed_won"], stages["closed_lost"], stages["negotiation"], stages["prospecting"]), (3, 1, 6, 8));
        assert_eq!(deals.iter().map(|deal| deal.amount.unwrap().amount_minor).sum::<i64>(), 2_785_806_552);
    }
}

fn cents_of(dollars: &Value) -> i64 {
    Money::parse_decimal(&dollars.to_string(), Currency::USD)
        .unwrap()
        .amount_minor
}

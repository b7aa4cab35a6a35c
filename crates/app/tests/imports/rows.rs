//! What single rows come to.

use app::imports::ImportState;
use connect::mapping::{Mapping, Target};
use domain::deal::DealStatus;
use domain::{Currency, Locale, Money, VisitOrigin};
use store::MatchKey;

use crate::{counts, deal, finished, import, read, settled, upload, workspace};

const DEALS: &str = "as: deals\nkey: id\ncolumns: {id: external_id, name: name, account: account, owner: owner, product: product, \
    stage: stage, opened: opened_on, closed: closed_on, amount: amount}\n\
    defaults: {pipeline: new-business, currency: USD, loss_reason: imported-unknown}\ncreate_missing: [users, accounts, products]\n";
const HEADER: &str = "id,name,account,owner,product,stage,opened,closed,amount\n";

fn moment(text: &str) -> domain::Instant {
    text.parse().unwrap()
}

testkit::db_test! {
    async fn historic_stages_come_in_with_their_dates_and_tile_the_deals_life(db) {
        let ctx = workspace(db.store()).await;
        let rows = format!("{HEADER}\
            W,Won one,Acme,Ann,Pro,closed_won,2024-01-02,2024-03-04,\"1,234.50\"\n\
            L,Lost one,Acme,Ann,Pro,Closed lost,2024-01-02,2024-02-03,0\n\
            O,Open one,Beta,Bob,Pro,qualified,2024-05-06,,$10\n\
            N,New one,,,,Prospecting,,,\n");
        assert_eq!(counts(&finished(import(&ctx, rows.as_bytes(), DEALS).await)), (4, 0, 0, 0, 0));
        let (won, visits) = deal(&ctx, "W").await;
        assert_eq!((won.status, won.amount), (DealStatus::Won, Some(Money::new(123_450, Currency::USD))));
        assert_eq!(won.closed_at, Some(moment("2024-03-04T00:00:00Z")));
        assert_eq!(won.close_on, Some(jiff::civil::date(2024, 3, 4)));
        let stays: Vec<_> = visits.iter().map(|visit| (visit.stage.as_str(), visit.origin)).collect();
        assert_eq!(stays, [("prospecting", VisitOrigin::Inferred), ("closed_won", VisitOrigin::Imported)]);
        let (lost, _) = deal(&ctx, "L").await;
        assert_eq!(lost.loss.unwrap().reason, "imported-unknown");
        let (open, visits) = deal(&ctx, "O").await;
        assert_eq!((visits.len(), visits[0].origin, open.opened_at), (1, VisitOrigin::Imported, moment("2024-05-06T00:00:00Z")));
        assert_eq!(deal(&ctx, "N").await.0.opened_at, crate::NOW);
        // As it was then known: in February the won deal was still open, and lost one open until the third.
        let mut read = read(&ctx).await;
        let then = read.deals_as_of(moment("2024-02-01T00:00:00Z")).await.unwrap();
        let mut stages: Vec<_> = then.iter().map(|deal| (deal.external_id.as_deref().unwrap(), deal.stage.as_str())).collect();
        stages.sort_unstable();
        assert_eq!(stages, [("L", "prospecting"), ("W", "prospecting")]);
        assert!(ctx.app.store().verify().await.unwrap().problems.is_empty());
    }

    async fn every_refused_row_says_where_and_why_and_leaves_nothing_behind(db) {
        let ctx = workspace(db.store()).await;
        let rows = format!("{HEADER}\
            1,a,Acme,Ann,Pro,nowhere,2024-01-02,,1\n\
            2,b,Acme,Ann,Pro,closed_won,2024-03-02,2024-01-01,1\n\
            3,c,Acme,Ann,Pro,closed_won,2024-03-02,,1\n\
            4,d,Ghost Inc,Ann,Pro,qualified,02.30.2024,,1\n\
            5,e,Ghost Inc,Ann,Pro,qualified,2024-01-02,,many\n\
            6,f,Ghost Inc,Ann,Pro,qualified,2024-01-02,,1.234\n\
            7,g,Acme,Ann,Pro,qualified,2024-01-02,,1,2,3\n\
            8,h,Acme,Ann,Pro,qualified,2099-01-02,,1\n\
            9,ok,Acme,Ann,Pro,qualified,2024-01-02,,1\n");
        let record = finished(import(&ctx, rows.as_bytes(), DEALS).await);
        assert_eq!(counts(&record), (1, 0, 0, 0, 8));
        let progress = record.details.progress.unwrap();
        let told: Vec<_> = progress.rejections.iter().map(|one| (one.row, one.column.as_deref().unwrap_or(""), one.code.as_str())).collect();
        assert_eq!(told, [
            (2, "stage", "unknown"), (3, "closed", "too-early"), (4, "closed", "required"), (5, "opened", "malformed"),
            (6, "amount", "malformed"), (7, "amount", "malformed"), (8, "", "too-many-cells"), (9, "opened", "too-late"),
        ]);
        assert!(progress.rejections.iter().all(|one| one.reason.ko != one.reason.en));
        let names: Vec<_> = read(&ctx).await.all_accounts().await.unwrap().into_iter().map(|account| account.name).collect();
        assert_eq!(names, ["Acme"]);
        let file = app::imports::error_file(&ctx, record.id, Locale::En).await.unwrap().read().await.unwrap();
        let text = String::from_utf8(file).unwrap();
        assert_eq!(text.lines().count(), 9);
        assert!(text.starts_with("\u{FEFF}id,name,account,owner,product,stage,opened,closed,amount,import_row,import_column,import_reason\r\n"));
        assert!(text.contains("5,e,Ghost Inc,Ann,Pro,qualified,2024-01-02,,many,6,amount,"), "{text}");
    }

    async fn create_update_and_both_do_what_they_say(db) {
        let ctx = workspace(db.store()).await;
        let first = format!("{HEADER}1,one,Acme,Ann,Pro,qualified,2024-01-02,,10\n");
        finished(import(&ctx, first.as_bytes(), DEALS).await);
        let rows = format!("{HEADER}1,uno,Acme,Ann,Pro,qualified,2024-01-02,,20\n2,two,Acme,Ann,Pro,qualified,2024-01-02,,30\n1,ein,,,,,,,\n");
        let create = finished(import(&ctx, rows.as_bytes(), &format!("{DEALS}mode: create\n")).await);
        assert_eq!(counts(&create), (1, 0, 0, 2, 0));
        let update = finished(import(&ctx, rows.as_bytes(), &format!("{DEALS}mode: update\n")).await);
        assert_eq!(counts(&update), (0, 2, 1, 0, 0));
        let (deal, _) = deal(&ctx, "1").await;
        // The last row of a key wins; what it leaves empty stays.
        assert_eq!((deal.name.as_str(), deal.amount), ("ein", Some(Money::new(2_000, Currency::USD))));
        assert_eq!(deal.version, 3);
        let both = finished(import(&ctx, rows.replace("two", "zwei").as_bytes(), DEALS).await);
        assert_eq!(counts(&both), (0, 3, 0, 0, 0));
    }

    async fn a_dry_run_counts_what_a_run_does_and_writes_nothing(db) {
        let ctx = workspace(db.store()).await;
        let rows = format!("{HEADER}1,a,Acme,Ann,Pro,qualified,2024-01-02,,1\n1,b,Acme,Ann,Pro,qualified,2024-01-02,,1\n2,c,Acme,Bob,Pro,wrong,,,\n");
        let mapping = Mapping::parse(DEALS).unwrap();
        let record = upload(&ctx, rows.as_bytes(), &mapping).await;
        app::imports::set_mapping(&ctx, record.id, mapping).await.unwrap();
        app::imports::dry_run(&ctx, record.id).await.unwrap();
        let tried = settled(&ctx, &record).await;
        assert_eq!((tried.state, counts(&tried)), (ImportState::Ready, (1, 1, 0, 0, 1)));
        let mut read = read(&ctx).await;
        assert!(read.match_deals(MatchKey::ExternalId, &["1".into()]).await.unwrap().is_empty());
        assert_eq!(read.users().await.unwrap().len(), 1);
        let related = tried.details.progress.unwrap().created_related;
        assert_eq!((related["users"], related["accounts"], related["products"]), (1, 1, 1));
        app::imports::run(&ctx, record.id).await.unwrap();
        assert_eq!(counts(&finished(settled(&ctx, &record).await)), (1, 1, 0, 0, 1));
    }

    async fn ambiguous_dates_and_wrong_mappings_are_refused_until_settled(db) {
        let ctx = workspace(db.store()).await;
        let rows = format!("{HEADER}1,a,Acme,Ann,Pro,qualified,3/4/2024,,1\n");
        let mapping = Mapping::parse(DEALS).unwrap();
        let record = upload(&ctx, rows.as_bytes(), &mapping).await;
        let error = app::imports::set_mapping(&ctx, record.id, mapping.clone()).await.unwrap_err();
        assert_eq!((error.code, error.fields[0].pointer.as_str()), (app::Code::MappingInvalid, "/formats/opened"));
        let told = Mapping::parse(&format!("{DEALS}formats: {{opened: {{date: dmy}}}}\n")).unwrap();
        app::imports::set_mapping(&ctx, record.id, told).await.unwrap();
        app::imports::run(&ctx, record.id).await.unwrap();
        finished(settled(&ctx, &record).await);
        assert_eq!(deal(&ctx, "1").await.0.opened_at, moment("2024-04-03T00:00:00Z"));
        let wrong = Mapping::parse("as: deals\ncolumns: {nme: name, id: external}\n").unwrap();
        let record = upload(&ctx, rows.as_bytes(), &wrong).await;
        let error = app::imports::set_mapping(&ctx, record.id, wrong).await.unwrap_err();
        assert!(error.fields.iter().any(|field| field.code == "unknown-column" && field.detail.en.contains("name")), "{:?}", error.fields);
    }

    async fn a_file_read_otherwise_is_proposed_anew_to_whoever_has_not_seen_its_columns(db) {
        let ctx = workspace(db.store()).await;
        let rows = "이름;name\n한빛;Hanbit\n서울;Seoul\n";
        let record = upload(&ctx, rows.as_bytes(), &Mapping::empty(Target::Accounts)).await;
        assert_eq!(record.details.profile.rows, 2);
        let blank = Mapping::parse("as: products\ncolumns: {}\nfile: {header: false}\n").unwrap();
        let record = app::imports::set_mapping(&ctx, record.id, blank).await.unwrap();
        assert_eq!((record.state, record.details.profile.rows, record.target), (ImportState::Uploaded, 3, Target::Products));
        assert_eq!(record.details.mapping.file.header, Some(false));
        // Said again, it is a mapping of nothing.
        let blank = Mapping::parse("as: products\ncolumns: {}\nfile: {header: false}\n").unwrap();
        let error = app::imports::set_mapping(&ctx, record.id, blank).await.unwrap_err();
        assert_eq!(error.code, app::Code::MappingInvalid);
    }

    async fn what_is_almost_a_product_is_another_one_when_a_person_says_so(db) {
        let ctx = workspace(db.store()).await;
        finished(import(&ctx, b"name\nSuite 2\n", "as: products\ncolumns: {name: name}\n").await);
        let rows = format!("{HEADER}1,a,Acme,Ann,Suite 3,qualified,2024-01-02,,1\n");
        assert_eq!(counts(&finished(import(&ctx, rows.as_bytes(), DEALS).await)), (0, 0, 0, 0, 1));
        let meant = format!("{DEALS}values: {{product: {{Suite 3: Suite 3}}}}\n");
        let refused = meant.replace(", products]", "]");
        let record = finished(import(&ctx, rows.as_bytes(), &refused).await);
        assert!(record.details.progress.unwrap().near_misses.is_empty());
        let record = finished(import(&ctx, rows.as_bytes(), &meant).await);
        assert_eq!(counts(&record), (1, 0, 0, 0, 0));
        assert_eq!(record.details.progress.unwrap().created_related["products"], 1);
    }

    async fn accounts_find_parents_that_come_later_and_refuse_circles(db) {
        let ctx = workspace(db.store()).await;
        let mapping = "as: accounts\nkey: name\ncolumns: {name: name, parent: parent, site: domain}\n";
        let rows = "name,parent,site\n한빛 자회사,한빛 지주,sub.hanbit.co.kr\n한빛 지주,,hanbit.com\nA,B,\nB,A,\nC,Nobody,\n";
        let record = finished(import(&ctx, rows.as_bytes(), mapping).await);
        assert_eq!(counts(&record), (5, 0, 0, 0, 2));
        let accounts = read(&ctx).await.all_accounts().await.unwrap();
        let of = |name: &str| accounts.iter().find(|account| account.name == name).unwrap();
        assert_eq!(of("한빛 자회사").parent_id, Some(of("한빛 지주").id));
        assert_eq!(of("한빛 자회사").domain.as_deref(), Some("hanbit.co.kr"));
        assert_eq!((of("A").parent_id, of("B").parent_id, of("C").parent_id), (Some(of("B").id), None, None));
        let codes: Vec<_> = record.details.progress.unwrap().rejections.into_iter().map(|one| (one.row, one.code)).collect();
        assert_eq!(codes, [(5, "circle".to_owned()), (6, "unknown".to_owned())]);
    }

    async fn stage_history_replaces_what_was_only_inferred(db) {
        let ctx = workspace(db.store()).await;
        let rows = format!("{HEADER}W,Won,Acme,Ann,Pro,closed_won,2024-01-10,2024-03-04,1\nO,Open,Acme,Ann,Pro,qualified,2024-01-10,,1\n");
        finished(import(&ctx, rows.as_bytes(), DEALS).await);
        let mapping = "as: stage-history\ncolumns: {Deal: deal, Stage: stage, Date entered stage: entered_on}\n";
        let rows = "Deal,Stage,Date entered stage\nW,prospecting,2024-01-02\nW,proposal,2024-02-01\nO,discovery,2024-01-10\n\
            O,qualified,2024-02-10\nW,discovery,2024-01-15\nX,discovery,2024-01-15\nO,nowhere,2024-01-15\n";
        let record = finished(import(&ctx, rows.as_bytes(), mapping).await);
        assert_eq!(counts(&record), (5, 0, 0, 0, 2));
        let (won, visits) = deal(&ctx, "W").await;
        let stays: Vec<_> = visits.iter().map(|visit| (visit.stage.as_str(), visit.entered_at.date_utc().to_string())).collect();
        assert_eq!(stays, [("prospecting", "2024-01-02".to_owned()), ("discovery", "2024-01-15".to_owned()),
            ("proposal", "2024-02-01".to_owned()), ("closed_won", "2024-03-04".to_owned())]);
        assert!(visits.iter().all(|visit| visit.origin == VisitOrigin::Imported));
        assert_eq!(won.opened_at, moment("2024-01-02T00:00:00Z"));
        let (open, visits) = deal(&ctx, "O").await;
        assert_eq!((visits.len(), open.stage_entered_at), (2, moment("2024-02-10T00:00:00Z")));
        app::imports::undo(&ctx, record.id).await.unwrap();
        assert_eq!(settled(&ctx, &record).await.state, ImportState::Undone);
        let (open, visits) = deal(&ctx, "O").await;
        assert_eq!((visits.len(), open.stage_entered_at), (1, moment("2024-01-10T00:00:00Z")));
        assert_eq!(deal(&ctx, "W").await.1.len(), 2);
    }

    async fn korean_files_come_in_in_their_own_encoding(db) {
        let ctx = workspace(db.store()).await;
        let rows = "딜 이름,고객사,금액,파이프라인 단계,생성 날짜\n한빛 확장,㈜한빛,\"7,590,000\",제안,2024년 3월 1일\n";
        let (bytes, _, _) = encoding_rs::EUC_KR.encode(rows);
        let mapping = "as: deals\ncolumns: {딜 이름: name, 고객사: account, 금액: amount, 파이프라인 단계: stage, 생성 날짜: opened_on}\n\
            values: {파이프라인 단계: {제안: proposal}}\ndefaults: {currency: KRW}\ncreate_missing: [accounts]\n";
        assert_eq!(counts(&finished(import(&ctx, &bytes, mapping).await)), (1, 0, 0, 0, 0));
        let found = read(&ctx).await.match_deals(MatchKey::Name, &["한빛 확장".into()]).await.unwrap().remove(0);
        assert_eq!((found.amount, found.opened_at), (Some(Money::new(7_590_000, Currency::KRW)), moment("2024-03-01T00:00:00Z")));
        // Another spelling of the same company finds it.
        let again = rows.replace("㈜한빛", "한빛 주식회사");
        let record = finished(import(&ctx, again.as_bytes(), mapping).await);
        assert!(record.details.progress.unwrap().created_related.is_empty());
    }
}

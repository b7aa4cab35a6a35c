//! How SQLite carries the frequent queries out: through an index, in its order, however many rows there are.

use domain::ids::{DealId, WorkspaceId};
use uuid::Uuid;

use crate::list::Listed;
use crate::sql::Value;
use crate::{Backend, BoardQuery, BoardStage, DealQuery, JournalQuery, ListQuery, Scope, Store};

fn indexed<T: Listed>() -> impl Iterator<Item = &'static str> {
    let sorts = T::SORTS.iter().filter(|sort| sort.is_indexed);
    sorts.map(|sort| sort.field)
}

fn sorted(field: &str) -> ListQuery {
    ListQuery {
        sort: Some(field.to_owned()),
        ..Default::default()
    }
}

#[tokio::test]
async fn frequent_queries_neither_scan_nor_sort() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(Backend::sqlite(dir.path())).await.unwrap();
    let mut read = store
        .read(&Scope::system(WorkspaceId::from_uuid(Uuid::nil())))
        .await
        .unwrap();
    let deal_id = DealId::from_uuid(Uuid::nil());
    read.find_deal(deal_id).await.unwrap();
    read.find_deal_by_number(1).await.unwrap();
    read.visits_of(deal_id).await.unwrap();
    for newest_first in [true, false] {
        let timeline = JournalQuery {
            deal_id: Some(deal_id),
            newest_first,
            ..Default::default()
        };
        read.journal_page(&timeline).await.unwrap();
        read.journal_page(&JournalQuery {
            after_seq: Some(5),
            newest_first,
            ..Default::default()
        })
        .await
        .unwrap();
    }
    read.object_as_of("deal", Uuid::nil(), domain::Instant::from_micros(0))
        .await
        .unwrap();
    for sort in [
        "close_on",
        "-close_on",
        "-amount_minor",
        "-updated_at",
        "stage_entered_at",
    ] {
        let list = ListQuery {
            sort: Some(sort.to_owned()),
            ..Default::default()
        };
        let stage = Some("proposal".to_owned());
        let query = DealQuery {
            list,
            pipeline: Some("new-business".to_owned()),
            stage,
            ..Default::default()
        };
        read.deals_page(&query).await.unwrap();
    }
    // Whatever a list says an index serves.
    for sort in indexed::<domain::Deal>() {
        let query = DealQuery {
            list: sorted(sort),
            ..Default::default()
        };
        read.deals_page(&query).await.unwrap();
    }
    for sort in indexed::<domain::Account>() {
        read.accounts_page(&sorted(sort)).await.unwrap();
    }
    for sort in indexed::<domain::Contact>() {
        read.contacts_page(&sorted(sort)).await.unwrap();
    }
    for sort in indexed::<domain::Product>() {
        read.products_page(&sorted(sort)).await.unwrap();
    }
    let ids: Vec<uuid::Uuid> = (0..40).map(Uuid::from_u128).collect();
    read.contacts_by_id(&ids.iter().copied().map(Into::into).collect::<Vec<_>>())
        .await
        .unwrap();
    read.account_names(ids.iter().copied().map(Into::into))
        .await
        .unwrap();
    read.product_names(ids.iter().copied().map(Into::into))
        .await
        .unwrap();
    let stages = vec![BoardStage {
        stage: "proposal".to_owned(),
        rots_before: Some(domain::Instant::from_micros(0)),
    }];
    read.board(&BoardQuery {
        pipeline: "new-business".to_owned(),
        stages,
        ..Default::default()
    })
    .await
    .unwrap();

    // A plan needs no values, a statement does.
    let nothing = vec![Value::Int(None); 100];
    for sql in std::mem::take(&mut read.conn.spoken) {
        let plan = read
            .conn
            .fetch_all(format!("explain query plan {sql}"), nothing.clone())
            .await
            .unwrap();
        for step in plan {
            let step = step.text(3).unwrap();
            let sorts_visits = sql.contains("from stage_visit");
            let groups_totals = sql.contains("from stage_total");
            assert!(!step.starts_with("SCAN"), "{step}: {sql}");
            assert!(
                !step.contains("TEMP B-TREE") || sorts_visits || groups_totals,
                "{step}: {sql}"
            );
            let is_timeline = sql.contains("and deal_id") && sql.contains("from journal");
            assert!(
                !is_timeline || step.contains("journal_by_deal"),
                "{step}: {sql}"
            );
            let by_id = sql.contains("and id in (");
            assert!(!by_id || step.contains("id=?)"), "{step}: {sql}");
            let is_past = sql.contains("and object_id") && sql.contains("from journal");
            assert!(
                !is_past || step.contains("journal_by_object"),
                "{step}: {sql}"
            );
            let by_stage = sql.contains("and stage = ") && sql.contains("from deal");
            assert!(
                !by_stage || step.contains("deal_by_stage_and"),
                "{step}: {sql}"
            );
        }
    }
}

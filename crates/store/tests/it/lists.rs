use std::collections::BTreeSet;

use domain::{Currency, Money};
use playbook::filter::{CompareOp, FilterValue, Predicate};
use store::{DealQuery, Error, ListQuery};
use testkit::{Seeded, db_test};

const SORTS: [&str; 8] = [
    "close_on",
    "-close_on",
    "amount_minor",
    "-amount_minor",
    "name",
    "-updated_at",
    "-number",
    "stage",
];

async fn fill(db: &testkit::TestDb, world: &mut Seeded, count: u64) {
    let mut tx = db.store().write(&world.scope()).await.unwrap();
    for number in 0..count {
        let deal_number = tx.next_deal_number();
        let name =
            ["Alpha", "beta", "감마", "Delta_1", "100%"][usize::try_from(number % 5).unwrap()];
        let mut deal = world.deal(
            deal_number,
            &format!("{name} {}", world.clone().below(9)),
            None,
        );
        deal.close_on = (world.below(4) > 0)
            .then(|| jiff::civil::date(2026, 5, i8::try_from(world.below(6) + 1).unwrap()));
        deal.amount = (world.below(4) > 0)
            .then(|| Money::new(i64::try_from(world.below(5)).unwrap() * 100, Currency::USD));
        deal.stage =
            ["prospecting", "discovery"][usize::try_from(world.below(2)).unwrap()].to_owned();
        deal.next_step = (world.below(2) > 0).then(|| "Call the Buyer".to_owned());
        deal.pushes = u32::try_from(world.below(3)).unwrap();
        deal.on_waiver = world.below(2) == 0;
        world.save_new(&mut tx, &deal).await;
    }
    tx.commit().await.unwrap();
}

db_test! {
    async fn pages_lose_and_repeat_nothing_while_deals_come_in(db) {
        let mut world = Seeded::new(40);
        world.set_up(&db.store()).await;
        fill(&db, &mut world, 60).await;
        let all = ListQuery { limit: 500, ..Default::default() };
        for sort in SORTS {
            let mut read = db.store().read(&world.scope()).await.unwrap();
            let before: BTreeSet<_> = read.deals_page(&DealQuery { list: all.clone(), ..Default::default() }).await.unwrap()
                .rows.into_iter().map(|deal| deal.id).collect();
            let list = ListQuery { sort: Some(sort.to_owned()), limit: 7, ..Default::default() };
            let mut query = DealQuery { list, ..Default::default() };
            let mut paged = Vec::new();
            loop {
                let page = read.deals_page(&query).await.unwrap();
                paged.extend(page.rows.iter().map(|deal| deal.id));
                query.list.cursor = page.next_cursor;
                if query.list.cursor.is_none() {
                    break;
                }
                if paged.len() == 21 {
                    fill(&db, &mut world, 3).await;
                }
            }
            let unique: BTreeSet<_> = paged.iter().copied().collect();
            assert_eq!(unique.len(), paged.len(), "{sort}: nothing repeats");
            assert!(unique.is_superset(&before), "{sort}: nothing is lost");
        }
    }

    async fn the_past_sorts_like_today(db) {
        let mut world = Seeded::new(41);
        world.set_up(&db.store()).await;
        fill(&db, &mut world, 40).await;
        let mut read = db.store().read(&world.scope()).await.unwrap();
        for sort in SORTS {
            let list = ListQuery { sort: Some(sort.to_owned()), limit: 40, ..Default::default() };
            let today = DealQuery { list, ..Default::default() };
            let past = DealQuery { as_of: Some(world.now), ..today.clone() };
            assert_eq!(read.deals_page(&today).await.unwrap().rows, read.deals_page(&past).await.unwrap().rows, "{sort}");
        }
    }

    async fn a_cursor_of_another_list_is_refused(db) {
        let mut world = Seeded::new(42);
        world.set_up(&db.store()).await;
        fill(&db, &mut world, 5).await;
        let mut read = db.store().read(&world.scope()).await.unwrap();
        let mut query = DealQuery { list: ListQuery { limit: 2, sort: Some("name".to_owned()), ..Default::default() }, ..Default::default() };
        let cursor = read.deals_page(&query).await.unwrap().next_cursor;
        query.list = ListQuery { cursor, sort: Some("number".to_owned()), ..Default::default() };
        assert!(matches!(read.deals_page(&query).await, Err(Error::BadCursor)));
        query.list.cursor = Some("rubbish".to_owned());
        assert!(matches!(read.deals_page(&query).await, Err(Error::BadCursor)));
        query.list = ListQuery { sort: Some("facts".to_owned()), ..Default::default() };
        assert!(matches!(read.deals_page(&query).await, Err(Error::BadSort(_))));
    }

    async fn search_takes_words_literally_in_any_spelling(db) {
        let mut world = Seeded::new(43);
        world.set_up(&db.store()).await;
        fill(&db, &mut world, 25).await;
        let mut read = db.store().read(&world.scope()).await.unwrap();
        for (search, found) in [("ALPHA", 5), ("감마", 5), ("ㄱㅁ", 5), ("%", 5), ("_1", 5), ("alpha beta", 0), ("", 25)] {
            let list = ListQuery { search: Some(search.to_owned()), ..Default::default() };
            let today = DealQuery { list, ..Default::default() };
            let past = DealQuery { as_of: Some(world.now), ..today.clone() };
            for query in [today, past] {
                assert_eq!(read.deals_page(&query).await.unwrap().rows.len(), found, "{search} {:?}", query.as_of);
            }
        }
    }

    async fn random_filters_select_what_naive_filtering_does(db) {
        let mut world = Seeded::new(44);
        world.set_up(&db.store()).await;
        fill(&db, &mut world, 50).await;
        let mut read = db.store().read(&world.scope()).await.unwrap();
        for _ in 0..150 {
            let filter = random_filter(&mut world, 3);
            let list = ListQuery { filter: Some(filter.clone()), sort: Some("number".to_owned()), limit: 500, ..Default::default() };
            let today = DealQuery { list, ..Default::default() };
            let past = DealQuery { as_of: Some(world.now), ..today.clone() };
            // The past is filtered in memory: two implementations, one meaning.
            let (by_sql, in_memory) = (read.deals_page(&today).await.unwrap().rows, read.deals_page(&past).await.unwrap().rows);
            let numbers = |deals: &[domain::Deal]| deals.iter().map(|deal| deal.number).collect::<Vec<_>>();
            assert_eq!(numbers(&by_sql), numbers(&in_memory), "{filter:?}");
        }
    }
}

fn random_filter(world: &mut Seeded, depth: u64) -> Predicate {
    let parts = |world: &mut Seeded| {
        (0..world.below(3) + 1)
            .map(|_| random_filter(world, depth - 1))
            .collect()
    };
    match if depth == 0 { 2 } else { world.below(5) } {
        0 => Predicate::And(parts(world)),
        1 => Predicate::Or(parts(world)),
        _ => random_condition(world),
    }
}

fn random_condition(world: &mut Seeded) -> Predicate {
    const TEXTS: [&str; 3] = ["name", "stage", "next_step"];
    const PARTS: [&str; 6] = ["Alpha", "a", "감", "r", "Call the Buyer", "discovery"];
    let field = TEXTS[usize::try_from(world.below(3)).unwrap()];
    let text = PARTS[usize::try_from(world.below(6)).unwrap()].to_owned();
    let op = [
        CompareOp::Eq,
        CompareOp::Ne,
        CompareOp::Lt,
        CompareOp::Le,
        CompareOp::Gt,
        CompareOp::Ge,
    ][usize::try_from(world.below(6)).unwrap()];
    let number = i64::try_from(world.below(5)).unwrap();
    match world.below(10) {
        0 => Predicate::Contains { field, text },
        1 => Predicate::StartsWith { field, text },
        2 => Predicate::Not(Box::new(Predicate::EndsWith { field, text })),
        3 => Predicate::IsNull {
            field: "amount_minor",
        },
        4 => Predicate::IsNotNull { field: "close_on" },
        5 => Predicate::Compare {
            field: "amount_minor",
            op,
            value: FilterValue::Int(number * 100),
        },
        6 => Predicate::Compare {
            field: "close_on",
            op,
            value: FilterValue::Date(jiff::civil::date(2026, 5, 3)),
        },
        7 => Predicate::Compare {
            field,
            op,
            value: FilterValue::Text(text),
        },
        8 => Predicate::In {
            field: "pushes",
            values: vec![FilterValue::Int(number), FilterValue::Int(1)],
        },
        _ => Predicate::Compare {
            field: "on_waiver",
            op: CompareOp::Eq,
            value: FilterValue::Bool(number > 2),
        },
    }
}

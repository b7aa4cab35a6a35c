//! Numbers against the journal: whatever happened, at any moment, on both databases.

use std::collections::BTreeMap;

use app::{
    App, Ctx, Error,
    accounts::{self, EditAccount},
    deals::{self, ChangeCloseDate, ChangeStage, CreateDeal, EditDeal},
    reports::{self, Question, REGISTRY},
};
use domain::{
    Currency, Deal, Instant, Money, Role, Visibility,
    deal::{DealStatus, Loss, SaidBy},
    ids::DealId,
};
use serde_json::Value;

use crate::world::{World, seeing};

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

/// A company at work: the deals and the moments between which something happened.
struct Story {
    deals: Vec<DealId>,
    moments: Vec<Instant>,
}

impl Story {
    async fn happens(&mut self, world: &World, people: &[Ctx], dice: &mut Dice) {
        let by = &people[dice.roll(people.len() as u64) as usize];
        let pick =
            |dice: &mut Dice, deals: &[DealId]| deals[dice.roll(deals.len() as u64) as usize];
        // What the gate, an archived or a closed deal refuses is part of life here.
        let _refused: Result<(), Error> = match dice.roll(9) {
            0..=2 => {
                let deal = world
                    .deal(by, &format!("Deal {}", self.deals.len()))
                    .await
                    .deal
                    .id;
                self.deals.push(deal);
                Ok(())
            }
            _ if self.deals.is_empty() => Ok(()),
            3 => {
                let worth = Money::new(1_000 + dice.roll(9_000) as i64, Currency::KRW);
                let edit = EditDeal {
                    amount: Some(Some(worth)),
                    ..EditDeal::default()
                };
                deals::edit(&world.admin, pick(dice, &self.deals), edit)
                    .await
                    .map(drop)
            }
            4 => {
                let day =
                    domain::Date::constant(2026, 3 + dice.roll(6) as i8, 1 + dice.roll(28) as i8);
                let change = ChangeCloseDate {
                    close_on: day,
                    close_basis: None,
                    reason: Some("customer-asked".into()),
                    note: None,
                };
                deals::change_close_date(&world.admin, pick(dice, &self.deals), change)
                    .await
                    .map(drop)
            }
            5 => {
                let owner = people[dice.roll(people.len() as u64) as usize]
                    .actor
                    .user_id;
                let edit = EditDeal {
                    owner_id: Some(owner),
                    ..EditDeal::default()
                };
                deals::edit(&world.admin, pick(dice, &self.deals), edit)
                    .await
                    .map(drop)
            }
            6 => {
                let deal = pick(dice, &self.deals);
                let is_open = deals::get(&world.admin, deal).await.is_ok_and(|record| {
                    record.deal.archived_at.is_none() && record.deal.status == DealStatus::Open
                });
                if is_open {
                    world.prospecting_evidence(&world.admin, deal).await;
                }
                deals::change_stage(&world.admin, deal, ChangeStage::to("discovery"))
                    .await
                    .map(drop)
            }
            7 => {
                let loss = Loss {
                    reason: "price".into(),
                    detail: Some("over-budget".into()),
                    competitor: None,
                    said_by: Some(SaidBy::Customer),
                    note: None,
                };
                let lose = ChangeStage {
                    loss: Some(loss),
                    ..ChangeStage::to("closed_lost")
                };
                deals::change_stage(&world.admin, pick(dice, &self.deals), lose)
                    .await
                    .map(drop)
            }
            _ => {
                let deal = pick(dice, &self.deals);
                match deals::get(&world.admin, deal)
                    .await
                    .map(|record| record.deal)
                {
                    Ok(deal) if deal.archived_at.is_some() => {
                        deals::restore(&world.admin, deal.id).await.map(drop)
                    }
                    Ok(Deal {
                        account_id: Some(account),
                        ..
                    }) if dice.roll(2) == 0 => {
                        let segment = ["enterprise", "mid-market"][dice.roll(2) as usize];
                        let edit = EditAccount {
                            segment: Some(Some(segment.into())),
                            ..EditAccount::default()
                        };
                        accounts::edit(&world.admin, account, edit).await.map(drop)
                    }
                    Ok(deal) => deals::archive(&world.admin, deal.id).await.map(drop),
                    Err(error) => Err(error),
                }
            }
        };
        world.pass_seconds(1 + dice.roll(200_000) as i64);
        self.moments.push(world.app.now());
        world.pass_seconds(1);
    }
}

async fn rows(
    ctx: &Ctx,
    name: &str,
    parameters: &[(&str, String)],
) -> Vec<BTreeMap<String, Value>> {
    let parameters = parameters
        .iter()
        .map(|(name, value)| ((*name).to_owned(), value.clone()))
        .collect();
    let answer = reports::run(ctx, name, Question { parameters })
        .await
        .unwrap();
    let table = &answer.table;
    table
        .rows()
        .iter()
        .map(|row| table.to_json(row).into_iter().collect())
        .collect()
}

/// What the deals of a moment come to, by stage and owner, folded from the journal: how many, how many lost, and worth.
fn folded(
    deals: &[Deal],
    names: &BTreeMap<domain::ids::UserId, String>,
) -> BTreeMap<(String, Option<String>), (i64, i64)> {
    let mut groups = BTreeMap::new();
    for deal in deals.iter().filter(|deal| deal.archived_at.is_none()) {
        let owner = deal.owner_id.map(|owner| names[&owner].clone());
        let group: &mut (i64, i64) = groups.entry((deal.stage.clone(), owner)).or_default();
        *(if deal.status == DealStatus::Open {
            &mut group.0
        } else {
            &mut group.1
        }) += 1;
    }
    groups
}

testkit::db_test! {
    async fn a_number_of_any_moment_is_what_the_journal_says_of_it(db) {
        let world = World::on(db).await;
        let mut people = vec![world.admin.clone()];
        for name in ["sori", "jun"] {
            people.push(world.member(name, Role::Ae, None).await);
        }
        let mut story = Story { deals: Vec::new(), moments: Vec::new() };
        let mut dice = Dice(7);
        for _ in 0..120 {
            story.happens(&world, &people, &mut dice).await;
        }
        let mut read = world.app.store().read(&store::Scope::system(world.workspace.id)).await.unwrap();
        let names: BTreeMap<_, _> = read.users().await.unwrap().into_iter().map(|user| (user.id, user.name)).collect();
        let mut lost = 0;
        for moment in story.moments.iter().step_by(7) {
            let as_of = ("as_of", moment.to_timestamp().to_string());
            let deals = read.deals_as_of(*moment).await.unwrap();
            let mut told = BTreeMap::new();
            for row in rows(&world.admin, "win-rate", &[as_of.clone(), ("by", "stage,owner".into())]).await {
                let text = |name: &str| row[name].as_str().map(str::to_owned);
                let (open, closed) = (row["open"].as_i64().unwrap(), row["lost"].as_i64().unwrap());
                if let Some(stage) = text("stage") {
                    told.insert((stage, text("owner")), (open, closed));
                    lost += closed;
                }
            }
            let expected = folded(&deals, &names);
            assert_eq!(told, expected, "at {moment:?}");

            let worth: i64 = deals.iter().filter(|deal| deal.status == DealStatus::Open && deal.archived_at.is_none())
                .filter_map(|deal| deal.amount).map(|amount| amount.amount_minor).sum();
            let summed: i64 = rows(&world.admin, "pipeline-summary", &[as_of]).await.iter().filter_map(|row| row["amount_minor"].as_i64()).sum();
            assert_eq!(summed, worth, "at {moment:?}");
        }
        assert!(lost > 0, "the story has no loss in it");
    }

    async fn every_report_follows_each_change_as_if_everything_were_read_anew(db) {
        let database = db.store();
        let world = World::on(db).await;
        let people = vec![world.admin.clone(), world.member("sori", Role::Ae, None).await];
        let mut story = Story { deals: Vec::new(), moments: Vec::new() };
        let mut dice = Dice(11);
        for _ in 0..8 {
            for _ in 0..8 {
                story.happens(&world, &people, &mut dice).await;
            }
            let anew = Ctx { app: App::with(database.clone(), world.clock.clone(), app::SystemEntropy), ..world.admin.clone() };
            for report in REGISTRY {
                let name = report.definition.name;
                assert_eq!(rows(&world.admin, name, &[]).await, rows(&anew, name, &[]).await, "{name}");
            }
        }
    }

    async fn a_number_shows_only_deals_that_its_reader_may_see(db) {
        let world = World::on(db).await;
        let seller = world.member("sori", Role::Ae, None).await;
        let own = seeing(&seller, Visibility::Own);
        world.deal(&seller, "Mine").await;
        world.deal(&world.admin, "Theirs").await;
        let open = |rows: Vec<BTreeMap<String, Value>>| rows[0]["open"].as_i64();
        assert_eq!(open(rows(&world.admin, "win-rate", &[]).await), Some(2));
        assert_eq!(open(rows(&own, "win-rate", &[]).await), Some(1));
        let (page, count) = reports::behind(&own, "win-rate", Question::default(), (vec![], Some("open".into())), (None, None)).await.unwrap();
        assert_eq!((count, page.rows[0].deal.name.as_str()), (1, "Mine"));
    }

    async fn every_count_of_every_report_opens_that_many_deals(db) {
        let world = World::on(db).await;
        let people = vec![world.admin.clone(), world.member("sori", Role::Ae, None).await];
        let mut story = Story { deals: Vec::new(), moments: Vec::new() };
        let mut dice = Dice(3);
        for _ in 0..60 {
            story.happens(&world, &people, &mut dice).await;
        }
        deals::create(&world.admin, CreateDeal { name: "No amount".into(), ..CreateDeal::default() }).await.unwrap();
        let mut opened = 0;
        for report in REGISTRY {
            let name = report.definition.name;
            let answer = reports::run(&world.admin, name, Question::default()).await.unwrap();
            let columns = answer.table.columns();
            for row in answer.table.rows() {
                let row = answer.table.to_json(row);
                let key: Vec<Value> = columns.iter().filter(|(.., is_key)| *is_key).map(|(name, ..)| row[name].clone()).collect();
                for (column, kind, ..) in &columns {
                    if *kind != reports::Kind::Deals {
                        continue;
                    }
                    let wanted = (key.clone(), Some(column.clone()));
                    let (_, count) = reports::behind(&world.admin, name, Question::default(), wanted, (Some(1), None)).await.unwrap();
                    // Nothing to count is not available, never 0.
                    let told = row[column].as_u64().unwrap_or(0);
                    assert_eq!(told, count as u64, "{name} {key:?} {column}");
                    opened += count;
                }
            }
        }
        assert!(opened > 50, "only {opened} deals behind all numbers");
    }
}

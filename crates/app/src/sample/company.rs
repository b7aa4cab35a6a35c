//! The company of the sample and its customers, as they are before the first deal.

use std::collections::{BTreeMap, HashMap};

use domain::ids::{AccountId, ContactId, ProductId, TeamId, UserId};
use domain::{Actor, ActorKind, Currency, Locale, Money, Role, TokenScope};

use super::cast;
use crate::{Ctx, Error, accounts, contacts, products, teams, users};

/// The people and things that exist before the first deal.
pub(super) struct Company {
    pub(super) actors: Vec<Actor>,
    pub(super) teams: BTreeMap<&'static str, TeamId>,
    pub(super) managers: BTreeMap<&'static str, usize>,
    pub(super) accounts: Vec<(AccountId, Vec<ContactId>)>,
    pub(super) products: Vec<ProductId>,
}

impl Company {
    pub(super) async fn hire(ctx: &Ctx, password: Option<&str>) -> Result<Self, Error> {
        let mut team_ids: BTreeMap<&'static str, TeamId> = BTreeMap::new();
        for part in cast::TEAMS {
            let parent_id = part.parent.and_then(|parent| team_ids.get(parent).copied());
            let team = teams::create(
                ctx,
                teams::CreateTeam {
                    name: part.name.into(),
                    parent_id,
                    manager_id: None,
                },
            )
            .await?;
            team_ids.insert(part.name, team.team.id);
        }
        let mut actors = Vec::new();
        let mut managers = BTreeMap::new();
        for (index, part) in cast::PEOPLE.iter().enumerate() {
            let input = users::CreateUser {
                name: part.name.into(),
                email: part.email.into(),
                role: part.role,
                visibility: Some(part.visibility),
                team_id: team_ids.get(part.team).copied(),
                locale: Some(if part.locale == "ko" {
                    Locale::Ko
                } else {
                    Locale::En
                }),
                time_zone: Some(part.time_zone.into()),
                password: password.map(str::to_owned),
            };
            let user = users::create(ctx, input).await?.user;
            if part.role == Role::Manager {
                managers.insert(part.team, index);
                let lead = teams::EditTeam {
                    manager_id: Some(Some(user.id)),
                    ..teams::EditTeam::default()
                };
                if let Some(team) = team_ids.get(part.team) {
                    teams::edit(ctx, *team, lead).await?;
                }
            }
            actors.push(Actor {
                user_id: Some(user.id),
                name: user.name,
                role: user.role,
                visibility: user.visibility,
                kind: ActorKind::User,
                scope: TokenScope::Admin,
            });
        }
        let mut product_ids = Vec::new();
        for part in cast::PRODUCTS {
            let input = products::CreateProduct {
                name: part.name.into(),
                code: Some(part.code.into()),
                family: Some(part.family.into()),
                list_price: Some(Money::new(part.usd * 100, Currency::USD)),
                external_id: None,
            };
            product_ids.push(products::create(ctx, input).await?.product.id);
        }
        let accounts = Self::customers(ctx, actors.iter().find_map(|actor| actor.user_id)).await?;
        Ok(Self {
            actors,
            teams: team_ids,
            managers,
            accounts,
            products: product_ids,
        })
    }

    async fn customers(
        ctx: &Ctx,
        owner_id: Option<UserId>,
    ) -> Result<Vec<(AccountId, Vec<ContactId>)>, Error> {
        let mut known: HashMap<&str, AccountId> = HashMap::new();
        let mut all = Vec::new();
        for (index, part) in cast::ACCOUNTS.iter().enumerate() {
            let segment = if part.employees >= 2_000 {
                "enterprise"
            } else {
                "mid-market"
            };
            let input = accounts::CreateAccount {
                name: part.name.into(),
                domain: Some(part.domain.into()),
                parent_id: part.parent.and_then(|parent| known.get(parent).copied()),
                industry: Some(part.industry.into()),
                country: Some(part.country.into()),
                region: Some(part.region.into()),
                segment: Some(segment.into()),
                employees: Some(part.employees),
                owner_id,
                ..accounts::CreateAccount::default()
            };
            let account_id = accounts::create(ctx, input).await?.account.id;
            known.insert(part.name, account_id);
            let mut people = Vec::new();
            for (title, (ko, en)) in cast::TITLES.iter().enumerate() {
                let (name, local) = buyer(part.country, index * cast::TITLES.len() + title);
                let input = contacts::CreateContact {
                    name,
                    account_id: Some(account_id),
                    email: Some(format!("{local}@{}", part.domain)),
                    title: Some((if part.country == "KR" { *ko } else { *en }).into()),
                    owner_id,
                    ..contacts::CreateContact::default()
                };
                people.push(contacts::create(ctx, input).await?.contact.id);
            }
            all.push((account_id, people));
        }
        Ok(all)
    }
}

/// Name and mailbox of the n-th buyer.
fn buyer(country: &str, n: usize) -> (String, String) {
    if country == "KR" {
        let family = cast::KOREAN_FAMILY[n * 5 % cast::KOREAN_FAMILY.len()];
        let (given, roman) = cast::KOREAN_GIVEN[n * 3 % cast::KOREAN_GIVEN.len()];
        (format!("{family}{given}"), format!("{roman}{n}"))
    } else {
        let given = cast::US_GIVEN[n * 5 % cast::US_GIVEN.len()];
        let family = cast::US_FAMILY[(n * 7 + n / 12) % cast::US_FAMILY.len()];
        (
            format!("{given} {family}"),
            format!("{}.{}", given.to_lowercase(), family.to_lowercase()),
        )
    }
}

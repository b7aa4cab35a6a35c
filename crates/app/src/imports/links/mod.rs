//! Records that rows point to: found by any unique key, or made when the mapping says so.

mod find;
mod index;

use std::collections::{BTreeMap, HashMap};

use connect::mapping::Related;
use domain::ids::{AccountId, ContactId, DealId, ProductId, UserId};
use domain::{Account, Contact, Deal, Instant, Product, Team, User, Workspace, name};
use store::{MatchKey, ReadTx};
use uuid::Uuid;

use self::index::{Index, fold};
use crate::imports::layout::{Cells, Layout};
use crate::imports::progress::NearMiss;
use crate::{App, Error};

/// Near misses remembered per import.
const MOST_NEAR_MISSES: usize = 200;

/// What rows made beside themselves and is not written yet.
#[derive(Debug, Default)]
pub(in crate::imports) struct Made {
    pub(in crate::imports) teams: Vec<Team>,
    pub(in crate::imports) users: Vec<User>,
    pub(in crate::imports) accounts: Vec<Account>,
    pub(in crate::imports) products: Vec<Product>,
    pub(in crate::imports) contacts: Vec<Contact>,
    /// Managers of teams that were there before or were made earlier: (team before, team after).
    pub(in crate::imports) led: Vec<(Team, Team)>,
}

/// How much of [`Made`] there was before a row, so that a rejected row leaves nothing behind.
#[derive(Debug, Clone, Copy)]
pub(in crate::imports) struct Mark([usize; 6]);

/// Everything rows of one import can point to.
pub(in crate::imports) struct Links {
    app: App,
    pub(in crate::imports) now: Instant,
    workspace: Workspace,
    create: Vec<Related>,
    users: Index<UserId>,
    user_names: Vec<String>,
    teams: HashMap<String, Team>,
    accounts: Index<AccountId>,
    account_names: Vec<String>,
    products: Index<ProductId>,
    product_names: Vec<String>,
    contacts: Index<ContactId>,
    deals: Index<DealId>,
    pub(in crate::imports) made: Made,
    /// Relations that could not be resolved, with what was probably meant, by (column, value).
    pub(in crate::imports) near_misses: BTreeMap<(String, String), NearMiss>,
}

impl Links {
    /// Loads what the mapped relations need. Contacts and deals are too many: see [`Links::prefetch`].
    pub(in crate::imports) async fn load(
        app: &App,
        read: &mut ReadTx,
        layout: &Layout,
        workspace: Workspace,
    ) -> Result<Self, Error> {
        let mut links = Self {
            app: app.clone(),
            now: app.now(),
            workspace,
            create: layout.mapping.create_missing.clone(),
            users: Index::default(),
            user_names: Vec::new(),
            teams: HashMap::new(),
            accounts: Index::default(),
            account_names: Vec::new(),
            products: Index::default(),
            product_names: Vec::new(),
            contacts: Index::default(),
            deals: Index::default(),
            made: Made::default(),
            near_misses: BTreeMap::new(),
        };
        for user in read.users().await? {
            links.learn_user(&user);
        }
        for team in read.teams().await? {
            links.teams.insert(fold(&team.name), team);
        }
        if layout.fills("account") || layout.fills("parent") {
            for account in read.all_accounts().await? {
                links.learn_account(&account);
            }
        }
        if layout.fills("product") {
            for product in read.all_products().await? {
                links.learn_product(&product);
            }
        }
        Ok(links)
    }

    /// Looks up what a chunk of rows says about contacts and deals; forgets the chunk before.
    pub(in crate::imports) async fn prefetch(
        &mut self,
        read: &mut ReadTx,
        rows: &[Cells<'_>],
    ) -> Result<(), Error> {
        let values = |field: &str| -> Vec<String> {
            let mut values: Vec<String> = rows
                .iter()
                .filter_map(|cells| cells.text(field))
                .map(str::to_owned)
                .collect();
            values.sort_unstable();
            values.dedup();
            values
        };
        let contacts = values("contact");
        self.contacts = Index::default();
        if !contacts.is_empty() {
            let emails: Vec<String> = contacts
                .iter()
                .map(|value| address_in(value).to_lowercase())
                .collect();
            let mut found = read.match_contacts(MatchKey::Email, &emails).await?;
            found.extend(read.match_contacts(MatchKey::Name, &contacts).await?);
            found.extend(read.match_contacts(MatchKey::ExternalId, &contacts).await?);
            found.iter().for_each(|contact| self.learn_contact(contact));
            for contact in std::mem::take(&mut self.made.contacts) {
                self.learn_contact(&contact);
                self.made.contacts.push(contact);
            }
        }
        let deals = values("deal");
        self.deals = Index::default();
        if !deals.is_empty() {
            let mut found = read.match_deals(MatchKey::ExternalId, &deals).await?;
            found.extend(read.match_deals(MatchKey::Name, &deals).await?);
            found.iter().for_each(|deal| self.learn_deal(deal));
        }
        Ok(())
    }

    pub(in crate::imports) fn mint<I: From<Uuid>>(&self) -> I {
        I::from(Uuid::from(domain::ids::JournalEntryId::mint(
            self.now,
            &self.app.draw(),
        )))
    }

    pub(in crate::imports) fn workspace(&self) -> &Workspace {
        &self.workspace
    }

    pub(in crate::imports) fn learn_user(&mut self, user: &User) {
        self.user_names.push(user.name.clone());
        self.users.add(&user.name, user.id);
        for key in [&user.email, &user.external_id].into_iter().flatten() {
            self.users.add(key, user.id);
        }
    }

    pub(in crate::imports) fn learn_account(&mut self, account: &Account) {
        if account.archived_at.is_some() {
            return;
        }
        self.account_names.push(account.name.clone());
        self.accounts.add(&account.name, account.id);
        self.accounts.add(
            &format!("\u{1}{}", name::compact(&account.name)),
            account.id,
        );
        for key in [&account.domain, &account.external_id]
            .into_iter()
            .flatten()
        {
            self.accounts.add(key, account.id);
        }
    }

    pub(in crate::imports) fn learn_product(&mut self, product: &Product) {
        self.product_names.push(product.name.clone());
        self.products.add(&product.name, product.id);
        for key in [&product.code, &product.external_id].into_iter().flatten() {
            self.products.add(key, product.id);
        }
    }

    pub(in crate::imports) fn learn_contact(&mut self, contact: &Contact) {
        self.contacts.add(&contact.name, contact.id);
        for key in [&contact.email, &contact.external_id].into_iter().flatten() {
            self.contacts.add(key, contact.id);
        }
    }

    fn learn_deal(&mut self, deal: &Deal) {
        self.deals.add(&deal.name, deal.id);
        if let Some(key) = &deal.external_id {
            self.deals.add(key, deal.id);
        }
    }

    pub(in crate::imports) fn mark(&self) -> Mark {
        let Made {
            teams,
            users,
            accounts,
            products,
            contacts,
            led,
        } = &self.made;
        Mark([
            teams.len(),
            users.len(),
            accounts.len(),
            products.len(),
            contacts.len(),
            led.len(),
        ])
    }

    /// Forgets what was made since the mark: its row was rejected.
    pub(in crate::imports) fn forget_since(
        &mut self,
        Mark([teams, users, accounts, products, contacts, led]): Mark,
    ) {
        for (before, _) in self.made.led.split_off(led).into_iter().rev() {
            self.teams.insert(fold(&before.name), before);
        }
        for team in self.made.teams.split_off(teams) {
            self.teams.remove(&fold(&team.name));
        }
        for user in self.made.users.split_off(users) {
            self.user_names.retain(|name| *name != user.name);
            self.users.remove(&user.name, user.id);
            user.email
                .iter()
                .for_each(|email| self.users.remove(email, user.id));
        }
        for account in self.made.accounts.split_off(accounts) {
            self.account_names.retain(|name| *name != account.name);
            self.accounts.remove(&account.name, account.id);
            self.accounts.remove(
                &format!("\u{1}{}", name::compact(&account.name)),
                account.id,
            );
            account
                .domain
                .iter()
                .for_each(|domain| self.accounts.remove(domain, account.id));
        }
        for product in self.made.products.split_off(products) {
            self.product_names.retain(|name| *name != product.name);
            self.products.remove(&product.name, product.id);
        }
        for contact in self.made.contacts.split_off(contacts) {
            self.contacts.remove(&contact.name, contact.id);
            contact
                .email
                .iter()
                .for_each(|email| self.contacts.remove(email, contact.id));
        }
    }
}

/// The address in `Name (address)`, or the whole text.
fn address_in(value: &str) -> &str {
    let inner = value
        .rsplit_once('(')
        .and_then(|(_, rest)| rest.strip_suffix(')'));
    inner
        .filter(|inner| inner.contains('@'))
        .unwrap_or(value)
        .trim()
}

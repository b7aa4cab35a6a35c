//! Records that rows point to: found by any unique key, or made when the mapping says so.

use std::collections::{BTreeMap, HashMap};

use connect::mapping::{Related, nearest};
use domain::ids::{AccountId, ContactId, DealId, ProductId, TeamId, UserId};
use domain::{
    Account, AccountKind, Contact, Deal, Instant, Product, Role, Team, User, Workspace, name,
};
use store::{MatchKey, ReadTx};
use uuid::Uuid;

use super::layout::{Cells, Layout};
use super::progress::NearMiss;
use super::reject::Reject;
use crate::{App, Error};

/// Near misses remembered per import.
const MOST_NEAR_MISSES: usize = 200;

/// Ids by folded key. Several ids mean that the key is not unique.
#[derive(Debug)]
struct Index<I>(HashMap<String, Vec<I>>);

impl<I> Default for Index<I> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl<I: Copy + PartialEq> Index<I> {
    fn add(&mut self, key: &str, id: I) {
        let ids = self.0.entry(fold(key)).or_default();
        if !ids.contains(&id) {
            ids.push(id);
        }
    }

    fn remove(&mut self, key: &str, id: I) {
        if let Some(ids) = self.0.get_mut(&fold(key)) {
            ids.retain(|known| *known != id);
        }
    }

    fn get(&self, key: &str) -> &[I] {
        self.0.get(&fold(key)).map_or(&[], Vec::as_slice)
    }
}

fn fold(key: &str) -> String {
    key.trim().to_lowercase()
}

/// What rows made beside themselves and is not written yet.
#[derive(Debug, Default)]
pub(super) struct Made {
    pub(super) teams: Vec<Team>,
    pub(super) users: Vec<User>,
    pub(super) accounts: Vec<Account>,
    pub(super) products: Vec<Product>,
    pub(super) contacts: Vec<Contact>,
    /// Managers of teams that were there before or were made earlier: (team before, team after).
    pub(super) led: Vec<(Team, Team)>,
}

/// How much of [`Made`] there was before a row, so that a rejected row leaves nothing behind.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark([usize; 6]);

/// Everything rows of one import can point to.
pub(super) struct Links {
    app: App,
    pub(super) now: Instant,
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
    pub(super) made: Made,
    /// Relations that could not be resolved, with what was probably meant, by (column, value).
    pub(super) near_misses: BTreeMap<(String, String), NearMiss>,
}

impl Links {
    /// Loads what the mapped relations need. Contacts and deals are too many: see [`Links::prefetch`].
    pub(super) async fn load(
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
    pub(super) async fn prefetch(
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

    pub(super) fn mint<I: From<Uuid>>(&self) -> I {
        I::from(Uuid::from(domain::ids::JournalEntryId::mint(
            self.now,
            &self.app.draw(),
        )))
    }

    pub(super) fn workspace(&self) -> &Workspace {
        &self.workspace
    }

    pub(super) fn learn_user(&mut self, user: &User) {
        self.user_names.push(user.name.clone());
        self.users.add(&user.name, user.id);
        for key in [&user.email, &user.external_id].into_iter().flatten() {
            self.users.add(key, user.id);
        }
    }

    pub(super) fn learn_account(&mut self, account: &Account) {
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

    pub(super) fn learn_product(&mut self, product: &Product) {
        self.product_names.push(product.name.clone());
        self.products.add(&product.name, product.id);
        for key in [&product.code, &product.external_id].into_iter().flatten() {
            self.products.add(key, product.id);
        }
    }

    pub(super) fn learn_contact(&mut self, contact: &Contact) {
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

    fn may_create(&self, related: Related) -> bool {
        self.create.contains(&related)
    }

    /// The person a cell names, by name, e-mail address or external id.
    pub(super) fn user(
        &mut self,
        cells: &Cells<'_>,
        field: &'static str,
    ) -> Result<Option<UserId>, Reject> {
        let Some(value) = cells.text(field) else {
            return Ok(None);
        };
        match self.users.get(value) {
            [id] => return Ok(Some(*id)),
            [] => {}
            _ => return Err(Reject::ambiguous(field, value)),
        }
        if !self.may_create(Related::Users) {
            return Err(self.missed(cells, field, value, |links| &links.user_names));
        }
        let email = value.contains('@').then(|| value.to_lowercase());
        let user = self.blank_user(value.to_owned(), email);
        self.learn_user(&user);
        let id = user.id;
        self.made.users.push(user);
        Ok(Some(id))
    }

    /// Whether somebody else has this e-mail address.
    pub(super) fn has_other_user(&self, email: &str, id: UserId) -> bool {
        self.users.get(email).iter().any(|known| *known != id)
    }

    /// The person a cell names as somebody's manager; made when there is none, whatever the mapping lets rows make.
    pub(super) fn manager(
        &mut self,
        cells: &Cells<'_>,
        field: &'static str,
    ) -> Result<UserId, Reject> {
        let value = cells.text(field).ok_or_else(|| Reject::required(field))?;
        match self.users.get(value) {
            [id] => return Ok(*id),
            [] => {}
            _ => return Err(Reject::ambiguous(field, value)),
        }
        let email = value.contains('@').then(|| value.to_lowercase());
        let user = User {
            role: Role::Manager,
            visibility: Role::Manager.default_visibility(),
            ..self.blank_user(value.to_owned(), email)
        };
        self.learn_user(&user);
        let id = user.id;
        self.made.users.push(user);
        Ok(id)
    }

    /// A person who owns records but cannot sign in.
    pub(super) fn blank_user(&self, name: String, email: Option<String>) -> User {
        User {
            id: self.mint(),
            email,
            name,
            role: Role::Ae,
            visibility: Role::Ae.default_visibility(),
            team_id: None,
            locale: self.workspace.locale,
            time_zone: self.workspace.time_zone.clone(),
            is_active: true,
            can_sign_in: false,
            external_id: None,
            created_at: self.now,
            version: 1,
        }
    }

    /// The account a cell names: by domain, name, external id, or `@AccountRef7` (the seventh row of the latest import).
    pub(super) fn account(
        &mut self,
        cells: &Cells<'_>,
        field: &'static str,
    ) -> Result<Option<AccountId>, Reject> {
        let Some(value) = cells.text(field) else {
            return Ok(None);
        };
        if let Some(id) = self
            .find_account(value)
            .map_err(|()| Reject::ambiguous(field, value))?
        {
            return Ok(Some(id));
        }
        if !self.may_create(Related::Accounts) || value.starts_with('@') {
            return Err(self.missed(cells, field, value, |links| &links.account_names));
        }
        let is_domain = value.contains('.') && !value.contains(' ');
        let domain = is_domain.then(|| name::registrable_domain(value)).flatten();
        let account = self.blank_account(value.to_owned(), domain);
        self.learn_account(&account);
        let id = account.id;
        self.made.accounts.push(account);
        Ok(Some(id))
    }

    pub(super) fn blank_account(&self, name: String, domain: Option<String>) -> Account {
        Account {
            id: self.mint(),
            name,
            kind: AccountKind::LegalEntity,
            domain,
            registration_number: None,
            parent_id: None,
            industry: None,
            country: None,
            region: None,
            segment: None,
            employees: None,
            annual_revenue: None,
            owner_id: None,
            phone: None,
            website: None,
            external_id: None,
            custom: BTreeMap::new(),
            created_at: self.now,
            updated_at: self.now,
            archived_at: None,
            version: 1,
        }
    }

    /// The account with this key, if there is exactly one.
    pub(super) fn find_account(&self, value: &str) -> Result<Option<AccountId>, ()> {
        if let Some(reference) = value.strip_prefix('@') {
            // Sets exported twice reuse their references: the latest set is meant.
            return Ok(self.accounts.get(reference).iter().max().copied());
        }
        let by_domain = || {
            name::registrable_domain(value).filter(|_| value.contains('.') && !value.contains(' '))
        };
        let mut found = self.accounts.get(value);
        if found.is_empty()
            && let Some(domain) = by_domain()
        {
            found = self.accounts.get(&domain);
        }
        if found.is_empty() {
            found = self.accounts.get(&format!("\u{1}{}", name::compact(value)));
        }
        match found {
            [] => Ok(None),
            [id] => Ok(Some(*id)),
            _ => Err(()),
        }
    }

    /// The product a cell names, by name, code or external id.
    pub(super) fn product(
        &mut self,
        cells: &Cells<'_>,
        field: &'static str,
    ) -> Result<Option<ProductId>, Reject> {
        let Some(value) = cells.text(field) else {
            return Ok(None);
        };
        match self.products.get(value) {
            [id] => return Ok(Some(*id)),
            [] => {}
            _ => return Err(Reject::ambiguous(field, value)),
        }
        // What is almost a product we have is a slip of the pen, not another product.
        let is_near = !nearest(value, self.product_names.iter().map(String::as_str)).is_empty();
        if is_near || !self.may_create(Related::Products) {
            return Err(self.missed(cells, field, value, |links| &links.product_names));
        }
        let product = self.blank_product(value.to_owned());
        self.learn_product(&product);
        let id = product.id;
        self.made.products.push(product);
        Ok(Some(id))
    }

    pub(super) fn blank_product(&self, name: String) -> Product {
        let id = self.mint();
        Product {
            id,
            name,
            code: None,
            family: None,
            list_price: None,
            is_active: true,
            external_id: None,
            version: 1,
        }
    }

    /// The contact a cell names: by e-mail address, name, or `Name (address)`.
    pub(super) fn contact(
        &mut self,
        cells: &Cells<'_>,
        field: &'static str,
        account_id: Option<AccountId>,
    ) -> Result<Option<ContactId>, Reject> {
        let Some(value) = cells.text(field) else {
            return Ok(None);
        };
        let address = address_in(value);
        let found = match self.contacts.get(address) {
            [] => self.contacts.get(value),
            found => found,
        };
        match found {
            [id] => return Ok(Some(*id)),
            [] => {}
            _ => return Err(Reject::ambiguous(field, value)),
        }
        if !self.may_create(Related::Contacts) {
            return Err(Reject::unknown(field, value, None));
        }
        let contact = Contact {
            account_id,
            email: address.contains('@').then(|| address.to_lowercase()),
            ..self.blank_contact(value.split(" (").next().unwrap_or(value).to_owned())
        };
        self.learn_contact(&contact);
        let id = contact.id;
        self.made.contacts.push(contact);
        Ok(Some(id))
    }

    pub(super) fn blank_contact(&self, name: String) -> Contact {
        Contact {
            id: self.mint(),
            account_id: None,
            name,
            email: None,
            phone: None,
            title: None,
            external_id: None,
            owner_id: None,
            custom: BTreeMap::new(),
            created_at: self.now,
            updated_at: self.now,
            archived_at: None,
            version: 1,
        }
    }

    /// The deal a cell names, by external id or name.
    pub(super) fn deal(&self, cells: &Cells<'_>, field: &'static str) -> Result<DealId, Reject> {
        let value = cells.text(field).ok_or_else(|| Reject::required(field))?;
        match self.deals.get(value) {
            [id] => Ok(*id),
            [] => Err(Reject::unknown(field, value, None)),
            _ => Err(Reject::ambiguous(field, value)),
        }
    }

    /// The team with this name below another, made when there is none; led by `manager` when one is given.
    pub(super) fn team(
        &mut self,
        name: &str,
        parent_id: Option<TeamId>,
        manager_id: Option<UserId>,
    ) -> TeamId {
        let key = fold(name);
        if let Some(team) = self.teams.get(&key).cloned() {
            let lead = Team {
                manager_id: team.manager_id.or(manager_id),
                parent_id: team
                    .parent_id
                    .or(parent_id.filter(|parent| *parent != team.id)),
                version: team.version + 1,
                ..team.clone()
            };
            if lead.manager_id != team.manager_id || lead.parent_id != team.parent_id {
                self.teams.insert(key, lead.clone());
                self.made.led.push((team, lead.clone()));
            }
            return lead.id;
        }
        let team = Team {
            id: self.mint(),
            name: name.to_owned(),
            parent_id,
            manager_id,
            version: 1,
        };
        let id = team.id;
        self.teams.insert(key, team.clone());
        self.made.teams.push(team);
        id
    }

    pub(super) fn mark(&self) -> Mark {
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
    pub(super) fn forget_since(
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

    /// Why an account cannot be found, with the nearest that can.
    pub(super) fn missed_account(
        &mut self,
        cells: &Cells<'_>,
        field: &'static str,
        value: &str,
    ) -> Reject {
        self.missed(cells, field, value, |links| &links.account_names)
    }

    fn missed(
        &mut self,
        cells: &Cells<'_>,
        field: &'static str,
        value: &str,
        known: impl Fn(&Self) -> &Vec<String>,
    ) -> Reject {
        let column = cells.layout().column_of(field).unwrap_or(field).to_owned();
        let key = (column, value.to_owned());
        if let Some(miss) = self.near_misses.get_mut(&key) {
            miss.count += 1;
            return Reject::unknown(field, value, Some(&miss.suggestion));
        }
        let found = nearest(value, known(self).iter().map(String::as_str))
            .into_iter()
            .next();
        let Some(found) = found else {
            return Reject::unknown(field, value, None);
        };
        if self.near_misses.len() < MOST_NEAR_MISSES {
            let (column, value) = key.clone();
            self.near_misses.insert(
                key,
                NearMiss {
                    column,
                    value,
                    suggestion: found.value.clone(),
                    count: 1,
                },
            );
        }
        Reject::unknown(field, value, Some(&found.value))
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

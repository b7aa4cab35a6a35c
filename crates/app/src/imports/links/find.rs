//! The record a cell names, found or made.

use std::collections::BTreeMap;

use connect::mapping::{Related, nearest};
use domain::ids::{AccountId, ContactId, DealId, ProductId, TeamId, UserId};
use domain::{Account, AccountKind, Contact, Product, Role, Team, User, name};

use super::index::fold;
use super::{Links, MOST_NEAR_MISSES, address_in};
use crate::imports::layout::Cells;
use crate::imports::progress::NearMiss;
use crate::imports::reject::Reject;

impl Links {
    fn may_create(&self, related: Related) -> bool {
        self.create.contains(&related)
    }

    /// The person a cell names, by name, e-mail address or external id.
    pub(in crate::imports) fn user(
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
    pub(in crate::imports) fn has_other_user(&self, email: &str, id: UserId) -> bool {
        self.users.get(email).iter().any(|known| *known != id)
    }

    /// The person a cell names as somebody's manager; made when there is none, whatever the mapping lets rows make.
    pub(in crate::imports) fn manager(
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
    pub(in crate::imports) fn blank_user(&self, name: String, email: Option<String>) -> User {
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
    pub(in crate::imports) fn account(
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

    pub(in crate::imports) fn blank_account(
        &self,
        name: String,
        domain: Option<String>,
    ) -> Account {
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
    pub(in crate::imports) fn find_account(&self, value: &str) -> Result<Option<AccountId>, ()> {
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
    pub(in crate::imports) fn product(
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
        // What is almost a product we have is a slip of the pen, not another product, unless a person says so.
        let is_slip = || {
            !cells.is_meant(field, value)
                && !nearest(value, self.product_names.iter().map(String::as_str)).is_empty()
        };
        if !self.may_create(Related::Products) || is_slip() {
            return Err(self.missed(cells, field, value, |links| &links.product_names));
        }
        let product = self.blank_product(value.to_owned());
        self.learn_product(&product);
        let id = product.id;
        self.made.products.push(product);
        Ok(Some(id))
    }

    pub(in crate::imports) fn blank_product(&self, name: String) -> Product {
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
    pub(in crate::imports) fn contact(
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

    pub(in crate::imports) fn blank_contact(&self, name: String) -> Contact {
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
    pub(in crate::imports) fn deal(
        &self,
        cells: &Cells<'_>,
        field: &'static str,
    ) -> Result<DealId, Reject> {
        let value = cells.text(field).ok_or_else(|| Reject::required(field))?;
        match self.deals.get(value) {
            [id] => Ok(*id),
            [] => Err(Reject::unknown(field, value, None)),
            _ => Err(Reject::ambiguous(field, value)),
        }
    }

    /// The team with this name below another, made when there is none; led by `manager` when one is given.
    pub(in crate::imports) fn team(
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

    /// Why an account cannot be found, with the nearest that can.
    pub(in crate::imports) fn missed_account(
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
        if cells.is_meant(field, value) {
            return Reject::unknown(field, value, None);
        }
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

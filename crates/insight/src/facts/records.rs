//! Taking over what deals point to: accounts, people, teams and products, and exchange rates.

use domain::fact::{AccountFact, FieldChange, PersonFact, ProductFact, RateFact, TeamFact};
use uuid::Uuid;

use super::Facts;
use super::names::NONE;
use super::register::{
    ATTRIBUTES, COUNTRY, EMPLOYEES, FAMILY, INDUSTRY, NAME, PARENT, REGION, SEGMENT, TEAM,
};

impl Facts {
    /// Adds an account or replaces what is known of it.
    pub fn put_account(&mut self, account: &AccountFact<'_>) {
        let is_new = self.accounts.find(account.id).is_none();
        let number = self.accounts.number(Some(account.id));
        let parent = self.accounts.number(account.parent_id);
        let names = &mut self.names;
        let attributes = [
            names.number(account.name),
            parent,
            names.optional(account.industry),
            names.optional(account.segment),
            names.optional(account.country),
            names.optional(account.region),
            account
                .employees
                .and_then(|count| u32::try_from(count).ok())
                .unwrap_or(NONE),
        ];
        if !is_new {
            self.forget();
        }
        // Deals count in their customer's segment; a new customer has none yet.
        self.are_lives_true &=
            is_new || self.accounts.attribute(number, SEGMENT) == attributes[SEGMENT];
        self.accounts.put(number, attributes, account.created_at);
    }

    /// Adds a person or replaces what is known of them.
    pub fn put_person(&mut self, person: &PersonFact<'_>) {
        self.forget();
        let number = self.people.number(Some(person.id));
        let mut attributes = [NONE; ATTRIBUTES];
        attributes[NAME] = self.names.number(person.name);
        attributes[TEAM] = self.teams.number(person.team_id);
        self.people.put(number, attributes, person.created_at);
    }

    /// Adds a team or replaces what is known of it.
    pub fn put_team(&mut self, team: &TeamFact<'_>) {
        self.forget();
        let number = self.teams.number(Some(team.id));
        let mut attributes = [NONE; ATTRIBUTES];
        attributes[NAME] = self.names.number(team.name);
        attributes[PARENT] = self.teams.number(team.parent_id);
        self.teams.put(number, attributes, i64::MIN);
    }

    /// Adds a product or replaces what is known of it.
    pub fn put_product(&mut self, product: &ProductFact<'_>) {
        self.forget();
        let number = self.products.number(Some(product.id));
        let mut attributes = [NONE; ATTRIBUTES];
        attributes[NAME] = self.names.number(product.name);
        attributes[FAMILY] = self.names.optional(product.family);
        self.products.put(number, attributes, i64::MIN);
    }

    /// Remembers a change of an account (`account`), person (`user`), team or product; others are ignored.
    pub fn put_change(&mut self, object_kind: &str, id: Uuid, change: &FieldChange<'_>) {
        const ACCOUNT: &[(&str, usize)] = &[
            ("name", NAME),
            ("parent_id", PARENT),
            ("industry", INDUSTRY),
            ("segment", SEGMENT),
            ("country", COUNTRY),
            ("region", REGION),
            ("employees", EMPLOYEES),
        ];
        let attributes: &[(&str, usize)] = match object_kind {
            "account" => ACCOUNT,
            "user" => &[("name", NAME), ("team_id", TEAM)],
            "team" => &[("name", NAME), ("parent_id", PARENT)],
            "product" => &[("name", NAME), ("family", FAMILY)],
            _ => return,
        };
        let Some((_, attribute)) = attributes.iter().find(|(name, _)| *name == change.field) else {
            return;
        };
        let id_before = || change.before.and_then(|id| id.parse::<Uuid>().ok());
        let before = match (object_kind, change.field) {
            ("account", "parent_id") => self.accounts.number(id_before()),
            ("user", "team_id") | ("team", "parent_id") => self.teams.number(id_before()),
            (_, "employees") => change
                .before
                .and_then(|count| count.parse().ok())
                .unwrap_or(NONE),
            _ => self.names.optional(change.before),
        };
        let register = match object_kind {
            "account" => &mut self.accounts,
            "user" => &mut self.people,
            "team" => &mut self.teams,
            _ => &mut self.products,
        };
        let number = register.number(Some(id));
        register.changed(number, *attribute, change.effective_at, before);
        self.forget();
    }

    /// Forgets rates and the changes of accounts, people, teams and products, before all of them are given again.
    pub fn forget_registers(&mut self) {
        self.forget();
        self.rates.clear();
        for register in [
            &mut self.accounts,
            &mut self.people,
            &mut self.teams,
            &mut self.products,
        ] {
            register.forget_changes();
        }
    }

    /// Forgets what some accounts were before, before they are given again.
    pub fn forget_account_changes(&mut self, ids: &[Uuid]) {
        let numbers = ids
            .iter()
            .filter_map(|id| self.accounts.find(*id))
            .collect();
        self.accounts.forget_changes_of(&numbers);
    }

    /// Adds an exchange rate; a currency ISO 4217 does not know is ignored.
    pub fn put_rate(&mut self, rate: &RateFact<'_>) {
        self.forget();
        if let Ok(currency) = rate.currency.parse() {
            let number = self.words.number(rate.currency);
            self.rates
                .put(number, currency, rate.effective_on, rate.rate_nano);
        }
    }
}

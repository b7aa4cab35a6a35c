//! What is refused of accounts, contacts, products, people and activities, whichever way they come in.

use crate::field::{
    InvalidField, MAX_CODE_CHARS, MAX_NAME_CHARS, MAX_TEXT_CHARS, Problem, bounded, custom, money,
    optional, required,
};
use crate::instant::find_time_zone;
use crate::name::registrable_domain;
use crate::{Account, Activity, Contact, Product, Team, User, Workspace};

/// Hierarchies are at most this deep.
pub const MAX_HIERARCHY_DEPTH: usize = 32;

/// Refuses a parent that would make a record its own ancestor, or the hierarchy too deep. `parent_of` looks parents up.
///
/// # Errors
/// On the field `parent_id`.
pub fn check_parent<Id: Copy + PartialEq>(
    child: Id,
    parent: Option<Id>,
    parent_of: impl Fn(Id) -> Option<Id>,
) -> Result<(), InvalidField> {
    let mut above = parent;
    for _ in 0..MAX_HIERARCHY_DEPTH {
        match above {
            None => return Ok(()),
            Some(ancestor) if ancestor == child => return Err(Problem::Circle.of("parent_id")),
            Some(ancestor) => above = parent_of(ancestor),
        }
    }
    Err(Problem::OutOfRange.of("parent_id"))
}

impl Account {
    /// The account with its domain cut to what was registered.
    ///
    /// # Errors
    /// When a value cannot be taken.
    pub fn checked(mut self) -> Result<Self, InvalidField> {
        required("name", &self.name, MAX_NAME_CHARS)?;
        if let Some(domain) = self
            .domain
            .take()
            .filter(|domain| !domain.trim().is_empty())
        {
            let registered =
                registrable_domain(&domain).ok_or_else(|| Problem::Malformed.of("domain"))?;
            self.domain = Some(registered);
        }
        let codes = [
            ("registration_number", &self.registration_number),
            ("industry", &self.industry),
            ("country", &self.country),
            ("region", &self.region),
            ("segment", &self.segment),
            ("phone", &self.phone),
            ("website", &self.website),
            ("external_id", &self.external_id),
        ];
        for (name, text) in codes {
            optional(name, text.as_ref(), MAX_CODE_CHARS)?;
        }
        if self.employees.is_some_and(|employees| employees < 0) {
            return Err(Problem::Negative.of("employees"));
        }
        if self.parent_id == Some(self.id) {
            return Err(Problem::Circle.of("parent_id"));
        }
        custom(&self.custom)?;
        Ok(self)
    }
}

impl Contact {
    /// The contact with its address trimmed.
    ///
    /// # Errors
    /// When a value cannot be taken.
    pub fn checked(mut self) -> Result<Self, InvalidField> {
        required("name", &self.name, MAX_NAME_CHARS)?;
        self.email = email(self.email)?;
        optional("phone", self.phone.as_ref(), MAX_NAME_CHARS)?;
        optional("title", self.title.as_ref(), MAX_NAME_CHARS)?;
        optional("external_id", self.external_id.as_ref(), MAX_CODE_CHARS)?;
        custom(&self.custom)?;
        Ok(self)
    }
}

impl Product {
    /// The product, if it can be taken.
    ///
    /// # Errors
    /// When a value cannot be taken.
    pub fn checked(self) -> Result<Self, InvalidField> {
        required("name", &self.name, MAX_NAME_CHARS)?;
        optional("code", self.code.as_ref(), MAX_NAME_CHARS)?;
        optional("family", self.family.as_ref(), MAX_NAME_CHARS)?;
        optional("external_id", self.external_id.as_ref(), MAX_CODE_CHARS)?;
        money("list_price", self.list_price)?;
        Ok(self)
    }
}

impl Activity {
    /// The activity, if it can be taken. Only tasks are due and completed.
    ///
    /// # Errors
    /// When a value cannot be taken.
    pub fn checked(self) -> Result<Self, InvalidField> {
        required("subject", &self.subject, MAX_NAME_CHARS)?;
        optional("body", self.body.as_ref(), MAX_TEXT_CHARS)?;
        let is_task = self.kind == crate::ActivityKind::Task;
        if self.due_on.is_some() && !is_task {
            return Err(Problem::OutOfRange.of("due_on"));
        }
        if self.completed_at.is_some() && !is_task {
            return Err(Problem::OutOfRange.of("completed_at"));
        }
        Ok(self)
    }
}

impl Workspace {
    /// The workspace, if it can be taken.
    ///
    /// # Errors
    /// When a value cannot be taken.
    pub fn checked(self) -> Result<Self, InvalidField> {
        required("name", &self.name, MAX_NAME_CHARS)?;
        time_zone(&self.time_zone)?;
        if !(1..=12).contains(&self.fiscal_year_start_month) {
            return Err(Problem::OutOfRange.of("fiscal_year_start_month"));
        }
        Ok(self)
    }
}

impl User {
    /// The user, if they can be taken. Whoever signs in has an address.
    ///
    /// # Errors
    /// When a value cannot be taken.
    pub fn checked(mut self) -> Result<Self, InvalidField> {
        required("name", &self.name, MAX_NAME_CHARS)?;
        self.email = email(self.email)?;
        if self.can_sign_in && self.email.is_none() {
            return Err(Problem::Blank.of("email"));
        }
        time_zone(&self.time_zone)?;
        optional("external_id", self.external_id.as_ref(), MAX_CODE_CHARS)?;
        Ok(self)
    }
}

impl Team {
    /// The team, if it can be taken.
    ///
    /// # Errors
    /// When a value cannot be taken.
    pub fn checked(self) -> Result<Self, InvalidField> {
        required("name", &self.name, MAX_NAME_CHARS)?;
        if self.parent_id == Some(self.id) {
            return Err(Problem::Circle.of("parent_id"));
        }
        Ok(self)
    }
}

/// An address that could be delivered to: something on both sides of one last `@`, without spaces.
fn email(address: Option<String>) -> Result<Option<String>, InvalidField> {
    let Some(address) = address else {
        return Ok(None);
    };
    let address = address.trim();
    if address.is_empty() {
        return Ok(None);
    }
    bounded("email", address, MAX_NAME_CHARS)?;
    let is_plausible = address
        .rsplit_once('@')
        .is_some_and(|(local, host)| !local.is_empty() && host.len() > 1)
        && !address.contains(|c: char| c.is_whitespace() || c.is_control());
    if is_plausible {
        Ok(Some(address.to_owned()))
    } else {
        Err(Problem::Malformed.of("email"))
    }
}

fn time_zone(name: &str) -> Result<(), InvalidField> {
    find_time_zone(name)
        .map(drop)
        .ok_or_else(|| Problem::Unknown.of("time_zone"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_their_own_ancestor() {
        let parents = |id: u8| match id {
            1 => Some(2),
            2 => Some(3),
            8 => Some(9),
            9 => Some(8),
            _ => None,
        };
        assert_eq!(check_parent(4, Some(1), parents), Ok(()));
        assert_eq!(check_parent(4, None, parents), Ok(()));
        for (child, parent) in [(3, 3), (3, 2), (3, 1)] {
            assert_eq!(
                check_parent(child, Some(parent), parents),
                Err(Problem::Circle.of("parent_id"))
            );
        }
        // A circle that is there already must not be walked for ever.
        assert_eq!(
            check_parent(4, Some(8), parents),
            Err(Problem::OutOfRange.of("parent_id"))
        );
    }

    #[test]
    fn an_address_has_two_sides_and_no_spaces() {
        let read = |text: &str| email(Some(text.to_owned()));
        assert_eq!(
            read(" kim@hanbit.co.kr "),
            Ok(Some("kim@hanbit.co.kr".into()))
        );
        assert_eq!(read("  "), Ok(None));
        for wrong in [
            "kim",
            "@hanbit.co.kr",
            "kim@",
            "kim min@hanbit.co.kr",
            "kim@hanbit.co.kr\nBcc: all",
        ] {
            assert_eq!(read(wrong), Err(Problem::Malformed.of("email")), "{wrong}");
        }
    }
}

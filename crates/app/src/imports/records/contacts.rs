use domain::{Contact, Instant};

use super::{Importable, Rules, set};
use crate::imports::layout::Cells;
use crate::imports::links::Links;
use crate::imports::reject::Reject;

impl Importable for Contact {
    type Parts = ();

    super::catalogue::catalogue!(Contact, "contact", match_contacts, insert_contacts, update_contact,
        occurred: |contact| Some(contact.created_at));

    fn key(&self, field: &str) -> Option<&str> {
        match field {
            "email" => self.email.as_deref(),
            "external_id" => self.external_id.as_deref(),
            _ => None,
        }
    }

    fn draft(
        cells: &Cells<'_>,
        links: &mut Links,
        _rules: &Rules,
        stored: Option<&(Self, ())>,
    ) -> Result<(Self, ()), Reject> {
        let email = cells.email("email")?;
        let said_name = full_name(cells)?;
        let mut contact = match stored {
            Some((contact, ())) => contact.clone(),
            None => {
                let name = said_name.clone().or_else(|| email.clone());
                links.blank_contact(name.ok_or_else(|| Reject::required("name"))?)
            }
        };
        if let Some(name) = said_name {
            contact.name = name;
        }
        set(&mut contact.email, email);
        set(&mut contact.phone, cells.name("phone")?);
        set(&mut contact.title, cells.name("title")?);
        set(&mut contact.external_id, cells.name("external_id")?);
        set(&mut contact.account_id, links.account(cells, "account")?);
        set(&mut contact.owner_id, links.user(cells, "owner")?);
        if stored.is_none()
            && let Some(created_at) = cells.instant("created_on")?
        {
            contact.created_at = created_at.min(links.now);
        }
        cells.custom(&mut contact.custom)?;
        Ok((contact, ()))
    }

    fn learn(&self, _links: &mut Links) {}

    fn touch(&mut self, now: Instant) {
        self.version += 1;
        self.updated_at = now;
    }
}

/// The name, or first and last name in the order their script wants.
fn full_name(cells: &Cells<'_>) -> Result<Option<String>, Reject> {
    if let Some(name) = cells.name("name")? {
        return Ok(Some(name));
    }
    Ok(
        match (cells.name("first_name")?, cells.name("last_name")?) {
            (Some(first), Some(last)) if is_hangul(&last) => Some(format!("{last}{first}")),
            (Some(first), Some(last)) => Some(format!("{first} {last}")),
            (first, last) => first.or(last),
        },
    )
}

fn is_hangul(text: &str) -> bool {
    text.chars().all(|letter| matches!(letter, '가'..='힣'))
}

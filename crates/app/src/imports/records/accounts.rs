use connect::mapping::Preset;
use domain::{Account, AccountKind, Instant, name};

use super::{Importable, Rules, set};
use crate::imports::layout::Cells;
use crate::imports::links::Links;
use crate::imports::reject::Reject;

impl Importable for Account {
    type Parts = ();

    super::catalogue::catalogue!(Account, "account", match_accounts, insert_accounts, update_account,
        occurred: |account| Some(account.created_at));

    fn key(&self, field: &str) -> Option<&str> {
        match field {
            "name" => Some(&self.name),
            "domain" => self.domain.as_deref(),
            "external_id" => self.external_id.as_deref(),
            "registration_number" => self.registration_number.as_deref(),
            _ => None,
        }
    }

    fn draft(
        cells: &Cells<'_>,
        links: &mut Links,
        _rules: &Rules,
        stored: Option<&(Self, ())>,
    ) -> Result<(Self, ()), Reject> {
        let domain = match cells.text("domain").or_else(|| cells.text("website")) {
            Some(text) => name::registrable_domain(text),
            None => None,
        };
        let said_name = cells.name("name")?;
        let mut account = match stored {
            Some((account, ())) => account.clone(),
            None => {
                let name = said_name.clone().or_else(|| domain.clone());
                links.blank_account(name.ok_or_else(|| Reject::required("name"))?, None)
            }
        };
        if let Some(name) = said_name {
            account.name = name;
        }
        // A home page on a hosting service says little: only a domain that was given as one is a key.
        set(
            &mut account.domain,
            domain.filter(|_| cells.text("domain").is_some()),
        );
        if let Some(kind) = cells.word::<AccountKind>("kind", AccountKind::WORDS)? {
            account.kind = kind;
        }
        set(
            &mut account.registration_number,
            cells.name("registration_number")?,
        );
        set(&mut account.industry, cells.name("industry")?);
        set(&mut account.country, cells.name("country")?);
        set(&mut account.region, cells.name("region")?);
        set(&mut account.segment, cells.name("segment")?);
        set(&mut account.employees, cells.count("employees")?);
        set(&mut account.annual_revenue, cells.money("annual_revenue")?);
        set(&mut account.owner_id, links.user(cells, "owner")?);
        set(&mut account.phone, cells.name("phone")?);
        set(&mut account.website, cells.name("website")?);
        set(&mut account.external_id, cells.name("external_id")?);
        if account.external_id.is_none()
            && cells.layout().mapping.preset == Some(Preset::Salesforce)
        {
            account.external_id = Some(format!("AccountRef{}", cells.ordinal()));
        }
        // Parents are linked when all rows are in: they may come later in the file, and must not close a circle.
        if stored.is_none()
            && let Some(created_at) = cells.instant("created_on")?
        {
            account.created_at = created_at.min(links.now);
        }
        cells.custom(&mut account.custom)?;
        Ok((account, ()))
    }

    fn learn(&self, links: &mut Links) {
        links.learn_account(self);
    }

    fn touch(&mut self, now: Instant) {
        self.version += 1;
        self.updated_at = now;
    }
}

use domain::ids::TeamId;
use domain::{Instant, Role, User};

use super::{Importable, Rules, set};
use crate::imports::layout::Cells;
use crate::imports::links::Links;
use crate::imports::reject::Reject;

impl Importable for User {
    type Parts = ();

    super::catalogue::catalogue!(User, "user", match_users, insert_users, update_user,
        occurred: |_user| None);

    fn key(&self, field: &str) -> Option<&str> {
        match field {
            "name" => Some(&self.name),
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
        let said_name = cells.name("name")?;
        let mut user = match stored {
            Some((user, ())) => user.clone(),
            None => {
                let name = said_name.clone().or_else(|| email.clone());
                links.blank_user(name.ok_or_else(|| Reject::required("name"))?, None)
            }
        };
        if let Some(name) = said_name {
            user.name = name;
        }
        if let Some(email) = email {
            if links.has_other_user(&email, user.id) {
                return Err(Reject::new(
                    "email",
                    "taken",
                    "이미 사용 중입니다.",
                    "This is taken already.",
                ));
            }
            user.email = Some(email);
        }
        // An import never raises anybody's rights: roles come in for people who cannot sign in.
        if let Some(role) = cells.word::<Role>("role", Role::WORDS)?
            && !user.can_sign_in
        {
            user.role = role;
            user.visibility = role.default_visibility();
        }
        set(&mut user.external_id, cells.name("external_id")?);
        set(&mut user.team_id, team(cells, links)?);
        Ok((user, ()))
    }

    fn learn(&self, links: &mut Links) {
        links.learn_user(self);
    }

    fn touch(&mut self, _now: Instant) {
        self.version += 1;
    }
}

/// The team a row puts a person in: named, or their manager's; below the team of their region.
fn team(cells: &Cells<'_>, links: &mut Links) -> Result<Option<TeamId>, Reject> {
    let region = cells
        .name("region")?
        .map(|region| links.team(&region, None, None));
    let manager = match cells.name("manager")? {
        Some(name) => Some((links.manager(cells, "manager")?, name)),
        None => None,
    };
    let name = cells.name("team")?;
    Ok(match (name, manager) {
        (Some(name), manager) => Some(links.team(&name, region, manager.map(|(id, _)| id))),
        (None, Some((id, name))) => Some(links.team(&name, region, Some(id))),
        (None, None) => region,
    })
}

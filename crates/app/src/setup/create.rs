use domain::{
    Currency, Locale, Role, User, Workspace,
    ids::{UserId, WorkspaceId},
    journal::EntryOrigin,
};
use playbook::AmountBasis;
use serde::Deserialize;

use crate::{
    App, Code, Ctx, Error,
    identity::{
        password,
        secret::{self, SecretHash},
    },
    playbooks, tidy,
};

/// Create the workspace and its first administrator with the one-time token printed on the console.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetUp {
    /// The token of the one-time link.
    pub token: String,
    /// What to call the workspace.
    pub workspace_name: String,
    /// The currency reports are shown in.
    pub home_currency: Currency,
    /// IANA name of the zone that days are counted in.
    pub time_zone: String,
    /// The language to start in.
    pub locale: Locale,
    /// The administrator's name.
    pub name: String,
    /// The administrator's address.
    pub email: String,
    /// The administrator's password.
    pub password: String,
    /// Fill the workspace with a plausible company to look around in; the caller does that afterwards.
    #[serde(default)]
    pub sample: bool,
}

/// A workspace to be created, with its first administrator.
#[derive(Clone)]
pub struct NewWorkspace {
    /// What to call it.
    pub workspace_name: String,
    /// The currency reports are shown in.
    pub home_currency: Currency,
    /// IANA name of the zone that days are counted in.
    pub time_zone: String,
    /// The language to start in.
    pub locale: Locale,
    /// The administrator's name.
    pub name: String,
    /// The administrator's address.
    pub email: String,
    /// The administrator's password; without one nobody can sign in yet.
    pub password: Option<String>,
}

impl Default for NewWorkspace {
    /// What an embedded command creates on first use.
    fn default() -> Self {
        Self {
            workspace_name: "Proofline".into(),
            home_currency: Currency::USD,
            time_zone: "UTC".into(),
            locale: Locale::En,
            name: "Administrator".into(),
            email: "admin@localhost.localdomain".into(),
            password: None,
        }
    }
}

/// Finishes the set-up with the one-time token.
///
/// # Errors
/// `setup-closed`, `setup-token-invalid`, `invalid`.
pub async fn set_up(app: &App, input: SetUp) -> Result<(Workspace, User), Error> {
    if !super::is_needed(app).await? {
        return Err(Code::SetupClosed.into());
    }
    let token = secret::hash(&input.token);
    if !app.store().is_setup_link(&token, app.now()).await? {
        return Err(Code::SetupTokenInvalid.into());
    }
    let new = NewWorkspace {
        workspace_name: input.workspace_name,
        home_currency: input.home_currency,
        time_zone: input.time_zone,
        locale: input.locale,
        name: input.name,
        email: input.email,
        password: Some(input.password),
    };
    create(app, new, EntryOrigin::Ui, Some(token)).await
}

/// The only workspace of this database; created with `new` when there is none yet.
///
/// # Errors
/// `invalid`, and the store's refusals.
pub async fn ensure_workspace(app: &App, new: NewWorkspace) -> Result<Workspace, Error> {
    match app.store().workspaces().await?.into_iter().next() {
        Some(workspace) => Ok(workspace),
        None => Ok(create_workspace(app, new, EntryOrigin::Cli).await?.0),
    }
}

/// Creates a workspace with the shipped playbooks published and its first administrator.
///
/// # Errors
/// `invalid`, and the store's refusals.
pub async fn create_workspace(
    app: &App,
    new: NewWorkspace,
    origin: EntryOrigin,
) -> Result<(Workspace, User), Error> {
    create(app, new, origin, None).await
}

async fn create(
    app: &App,
    mut new: NewWorkspace,
    origin: EntryOrigin,
    link: Option<SecretHash>,
) -> Result<(Workspace, User), Error> {
    tidy::text(&mut new.workspace_name);
    tidy::text(&mut new.name);
    let now = app.now();
    let workspace = Workspace {
        id: WorkspaceId::mint(now, &app.draw()),
        name: new.workspace_name,
        home_currency: new.home_currency,
        time_zone: new.time_zone.clone(),
        fiscal_year_start_month: 1,
        locale: new.locale,
        amount_basis: AmountBasis::Acv,
        created_at: now,
        version: 1,
    }
    .checked()
    .map_err(|mut invalid| {
        if invalid.field == "name" {
            invalid.field = "workspace_name".to_owned();
        }
        invalid
    })?;
    let administrator = User {
        id: UserId::mint(now, &app.draw()),
        email: Some(tidy::email(&new.email)),
        name: new.name,
        role: Role::Admin,
        visibility: Role::Admin.default_visibility(),
        team_id: None,
        locale: new.locale,
        time_zone: new.time_zone,
        is_active: true,
        can_sign_in: new.password.is_some(),
        external_id: None,
        created_at: now,
        version: 1,
    }
    .checked()?;
    let hash = match new.password {
        Some(password) => {
            password::check(&password, "/password")?;
            Some(password::hash(password).await?)
        }
        None => None,
    };
    let ctx = Ctx::system(app.clone(), workspace.id, origin);
    let mut work = ctx.open().await?;
    if let Some(link) = link
        && !work.use_setup_link(&link, now).await?
    {
        return Err(Code::SetupTokenInvalid.into());
    }
    let changes = work.insert_workspace(&workspace).await?;
    work.record("workspace.created", &workspace, changes);
    let changes = work.insert_user(&administrator).await?;
    work.record("user.created", &administrator, changes);
    if let Some(hash) = hash {
        work.set_password(administrator.id, Some(&hash)).await?;
    }
    playbooks::insert_shipped(&mut work).await?;
    work.commit((workspace, administrator)).await
}

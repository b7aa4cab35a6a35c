//! `proofline init`

use app::setup::{NewWorkspace, create_workspace, is_needed};
use domain::Locale;
use domain::journal::EntryOrigin;
use serde_json::json;

use super::{password, people};
use crate::arguments::{Init, Place};
use crate::client::open;
use crate::failure::{Exit, Failure};
use crate::output::{Column, Output};

const WORKSPACE: &[Column] = &[
    Column::silent("id"),
    Column::new("name", "워크스페이스", "Workspace"),
    Column::new("home_currency", "기준 통화", "Home currency"),
    Column::new("time_zone", "시간대", "Time zone"),
    Column::new("admin_email", "관리자", "Administrator"),
];

/// Creates the workspace, with the shipped playbooks published, and its first administrator.
pub(super) async fn init(command: Init, place: &Place, output: Output) -> Result<(), Failure> {
    let app = open(place).await?;
    if !is_needed(&app)
        .await
        .map_err(|error| Failure::from_app(&error))?
    {
        return Err(Failure::new(
            Exit::Conflict,
            "setup_closed",
            "여기에는 이미 워크스페이스가 있습니다.",
            "There is a workspace here already.",
        ));
    }
    let home_currency = command.currency.parse().map_err(|_| {
        let code = &command.currency;
        Failure::usage(
            format!("‘{code}’ 통화를 모릅니다."),
            format!("There is no currency ‘{code}’."),
        )
    })?;
    let new = NewWorkspace {
        workspace_name: command.name,
        home_currency,
        time_zone: command.time_zone,
        locale: output.language.pick(Locale::Ko, Locale::En),
        name: command
            .admin_name
            .unwrap_or_else(|| people::name_of(&command.admin_email)),
        email: command.admin_email,
        password: Some(password::read(&command.password, output.language)?),
    };
    let created = create_workspace(&app, new, EntryOrigin::Cli).await;
    let (workspace, administrator) = created.map_err(|error| Failure::from_app(&error))?;
    let created = json!({
        "id": workspace.id, "name": workspace.name, "home_currency": workspace.home_currency,
        "time_zone": workspace.time_zone, "admin_email": administrator.email,
    });
    output.record(WORKSPACE, &created)
}

//! The routes of the API inside this process.

use app::identity::Caller;
use app::setup::{NewWorkspace, ensure_workspace};
use app::{App, Ctx};
use domain::ids::ImportId;
use domain::journal::EntryOrigin;
use domain::{Actor, ActorKind, TokenScope, User, Workspace};
use proofline_http::InProcess;
use reqwest::multipart::Form;
use serde_json::Value;
use store::{Backend, Scope, Store};
use uuid::Uuid;

use super::{Answer, PREFIX};
use crate::arguments::Place;
use crate::failure::{Exit, Failure};
use crate::language::Language;

/// An opened database with the API over it.
pub(crate) struct Embedded {
    api: InProcess,
    ctx: Ctx,
}

impl Embedded {
    /// As the machine's operator, who may do everything.
    pub(super) async fn operator(place: &Place, language: Language) -> Result<Self, Failure> {
        let (app, workspace) = open_workspace(place).await?;
        Ok(Self::of(
            Ctx::system(app, workspace.id, EntryOrigin::Cli),
            language,
        ))
    }

    fn of(ctx: Ctx, language: Language) -> Self {
        let caller = Caller {
            workspace_id: ctx.workspace_id,
            actor: ctx.actor.clone(),
        };
        Self {
            api: InProcess::new(ctx.app.clone(), caller, language.locale()),
            ctx,
        }
    }

    /// As a person of the workspace.
    pub(super) async fn person(
        place: &Place,
        email: Option<&str>,
        language: Language,
    ) -> Result<Self, Failure> {
        let (app, workspace) = open_workspace(place).await?;
        let operator = Scope::system(workspace.id);
        let people = async { app.store().read(&operator).await?.users().await }.await;
        let people = people.map_err(|error| Failure::from_app(&error.into()))?;
        let is_meant = |user: &&User| match email {
            Some(email) => user
                .email
                .as_deref()
                .is_some_and(|own| own.eq_ignore_ascii_case(email)),
            None => user.role == domain::Role::Admin && user.is_active,
        };
        let Some(user) = people.iter().find(is_meant) else {
            return Err(Failure::new(
                Exit::NotFound,
                "not_found",
                "그런 사람이 없습니다.",
                "There is no such person.",
            ));
        };
        let actor = Actor {
            user_id: Some(user.id),
            name: user.name.clone(),
            role: user.role,
            visibility: user.visibility,
            kind: ActorKind::User,
            scope: TokenScope::Admin,
        };
        let caller = Caller {
            workspace_id: workspace.id,
            actor,
        };
        Ok(Self::of(Ctx::new(app, caller, EntryOrigin::Cli), language))
    }

    pub(super) async fn interrupt_import(&self, id: &str) -> Result<(), Failure> {
        let id: Uuid = id.parse().map_err(|_| {
            Failure::usage(
                format!("{id} 은(는) 가져오기의 ID가 아닙니다."),
                format!("{id} is not the id of an import."),
            )
        })?;
        app::imports::interrupt(&self.ctx, ImportId::from_uuid(id))
            .await
            .map_err(|error| Failure::from_app(&error))?;
        Ok(())
    }

    pub(super) async fn send(&self, method: &str, path: &str, body: Option<Value>) -> Answer {
        let (status, body) = self
            .api
            .call(method, &format!("{PREFIX}{path}"), body)
            .await;
        Answer { status, body }
    }

    pub(super) async fn upload(&self, path: &str, form: Form) -> Answer {
        let content_type = format!("multipart/form-data; boundary={}", form.boundary());
        let (status, body) = self
            .api
            .upload(
                &format!("{PREFIX}{path}"),
                &content_type,
                form.into_stream(),
            )
            .await;
        Answer { status, body }
    }
}

/// Opens the database that the command line names, bringing its schema up to date.
pub(crate) async fn open(place: &Place) -> Result<App, Failure> {
    if place.server.is_some() {
        return Err(Failure::usage(
            "이 명령은 데이터베이스에서 바로 실행합니다. --data 나 --database-url 을 쓰세요.",
            "This command works on the database itself: use --data or --database-url.",
        ));
    }
    let backend = match &place.database_url {
        Some(url) => Backend::postgres(url),
        None => Backend::sqlite(&place.data),
    };
    let store = Store::open(backend).await.map_err(|error| {
        Failure::new(
            Exit::Unavailable,
            "database",
            format!("데이터베이스를 열 수 없습니다: {error}"),
            format!("Cannot open the database: {error}"),
        )
    })?;
    Ok(App::new(store))
}

/// The same with its workspace, which is created on first use.
pub(crate) async fn open_workspace(place: &Place) -> Result<(App, Workspace), Failure> {
    let app = open(place).await?;
    let workspace = ensure_workspace(&app, NewWorkspace::default())
        .await
        .map_err(|error| Failure::from_app(&error))?;
    Ok((app, workspace))
}

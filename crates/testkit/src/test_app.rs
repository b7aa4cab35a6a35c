//! The product with a fixed clock, a populated workspace and one client per role, answered in this process.

use std::sync::{
    Arc,
    atomic::{AtomicI64, AtomicU64, Ordering::Relaxed},
};

use app::{
    App, Clock, Ctx, Entropy,
    identity::secret,
    setup::{NewWorkspace, create_workspace},
    teams::{self, CreateTeam, EditTeam},
    users::{self, CreateUser},
};
use axum::Router;
use domain::{
    Instant, Role,
    ids::{SessionId, UserId, WorkspaceId},
    journal::EntryOrigin,
};
use proofline_http::Settings;
use store::{Scope, Store};

use crate::client::Client;

/// The moment every test begins: 2026-03-02T09:00:00Z, a Monday.
pub const BEGINNING: Instant = Instant::from_micros(1_772_442_000_000_000);

/// A clock that stands still until it is moved.
#[derive(Debug, Clone)]
pub struct FixedClock(Arc<AtomicI64>);

impl FixedClock {
    /// A clock at [`BEGINNING`].
    #[must_use]
    pub fn new() -> Self {
        Self(Arc::new(AtomicI64::new(BEGINNING.as_micros())))
    }

    /// Moves the clock on.
    pub fn advance_days(&self, days: i64) {
        self.0.fetch_add(days * 86_400_000_000, Relaxed);
    }
}

impl Default for FixedClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Instant {
        Instant::from_micros(self.0.load(Relaxed))
    }
}

/// Identifiers that are the same in every run, in the order they are drawn.
#[derive(Debug, Default)]
struct Counted(AtomicU64);

impl Entropy for Counted {
    fn draw(&self) -> [u8; 10] {
        let mut bytes = [0; 10];
        bytes[2..].copy_from_slice(&self.0.fetch_add(1, Relaxed).to_be_bytes());
        bytes
    }
}

/// The product under test.
pub struct TestApp {
    /// The use cases.
    pub app: App,
    /// The clock they read.
    pub clock: FixedClock,
    /// The workspace the clients belong to.
    pub workspace_id: WorkspaceId,
    router: Router,
    people: Vec<(Role, UserId)>,
    stranger: (WorkspaceId, UserId),
}

impl TestApp {
    /// Populates an empty database: a workspace with a person per role, the manager leading a team that the account
    /// executive belongs to, and a second workspace with an administrator of its own.
    ///
    /// # Panics
    /// When the database is not empty or cannot be written.
    pub async fn start(store: Store) -> Self {
        let clock = FixedClock::new();
        let app = App::with(store, clock.clone(), Counted::default());
        let (workspace_id, admin) = workspace(&app, "Hanbit Software", "admin").await;
        let stranger = workspace(&app, "Elsewhere Inc.", "stranger").await;
        let ctx = Ctx::system(app.clone(), workspace_id, EntryOrigin::System);
        let team = teams::create(
            &ctx,
            CreateTeam {
                name: "Sales".into(),
                parent_id: None,
                manager_id: None,
            },
        );
        let team = team.await.expect("a team is made").team;
        let mut people = vec![(Role::Admin, admin)];
        for role in Role::ALL
            .iter()
            .copied()
            .filter(|role| *role != Role::Admin)
        {
            let in_team = matches!(role, Role::Manager | Role::Ae);
            let person = CreateUser {
                name: format!("The {role}"),
                email: format!("{role}@example.com"),
                role,
                visibility: None,
                team_id: in_team.then_some(team.id),
                locale: None,
                time_zone: None,
                password: None,
            };
            let person = users::create(&ctx, person)
                .await
                .expect("a person is made")
                .user;
            people.push((role, person.id));
        }
        let leads = EditTeam {
            manager_id: Some(
                people
                    .iter()
                    .find(|(role, _)| *role == Role::Manager)
                    .map(|(_, id)| *id),
            ),
            ..EditTeam::default()
        };
        teams::edit(&ctx, team.id, leads)
            .await
            .expect("the manager leads the team");
        let settings = Settings {
            requests_per_minute: None,
            ..Settings::default()
        };
        let router = proofline_http::router(app.clone(), settings);
        Self {
            app,
            clock,
            workspace_id,
            router,
            people,
            stranger,
        }
    }

    /// A client without credentials of a server with other settings.
    #[must_use]
    pub fn with_settings(&self, settings: Settings) -> Client {
        Client::new(proofline_http::router(self.app.clone(), settings), None)
    }

    /// Nobody: a client without credentials.
    #[must_use]
    pub fn nobody(&self) -> Client {
        Client::new(self.router.clone(), None)
    }

    /// The person with this role, signed in.
    ///
    /// # Panics
    /// When the session cannot be stored.
    pub async fn signed_in(&self, role: Role) -> Client {
        self.session(self.workspace_id, self.person(role)).await
    }

    /// The administrator of the other workspace, signed in.
    ///
    /// # Panics
    /// When the session cannot be stored.
    pub async fn stranger(&self) -> Client {
        self.session(self.stranger.0, self.stranger.1).await
    }

    /// The person with this role.
    ///
    /// # Panics
    /// Never: there is one per role.
    #[must_use]
    pub fn person(&self, role: Role) -> UserId {
        self.people
            .iter()
            .find(|(known, _)| *known == role)
            .expect("one person per role")
            .1
    }

    /// Opens a session without paying for a password's hash.
    async fn session(&self, workspace_id: WorkspaceId, user_id: UserId) -> Client {
        let cookie = uuid::Uuid::now_v7().to_string();
        let now = self.app.now();
        let id = SessionId::from(uuid::Uuid::now_v7());
        let mut tx = self
            .app
            .store()
            .write(&Scope::system(workspace_id))
            .await
            .expect("a transaction opens");
        tx.insert_session(id, user_id, &secret::hash(&cookie), now, now.plus_days(400))
            .await
            .expect("a session is stored");
        tx.commit().await.expect("a session is kept");
        Client::new(self.router.clone(), Some(cookie))
    }
}

async fn workspace(app: &App, name: &str, person: &str) -> (WorkspaceId, UserId) {
    let new = NewWorkspace {
        workspace_name: name.to_owned(),
        name: format!("The {person}"),
        email: format!("{person}@example.com"),
        ..NewWorkspace::default()
    };
    let (workspace, user) = create_workspace(app, new, EntryOrigin::System)
        .await
        .expect("a workspace is made");
    (workspace.id, user.id)
}

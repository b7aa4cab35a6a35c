//! A workspace to tell stories in: a clock that stands still, people, a deal with its buyer.

use std::sync::{
    Arc,
    atomic::{AtomicI64, AtomicU64, Ordering},
};

use app::{
    App, Clock, Ctx, Entropy,
    accounts::{self, CreateAccount},
    contacts::{self, CreateContact},
    deals::{self, AddEvidence, CreateDeal, DealRecord},
    identity::Caller,
    setup::{self, NewWorkspace},
    users::{self, CreateUser},
};
use domain::{
    Actor, ActorKind, Currency, Instant, Locale, Role, TokenScope, User, Visibility, Workspace,
    ids::{DealId, TeamId},
    journal::EntryOrigin,
    vocabulary::Origin,
};
use testkit::TestDb;

/// A clock that moves only when a story moves it.
#[derive(Clone)]
pub(crate) struct StoppedClock(Arc<AtomicI64>);

impl Clock for StoppedClock {
    fn now(&self) -> Instant {
        Instant::from_micros(self.0.load(Ordering::SeqCst))
    }
}

/// Counts instead of drawing.
struct Counting(AtomicU64);

impl Entropy for Counting {
    fn draw(&self) -> [u8; 10] {
        let mut bytes = [0; 10];
        bytes[2..].copy_from_slice(&self.0.fetch_add(1, Ordering::SeqCst).to_be_bytes());
        bytes
    }
}

pub(crate) struct World {
    pub(crate) app: App,
    pub(crate) clock: StoppedClock,
    pub(crate) workspace: Workspace,
    pub(crate) admin: Ctx,
    // Keeps the database's directory.
    _db: TestDb,
}

/// 2 March 2026, 09:00 in Seoul.
const START: i64 = 1_772_409_600_000_000;

pub(crate) fn app_on(db: &TestDb) -> (App, StoppedClock) {
    let clock = StoppedClock(Arc::new(AtomicI64::new(START)));
    (
        App::with(db.store(), clock.clone(), Counting(AtomicU64::new(1))),
        clock,
    )
}

pub(crate) fn new_workspace() -> NewWorkspace {
    NewWorkspace {
        workspace_name: "한빛소프트".into(),
        home_currency: Currency::KRW,
        time_zone: "Asia/Seoul".into(),
        locale: Locale::Ko,
        name: "관리자".into(),
        email: "admin@hanbit.example".into(),
        password: None,
    }
}

impl World {
    pub(crate) async fn on(db: TestDb) -> Self {
        let (app, clock) = app_on(&db);
        let (workspace, admin) = setup::create_workspace(&app, new_workspace(), EntryOrigin::Cli)
            .await
            .unwrap();
        let admin = ctx_of(&app, &workspace, &admin);
        Self {
            app,
            clock,
            workspace,
            admin,
            _db: db,
        }
    }

    pub(crate) fn pass_days(&self, days: i64) {
        self.clock
            .0
            .fetch_add(days * 86_400_000_000, Ordering::SeqCst);
    }

    pub(crate) fn pass_seconds(&self, seconds: i64) {
        self.clock
            .0
            .fetch_add(seconds * 1_000_000, Ordering::SeqCst);
    }

    /// A new member and what they ask with.
    pub(crate) async fn member(&self, name: &str, role: Role, team_id: Option<TeamId>) -> Ctx {
        let input = CreateUser {
            name: name.into(),
            email: format!("{name}@hanbit.example"),
            role,
            visibility: None,
            team_id,
            locale: None,
            time_zone: None,
            password: None,
        };
        let user = users::create(&self.admin, input).await.unwrap().user;
        ctx_of(&self.app, &self.workspace, &user)
    }

    /// A deal with account and contact, in the first stage.
    pub(crate) async fn deal(&self, by: &Ctx, name: &str) -> DealRecord {
        let account = CreateAccount {
            name: format!("{name} Inc."),
            ..CreateAccount::default()
        };
        let account = accounts::create(by, account).await.unwrap().account;
        let contact = CreateContact {
            name: "Dana Buyer".into(),
            account_id: Some(account.id),
            ..CreateContact::default()
        };
        let contact = contacts::create(by, contact).await.unwrap().contact;
        let deal = CreateDeal {
            name: name.into(),
            account_id: Some(account.id),
            contact_id: Some(contact.id),
            ..CreateDeal::default()
        };
        deals::create(by, deal).await.unwrap()
    }

    /// Records evidence that can be opened.
    pub(crate) async fn evidence(
        &self,
        by: &Ctx,
        deal: DealId,
        evidence_type: &str,
        origin: Origin,
    ) {
        let input = AddEvidence {
            evidence_type: evidence_type.into(),
            kind: None,
            origin: Some(origin),
            title: evidence_type.into(),
            reference: Some(format!("mailto:{evidence_type}@mail.example")),
            content_hash: None,
            is_countersigned: false,
            contact_id: None,
            occurred_at: None,
        };
        deals::add_evidence(by, deal, input).await.unwrap();
    }

    /// Everything the first stage asks for before it is left.
    pub(crate) async fn prospecting_evidence(&self, by: &Ctx, deal: DealId) {
        self.evidence(by, deal, "target_fit", Origin::Us).await;
        self.evidence(by, deal, "first_contact", Origin::Us).await;
        self.evidence(by, deal, "two_way_reply", Origin::Customer)
            .await;
        self.evidence(by, deal, "meeting_accepted", Origin::Customer)
            .await;
    }

    /// What a denied write must leave alone: the journal's end and every deal, account and person.
    pub(crate) async fn fingerprint(&self) -> String {
        let mut read = self
            .app
            .store()
            .read(&store::Scope::system(self.workspace.id))
            .await
            .unwrap();
        let deals = read
            .deals_page(&store::DealQuery::default())
            .await
            .unwrap()
            .rows;
        let mut parts = Vec::new();
        for deal in &deals {
            parts.push((
                read.visits_of(deal.id).await.unwrap(),
                read.evidence_of(deal.id).await.unwrap(),
                read.waivers_of(deal.id).await.unwrap(),
                read.activities_of(deal.id).await.unwrap(),
            ));
        }
        let position = read.journal_position().await.unwrap();
        let accounts = read.all_accounts().await.unwrap();
        let (users, teams) = (read.users().await.unwrap(), read.teams().await.unwrap());
        let tokens = read.tokens().await.unwrap();
        let totals = read.stage_totals(None).await.unwrap();
        format!(
            "{position} {deals:?} {parts:?} {accounts:?} {users:?} {teams:?} {tokens:?} {totals:?}"
        )
    }
}

pub(crate) fn ctx_of(app: &App, workspace: &Workspace, user: &User) -> Ctx {
    let actor = Actor {
        user_id: Some(user.id),
        name: user.name.clone(),
        role: user.role,
        visibility: user.visibility,
        kind: ActorKind::User,
        scope: TokenScope::Admin,
    };
    Ctx::new(
        app.clone(),
        Caller {
            workspace_id: workspace.id,
            actor,
        },
        EntryOrigin::Api,
    )
}

/// The same person with another visibility.
pub(crate) fn seeing(ctx: &Ctx, visibility: Visibility) -> Ctx {
    let mut ctx = ctx.clone();
    ctx.actor.visibility = visibility;
    ctx
}

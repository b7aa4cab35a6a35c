use std::collections::BTreeMap;

use domain::ids::{AccountId, DealId, StageVisitId, TeamId, UserId, WorkspaceId};
use domain::journal::{ActorRef, Changes, EntryOrigin, JournalDraft};
use domain::vocabulary::{AmountBasis, DealKind, StageKind};
use domain::{
    Account, AccountKind, ActorKind, Currency, Deal, Instant, Locale, Money, Role, StageVisit,
    Team, User, Visibility, VisitDirection, VisitOrigin, Workspace,
};
use store::{Scope, Store, WriteTx};
use uuid::Uuid;

/// A source of ids, moments and plausible objects that gives the same ones every time.
#[derive(Clone, Debug)]
pub struct Seeded {
    /// The clock: it moves only when a test moves it.
    pub now: Instant,
    drawn: u64,
    /// The workspace the objects belong to.
    pub workspace_id: WorkspaceId,
}

impl Seeded {
    /// Everything follows from the seed. The clock starts on 2 March 2026, 09:00 UTC.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        let now = Instant::from_micros(1_772_442_000_000_000);
        let mut seeded = Self {
            now,
            drawn: seed << 32,
            workspace_id: WorkspaceId::from_uuid(Uuid::nil()),
        };
        seeded.workspace_id = seeded.id();
        seeded
    }

    /// Another source of objects for the same workspace, for tests with several writers.
    #[must_use]
    pub fn beside(&self, seed: u64) -> Self {
        Self {
            workspace_id: self.workspace_id,
            now: self.now,
            ..Self::new(seed)
        }
    }

    /// The next id.
    pub fn id<I: From<Uuid>>(&mut self) -> I {
        let mut random = [0; 10];
        random[2..].copy_from_slice(&self.draw().to_be_bytes());
        WorkspaceId::mint(self.now, &random)
            .as_uuid()
            .to_owned()
            .into()
    }

    /// The next number: SplitMix64 over a counter.
    pub fn draw(&mut self) -> u64 {
        self.drawn = self.drawn.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.drawn;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: u64) -> u64 {
        self.draw() % end.max(1)
    }

    /// Moves the clock by whole days.
    pub fn pass_days(&mut self, days: i64) {
        self.now = self.now.plus_days(days);
    }

    /// All of the workspace.
    #[must_use]
    pub fn scope(&self) -> Scope {
        Scope::system(self.workspace_id)
    }

    /// What one member sees.
    #[must_use]
    pub fn scope_of(&self, user: &User) -> Scope {
        Scope {
            workspace_id: self.workspace_id,
            viewer_id: Some(user.id),
            visibility: user.visibility,
        }
    }

    /// The workspace itself.
    #[must_use]
    pub fn workspace(&self) -> Workspace {
        Workspace {
            id: self.workspace_id,
            name: "한빛소프트".to_owned(),
            home_currency: Currency::KRW,
            time_zone: "Asia/Seoul".to_owned(),
            fiscal_year_start_month: 1,
            locale: Locale::Ko,
            amount_basis: AmountBasis::Acv,
            created_at: self.now,
            version: 1,
        }
    }

    /// A member with the role's own visibility.
    pub fn user(&mut self, name: &str, role: Role, team_id: Option<TeamId>) -> User {
        User {
            id: self.id::<UserId>(),
            email: Some(format!(
                "{}@example.com",
                name.to_lowercase().replace(' ', ".")
            )),
            name: name.to_owned(),
            role,
            visibility: role.default_visibility(),
            team_id,
            locale: Locale::Ko,
            time_zone: "Asia/Seoul".to_owned(),
            is_active: true,
            can_sign_in: true,
            external_id: None,
            created_at: self.now,
            version: 1,
        }
    }

    /// A team.
    pub fn team(&mut self, name: &str, parent_id: Option<TeamId>) -> Team {
        Team {
            id: self.id(),
            name: name.to_owned(),
            parent_id,
            manager_id: None,
            version: 1,
        }
    }

    /// An account.
    pub fn account(&mut self, name: &str) -> Account {
        Account {
            id: self.id::<AccountId>(),
            name: name.to_owned(),
            kind: AccountKind::LegalEntity,
            domain: Some(format!("{}.example", name.to_lowercase().replace(' ', "-"))),
            registration_number: None,
            parent_id: None,
            industry: Some("software".to_owned()),
            country: Some("US".to_owned()),
            region: None,
            segment: None,
            employees: Some(250),
            annual_revenue: Some(Money::new(1_234_500, Currency::USD)),
            owner_id: None,
            phone: None,
            website: None,
            external_id: None,
            custom: BTreeMap::from([("tier".to_owned(), "gold".to_owned())]),
            created_at: self.now,
            updated_at: self.now,
            archived_at: None,
            version: 1,
        }
    }

    /// An open deal in `prospecting` of `new-business`, opened now.
    pub fn deal(&mut self, number: i64, name: &str, owner_id: Option<UserId>) -> Deal {
        Deal {
            id: self.id::<DealId>(),
            number,
            name: name.to_owned(),
            kind: DealKind::New,
            pipeline: "new-business".to_owned(),
            stage: "prospecting".to_owned(),
            status: domain::deal::DealStatus::Open,
            outcome: None,
            account_id: None,
            contact_id: None,
            owner_id,
            product_id: None,
            amount: Some(Money::new(7_590_000, Currency::KRW)),
            close_on: Some(jiff::civil::date(2026, 6, 30)),
            close_basis: None,
            pushes: 0,
            pushed_days: 0,
            next_step: None,
            next_step_on: None,
            competition: None,
            competitors: Vec::new(),
            source: None,
            external_id: None,
            opened_at: self.now,
            closed_at: None,
            stage_entered_at: self.now,
            last_customer_evidence_at: None,
            loss: None,
            forecast_category: None,
            rule_category: None,
            forecast_cap: None,
            forecast_override: None,
            on_waiver: false,
            playbook_version: 1,
            plan: None,
            roles: Vec::new(),
            answers: Vec::new(),
            risks: Vec::new(),
            procurement: Vec::new(),
            poc: None,
            custom: BTreeMap::new(),
            created_at: self.now,
            updated_at: self.now,
            archived_at: None,
            version: 1,
        }
    }

    /// The visit that opens a deal in its stage.
    pub fn first_visit(&mut self, deal: &Deal) -> StageVisit {
        StageVisit {
            id: self.id::<StageVisitId>(),
            deal_id: deal.id,
            pipeline: deal.pipeline.clone(),
            stage: deal.stage.clone(),
            kind: StageKind::Open,
            entered_at: deal.opened_at,
            left_at: None,
            entered_from: None,
            direction: VisitDirection::Opened,
            reason: None,
            origin: VisitOrigin::Recorded,
            playbook_version: 1,
            actor_id: None,
        }
    }

    /// A journal entry to record.
    pub fn entry(
        &mut self,
        action: &str,
        object_id: Uuid,
        deal_id: Option<DealId>,
        changes: Changes,
    ) -> JournalDraft {
        JournalDraft {
            id: self.id(),
            occurred_at: self.now,
            actor: ActorRef {
                kind: ActorKind::System,
                id: None,
                name: "test".to_owned(),
            },
            origin: EntryOrigin::System,
            action: action.to_owned(),
            object_kind: action.split('.').next().unwrap_or_default().to_owned(),
            object_id,
            deal_id,
            changes,
            reason: None,
            note: None,
            playbook_version: None,
            request_id: None,
        }
    }

    /// Sets the workspace up in an empty store.
    ///
    /// # Panics
    /// When the store refuses.
    pub async fn set_up(&mut self, store: &Store) {
        let mut tx = store.write(&self.scope()).await.expect("a write");
        let changes = tx
            .insert_workspace(&self.workspace())
            .await
            .expect("a workspace");
        let entry = self.entry("workspace.created", self.workspace_id.into(), None, changes);
        tx.record(entry, self.now);
        tx.commit().await.expect("a commit");
    }

    /// Adds a deal with its first visit and journal entries to a transaction.
    ///
    /// # Panics
    /// When the store refuses.
    pub async fn add_deal(
        &mut self,
        tx: &mut WriteTx,
        name: &str,
        owner_id: Option<UserId>,
    ) -> Deal {
        let number = tx.next_deal_number();
        let deal = self.deal(number, name, owner_id);
        self.save_new(tx, &deal).await;
        deal
    }

    /// Adds a prepared deal with its first visit and journal entries to a transaction.
    ///
    /// # Panics
    /// When the store refuses.
    pub async fn save_new(&mut self, tx: &mut WriteTx, deal: &Deal) {
        let changes = tx.insert_deal(deal).await.expect("a deal");
        let entry = self.entry("deal.created", deal.id.into(), Some(deal.id), changes);
        tx.record(entry, self.now);
        let visit = self.first_visit(deal);
        tx.insert_visit(&visit).await.expect("a visit");
    }

    /// Saves an edited deal with its version, time and journal entry.
    ///
    /// # Panics
    /// When the store refuses.
    pub async fn edit_deal(
        &mut self,
        tx: &mut WriteTx,
        before: &Deal,
        edit: impl FnOnce(&mut Deal),
    ) -> Deal {
        let mut deal = before.clone();
        edit(&mut deal);
        deal.version += 1;
        deal.updated_at = self.now;
        let changes = tx.update_deal(before, &deal).await.expect("an update");
        let entry = self.entry("deal.edited", deal.id.into(), Some(deal.id), changes);
        tx.record(entry, self.now);
        deal
    }
}

/// Roles and visibilities by their own names, for tests that care about neither.
impl Seeded {
    /// A member who sees only their own deals.
    pub fn seller(&mut self, name: &str, team_id: Option<TeamId>) -> User {
        User {
            visibility: Visibility::Own,
            ..self.user(name, Role::Ae, team_id)
        }
    }
}

//! What belongs to one deal: its stage visits, evidence, waivers and activities.
//!
//! These queries do not ask who reads: load the deal first, which does.

use domain::ids::{AccountId, ActivityId, DealId, EvidenceId, UserId, WaiverId};
use domain::journal::Changes;
use domain::{Activity, Evidence, StageVisit, Waiver};

use crate::error::Result;
use crate::record::{Record, Table, columns};
use crate::tx::{ReadTx, WriteTx};

impl Record for StageVisit {
    const TABLE: &'static Table = &Table {
        name: "stage_visit",
        columns: columns![
            id: Uuid, deal_id: Uuid, pipeline: Text, stage: Text, kind: Text, entered_at: Instant, left_at: Instant,
            entered_from: Text, direction: Text, reason: Text, origin: Text, playbook_version: Int, actor_id: Uuid,
        ],
        has_facts: false,
        searched: &[],
        derived: &[],
    };

    fn cluster(&self) -> Option<DealId> {
        Some(self.deal_id)
    }
}

impl Record for Evidence {
    const TABLE: &'static Table = &Table {
        name: "evidence",
        columns: columns![
            id: Uuid, deal_id: Uuid, evidence_type: Text, kind: Text, origin: Text, strength: Text, title: Text,
            reference: Text, content_hash: Text, contact_id: Uuid, occurred_at: Instant, recorded_at: Instant,
            recorded_by: Uuid, retracted_at: Instant, retracted_reason: Text,
        ],
        has_facts: true,
        searched: &[],
        derived: &[],
    };

    fn cluster(&self) -> Option<DealId> {
        Some(self.deal_id)
    }
}

impl Record for Waiver {
    const TABLE: &'static Table = &Table {
        name: "waiver",
        columns: columns![
            id: Uuid, deal_id: Uuid, stage: Text, reason: Text, note: Text, requested_by: Uuid, requested_at: Instant,
            state: Text, decided_by: Uuid, decided_at: Instant, expires_on: Date, version: Int,
        ],
        has_facts: true,
        searched: &[],
        derived: &[],
    };

    fn version(&self) -> Option<i64> {
        Some(self.version)
    }
}

impl Record for Activity {
    const TABLE: &'static Table = &Table {
        name: "activity",
        columns: columns![
            id: Uuid, deal_id: Uuid, account_id: Uuid, contact_id: Uuid, kind: Text, subject: Text, body: Text,
            occurred_at: Instant, due_on: Date, completed_at: Instant, review_id: Uuid, owner_id: Uuid, created_by: Uuid,
            created_at: Instant, version: Int,
        ],
        has_facts: true,
        searched: &[],
        derived: &[],
    };

    fn version(&self) -> Option<i64> {
        Some(self.version)
    }
}

impl ReadTx {
    /// A deal's stays in stages, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn visits_of(&mut self, deal_id: DealId) -> Result<Vec<StageVisit>> {
        let mut query = self.select::<StageVisit>();
        query
            .push(" and deal_id = ")
            .bind(deal_id)
            .push(" order by entered_at, id");
        self.records(query).await
    }

    /// The visit a deal is in now.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn open_visit_of(&mut self, deal_id: DealId) -> Result<Option<StageVisit>> {
        let mut query = self.select::<StageVisit>();
        query
            .push(" and deal_id = ")
            .bind(deal_id)
            .push(" and left_at is null");
        Ok(self.records(query).await?.pop())
    }

    /// A deal's evidence, also what was retracted, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn evidence_of(&mut self, deal_id: DealId) -> Result<Vec<Evidence>> {
        let mut query = self.select::<Evidence>();
        query
            .push(" and deal_id = ")
            .bind(deal_id)
            .push(" order by occurred_at, id");
        self.records(query).await
    }

    /// One piece of a deal's evidence.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_evidence(
        &mut self,
        deal_id: DealId,
        id: EvidenceId,
    ) -> Result<Option<Evidence>> {
        let mut query = self.select::<Evidence>();
        query
            .push(" and deal_id = ")
            .bind(deal_id)
            .push(" and id = ")
            .bind(id);
        Ok(self.records(query).await?.pop())
    }

    /// A deal's waivers, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn waivers_of(&mut self, deal_id: DealId) -> Result<Vec<Waiver>> {
        let mut query = self.select::<Waiver>();
        query
            .push(" and deal_id = ")
            .bind(deal_id)
            .push(" order by requested_at, id");
        self.records(query).await
    }

    /// A waiver by its id.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_waiver(&mut self, id: WaiverId) -> Result<Option<Waiver>> {
        self.find_record(id).await
    }

    /// Waivers that wait for a decision, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn waivers_to_decide(&mut self) -> Result<Vec<Waiver>> {
        let mut query = self.select::<Waiver>();
        query.push(" and state = 'requested' order by requested_at, id");
        self.records(query).await
    }

    /// A deal's activities, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn activities_of(&mut self, deal_id: DealId) -> Result<Vec<Activity>> {
        let mut query = self.select::<Activity>();
        query
            .push(" and deal_id = ")
            .bind(deal_id)
            .push(" order by occurred_at desc, id desc");
        self.records(query).await
    }

    /// An account's activities, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn activities_of_account(&mut self, account_id: AccountId) -> Result<Vec<Activity>> {
        let mut query = self.select::<Activity>();
        query
            .push(" and account_id = ")
            .bind(account_id)
            .push(" order by occurred_at desc, id desc");
        self.records(query).await
    }

    /// An activity by its id.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_activity(&mut self, id: ActivityId) -> Result<Option<Activity>> {
        self.find_record(id).await
    }

    /// Somebody's tasks that are not done, those without a day last.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn tasks_of(&mut self, owner_id: UserId) -> Result<Vec<Activity>> {
        let mut query = self.select::<Activity>();
        query.push(" and owner_id = ").bind(owner_id);
        query.push(" and kind = 'task' and completed_at is null order by due_on nulls last, id");
        self.records(query).await
    }
}

/// Declares how the parts of a deal are written.
macro_rules! parts {
    ($($noun:literal, $part:ty: $insert:ident, $insert_many:ident, $update:ident;)*) => {
        impl WriteTx {
            $(
                #[doc = concat!("Inserts one ", $noun, ". Returns what to record.\n\n# Errors\nWhen the database fails.")]
                pub async fn $insert(&mut self, part: &$part) -> Result<Changes> {
                    self.insert_record(part).await
                }

                #[doc = concat!("Inserts many with few statements. Returns what to record, in order.\n\n# Errors\nWhen the database fails.")]
                pub async fn $insert_many(&mut self, parts: &[$part]) -> Result<Vec<Changes>> {
                    self.insert_records(parts).await
                }

                #[doc = concat!("Saves a changed ", $noun, ". Returns what to record.\n\n# Errors\n[`Error::Conflict`] or [`Error::NotFound`] when the stored one is not `before`.")]
                pub async fn $update(&mut self, before: &$part, after: &$part) -> Result<Changes> {
                    self.update_record(before.id, before, after).await
                }
            )*
        }
    };
}

parts! {
    "stage visit", StageVisit: insert_visit, insert_visits, update_visit;
    "piece of evidence", Evidence: insert_evidence, insert_evidence_list, update_evidence;
    "waiver", Waiver: insert_waiver, insert_waivers, update_waiver;
    "activity", Activity: insert_activity, insert_activities, update_activity;
}

//! Writing what a chunk of rows comes to, with everything needed to take it back.

use connect::tabular::Row;
use domain::ids::ImportId;
use domain::journal::{Changes, Journaled};
use domain::{Account, Contact, Product, Team, User};
use serde_json::json;
use store::{ImportRejection, ImportRow};
use uuid::Uuid;

use super::layout::Layout;
use super::links::{Links, Made};
use super::plan::{Plan, Whole};
use super::progress::{Progress, RowRejection};
use super::records::Importable;
use super::records::stage_history::Histories;
use super::reject::Reject;
use crate::Error;
use crate::ctx::Work;

/// Rejections shown beside the counts.
const SHOWN: usize = 20;
/// Noun under which a deal's visits are kept for taking them back.
pub(super) const VISITS: &str = "stage_visits";

/// Collects what one transaction of an import makes, changes and refuses.
pub(super) struct Ledger<'a> {
    pub(super) import_id: ImportId,
    pub(super) progress: &'a mut Progress,
    rows: Vec<ImportRow>,
    rejections: Vec<ImportRejection>,
}

impl<'a> Ledger<'a> {
    pub(super) fn new(import_id: ImportId, progress: &'a mut Progress) -> Self {
        Self {
            import_id,
            progress,
            rows: Vec::new(),
            rejections: Vec::new(),
        }
    }

    fn position(&mut self) -> i64 {
        self.progress.next_position += 1;
        self.progress.next_position
    }

    fn made(&mut self, row: u64, kind: &str, id: Uuid, before: Option<serde_json::Value>) {
        let position = self.position();
        let row_number = i64::try_from(row).unwrap_or(i64::MAX);
        let object_kind = kind.to_owned();
        self.rows.push(ImportRow {
            position,
            row_number,
            object_kind,
            object_id: id,
            before,
        });
    }

    /// A record that rows changed, with what changed.
    pub(super) fn changed(&mut self, row: u64, kind: &str, id: Uuid, changes: &Changes) {
        self.made(row, kind, id, Some(json!(changes)));
    }

    /// Counts and keeps a refused row.
    pub(super) fn refuse(&mut self, row: &Row, reject: Reject, layout: &Layout) {
        self.progress.rejected += 1;
        let position = self.position();
        let by_field = || {
            layout
                .column_of(reject.field.as_deref()?)
                .map(str::to_owned)
        };
        let column = reject
            .column
            .clone()
            .or_else(by_field)
            .or_else(|| reject.field.as_deref().map(str::to_owned));
        if self.progress.rejections.len() < SHOWN {
            self.progress.rejections.push(RowRejection {
                row: row.number,
                column: column.clone(),
                code: reject.code.to_string(),
                reason: reject.text.clone(),
            });
        }
        self.rejections.push(ImportRejection {
            position,
            row_number: i64::try_from(row.number).unwrap_or(i64::MAX),
            field: column,
            code: reject.code.to_string(),
            detail: json!({ "ko": reject.text.ko, "en": reject.text.en }).to_string(),
            original: json!(row.cells).to_string(),
        });
    }

    /// Counts what a plan comes to and refuses what it refuses.
    pub(super) fn count<T: Importable>(
        &mut self,
        plan: &mut Plan<T>,
        rows: &[Row],
        layout: &Layout,
    ) {
        self.progress.created += plan.created.len() as u64;
        self.progress.updated += plan.changed.len() as u64 + plan.changed_unseen;
        self.progress.unchanged += plan.unchanged;
        self.progress.skipped += plan.skipped;
        for (index, reject) in std::mem::take(&mut plan.rejected) {
            self.refuse(&rows[index], reject, layout);
        }
    }

    /// Counts what was made beside the rows.
    pub(super) fn count_made(&mut self, made: &Made) {
        let counts = [
            ("teams", made.teams.len()),
            ("users", made.users.len()),
            ("accounts", made.accounts.len()),
            ("products", made.products.len()),
            ("contacts", made.contacts.len()),
        ];
        for (kind, count) in counts.into_iter().filter(|(_, count)| *count > 0) {
            *self
                .progress
                .created_related
                .entry(kind.to_owned())
                .or_default() += count as u64;
        }
    }

    /// Writes what was made beside the rows, teams and people first: the others belong to them.
    pub(super) async fn write_made(
        &mut self,
        work: &mut Work<'_>,
        links: &mut Links,
    ) -> Result<(), Error> {
        let made = std::mem::take(&mut links.made);
        self.count_made(&made);
        let changes = work.insert_teams(&made.teams).await?;
        for (team, changes) in made.teams.iter().zip(changes) {
            work.record("team.created", team, changes);
            self.made(0, Team::KIND, team.id.into(), None);
        }
        self.write_whole(work, made.users, User::KIND).await?;
        for (before, after) in &made.led {
            let changes = work.update_team(before, after).await?;
            self.changed(0, Team::KIND, after.id.into(), &changes);
            work.record("team.edited", after, changes);
        }
        self.write_whole(work, made.accounts, Account::KIND).await?;
        self.write_whole(work, made.products, Product::KIND).await?;
        self.write_whole(work, made.contacts, Contact::KIND).await
    }

    async fn write_whole<T: Importable>(
        &mut self,
        work: &mut Work<'_>,
        records: Vec<T>,
        kind: &str,
    ) -> Result<(), Error> {
        for record in &records {
            self.made(0, kind, record.uuid(), None);
        }
        let records = records
            .into_iter()
            .map(|record| (record, T::Parts::default()))
            .collect();
        T::insert(work, records).await
    }

    /// Writes a plan.
    pub(super) async fn write<T: Importable>(
        &mut self,
        work: &mut Work<'_>,
        plan: Plan<T>,
    ) -> Result<(), Error> {
        let mut created: Vec<Whole<T>> = Vec::with_capacity(plan.created.len());
        for (row, whole) in plan.created {
            self.made(row, T::KIND, whole.0.uuid(), None);
            created.push(whole);
        }
        if !created.is_empty() {
            T::insert(work, created).await?;
        }
        for (row, before, after) in plan.changed {
            let changes = T::update(work, &before, &after).await?;
            self.changed(row, T::KIND, after.0.uuid(), &changes);
            if let Some(parts) = T::parts_before(&before.1, &after.1) {
                self.made(row, VISITS, after.0.uuid(), Some(parts));
            }
        }
        Ok(())
    }

    /// Writes rewritten stage histories.
    pub(super) async fn write_histories(
        &mut self,
        work: &mut Work<'_>,
        histories: Histories,
    ) -> Result<(), Error> {
        for rewritten in histories.rewritten {
            let (before, mut after) = (rewritten.before, rewritten.after);
            after.0.version = before.0.version + 1;
            after.0.updated_at = work.now;
            let changes = domain::Deal::update(work, &before, &after).await?;
            self.changed(
                rewritten.row,
                domain::Deal::KIND,
                after.0.id.into(),
                &changes,
            );
            if let Some(parts) = domain::Deal::parts_before(&before.1, &after.1) {
                self.made(rewritten.row, VISITS, after.0.id.into(), Some(parts));
            }
        }
        Ok(())
    }

    /// Keeps the ledger itself, in the same transaction.
    pub(super) async fn close(self, work: &mut Work<'_>) -> Result<(), Error> {
        work.insert_import_rows(self.import_id, self.rows).await?;
        work.insert_import_rejections(self.import_id, self.rejections)
            .await?;
        Ok(())
    }

    /// Keeps the refused rows of a trial.
    pub(super) fn into_rejections(self) -> Vec<ImportRejection> {
        self.rejections
    }
}

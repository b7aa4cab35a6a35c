//! The columns of each workspace, read from the database as a server starts or when somebody first asks for a number, brought up to the journal
//! before every answer, and dropped when nobody asks any more. Deleting them loses nothing.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use domain::{
    Instant, Visibility,
    ids::{DealId, WorkspaceId},
    journal::EntryOrigin,
};
use insight::facts::{Conventions, Facts, StageShape};
use playbook::StageKind;
use store::{ReadTx, Scope};
use tokio::sync::{OwnedRwLockReadGuard, RwLock};
use uuid::Uuid;

use crate::{App, Ctx, Error, playbooks::Definitions};

/// How long columns stay in memory after the last question, in seconds.
const IDLE_SECONDS: i64 = 30 * 60;

/// How often it is looked for such columns.
const LOOK_EVERY: Duration = Duration::from_secs(60);

/// The columns of every workspace that is being asked.
#[derive(Default)]
pub(crate) struct Projections(Mutex<HashMap<WorkspaceId, Projection>>);

struct Projection {
    columns: Arc<RwLock<Option<Columns>>>,
    asked_at: Instant,
}

/// A workspace's columns and the definitions they were cut by.
pub(crate) struct Columns {
    definitions: Arc<Definitions>,
    facts: Facts,
}

impl Columns {
    pub(crate) fn facts(&self) -> &Facts {
        &self.facts
    }
}

impl Projections {
    /// A workspace's columns, which reflect every change that was acknowledged before this was called.
    pub(crate) async fn fresh(
        &self,
        ctx: &Ctx,
    ) -> Result<OwnedRwLockReadGuard<Option<Columns>, Columns>, Error> {
        let columns = self.of(ctx.workspace_id, ctx.now());
        let definitions = ctx.definitions().await?;
        let scope = Scope {
            visibility: Visibility::All,
            ..Scope::of(ctx.workspace_id, &ctx.actor)
        };
        let mut read = ctx.app.store().snapshot(&scope).await?;
        let position = read.journal_position().await?;
        loop {
            let now = Arc::clone(&columns).read_owned().await;
            let is_current = |known: &Columns| {
                known.facts.position() >= position && Arc::ptr_eq(&known.definitions, &definitions)
            };
            if now.as_ref().is_some_and(is_current) {
                if let Ok(current) = OwnedRwLockReadGuard::try_map(now, Option::as_ref) {
                    return Ok(current);
                }
                continue;
            }
            drop(now);
            let mut columns = columns.write().await;
            // Someone may have read further while this waited.
            if columns.as_ref().is_none_or(|known| !is_current(known)) {
                let before = columns.take();
                *columns = Some(follow(before, &mut read, &definitions).await?);
            }
        }
    }

    /// Drops the columns nobody asked for in a long time.
    fn drop_idle(&self, now: Instant) {
        let idle = now.plus_micros(-IDLE_SECONDS * 1_000_000);
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.retain(|_, projection| projection.asked_at > idle);
    }

    fn of(&self, workspace_id: WorkspaceId, now: Instant) -> Arc<RwLock<Option<Columns>>> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let projection = known.entry(workspace_id).or_insert_with(|| Projection {
            columns: Arc::default(),
            asked_at: now,
        });
        projection.asked_at = now;
        Arc::clone(&projection.columns)
    }
}

/// Reads the columns of every workspace as a server starts, so that the first question need not wait for them, and from then on
/// drops those that nobody asks any more. Never ends; give it a thread of its own, because reading keeps one busy.
pub async fn keep(app: App) {
    match app.store().workspaces().await {
        Err(error) => tracing::warn!(%error, "no columns could be read ahead"),
        Ok(workspaces) => {
            for workspace in workspaces {
                let ctx = Ctx::system(app.clone(), workspace.id, EntryOrigin::System);
                if let Err(error) = app.projections().fresh(&ctx).await {
                    tracing::warn!(%error, workspace = %workspace.id, "columns could not be read ahead");
                }
            }
        }
    }
    loop {
        tokio::time::sleep(LOOK_EVERY).await;
        app.projections().drop_idle(app.now());
    }
}

/// The columns as of the snapshot: what is there brought up to it, or read anew.
async fn follow(
    before: Option<Columns>,
    read: &mut ReadTx,
    definitions: &Arc<Definitions>,
) -> Result<Columns, Error> {
    let conventions = conventions(definitions);
    if let Some(Columns { mut facts, .. }) = before
        && facts.redefine(conventions.clone())
        && !facts.is_worn()
    {
        let since = read.changes_since(facts.position()).await?;
        if !since.is_reload_advised {
            if since.others_changed {
                read_registers(read, &mut facts).await?;
            } else if !since.accounts.is_empty() {
                let accounts: Vec<Uuid> = since.accounts.iter().map(|id| (*id).into()).collect();
                facts.forget_account_changes(&accounts);
                read.for_each_account_fact(Some(&since.accounts), |account| {
                    facts.put_account(&account);
                })
                .await?;
                read.for_each_field_change("account", Some(&accounts), |id, change| {
                    facts.put_change("account", id, &change);
                })
                .await?;
            }
            for id in &since.deals {
                facts.remove_deal((*id).into());
            }
            if !since.deals.is_empty() {
                read_deals(read, &mut facts, Some(&since.deals)).await?;
            }
            facts.set_position(since.position);
            facts.settle();
            return Ok(Columns {
                definitions: Arc::clone(definitions),
                facts,
            });
        }
    }
    let mut facts = Facts::new(conventions);
    read_registers(read, &mut facts).await?;
    read_deals(read, &mut facts, None).await?;
    facts.set_position(read.journal_position().await?);
    facts.settle();
    facts.shrink();
    Ok(Columns {
        definitions: Arc::clone(definitions),
        facts,
    })
}

async fn read_deals(
    read: &mut ReadTx,
    facts: &mut Facts,
    deals: Option<&[DealId]>,
) -> Result<(), Error> {
    let ids: Option<Vec<Uuid>> = deals.map(|ids| ids.iter().map(|id| (*id).into()).collect());
    read.for_each_deal_fact(deals, |deal| facts.put_deal(&deal))
        .await?;
    read.for_each_visit_fact(deals, |deal, visit| facts.put_visit(deal.into(), &visit))
        .await?;
    read.for_each_field_change("deal", ids.as_deref(), |deal, change| {
        facts.put_deal_change(deal, &change);
    })
    .await?;
    read.for_each_evidence_fact(deals, |deal, evidence| {
        facts.put_evidence(deal.into(), &evidence);
    })
    .await?;
    Ok(())
}

async fn read_registers(read: &mut ReadTx, facts: &mut Facts) -> Result<(), Error> {
    facts.forget_registers();
    read.for_each_rate_fact(|rate| facts.put_rate(&rate))
        .await?;
    read.for_each_team_fact(|team| facts.put_team(&team))
        .await?;
    read.for_each_person_fact(|person| facts.put_person(&person))
        .await?;
    read.for_each_product_fact(|product| facts.put_product(&product))
        .await?;
    read.for_each_account_fact(None, |account| facts.put_account(&account))
        .await?;
    for kind in ["account", "user", "team", "product"] {
        read.for_each_field_change(kind, None, |id, change| facts.put_change(kind, id, &change))
            .await?;
    }
    Ok(())
}

fn conventions(definitions: &Definitions) -> Conventions {
    let stages = definitions.pipelines().flat_map(|(_, pipeline)| {
        pipeline.stages().iter().zip(0..).map(|(stage, position)| {
            let definition = stage.definition();
            StageShape {
                pipeline: pipeline.key().to_owned(),
                key: stage.key().to_owned(),
                name: definition.name.clone(),
                kind: stage.kind(),
                position,
                probability_percent: Some(match stage.kind() {
                    StageKind::Won => 100,
                    StageKind::Lost => 0,
                    StageKind::Open => stage.probability_percent(),
                }),
                rot_days: definition.rot_days,
                required_fields: definition.required_fields.clone(),
            }
        })
    });
    Conventions {
        home: definitions.workspace.home_currency,
        zone: definitions.zone.clone(),
        fiscal_year_start_month: definitions.workspace.fiscal_year_start_month,
        stages: stages.collect(),
    }
}

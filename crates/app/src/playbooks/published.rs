//! A workspace's conventions and compiled playbooks, kept in memory.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};

use domain::{Date, Deal, Instant, Workspace, find_time_zone, ids::WorkspaceId};
use jiff::tz::TimeZone;
use playbook::{CompiledPipeline, CompiledPlaybook, PipelineObject};
use store::{PlaybookVersion, Scope};

use crate::{App, Error, FieldError};

/// How long another node may judge by the version before, in seconds. This node sees its own publications at once.
const GOOD_FOR_SECONDS: i64 = 5;

/// A published version of a playbook, ready to judge.
#[derive(Debug)]
pub struct PublishedPlaybook {
    /// The version.
    pub version: i64,
    /// The file as it was published.
    pub source: String,
    /// When it was published.
    pub published_at: Instant,
    /// The playbook with its rules compiled.
    pub compiled: CompiledPlaybook,
}

/// What a workspace works by: its settings and its published playbooks.
#[derive(Debug)]
pub struct Definitions {
    /// The settings.
    pub workspace: Workspace,
    /// The workspace's time zone, that days are cut in.
    pub zone: TimeZone,
    /// The published playbooks: those for new deals first, then by key.
    pub playbooks: Vec<Arc<PublishedPlaybook>>,
}

impl Definitions {
    /// The pipeline with this key and the playbook it stands in.
    #[must_use]
    pub fn pipeline(&self, key: &str) -> Option<(&Arc<PublishedPlaybook>, &CompiledPipeline)> {
        self.playbooks
            .iter()
            .find_map(|playbook| Some((playbook, playbook.compiled.pipeline(key)?)))
    }

    /// The same, or a field error.
    pub(crate) fn known_pipeline(
        &self,
        key: &str,
        pointer: &str,
    ) -> Result<(&Arc<PublishedPlaybook>, &CompiledPipeline), Error> {
        self.pipeline(key)
            .ok_or_else(|| FieldError::unknown(pointer, key).into())
    }

    /// The pipeline a stored deal moves in.
    pub(crate) fn pipeline_of(
        &self,
        deal: &Deal,
    ) -> Result<(&Arc<PublishedPlaybook>, &CompiledPipeline), Error> {
        let found = self.pipeline(&deal.pipeline);
        found.ok_or_else(|| {
            Error::internal(format!(
                "no published playbook has the pipeline {}",
                deal.pipeline
            ))
        })
    }

    /// The playbook with this key.
    #[must_use]
    pub fn playbook(&self, key: &str) -> Option<&Arc<PublishedPlaybook>> {
        self.playbooks
            .iter()
            .find(|playbook| playbook.compiled.playbook().key == key)
    }

    /// Every pipeline, in the order the board shows them.
    pub fn pipelines(&self) -> impl Iterator<Item = (&Arc<PublishedPlaybook>, &CompiledPipeline)> {
        self.playbooks.iter().flat_map(|playbook| {
            playbook
                .compiled
                .pipelines()
                .iter()
                .map(move |p| (playbook, p))
        })
    }

    /// The calendar day of an instant in the workspace's zone.
    #[must_use]
    pub fn day_of(&self, instant: Instant) -> Date {
        instant.date_in(&self.zone)
    }
}

/// Definitions by workspace.
#[derive(Debug, Default)]
pub(crate) struct Published(RwLock<HashMap<WorkspaceId, (Arc<Definitions>, Instant)>>);

impl Published {
    /// The workspace's definitions: from memory, else from the database.
    pub(crate) async fn of(
        &self,
        app: &App,
        workspace_id: WorkspaceId,
    ) -> Result<Arc<Definitions>, Error> {
        let now = app.now();
        let mut before = None;
        {
            let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
            if let Some((definitions, loaded_at)) = known.get(&workspace_id) {
                if now < loaded_at.plus_micros(GOOD_FOR_SECONDS * 1_000_000) {
                    return Ok(Arc::clone(definitions));
                }
                before = Some(Arc::clone(definitions));
            }
        }
        let definitions = Arc::new(load(app, workspace_id, before.as_deref()).await?);
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        known.insert(workspace_id, (Arc::clone(&definitions), now));
        Ok(definitions)
    }

    /// Forgets a workspace's definitions: they changed.
    pub(crate) fn forget(&self, workspace_id: WorkspaceId) {
        self.0
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&workspace_id);
    }
}

async fn load(
    app: &App,
    workspace_id: WorkspaceId,
    before: Option<&Definitions>,
) -> Result<Definitions, Error> {
    let mut read = app.store().read(&Scope::system(workspace_id)).await?;
    let workspace = read.workspace().await?;
    let zone = find_time_zone(&workspace.time_zone).ok_or_else(|| {
        Error::internal(format!("the time zone {} is unknown", workspace.time_zone))
    })?;
    let mut playbooks = Vec::new();
    for stored in read.published_playbooks().await? {
        let known = before.and_then(|before| before.playbook(&stored.key));
        playbooks.push(
            match known.filter(|known| known.version == stored.version) {
                Some(known) => Arc::clone(known),
                None => Arc::new(compile(stored)?),
            },
        );
    }
    // Selling before renewing, whatever the playbooks are called.
    playbooks.sort_by_key(|playbook| {
        let first = playbook.compiled.pipelines().first();
        first.is_none_or(|pipeline| pipeline.definition().object == PipelineObject::Renewal)
    });
    Ok(Definitions {
        workspace,
        zone,
        playbooks,
    })
}

fn compile(stored: PlaybookVersion) -> Result<PublishedPlaybook, Error> {
    let compiled = CompiledPlaybook::compile(&stored.source, &stored.key).map_err(|findings| {
        let first = findings
            .first()
            .map_or_else(String::new, ToString::to_string);
        Error::internal(format!(
            "published playbook {} does not compile: {first}",
            stored.key
        ))
    })?;
    Ok(PublishedPlaybook {
        version: stored.version,
        source: stored.source,
        published_at: stored.published_at.unwrap_or(stored.created_at),
        compiled,
    })
}

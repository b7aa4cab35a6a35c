use domain::{ids::PlaybookVersionId, policy::Action};
use playbook::{CompiledPlaybook, Finding};
use serde::Deserialize;
use store::{PlaybookStatus, PlaybookVersion};

use super::Definitions;
use crate::{
    Code, Ctx, Error, FieldError,
    ctx::{Why, Work},
    limits,
};

/// What a publication is called in the journal.
const PUBLISHED: &str = "playbook.published";

/// Publish a playbook file as the next version of its key.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublishPlaybook {
    /// YAML.
    pub source: String,
}

/// Publishes a playbook. Deals are judged by it from now on; the one before is kept for ever. Publishing the
/// version that is already in force changes nothing.
///
/// # Errors
/// `playbook-invalid` with every finding, `still-used` when a stage with deals would vanish, `already-exists` when
/// another playbook has one of its pipelines, `too-large`, `forbidden`.
pub async fn publish(ctx: &Ctx, input: PublishPlaybook) -> Result<PlaybookVersion, Error> {
    publish_because(ctx, input, PUBLISHED, Why::default()).await
}

/// The same for a reason of its own, under another name in the journal.
pub(super) async fn publish_because(
    ctx: &Ctx,
    input: PublishPlaybook,
    entry: &str,
    why: Why,
) -> Result<PlaybookVersion, Error> {
    ctx.authorise(Action::PlaybookPublish)?;
    if input.source.len() > limits::PLAYBOOK_BYTES {
        return Err(Code::TooLarge.into());
    }
    let compiled = CompiledPlaybook::compile(&input.source, "playbook.yaml").map_err(refused)?;
    let definitions = ctx.definitions().await?;
    check_pipelines(&definitions, &compiled)?;

    let mut work = ctx.open().await?;
    if let Some(answer) = work.replayed().await? {
        return Ok(answer);
    }
    let key = compiled.playbook().key.clone();
    let versions = work.playbook_versions(&key).await?;
    let current = versions
        .iter()
        .find(|version| version.status == PlaybookStatus::Published);
    if let Some(current) = current.filter(|current| current.source == input.source) {
        return Ok(current.clone());
    }
    check_stages_in_use(&mut work, &definitions, &compiled).await?;
    let newest = versions
        .iter()
        .map(|version| version.version)
        .max()
        .unwrap_or(0);
    let stored = insert(&mut work, key, newest + 1, input.source, entry, why).await?;
    let stored = work.commit(stored).await?;
    ctx.app.published().forget(ctx.workspace_id);
    Ok(stored)
}

/// Puts the shipped playbooks into a new workspace.
pub(crate) async fn insert_shipped(work: &mut Work<'_>) -> Result<(), Error> {
    for (key, source) in playbook::shipped() {
        let (key, source) = (key.to_owned(), source.to_owned());
        insert(work, key, 1, source, PUBLISHED, Why::default()).await?;
    }
    Ok(())
}

async fn insert(
    work: &mut Work<'_>,
    key: String,
    version: i64,
    source: String,
    entry: &str,
    why: Why,
) -> Result<PlaybookVersion, Error> {
    let stored = PlaybookVersion {
        id: work.mint::<PlaybookVersionId>(),
        key,
        version,
        status: PlaybookStatus::Published,
        source,
        published_at: Some(work.now),
        published_by: work.member(),
        created_at: work.now,
    };
    let changes = work.insert_playbook_version(&stored).await?;
    work.record_why(entry, &stored, changes, why);
    Ok(stored)
}

pub(super) fn refused(findings: Vec<Finding>) -> Error {
    let mut error = Error::from(Code::PlaybookInvalid);
    for finding in findings.into_iter().filter(Finding::is_error) {
        let place = format!("{}:{}", finding.line, finding.column);
        error = error.with_field(FieldError::new(
            "/source",
            finding.code,
            format!("{place} {}", finding.message.ko),
            format!("{place} {}", finding.message.en),
        ));
    }
    error
}

/// A pipeline belongs to one playbook only: deals name pipelines, not playbooks.
fn check_pipelines(definitions: &Definitions, compiled: &CompiledPlaybook) -> Result<(), Error> {
    for pipeline in compiled.pipelines() {
        if let Some((other, _)) = definitions.pipeline(pipeline.key())
            && other.compiled.playbook().key != compiled.playbook().key
        {
            let (name, other) = (pipeline.key(), &other.compiled.playbook().key);
            return Err(Error::from(Code::AlreadyExists).with_detail(
                format!("파이프라인 ‘{name}’은(는) 플레이북 ‘{other}’에 이미 있습니다."),
                format!("The pipeline ‘{name}’ already belongs to the playbook ‘{other}’."),
            ));
        }
    }
    Ok(())
}

/// No deal may be left in a stage that no longer exists.
async fn check_stages_in_use(
    work: &mut Work<'_>,
    definitions: &Definitions,
    compiled: &CompiledPlaybook,
) -> Result<(), Error> {
    let Some(current) = definitions.playbook(&compiled.playbook().key) else {
        return Ok(());
    };
    for total in work.stage_totals(None).await? {
        let was_ours = current.compiled.pipeline(&total.pipeline).is_some();
        let stays = compiled
            .pipeline(&total.pipeline)
            .and_then(|p| p.stage(&total.stage))
            .is_some();
        if was_ours && !stays && total.count > 0 {
            return Err(Error::from(Code::StillUsed).with_detail(
                format!(
                    "‘{}/{}’ 단계에 딜 {}건이 있습니다.",
                    total.pipeline, total.stage, total.count
                ),
                format!(
                    "{} deals are in the stage ‘{}/{}’.",
                    total.count, total.pipeline, total.stage
                ),
            ));
        }
    }
    Ok(())
}

//! A replayed history on the wire.

use app::playbooks::Replayed;
use app::reports::Table;

use super::{
    report::{column, text},
    when,
};

pub(crate) fn replay(replayed: &Replayed) -> api::Replay {
    let effect = &replayed.effect;
    let notes = effect.notes.iter().cloned();
    let stages = replayed.stages.iter().map(|stage| api::ReplayStage {
        pipeline: stage.pipeline.clone(),
        key: stage.key.clone(),
        name: text(stage.name.clone()),
        kind: stage.kind.into(),
    });
    api::Replay {
        playbook: replayed.playbook.clone(),
        name: text(replayed.name.clone()),
        pipelines: replayed.pipelines.clone(),
        as_of: when(replayed.as_of),
        position: replayed.position,
        summary: text(effect.summary.clone()),
        notes: notes
            .map(|(code, detail)| api::ReportNote {
                code: code.to_owned(),
                detail: text(detail),
            })
            .collect(),
        stage_names: stages.collect(),
        overall: table(&effect.overall),
        stages: table(&effect.stages),
        criteria: table(&effect.criteria),
    }
}

fn table(table: &Table) -> api::ReplayTable {
    api::ReplayTable {
        columns: table.columns().into_iter().map(column).collect(),
        rows: table.rows().iter().map(|row| table.to_json(row)).collect(),
    }
}

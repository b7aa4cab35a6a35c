//! The sample workspace: a Korean software company that sells into the United States, with eighteen months of history.
//!
//! Everything goes through the use cases that people use, with a clock that is turned to when it happened; so the sample passes the gate,
//! is judged by the policy, and its journal reads as if the company had worked here. The same seed and end make the same sample.
//! `cast` says who plays, `script` what happens, `perform` does it.

mod calls;
mod cast;
mod company;
mod hands;
mod judgements;
mod lines;
mod perform;
mod rates;
mod script;
mod supply;

use std::sync::Arc;

use domain::ids::WorkspaceId;
use domain::journal::EntryOrigin;
use domain::{Currency, Instant, Locale};
use store::Store;

use crate::{App, Ctx, Error, setup};
use company::Company;
use hands::{Draw, Hands};
use perform::{Performance, Played};
use script::Script;

/// The password of everybody in the sample. It is no secret: the sample is for looking around on one's own machine.
pub const SAMPLE_PASSWORD: &str = "proofline-demo";

/// Which sample to make.
#[derive(Debug, Clone, Copy)]
pub struct Sample {
    /// The same number makes the same sample.
    pub seed: u64,
    /// The present: the history ends here.
    pub end: Instant,
}

/// The administrator of a workspace that [`fill`] creates.
pub const SAMPLE_ADMINISTRATOR: &str = "admin@narae.example";

/// Fills a workspace, creating one when none is given. `progress` hears how many events of how many are done.
///
/// # Errors
/// What the use cases refuse, which would be a mistake in the sample, and the store's refusals.
pub async fn fill(
    store: &Store,
    workspace_id: Option<WorkspaceId>,
    sample: Sample,
    mut progress: impl FnMut(usize, usize),
) -> Result<WorkspaceId, Error> {
    let hands = Hands::new(sample.end.plus_days(-script::DAYS - 20));
    let app = App::with(store.clone(), hands.clone(), Draw::new(sample.seed));
    // A workspace that exists may be reachable by others: nobody signs in to it with a password that everybody knows.
    let (workspace_id, password) = match workspace_id {
        Some(id) => (id, None),
        None => (create_workspace(&app).await?, Some(SAMPLE_PASSWORD)),
    };
    let system = Ctx::system(app.clone(), workspace_id, EntryOrigin::System);
    let company = Company::hire(&system, password).await?;
    let definitions = system.definitions().await?;
    let pipeline = |key: &str| {
        definitions
            .known_pipeline(key, "/pipeline")
            .map(|(_, pipeline)| pipeline)
    };
    let mut script = Script::write(
        sample.seed,
        sample.end,
        [pipeline("new-business")?, pipeline("renewals")?],
    );
    judgements::write(&mut script, sample.end);
    let mut performance = Performance {
        app,
        workspace_id,
        definitions: Arc::clone(&definitions),
        company,
        played: (0..script.deals.len()).map(|_| Played::default()).collect(),
    };
    let mut rates = rates::Monthly::default();
    calls::set_quotas(&system, &performance, sample.end).await?;
    let mut fridays = calls::Fridays::before(sample.end, &script, &performance);
    for (done, cue) in script.cues.iter().enumerate() {
        fridays.follow(&performance, &hands, cue.at).await?;
        hands.turn_to(cue.at);
        rates.follow(&system, cue.at).await?;
        performance.play(&script.deals[cue.deal], cue).await?;
        progress(done + 1, script.cues.len());
    }
    fridays.follow(&performance, &hands, sample.end).await?;
    Ok(workspace_id)
}

async fn create_workspace(app: &App) -> Result<WorkspaceId, Error> {
    let new = setup::NewWorkspace {
        workspace_name: "나래소프트 Narae Software".into(),
        home_currency: Currency::USD,
        time_zone: "Asia/Seoul".into(),
        locale: Locale::Ko,
        name: "윤지원".into(),
        email: SAMPLE_ADMINISTRATOR.into(),
        password: Some(SAMPLE_PASSWORD.into()),
    };
    Ok(setup::create_workspace(app, new, EntryOrigin::System)
        .await?
        .0
        .id)
}

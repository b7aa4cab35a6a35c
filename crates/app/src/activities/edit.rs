use domain::{
    Date,
    ids::{ActivityId, UserId},
    policy::Action,
};
use serde::Deserialize;

use super::ActivityRecord;
use crate::{
    Code, Ctx, Error,
    patch::{Patch, apply, replace, three_state},
    tidy,
};

/// Change an activity; absent fields stay, `null` clears.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[expect(missing_docs, reason = "the fields are those of the activity")]
pub struct EditActivity {
    pub subject: Option<String>,
    #[serde(deserialize_with = "three_state")]
    pub body: Patch<String>,
    #[serde(deserialize_with = "three_state")]
    pub due_on: Patch<Date>,
    /// True marks a task done now, false re-opens it.
    pub is_completed: Option<bool>,
    pub owner_id: Option<UserId>,
}

/// Changes an activity.
///
/// # Errors
/// `not-found`, `invalid`, `version-conflict`, `forbidden`.
pub async fn edit(ctx: &Ctx, id: ActivityId, input: EditActivity) -> Result<ActivityRecord, Error> {
    let mut work = ctx.open().await?;
    if let Some(answer) = work.replayed().await? {
        return Ok(answer);
    }
    let before = work
        .find_activity(id)
        .await?
        .ok_or_else(|| Error::from(Code::NotFound))?;
    let resource = super::resource(ctx, &mut work, &before).await?;
    ctx.authorise_on(Action::ActivityWrite, resource)?;
    work.expect_version(before.version)?;
    let mut activity = before.clone();
    replace(&mut activity.subject, input.subject);
    apply(&mut activity.body, input.body);
    tidy::text(&mut activity.subject);
    tidy::optional(&mut activity.body);
    apply(&mut activity.due_on, input.due_on);
    if input.owner_id.is_some() {
        crate::users::check_owner(&mut work, input.owner_id).await?;
        activity.owner_id = input.owner_id;
    }
    match input.is_completed {
        Some(true) => activity.completed_at = activity.completed_at.or(Some(work.now)),
        Some(false) => activity.completed_at = None,
        None => {}
    }
    let mut activity = activity.checked()?;
    if activity != before {
        activity.version += 1;
        let changes = work.update_activity(&before, &activity).await?;
        let is_done = before.completed_at.is_none() && activity.completed_at.is_some();
        work.record(
            if is_done {
                "activity.completed"
            } else {
                "activity.edited"
            },
            &activity,
            changes,
        );
    }
    let record = super::record(ctx, &mut work, activity).await?;
    work.commit(record).await
}

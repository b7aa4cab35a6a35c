//! Activities: e-mails, meetings, calls, notes and tasks.

mod create;
mod edit;
mod read;

use domain::{
    Activity,
    ids::DealId,
    policy::{Action, Resource},
};
use serde::{Deserialize, Serialize};
use store::ReadTx;

pub(crate) use create::create_in;
pub use create::{CreateActivity, create};
pub use edit::{EditActivity, edit};
pub use read::{list, my_tasks};

use crate::{Code, Ctx, Error, Named, kin::Kin};

/// An activity with the names it points to and what the caller may do with it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ActivityRecord {
    /// The activity.
    pub activity: Activity,
    /// Who it is with.
    pub contact: Option<Named>,
    /// Whose it is.
    pub owner: Option<Named>,
    /// Who entered it.
    pub created_by: Option<Named>,
    /// What the caller may do with it.
    pub allowed_actions: Vec<Action>,
}

/// What an activity counts as for the policy: the deal it belongs to, which the caller has to see, else itself.
async fn resource(ctx: &Ctx, read: &mut ReadTx, activity: &Activity) -> Result<Resource, Error> {
    let owner_id = match activity.deal_id {
        Some(id) => {
            read.find_deal(id)
                .await?
                .ok_or_else(|| Error::from(Code::NotFound))?
                .owner_id
        }
        None => activity.owner_id,
    };
    Ok(Kin::of(&ctx.actor, read).await?.deal_of(owner_id))
}

async fn record(ctx: &Ctx, read: &mut ReadTx, activity: Activity) -> Result<ActivityRecord, Error> {
    let mut records = records(ctx, read, vec![activity]).await?;
    records
        .pop()
        .ok_or_else(|| Error::internal("one activity makes one record"))
}

/// The records of activities of deals the reader sees.
pub(crate) async fn records(
    ctx: &Ctx,
    read: &mut ReadTx,
    activities: Vec<Activity>,
) -> Result<Vec<ActivityRecord>, Error> {
    let users = read.user_names().await?;
    let contacts = read
        .contact_names(activities.iter().filter_map(|activity| activity.contact_id))
        .await?;
    let mut records = Vec::with_capacity(activities.len());
    let mut known: Option<(Option<DealId>, Vec<Action>)> = None;
    for activity in activities {
        let allowed_actions = match &known {
            Some((deal_id, allowed)) if *deal_id == activity.deal_id => allowed.clone(),
            _ => match resource(ctx, read, &activity).await {
                Ok(resource) if ctx.authorise_on(Action::ActivityWrite, resource).is_ok() => {
                    vec![Action::ActivityWrite]
                }
                _ => Vec::new(),
            },
        };
        known = Some((activity.deal_id, allowed_actions.clone()));
        records.push(ActivityRecord {
            contact: Named::find(&contacts, activity.contact_id),
            owner: Named::find(&users, activity.owner_id),
            created_by: Named::find(&users, activity.created_by),
            allowed_actions,
            activity,
        });
    }
    Ok(records)
}

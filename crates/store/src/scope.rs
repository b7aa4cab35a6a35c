use domain::ids::{UserId, WorkspaceId};
use domain::{Actor, Visibility};

/// Whose data a transaction touches and whose eyes it reads with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    /// The only workspace the transaction can see.
    pub workspace_id: WorkspaceId,
    /// The member who reads; none for machines.
    pub viewer_id: Option<UserId>,
    /// Whose deals the reader sees.
    pub visibility: Visibility,
}

impl Scope {
    /// Everything in a workspace: for the system itself, imports and administrators' tools.
    #[must_use]
    pub const fn system(workspace_id: WorkspaceId) -> Self {
        Self {
            workspace_id,
            viewer_id: None,
            visibility: Visibility::All,
        }
    }

    /// What one actor may see.
    #[must_use]
    pub const fn of(workspace_id: WorkspaceId, actor: &Actor) -> Self {
        Self {
            workspace_id,
            viewer_id: actor.user_id,
            visibility: actor.visibility,
        }
    }
}

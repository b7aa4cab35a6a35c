//! The whole policy as text, committed, so that a change of it is seen in review.

use std::fmt::Write;

use super::{
    Action, Actor, ActorKind, Decision, Relation, Resource, Role, TokenScope, Visibility, allows,
};

/// Every action by every role, on own, team's and other people's records, for the role's default visibility.
#[must_use]
pub fn matrix() -> String {
    let mut text = String::from(
        "# Who may do what. Generated; do not edit.\n\
         # Cells: own records / the team's / other people's, each y (yes), n (no) or - (not visible), seen with the\n\
         # role's default visibility. One letter where ownership does not matter. Last column: scope a token needs.\n\n",
    );
    let _ = write!(text, "{:<24}", "action");
    for role in Role::ALL {
        let _ = write!(text, "{:<11}", role.as_str());
    }
    text.push_str("token\n");
    let _ = write!(text, "{:<24}", "(default visibility)");
    for role in Role::ALL {
        let _ = write!(text, "{:<11}", role.default_visibility().as_str());
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    for action in Action::ALL {
        let _ = write!(text, "{:<24}", action.as_str());
        for role in Role::ALL {
            let _ = write!(
                text,
                "{:<11}",
                cell(*role, role.default_visibility(), *action)
            );
        }
        let _ = writeln!(text, "{}", action.scope());
    }
    text
}

fn cell(role: Role, visibility: Visibility, action: Action) -> String {
    let actor = Actor {
        user_id: None,
        name: String::new(),
        role,
        visibility,
        kind: ActorKind::User,
        scope: TokenScope::Admin,
    };
    let letter = |resource| match allows(&actor, action, resource) {
        Decision::Allowed => "y",
        Decision::Denied => "n",
        Decision::Hidden => "-",
    };
    if action.depends_on_owner() {
        let letters: Vec<&str> = Relation::ALL
            .iter()
            .map(|relation| letter(Resource::OwnedBy(*relation)))
            .collect();
        letters.join("/")
    } else {
        letter(Resource::Workspace).to_owned()
    }
}

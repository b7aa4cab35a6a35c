use super::*;

fn actor(role: Role, visibility: Visibility) -> Actor {
    Actor {
        user_id: None,
        name: "somebody".into(),
        role,
        visibility,
        kind: ActorKind::User,
        scope: TokenScope::Read,
    }
}

fn on(relation: Relation) -> Resource {
    Resource::OwnedBy(relation)
}

/// Rewrites the committed file with `PROOFLINE_UPDATE=1`.
#[test]
fn the_committed_matrix_is_what_the_policy_says() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/policy-matrix.txt");
    let now = matrix();
    if std::env::var_os("PROOFLINE_UPDATE").is_some() {
        std::fs::write(path, &now).unwrap();
    }
    let committed = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        committed == now,
        "policy-matrix.txt is stale: run PROOFLINE_UPDATE=1 cargo nextest run -p domain matrix"
    );
}

#[test]
fn what_a_seller_cannot_see_is_hidden_and_what_a_manager_sees_elsewhere_is_read_only() {
    let seller = actor(Role::Ae, Visibility::Own);
    assert_eq!(
        allows(&seller, Action::DealChangeStage, on(Own)),
        Decision::Allowed
    );
    assert_eq!(
        allows(&seller, Action::DealRead, on(Team)),
        Decision::Hidden
    );
    let manager = actor(Role::Manager, Visibility::All);
    assert_eq!(
        allows(&manager, Action::DealRead, on(Elsewhere)),
        Decision::Allowed
    );
    assert_eq!(
        allows(&manager, Action::DealEdit, on(Elsewhere)),
        Decision::Denied
    );
    assert_eq!(
        allows(&manager, Action::WaiverDecide, on(Team)),
        Decision::Allowed
    );
}

#[test]
fn executives_change_nothing_but_their_own_tokens() {
    let executive = actor(Role::Executive, Visibility::All);
    for action in Action::ALL {
        let is_allowed = allows(&executive, *action, on(Own)) == Decision::Allowed;
        let is_reading = action.scope() == TokenScope::Read || *action == Action::OwnTokenManage;
        assert_eq!(is_allowed, is_reading, "{action}");
    }
}

#[test]
fn only_administrators_administer() {
    let admin_only = [
        Action::UserManage,
        Action::TeamManage,
        Action::OthersTokenManage,
        Action::PlaybookPublish,
        Action::ImportManage,
    ];
    for role in Role::ALL {
        for action in admin_only {
            let decision = allows(&actor(*role, Visibility::All), action, Resource::Workspace);
            assert_eq!(
                decision == Decision::Allowed,
                *role == Role::Admin,
                "{role} {action}"
            );
        }
    }
}

#[test]
fn a_token_never_does_more_than_its_scope_nor_more_than_its_owner() {
    for scope in TokenScope::ALL {
        for role in Role::ALL {
            let person = actor(*role, Visibility::All);
            let token = Actor {
                kind: ActorKind::Token,
                scope: *scope,
                ..person.clone()
            };
            for action in Action::ALL {
                for relation in Relation::ALL {
                    if allows(&token, *action, on(*relation)) == Decision::Allowed {
                        assert!(action.scope() <= *scope);
                        assert_eq!(allows(&person, *action, on(*relation)), Decision::Allowed);
                    }
                }
            }
        }
    }
}

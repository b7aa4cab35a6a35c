//! The rules of the tree: which crate may use which, and where sqlx, axum and clap may be named at all.

use std::collections::BTreeMap;

use anyhow::{Result, bail};
use cargo_metadata::{DependencyKind, MetadataCommand};

use crate::project;

/// What each crate of ours may use of ours. A crate missing here is itself a violation: decide where it belongs.
const LAYERS: &[(&str, &[&str])] = &[
    ("playbook", &[]),
    ("domain", &["playbook"]),
    ("insight", &["domain", "playbook"]),
    ("store", &["domain", "playbook"]),
    ("connect", &["domain"]),
    (
        "app",
        &["store", "connect", "insight", "domain", "playbook"],
    ),
    ("worker", &["app", "store", "connect", "domain", "playbook"]),
    ("api", &["domain", "playbook"]),
    (
        "proofline-http",
        &[
            "worker", "app", "api", "store", "connect", "domain", "playbook",
        ],
    ),
    (
        "cli",
        &[
            "proofline-http",
            "worker",
            "app",
            "api",
            "store",
            "connect",
            "domain",
            "playbook",
        ],
    ),
    (
        "testkit",
        &[
            "proofline-http",
            "worker",
            "app",
            "api",
            "store",
            "connect",
            "domain",
            "playbook",
        ],
    ),
    ("xtask", &[]),
    ("bench", &["insight", "domain", "playbook"]),
];

/// Dependencies that only some crates may name outside their tests.
const CONFINED: &[(&str, &[&str])] = &[
    // The benchmark measures bare SQLite and bare axum as its ceilings.
    ("sqlx", &["store"]),
    ("rusqlite", &["store", "bench"]),
    ("axum", &["proofline-http", "testkit", "bench"]),
    ("clap", &["cli", "xtask"]),
    (
        "tokio",
        &[
            "store",
            "app",
            "worker",
            "proofline-http",
            "cli",
            "testkit",
            "xtask",
            "bench",
        ],
    ),
];

/// Which crate names which other, outside and inside its tests.
struct Dependency {
    from: String,
    to: String,
    is_for_tests: bool,
}

/// Checks this workspace.
///
/// # Errors
/// Names every dependency that goes against the rules.
pub(crate) fn check() -> Result<()> {
    let violations = violations(&dependencies()?);
    if !violations.is_empty() {
        bail!("{}", violations.join("; "));
    }
    println!("every crate depends only on what its layer may use");
    Ok(())
}

fn dependencies() -> Result<Vec<Dependency>> {
    let metadata = MetadataCommand::new()
        .current_dir(project::root())
        .no_deps()
        .exec()?;
    let mut dependencies = Vec::new();
    for package in metadata.workspace_packages() {
        // A crate without dependencies must still be known to the rules.
        let from = package.name.to_string();
        dependencies.push(Dependency {
            from: from.clone(),
            to: from.clone(),
            is_for_tests: false,
        });
        for dependency in &package.dependencies {
            let is_for_tests = dependency.kind == DependencyKind::Development;
            dependencies.push(Dependency {
                from: from.clone(),
                to: dependency.name.clone(),
                is_for_tests,
            });
        }
    }
    Ok(dependencies)
}

fn violations(dependencies: &[Dependency]) -> Vec<String> {
    let layers: BTreeMap<&str, &[&str]> = LAYERS.iter().copied().collect();
    let mut violations = Vec::new();
    for Dependency {
        from,
        to,
        is_for_tests,
    } in dependencies
    {
        let Some(allowed) = layers.get(from.as_str()) else {
            violations.push(format!("{from} has no place among the layers"));
            continue;
        };
        // Tests may reach up (the testkit is above everything) and name any library.
        if *is_for_tests || from == to {
            continue;
        }
        if layers.contains_key(to.as_str()) && !allowed.contains(&to.as_str()) {
            violations.push(format!("{from} must not depend on {to}"));
        }
        let confined = CONFINED.iter().find(|(library, _)| library == to);
        if confined.is_some_and(|(_, homes)| !homes.contains(&from.as_str())) {
            violations.push(format!("{from} must not name {to}"));
        }
    }
    violations.dedup();
    violations
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(from: &str, to: &str, is_for_tests: bool) -> Vec<String> {
        violations(&[Dependency {
            from: from.into(),
            to: to.into(),
            is_for_tests,
        }])
    }

    #[test]
    fn this_workspace_keeps_its_layers() {
        check().unwrap();
    }

    #[test]
    fn a_dependency_upwards_is_named() {
        assert_eq!(
            of("domain", "store", false),
            ["domain must not depend on store"]
        );
        assert_eq!(of("api", "app", false), ["api must not depend on app"]);
        assert!(of("app", "store", false).is_empty());
    }

    #[test]
    fn sql_http_and_command_lines_stay_in_their_crates() {
        assert_eq!(of("app", "sqlx", false), ["app must not name sqlx"]);
        assert_eq!(of("cli", "axum", false), ["cli must not name axum"]);
        assert_eq!(of("store", "clap", false), ["store must not name clap"]);
        assert!(of("store", "sqlx", false).is_empty());
    }

    #[test]
    fn tests_may_reach_up_but_an_unknown_crate_is_refused() {
        assert!(of("store", "testkit", true).is_empty());
        assert_eq!(
            of("novelty", "serde", false),
            ["novelty has no place among the layers"]
        );
    }
}

//! Who is answered what, operation by operation. `authorization.txt` is the committed table; an operation that
//! nobody wrote a request for fails the test.

use std::{fmt::Write, path::Path};

use axum::{body::Body, http::Method};
use domain::Role;
use serde_json::Value;
use testkit::{Client, TestApp, TestDb, db_test};

use crate::scene::{self, Scene};

/// From the one who may least to the one who may most, so that refusals are seen before anything changes.
const CALLERS: [&str; 9] = [
    "nobody",
    "stranger",
    "executive",
    "marketing",
    "csm",
    "sdr",
    "ae",
    "manager",
    "admin",
];

struct Operation {
    id: String,
    method: Method,
    path: String,
}

fn operations() -> Vec<Operation> {
    let document: Value = serde_json::from_str(&proofline_http::openapi()).unwrap();
    let mut operations = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            operations.push(Operation {
                id: operation["operationId"].as_str().unwrap().to_owned(),
                method: method.to_uppercase().parse().unwrap(),
                path: path.strip_prefix("/api/v1").unwrap().to_owned(),
            });
        }
    }
    operations
}

async fn client(test: &TestApp, caller: &str) -> Client {
    match caller {
        "nobody" => test.nobody(),
        "stranger" => test.stranger().await,
        role => test.signed_in(role.parse::<Role>().unwrap()).await,
    }
}

async fn ask(test: &TestApp, scene: &Scene, operation: &Operation, caller: &str) -> u16 {
    let Operation { id, method, path } = operation;
    let (body, query) = scene::request(id, scene)
        .unwrap_or_else(|| panic!("{id} is new: say in scene.rs what to send"));
    let (content_type, body) = match body {
        _ if id == "import_create" => (
            Some("multipart/form-data; boundary=x"),
            Body::from(scene::UPLOAD),
        ),
        Some(body) => (Some("application/json"), Body::from(body.to_string())),
        None => (None, Body::empty()),
    };
    let path = format!("{}{query}", scene.fill(path));
    let response = client(test, caller)
        .await
        .open(method.clone(), &path, content_type, body)
        .await;
    response.status().as_u16()
}

async fn walk(db: TestDb) -> String {
    let test = TestApp::start(db.store()).await;
    let mut table = format!("{:<30}", "# operation");
    CALLERS
        .iter()
        .for_each(|caller| write!(table, "{caller:<10}").unwrap());
    for operation in operations() {
        let mut scene = Scene::set(&test, &operation.id).await;
        write!(table, "\n{:<30}", operation.id).unwrap();
        for caller in CALLERS {
            let status = ask(&test, &scene, &operation, caller).await;
            write!(table, "{status:<10}").unwrap();
            if operation.method != Method::GET && (200..300).contains(&status) {
                scene = Scene::set(&test, &operation.id).await;
            }
        }
    }
    table.push('\n');
    table
        .lines()
        .map(|line| format!("{}\n", line.trim_end()))
        .collect()
}

db_test! {
    async fn everybody_is_answered_as_the_committed_table_says(db) {
        let table = walk(db).await;
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/authorization.txt");
        if std::env::var_os("PROOFLINE_BLESS").is_some() {
            std::fs::write(&path, &table).unwrap();
        }
        let committed = std::fs::read_to_string(&path).unwrap_or_default();
        let differences: Vec<_> = table.lines().filter(|line| !committed.lines().any(|known| known == *line)).collect();
        assert!(committed == table, "the answers are not those of authorization.txt:\n{}", differences.join("\n"));
    }

    async fn a_denied_write_leaves_the_database_unchanged(db) {
        let test = TestApp::start(db.store()).await;
        let scene = Scene::set(&test, "").await;
        let mut clients = Vec::new();
        for caller in ["nobody", "stranger", "executive"] {
            clients.push((caller, client(&test, caller).await));
        }
        let dir = tempfile::tempdir().unwrap();
        let before = content(&db, &dir.path().join("before")).await;
        for Operation { id, method, path } in operations() {
            // Reading is no write; setting up, signing in and signing out belong to nobody or to oneself; what a
            // stranger or an executive may do to what is theirs is not denied.
            let own = ["session_create", "session_delete", "setup_create", "playbook_lint", "playbook_replay", "playbook_replay_deals", "playbook_adopt_probability", "token_create", "user_edit"];
            if method == Method::GET || own.contains(&id.as_str()) {
                continue;
            }
            let (body, query) = scene::request(&id, &scene).unwrap();
            for (caller, client) in &clients {
                // Playbooks are called the same in every workspace.
                if *caller == "stranger" && (!path.contains('{') || path.contains("{key}")) {
                    continue;
                }
                let reply = client.send(method.clone(), &format!("{}{query}", scene.fill(&path)), body.clone()).await;
                assert!(reply.status.is_client_error(), "{caller} may {id}: {}", reply.status);
            }
        }
        assert!(before == content(&db, &dir.path().join("after")).await, "a denied write left a trace");
    }
}

/// Everything the database holds, as its portable archive.
async fn content(db: &TestDb, file: &Path) -> Vec<u8> {
    db.store().backup(file).await.unwrap();
    std::fs::read(file).unwrap()
}

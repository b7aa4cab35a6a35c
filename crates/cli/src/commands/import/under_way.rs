//! An import that has begun: found again, set going, watched to its end.

use std::pin::pin;
use std::time::Duration;

use serde_json::{Value, json};

use super::source::Source;
use super::{count, list};
use crate::client::Client;
use crate::failure::{Exit, Failure};
use crate::output::Output;
use crate::progress;
use crate::signal::stop_signal;

/// How often a running import is asked how far it is.
const ASK_EVERY: Duration = Duration::from_millis(200);

/// The import of this content that has begun and not come to its end, the latest if there are several.
pub(super) async fn find(
    client: &Client,
    source: &Source,
    kind: &str,
) -> Result<Option<Value>, Failure> {
    let imports = client.get("/imports", &[]).await?;
    let is_meant = |import: &&Value| {
        let has_begun = import["progress"]["is_dry_run"] == false;
        let is_unfinished = import["state"] == "running" || import["state"] == "failed";
        has_begun && is_unfinished && import["mapping"]["as"] == kind && source.is_that_of(import)
    };
    Ok(list(&imports["rows"]).iter().find(is_meant).cloned())
}

/// Goes on with an import that stopped, forwards or backwards. One that a running server works on goes on by itself; one
/// that runs in this database and not in this process is taken over, because whoever ran it may have been killed.
pub(super) async fn set_going(client: &Client, import: &Value) -> Result<(), Failure> {
    let path = path_of(import);
    let mut import = import.clone();
    if import["state"] == "running" && client.interrupt_import(id_of(&import)).await? {
        import = client.get(&path, &[]).await?;
    }
    let may = |action: &str| {
        list(&import["allowed_actions"])
            .iter()
            .any(|allowed| allowed == action)
    };
    if import["state"] == "failed" && may("import.run") {
        client.post(&format!("{path}/run"), json!({})).await?;
    } else if import["state"] == "failed" && may("import.undo") {
        client.post(&format!("{path}/undo"), json!({})).await?;
    }
    Ok(())
}

/// Asks until the import stands still, moving the bar meanwhile. Told to stop, it leaves the import so that it can go on.
pub(super) async fn wait(
    client: &Client,
    import: &Value,
    output: Output,
) -> Result<Value, Failure> {
    let path = path_of(import);
    let bar = progress::bar(
        import["row_count"].as_u64(),
        output.language.pick("가져오는 중", "Importing"),
    );
    let mut told_to_stop = pin!(stop_signal());
    loop {
        let import = client
            .get(&path, &[])
            .await
            .map_err(|failure| advise(failure, import))?;
        bar.set_position(import["progress"]["processed"].as_u64().unwrap_or_default());
        if import["state"] != "running" {
            bar.finish_and_clear();
            return Ok(import);
        }
        tokio::select! {
            () = tokio::time::sleep(ASK_EVERY) => {}
            () = &mut told_to_stop => {
                bar.finish_and_clear();
                return leave(client, &path).await;
            }
        }
    }
}

/// Leaves an import so that it can go on; one that has just come to its end is as good as awaited.
async fn leave(client: &Client, path: &str) -> Result<Value, Failure> {
    let import = client.get(path, &[]).await?;
    if import["state"] != "running" {
        return Ok(import);
    }
    if !client.interrupt_import(id_of(&import)).await? {
        let id = id_of(&import);
        let failure = Failure::new(
            Exit::Interrupted,
            "interrupted",
            "가져오기는 서버에서 계속됩니다.",
            "The import goes on in the server.",
        );
        return Err(failure.with_line(
            format!("결과 보기: proofline import resume {id}"),
            format!("To see how it ends: proofline import resume {id}"),
        ));
    }
    let import = client.get(path, &[]).await?;
    if import["failure_code"] != "import-interrupted" {
        return Ok(import);
    }
    let (done, all) = (
        count(&import["progress"]["processed"]),
        &import["row_count"],
    );
    let failure = Failure::new(
        Exit::Interrupted,
        "import-interrupted",
        format!("{all}행 중 {done}행에서 중단했습니다. 쓴 것은 그대로 있습니다."),
        format!("Interrupted at row {done} of {all}. What was written stays."),
    );
    Err(advise(failure, &import))
}

/// Adds how to go on with an import or take it back.
pub(super) fn advise(failure: Failure, import: &Value) -> Failure {
    let id = id_of(import);
    failure
        .with_line(
            format!("이어서 하기: 같은 명령을 다시 실행하거나 proofline import resume {id}"),
            format!("To go on: run the same command again, or proofline import resume {id}"),
        )
        .with_line(
            format!("되돌리기: proofline import undo {id}"),
            format!("To take it back: proofline import undo {id}"),
        )
}

pub(super) fn path_of(import: &Value) -> String {
    format!("/imports/{}", id_of(import))
}

fn id_of(import: &Value) -> &str {
    import["id"].as_str().unwrap_or_default()
}

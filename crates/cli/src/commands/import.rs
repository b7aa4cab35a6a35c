//! `proofline import FILE`: upload, map, then a dry run or the run, with progress; the same steps as in the browser. And
//! what can be done with imports that have begun.

mod mapping;
mod source;
mod under_way;

use std::path::Path;

use serde_json::{Value, json};

use crate::arguments::{Import, ImportCommand, Place};
use crate::client::{Client, percent_encode};
use crate::failure::{Exit, Failure};
use crate::output::{Column, Format, Output};
use source::Source;

/// What an import's result looks like; the same fields in every format.
const RESULT: &[Column] = &[
    Column::silent("id"),
    Column::silent("is_dry_run").at("progress.is_dry_run"),
    Column::new("processed", "행", "Rows").at("progress.processed"),
    Column::new("created", "생성", "Created").at("progress.created"),
    Column::new("updated", "변경", "Updated").at("progress.updated"),
    Column::new("unchanged", "그대로", "Unchanged").at("progress.unchanged"),
    Column::silent("skipped").at("progress.skipped"),
    Column::new("rejected", "거부", "Rejected").at("progress.rejected"),
];

/// What a list of imports looks like.
const IMPORTS: &[Column] = &[
    Column::new("id", "ID", "Id"),
    Column::new("state", "상태", "State"),
    Column::new("as", "대상", "Rows are").at("mapping.as"),
    Column::new("file_name", "파일", "File"),
    Column::new("row_count", "행", "Rows"),
    Column::silent("is_dry_run").at("progress.is_dry_run"),
    Column::new("processed", "처리", "Done").at("progress.processed"),
    Column::silent("created").at("progress.created"),
    Column::silent("updated").at("progress.updated"),
    Column::silent("rejected").at("progress.rejected"),
    Column::new("failure", "멈춘 이유", "Why it stopped"),
    Column::silent("failure_code"),
    Column::new("created_at", "시작", "Begun"),
    Column::silent("finished_at"),
    Column::silent("content_sha256"),
];

/// What an undone import looks like.
const UNDONE: &[Column] = &[
    Column::silent("id"),
    Column::silent("state"),
    Column::new("kept", "남은 레코드", "Records that stay").at("progress.kept"),
];

const REJECTIONS: &[Column] = &[
    Column::new("row", "행", "Row"),
    Column::new("column", "열", "Column"),
    Column::new("code", "코드", "Code"),
    Column::new("reason", "이유", "Reason"),
];

const NEAR_MISSES: &[Column] = &[
    Column::new("column", "열", "Column"),
    Column::new("value", "값", "Value"),
    Column::new("suggestion", "혹시", "Perhaps"),
    Column::new("count", "행", "Rows"),
];

const DETECTED: &[Column] = &[
    Column::new("header", "열", "Column"),
    Column::new("kind", "종류", "Looks like"),
    Column::new("date_format", "날짜 형식", "Date format"),
    Column::new("ambiguous_formats", "가능한 형식", "Could also be"),
    Column::new("suggested_field", "필드", "Field"),
    Column::new("confidence_percent", "확신 %", "Sure %"),
];

pub(super) async fn run(command: Import, place: &Place, output: Output) -> Result<(), Failure> {
    match (&command.command, &command.file) {
        (None, Some(file)) => {
            let source = Source::open(file)?;
            import(&command, &source, place, output).await
        }
        (Some(ImportCommand::List), _) => {
            let client = Client::connect(place, output.language).await?;
            let imports = client.get("/imports", &[]).await?;
            output.rows(IMPORTS, list(&imports["rows"]), None)
        }
        (Some(ImportCommand::Resume { id }), _) => {
            let client = Client::connect(place, output.language).await?;
            let import = by_id(&client, id).await?;
            under_way::set_going(&client, &import).await?;
            let ended = under_way::wait(&client, &import, output).await?;
            report(&ended, None, output)
        }
        (Some(ImportCommand::Undo { id }), _) => undo(id, place, output).await,
        (None, None) => Err(Failure::usage(
            "가져올 파일을 지정하세요.",
            "Name the file to import.",
        )),
    }
}

async fn import(
    command: &Import,
    source: &Source,
    place: &Place,
    output: Output,
) -> Result<(), Failure> {
    let given = command.mapping.as_deref().map(mapping::read).transpose()?;
    let kind = mapping::kind_of(command, given.as_ref())?;
    let client = Client::connect(place, output.language).await?;
    let is_real = !command.dry_run && command.save_mapping.is_none();
    if is_real && let Some(import) = under_way::find(&client, source, &kind).await? {
        let mapping = mapping::settle(command, given, &import, &kind);
        return go_on(command, &client, &import, &mapping, output).await;
    }
    let import = client
        .upload("/imports", &[("as", &kind)], &source.file)
        .await?;
    source.check(&import)?;
    let mapping = mapping::settle(command, given, &import, &kind);
    if let Some(file) = &command.save_mapping {
        return mapping::save(file, &mapping, output);
    }
    if output.format == Format::Table {
        let encoding = import["encoding"].as_str().unwrap_or_default();
        output.say(
            &format!("{encoding}, {}행", import["row_count"]),
            &format!("{encoding}, {} rows", import["row_count"]),
        )?;
        output.rows(DETECTED, list(&import["columns"]), None)?;
    }
    let path = under_way::path_of(&import);
    client.put(&format!("{path}/mapping"), mapping).await?;
    let step = if command.dry_run { "dry-run" } else { "run" };
    client.post(&format!("{path}/{step}"), json!({})).await?;
    let ended = under_way::wait(&client, &import, output).await?;
    conclude(command, &client, &ended, output).await
}

/// Goes on with an import of the same file that was cut off, provided that the same is wanted.
async fn go_on(
    command: &Import,
    client: &Client,
    import: &Value,
    wanted: &Value,
    output: Output,
) -> Result<(), Failure> {
    let (done, all) = (
        count(&import["progress"]["processed"]),
        &import["row_count"],
    );
    if !mapping::agrees(&import["mapping"], wanted) {
        let failure = Failure::new(
            Exit::Conflict,
            "import_unfinished",
            format!(
                "이 파일을 다른 매핑으로 가져오다가 {all}행 중 {done}행에서 멈췄습니다. 먼저 그것을 마치거나 되돌리세요."
            ),
            format!(
                "An import of this file with another mapping stopped at row {done} of {all}. Finish it or take it back first."
            ),
        );
        return Err(under_way::advise(failure, import));
    }
    output.say(
        &format!("이 파일의 가져오기가 {all}행 중 {done}행까지 되어 있습니다. 이어서 합니다."),
        &format!("An import of this file has got to row {done} of {all}. Going on with it."),
    )?;
    under_way::set_going(client, import).await?;
    let ended = under_way::wait(client, import, output).await?;
    conclude(command, client, &ended, output).await
}

async fn conclude(
    command: &Import,
    client: &Client,
    ended: &Value,
    output: Output,
) -> Result<(), Failure> {
    if let Some(file) = &command.errors {
        let path = format!("{}/errors.csv", under_way::path_of(ended));
        client.download(&path, file).await?;
    }
    report(ended, command.errors.as_deref(), output)
}

async fn undo(id: &str, place: &Place, output: Output) -> Result<(), Failure> {
    let client = Client::connect(place, output.language).await?;
    let mut import = by_id(&client, id).await?;
    let path = under_way::path_of(&import);
    if import["state"] == "running" && client.interrupt_import(id).await? {
        import = client.get(&path, &[]).await?;
    }
    client.post(&format!("{path}/undo"), json!({})).await?;
    let ended = under_way::wait(&client, &import, output).await?;
    report(&ended, None, output)
}

async fn by_id(client: &Client, id: &str) -> Result<Value, Failure> {
    let path = format!("/imports/{}", percent_encode(id));
    client.get(&path, &[]).await
}

/// Says how an import ended.
fn report(import: &Value, errors: Option<&Path>, output: Output) -> Result<(), Failure> {
    let progress = &import["progress"];
    if import["state"] == "undone" {
        output.say("가져오기를 되돌렸습니다.", "The import is undone.")?;
        return output.record(UNDONE, import);
    }
    if progress["is_dry_run"] == true {
        output.say(
            "시험 실행입니다. 아무것도 쓰지 않았습니다.",
            "This was a dry run: nothing was written.",
        )?;
    }
    output.record(RESULT, import)?;
    if output.format == Format::Table {
        if !list(&progress["near_misses"]).is_empty() {
            output.say(
                "\n거의 맞는 값 (매핑의 values에 적어 확인하세요):",
                "\nAlmost known (confirm under values in the mapping):",
            )?;
            output.rows(NEAR_MISSES, list(&progress["near_misses"]), None)?;
        }
        if !list(&progress["rejections"]).is_empty() {
            output.say("\n거부된 행:", "\nRejected rows:")?;
            output.rows(REJECTIONS, list(&progress["rejections"]), None)?;
        }
        if let Some(file) = errors {
            let file = file.display();
            output.say(
                &format!("거부된 행은 {file} 에 있습니다."),
                &format!("Rejected rows are in {file}."),
            )?;
        }
    }
    let rejected = progress["rejected"].as_i64().unwrap_or_default();
    if import["state"] == "failed" {
        return Err(stopped(import));
    }
    if rejected > 0 {
        return Err(Failure::problems(
            format!("{rejected}개 행이 거부되었습니다."),
            format!("{rejected} rows were rejected."),
        ));
    }
    Ok(())
}

/// Why an import stopped before its end, and how to go on.
fn stopped(import: &Value) -> Failure {
    let why = import["failure"].as_str().unwrap_or_default();
    let code = import["failure_code"].as_str().unwrap_or("import_failed");
    let exit = match code {
        "storage-full" | "busy" => Exit::Unavailable,
        "import-interrupted" => Exit::Interrupted,
        _ => Exit::Failure,
    };
    let (done, all) = (
        count(&import["progress"]["processed"]),
        &import["row_count"],
    );
    let failure = Failure::new(
        exit,
        code,
        format!("가져오기가 {all}행 중 {done}행에서 멈췄습니다. {why}"),
        format!("The import stopped at row {done} of {all}. {why}"),
    );
    under_way::advise(failure, import)
}

/// A number that may not be there yet.
fn count(value: &Value) -> i64 {
    value.as_i64().unwrap_or_default()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

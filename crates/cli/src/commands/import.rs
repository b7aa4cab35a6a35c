//! `proofline import FILE`: upload, map, then a dry run or the run, with progress; the same steps as in the browser.

use std::fs;
use std::path::Path;
use std::time::Duration;

use indicatif::ProgressBar;
use serde_json::{Value, json};

use crate::arguments::{Import, Place, Word};
use crate::client::Client;
use crate::failure::{Exit, Failure};
use crate::output::{Column, Format, Output};
use crate::progress;

/// How often a running import is asked how far it is.
const ASK_EVERY: Duration = Duration::from_millis(200);

/// What an import's result looks like; the same fields in every format.
const RESULT: &[Column] = &[
    Column::silent("id"),
    Column::new("is_dry_run", "시험 실행", "Dry run").at("progress.is_dry_run"),
    Column::new("processed", "행", "Rows").at("progress.processed"),
    Column::new("created", "생성", "Created").at("progress.created"),
    Column::new("updated", "변경", "Updated").at("progress.updated"),
    Column::new("unchanged", "그대로", "Unchanged").at("progress.unchanged"),
    Column::silent("skipped").at("progress.skipped"),
    Column::new("rejected", "거부", "Rejected").at("progress.rejected"),
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
    let given = command.mapping.as_deref().map(read_mapping).transpose()?;
    let kind = kind_of(&command, given.as_ref())?;
    let client = Client::connect(place, output.language).await?;
    let import = client
        .upload("/imports", &[("as", &kind)], &command.file)
        .await?;
    let mapping = settle_mapping(&command, given, &import, &kind);
    if let Some(file) = &command.save_mapping {
        return save_mapping(file, &mapping, output);
    }
    if output.format == Format::Table {
        let encoding = import["encoding"].as_str().unwrap_or_default();
        output.say(
            &format!("{encoding}, {}행", import["row_count"]),
            &format!("{encoding}, {} rows", import["row_count"]),
        )?;
        output.rows(DETECTED, list(&import["columns"]), None)?;
    }
    let id = import["id"].as_str().unwrap_or_default().to_owned();
    let path = format!("/imports/{id}");
    client.put(&format!("{path}/mapping"), mapping).await?;
    client
        .post(
            &format!("{path}/{}", if command.dry_run { "dry-run" } else { "run" }),
            json!({}),
        )
        .await?;
    let finished = wait(&client, &path, import["row_count"].as_u64(), output).await?;
    if let Some(file) = &command.errors {
        client.download(&format!("{path}/errors.csv"), file).await?;
    }
    report(&finished, command.errors.as_deref(), output)
}

fn report(import: &Value, errors: Option<&Path>, output: Output) -> Result<(), Failure> {
    output.record(RESULT, import)?;
    let progress = &import["progress"];
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
        let why = import["failure"].as_str().unwrap_or_default();
        let (ko, en) = (
            format!("가져오기가 멈췄습니다. {why}"),
            format!("The import stopped. {why}"),
        );
        return Err(Failure::new(Exit::Failure, "import_failed", ko, en));
    }
    if rejected > 0 {
        return Err(Failure::problems(
            format!("{rejected}개 행이 거부되었습니다."),
            format!("{rejected} rows were rejected."),
        ));
    }
    Ok(())
}

/// Asks until the import stands still, moving the bar meanwhile.
async fn wait(
    client: &Client,
    path: &str,
    rows: Option<u64>,
    output: Output,
) -> Result<Value, Failure> {
    let bar = progress::bar(rows, output.language.pick("가져오는 중", "Importing"));
    loop {
        let import = client.get(path, &[]).await?;
        bar.set_position(import["progress"]["processed"].as_u64().unwrap_or_default());
        if import["state"] != "running" {
            ProgressBar::finish_and_clear(&bar);
            return Ok(import);
        }
        tokio::time::sleep(ASK_EVERY).await;
    }
}

/// The mapping to use: the given file, or what the headings suggest; options of the command line win.
fn settle_mapping(command: &Import, given: Option<Value>, import: &Value, kind: &str) -> Value {
    let mut mapping = given.unwrap_or_else(|| match &import["mapping"] {
        Value::Null => suggested(import, kind),
        recognised => recognised.clone(),
    });
    if let Some(fields) = mapping.as_object_mut() {
        fields.insert("as".into(), json!(kind));
        if !command.create_missing.is_empty() {
            fields.insert(
                "create_missing".into(),
                command
                    .create_missing
                    .iter()
                    .map(|kind| json!(kind.word()))
                    .collect(),
            );
        }
        if let Some(mode) = command.mode {
            fields.insert("mode".into(), json!(mode.word()));
        }
    }
    mapping
}

fn suggested(import: &Value, kind: &str) -> Value {
    let columns: serde_json::Map<_, _> = list(&import["columns"])
        .iter()
        .filter_map(|column| {
            Some((
                column["header"].as_str()?.to_owned(),
                json!(column["suggested_field"].as_str()?),
            ))
        })
        .collect();
    json!({"as": kind, "columns": columns})
}

fn read_mapping(file: &Path) -> Result<Value, Failure> {
    let text = fs::read_to_string(file).map_err(|error| Failure::file(file, &error))?;
    serde_saphyr::from_str(&text).map_err(|error| {
        let name = file.display();
        Failure::usage(
            format!("{name} 은(는) 매핑이 아닙니다: {error}"),
            format!("{name} is not a mapping: {error}"),
        )
    })
}

fn save_mapping(file: &Path, mapping: &Value, output: Output) -> Result<(), Failure> {
    let text = serde_saphyr::to_string(mapping).map_err(|error| {
        Failure::new(
            Exit::Failure,
            "internal",
            format!("매핑을 쓸 수 없습니다: {error}"),
            format!("Cannot write the mapping: {error}"),
        )
    })?;
    fs::write(file, text).map_err(|error| Failure::file(file, &error))?;
    let name = file.display();
    output.say(
        &format!("매핑을 {name} 에 썼습니다."),
        &format!("Wrote the mapping to {name}."),
    )
}

/// What the rows are: `--as`, or what the mapping says.
fn kind_of(command: &Import, mapping: Option<&Value>) -> Result<String, Failure> {
    let in_mapping = mapping.and_then(|mapping| mapping["as"].as_str());
    match (command.kind.map(|kind| kind.word()), in_mapping) {
        (Some(kind), _) => Ok(kind),
        (None, Some(kind)) => Ok(kind.into()),
        (None, None) => Err(Failure::usage(
            "--as 로 행이 무엇인지 알려 주세요.",
            "Say with --as what the rows are.",
        )),
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

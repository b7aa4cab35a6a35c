//! `proofline deal …`

use serde_json::{Map, Value, json};

use crate::arguments::{Deal as Command, Place, Word};
use crate::client::{Client, percent_encode};
use crate::failure::{Exit, Failure};
use crate::output::{Column, Format, Output};

/// Most deals the API gives in one page.
const PAGE: usize = 500;

/// The fields of a deal in a list, in JSON and CSV in this order.
const COLUMNS: &[Column] = &[
    Column::silent("id"),
    Column::new("number", "번호", "Number"),
    Column::new("name", "이름", "Name"),
    Column::silent("kind"),
    Column::silent("account_id").at("account.id"),
    Column::new("account_name", "회사", "Account").at("account.name"),
    Column::silent("owner_id").at("owner.id"),
    Column::new("owner_name", "담당", "Owner").at("owner.name"),
    Column::silent("product_id").at("product.id"),
    Column::silent("product_name").at("product.name"),
    Column::silent("pipeline"),
    Column::new("stage", "단계", "Stage"),
    Column::silent("status"),
    Column::new("amount_minor", "금액", "Amount").at("amount.amount_minor"),
    Column::silent("currency").at("amount.currency"),
    Column::silent("weighted_minor"),
    Column::new("close_on", "마감", "Closes"),
    Column::silent("pushes"),
    Column::silent("next_step"),
    Column::silent("next_step_on"),
    Column::silent("forecast_category"),
    Column::silent("on_waiver"),
    Column::new("days_in_stage", "단계 일수", "Days").at("rot.days_in_stage"),
    Column::silent("rot_limit_days").at("rot.limit_days"),
    Column::new("is_rotting", "정체", "Rotting").at("rot.is_rotting"),
    Column::silent("opened_at"),
    Column::silent("closed_at"),
    Column::silent("stage_entered_at"),
    Column::silent("last_customer_evidence_at"),
    Column::silent("updated_at"),
    Column::silent("archived_at"),
    Column::silent("version"),
];

/// Which deals to list.
pub(super) struct List {
    pub(super) filter: Option<String>,
    pub(super) pipeline: Option<String>,
    pub(super) stage: Option<String>,
    pub(super) query: Option<String>,
    pub(super) sort: Option<String>,
    pub(super) as_of: Option<String>,
    pub(super) limit: usize,
    pub(super) cursor: Option<String>,
}

/// Lists deals, page after page until the limit.
pub(super) async fn list(list: List, place: &Place, output: Output) -> Result<(), Failure> {
    let client = Client::connect(place, output.language).await?;
    let mut cursor = list.cursor;
    let mut rows = Vec::new();
    loop {
        let limit = (list.limit - rows.len()).min(PAGE).to_string();
        let query = [
            ("filter", list.filter.as_deref()),
            ("pipeline", list.pipeline.as_deref()),
            ("stage", list.stage.as_deref()),
            ("q", list.query.as_deref()),
            ("sort", list.sort.as_deref()),
            ("as_of", list.as_of.as_deref()),
            ("limit", Some(limit.as_str())),
            ("cursor", cursor.as_deref()),
        ];
        let page = client.get("/deals", &query).await?;
        rows.extend(page["rows"].as_array().into_iter().flatten().cloned());
        cursor = page["next_cursor"].as_str().map(str::to_owned);
        if cursor.is_none() || rows.len() >= list.limit {
            break;
        }
    }
    rows.iter_mut().for_each(name_number);
    output.rows(COLUMNS, &rows, cursor.as_deref())
}

/// Shows and moves.
pub(super) async fn run(command: Command, place: &Place, output: Output) -> Result<(), Failure> {
    let client = Client::connect(place, output.language).await?;
    match command {
        Command::List { .. } => Ok(()),
        Command::Show { deal, as_of } => show(&client, &deal, as_of.as_deref(), output).await,
        Command::ChangeStage {
            deal,
            to,
            reason,
            note,
            loss_reason,
            loss_detail,
            competitor,
            said_by,
            outcome,
        } => {
            let id = find(&client, &deal).await?;
            let loss = loss_reason.map(|reason| {
                present(json!({
                    "reason": reason, "detail": loss_detail, "competitor": competitor,
                    "said_by": said_by.map(Word::word),
                }))
            });
            let body = present(
                json!({"to": to, "reason": reason, "note": note, "loss": loss, "outcome": outcome}),
            );
            let mut moved = client
                .post(&format!("/deals/{id}/change-stage"), body)
                .await?;
            name_number(&mut moved);
            let (number, stage) = (&moved["number"], &moved["stage"]);
            let (number, stage) = (
                number.as_str().unwrap_or_default(),
                stage.as_str().unwrap_or_default(),
            );
            match output.format {
                Format::Table => output.say(
                    &format!("{number} 딜이 {stage} 단계로 옮겨졌습니다."),
                    &format!("{number} is now in {stage}."),
                ),
                _ => output.record(COLUMNS, &moved),
            }
        }
    }
}

async fn show(
    client: &Client,
    deal: &str,
    as_of: Option<&str>,
    output: Output,
) -> Result<(), Failure> {
    let id = find(client, deal).await?;
    let mut record = client
        .get(&format!("/deals/{id}"), &[("as_of", as_of)])
        .await?;
    name_number(&mut record);
    output.record(COLUMNS, &record)?;
    if output.format != Format::Table || as_of.is_some() || record["status"] != "open" {
        return Ok(());
    }
    let gate = client.get(&format!("/deals/{id}/gate"), &[]).await?;
    let missing = gate["missing"].as_array().cloned().unwrap_or_default();
    if missing.is_empty() {
        return output.say("다음 단계로 갈 수 있습니다.", "The next stage is open.");
    }
    output.say("\n다음 단계로 가려면:", "\nFor the next stage:")?;
    for line in Failure::from_problem(409, json!({"missing": missing})).details(output.language) {
        output.say(&format!("  {line}"), &format!("  {line}"))?;
    }
    Ok(())
}

/// The id of the deal a person named by number, id or external id.
async fn find(client: &Client, name: &str) -> Result<String, Failure> {
    if uuid::Uuid::try_parse(name).is_ok() {
        return Ok(name.to_owned());
    }
    let number = name
        .strip_prefix("D-")
        .or_else(|| name.strip_prefix("d-"))
        .unwrap_or(name);
    let condition = match number.parse::<i64>() {
        Ok(number) if name != number.to_string() => format!("number == {number}"),
        Ok(number) => format!("number == {number} || external_id == \"{number}\""),
        Err(_) => format!("external_id == {}", json!(name)),
    };
    let page = client
        .get(
            "/deals",
            &[("filter", Some(condition.as_str())), ("limit", Some("2"))],
        )
        .await?;
    let found = page["rows"].as_array().map_or(&[][..], Vec::as_slice);
    match found {
        [only] => Ok(percent_encode(only["id"].as_str().unwrap_or_default())),
        [] => Err(Failure::new(
            Exit::NotFound,
            "not_found",
            format!("‘{name}’ 딜을 찾을 수 없습니다."),
            format!("There is no deal ‘{name}’ that you can see."),
        )),
        _ => Err(Failure::usage(
            format!("‘{name}’에 맞는 딜이 여럿입니다. D-번호나 id를 쓰세요."),
            format!("More than one deal is called ‘{name}’: use its D-number or id."),
        )),
    }
}

/// Numbers are shown, and printed for programs, the way people write them: D-123.
fn name_number(record: &mut Value) {
    if let Some(number) = record["number"].as_i64() {
        record["number"] = json!(format!("D-{number}"));
    }
}

/// The object without its null fields.
fn present(value: Value) -> Value {
    match value {
        Value::Object(fields) => Value::Object(
            fields
                .into_iter()
                .filter(|(_, value)| !value.is_null())
                .collect::<Map<_, _>>(),
        ),
        other => other,
    }
}

//! Each report as an operation of its own, made from the registry: what it can be asked and what its rows hold.

use app::reports::{Definition, Kind, REGISTRY};
use serde_json::{Map, Value, json};

/// Adds an operation for every report beside the general one.
pub(super) fn describe(document: &mut Value, base: &str) {
    let general = document["paths"][format!("{base}/reports/{{report}}")]["get"].clone();
    let common: Vec<Value> = general["parameters"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(|parameter| parameter["in"] == "query")
        .cloned()
        .collect();
    let Some(paths) = document["paths"].as_object_mut() else {
        return;
    };
    for report in REGISTRY {
        let operation = operation(&report.definition, &common);
        let path = format!("{base}/reports/{}", report.definition.name);
        paths.insert(path, json!({ "get": operation }));
    }
    paths.sort_keys();
}

fn operation(definition: &Definition, common: &[Value]) -> Value {
    let own = definition.parameters.iter().map(|parameter| {
        let mut schema = schema(parameter.kind);
        if !parameter.choices.is_empty() {
            schema["enum"] = json!(parameter.choices);
        }
        json!({ "name": parameter.name, "in": "query", "required": false, "description": parameter.label.en, "schema": schema })
    });
    let parameters: Vec<Value> = common.iter().cloned().chain(own).collect();
    let fields: Map<String, Value> = definition
        .columns
        .iter()
        .map(|column| {
            let mut schema = schema(column.kind);
            schema["type"] = json!([schema["type"], "null"]);
            schema["description"] = column.label.en.into();
            (column.name.to_owned(), schema)
        })
        .collect();
    json!({
        "tags": ["reports"],
        "summary": definition.question.en,
        "description": format!("{}\n\nFormula: {}", definition.definition.en, definition.formula),
        "operationId": format!("report_{}", definition.name.replace('-', "_")),
        "parameters": parameters,
        "responses": { "200": { "description": "", "content": { "application/json": { "schema": { "allOf": [
            { "$ref": "#/components/schemas/Report" },
            { "type": "object", "properties": { "rows": { "type": "array", "items": { "type": "object", "properties": fields } } } },
        ] } } } } },
    })
}

fn schema(kind: Kind) -> Value {
    match kind {
        Kind::Text => json!({ "type": "string" }),
        Kind::Date => json!({ "type": "string", "format": "date" }),
        Kind::Flag => json!({ "type": "boolean" }),
        Kind::Number | Kind::Share => json!({ "type": "number" }),
        Kind::Deals | Kind::Whole | Kind::Money | Kind::Days => {
            json!({ "type": "integer", "format": "int64" })
        }
    }
}

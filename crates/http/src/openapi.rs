//! The OpenAPI 3.1 document: generated from the routes, then completed with what holds for all of them.

mod reports;

use std::collections::BTreeSet;

use axum::{Router, http::Method};
use serde_json::{Value, json};
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;

use crate::state::Service;

const BASE: &str = "/api/v1";

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Proofline",
        description = "Evidence-gated pipelines. Money is in minor units, times are RFC 3339 in UTC, lists page by cursor, every refusal is a problem (RFC 9457).",
        license(name = "Apache-2.0", identifier = "Apache-2.0")
    ),
    components(schemas(api::Problem))
)]
struct Document;

/// The operations, and where each is served.
pub(crate) struct Routes {
    pub public: Router<Service>,
    /// To be put behind authentication.
    pub private: Router<Service>,
    pub operations: Vec<Operation>,
}

/// An operation by its path template and method.
pub(crate) struct Operation {
    pub path: String,
    pub method: Method,
    pub id: String,
}

pub(crate) fn routes() -> Routes {
    let (public, _) = OpenApiRouter::new()
        .nest(BASE, crate::routes::public())
        .split_for_parts();
    let (private, _) = OpenApiRouter::new()
        .nest(BASE, crate::routes::private())
        .split_for_parts();
    Routes {
        public,
        private,
        operations: operations(&document()),
    }
}

/// The contract as JSON, pretty-printed with a final newline: the content of the committed `openapi.json`.
#[must_use]
pub fn openapi() -> String {
    let mut document = document();
    reports::describe(&mut document, BASE);
    add_security(&mut document);
    complete_operations(&mut document);
    require_answered_fields(&mut document);
    drop_defaults(&mut document);
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

fn document() -> Value {
    let all = crate::routes::public().merge(crate::routes::private());
    let (_, document) = OpenApiRouter::with_openapi(Document::openapi())
        .nest(BASE, all)
        .split_for_parts();
    serde_json::to_value(&document).unwrap_or_default()
}

fn operations(document: &Value) -> Vec<Operation> {
    let paths = document["paths"].as_object().into_iter().flatten();
    paths
        .flat_map(|(path, methods)| {
            methods
                .as_object()
                .into_iter()
                .flatten()
                .map(move |method| (path, method))
        })
        .filter_map(|(path, (method, operation))| {
            let method = method.to_uppercase().parse().ok()?;
            let id = operation["operationId"].as_str()?.to_owned();
            Some(Operation {
                path: path.clone(),
                method,
                id,
            })
        })
        .collect()
}

fn public_operations() -> BTreeSet<String> {
    let (_, document) = OpenApiRouter::<Service>::new()
        .nest(BASE, crate::routes::public())
        .split_for_parts();
    let document = serde_json::to_value(&document).unwrap_or_default();
    operations(&document)
        .into_iter()
        .map(|operation| operation.id)
        .collect()
}

fn add_security(document: &mut Value) {
    document["components"]["securitySchemes"] = json!({
        "session": { "type": "apiKey", "in": "cookie", "name": "proofline_session", "description": "Set by signing in. Changes also need the header `X-Proofline-CSRF: 1`." },
        "token": { "type": "http", "scheme": "bearer", "description": "An API token, `plt_…`." },
    });
    document["security"] = json!([{ "session": [] }, { "token": [] }]);
}

/// Adds what no route has to repeat: the problem response, `Idempotency-Key`, `If-Match`, the public list.
fn complete_operations(document: &mut Value) {
    let public = public_operations();
    let Some(paths) = document["paths"].as_object_mut() else {
        return;
    };
    for (method, operation) in paths
        .values_mut()
        .filter_map(Value::as_object_mut)
        .flatten()
    {
        operation["responses"]["default"] = json!({
            "description": "Refused.",
            "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } },
        });
        if operation["operationId"]
            .as_str()
            .is_some_and(|id| public.contains(id))
        {
            operation["security"] = json!([]);
        }
        if method == "get" {
            continue;
        }
        let mut headers = vec![header(
            "Idempotency-Key",
            "Repeat a write safely: the same key gets the same answer for 24 hours.",
        )];
        if method != "post" {
            headers.push(header(
                "If-Match",
                "Only change this version: the record's `ETag`, such as `\"3\"`.",
            ));
        }
        match operation["parameters"].as_array_mut() {
            Some(parameters) => parameters.extend(headers),
            None => operation["parameters"] = headers.into(),
        }
    }
}

fn header(name: &str, description: &str) -> Value {
    json!({ "name": name, "in": "header", "required": false, "description": description, "schema": { "type": "string" } })
}

/// Answers always carry every field, if only as `null`; only requests may leave some out.
fn require_answered_fields(document: &mut Value) {
    let asked = schemas_in_requests(document);
    let Some(schemas) = document["components"]["schemas"].as_object_mut() else {
        return;
    };
    for (name, schema) in schemas {
        if asked.contains(name.as_str()) || name == "Problem" {
            continue;
        }
        if let Some(properties) = schema["properties"].as_object() {
            schema["required"] = properties.keys().cloned().collect();
        }
    }
}

/// Client generators read a default as "always there", which a request's optional fields are not.
fn drop_defaults(document: &mut Value) {
    let schemas = document["components"]["schemas"].as_object_mut();
    for schema in schemas.into_iter().flat_map(|schemas| schemas.values_mut()) {
        let properties = schema.get_mut("properties").and_then(Value::as_object_mut);
        for property in properties
            .into_iter()
            .flat_map(|properties| properties.values_mut())
        {
            if let Some(property) = property.as_object_mut() {
                property.shift_remove("default");
            }
        }
    }
}

fn schemas_in_requests(document: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut queue: Vec<&Value> = document["paths"]
        .as_object()
        .into_iter()
        .flat_map(|paths| paths.values())
        .filter_map(Value::as_object)
        .flat_map(|operations| operations.values())
        .map(|operation| &operation["requestBody"])
        .collect();
    while let Some(value) = queue.pop() {
        match value {
            Value::Object(fields) => {
                if let Some(name) = fields
                    .get("$ref")
                    .and_then(Value::as_str)
                    .and_then(|path| path.rsplit('/').next())
                    && found.insert(name.to_owned())
                {
                    queue.push(&document["components"]["schemas"][name]);
                }
                queue.extend(fields.values());
            }
            Value::Array(items) => queue.extend(items),
            _ => {}
        }
    }
    found
}

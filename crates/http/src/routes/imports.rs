//! Imports.

mod shape;

use app::imports::{self, ReadOptions, Target, Upload};
use axum::{
    body::{Body, Bytes},
    extract::{DefaultBodyLimit, Multipart, multipart::Field},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::ids::ImportId;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    answer::{Answered, made, plain, whole},
    auth::Ctx,
    body::Json,
    edge::locale_of,
    params::Key,
    problem::Problem,
    state::Service,
};

/// Longest word before the file in an upload form, in bytes.
const WORD_BYTES: usize = 64;

pub(crate) fn router() -> OpenApiRouter<Service> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(get_one))
        .routes(routes!(set_mapping))
        .routes(routes!(dry_run))
        .routes(routes!(run))
        .routes(routes!(errors))
        .routes(routes!(undo))
        // Uploads are streamed and bounded by the use case, not held in memory.
        .layer(DefaultBodyLimit::disable())
}

/// A file to import.
#[derive(utoipa::ToSchema)]
#[allow(dead_code, reason = "a schema; the body is read as a stream")]
struct ImportUpload {
    /// What the rows become. Comes before the file.
    #[schema(rename = "as")]
    as_object: api::ImportObject,
    /// The CSV or XLSX file, at most 1 GiB.
    #[schema(format = Binary, content_media_type = "application/octet-stream")]
    file: String,
}

/// Imports, newest first.
#[utoipa::path(get, path = "/imports", operation_id = "import_list", tag = "imports", responses((status = 200, body = api::Page<api::Import>)))]
async fn list(ctx: Ctx, headers: HeaderMap) -> Answered<api::Page<api::Import>> {
    let locale = locale_of(&headers);
    whole(imports::list(&ctx).await?, |record| {
        shape::import(record, locale)
    })
}

/// Upload a CSV or XLSX file; answers with what was detected and the mapping that is proposed.
#[utoipa::path(post, path = "/imports", operation_id = "import_create", tag = "imports", request_body(content = ImportUpload, content_type = "multipart/form-data"), responses((status = 201, body = api::Import)))]
async fn create(ctx: Ctx, headers: HeaderMap, mut form: Multipart) -> Answered<api::Import> {
    let mut target = None;
    while let Some(mut field) = form
        .next_field()
        .await
        .map_err(|_| Problem::incomplete_body())?
    {
        match field.name() {
            Some("as") => target = Some(target_of(&mut field).await?),
            Some("file") => {
                let target =
                    target.ok_or_else(|| Problem::field(app::FieldError::required("/as")))?;
                let name = field.file_name().unwrap_or("import").to_owned();
                let mut upload = Upload::start(&ctx, target, &name, ReadOptions::default());
                // Who is still sending would hear of a closed connection, not of the refusal: the rest is read, and dropped.
                while let Some(bytes) = next(&mut field).await? {
                    upload = upload.and_then(|mut upload| {
                        upload.write(&bytes)?;
                        Ok(upload)
                    });
                }
                return made(shape::import(upload?.finish().await?, locale_of(&headers)));
            }
            other => {
                let name = other.unwrap_or_default().to_owned();
                return Err(Problem::field(app::FieldError::new(
                    format!("/{name}"),
                    "unknown-field",
                    "모르는 항목입니다.",
                    "This field is not known.",
                )));
            }
        }
    }
    Err(Problem::field(app::FieldError::required("/file")))
}

async fn next(field: &mut Field<'_>) -> Result<Option<Bytes>, Problem> {
    field.chunk().await.map_err(|_| Problem::incomplete_body())
}

async fn target_of(field: &mut Field<'_>) -> Result<Target, Problem> {
    let mut word = Vec::new();
    while let Some(bytes) = next(field).await? {
        word.extend_from_slice(&bytes);
        if word.len() > WORD_BYTES {
            return Err(Problem::field(app::FieldError::too_long("/as", WORD_BYTES)));
        }
    }
    let word = String::from_utf8_lossy(&word);
    let target = word.trim().parse();
    target.map_err(|_| Problem::field(app::FieldError::unknown("/as", &word)))
}

/// One import and its progress.
#[utoipa::path(get, path = "/imports/{import_id}", operation_id = "import_get", tag = "imports", params(("import_id" = Uuid, Path)), responses((status = 200, body = api::Import)))]
async fn get_one(ctx: Ctx, headers: HeaderMap, Key(id): Key<ImportId>) -> Answered<api::Import> {
    plain(shape::import(
        imports::get(&ctx, id).await?,
        locale_of(&headers),
    ))
}

/// Say how columns become fields.
#[utoipa::path(put, path = "/imports/{import_id}/mapping", operation_id = "import_set_mapping", tag = "imports", params(("import_id" = Uuid, Path)), request_body = api::ImportMapping, responses((status = 200, body = api::Import)))]
async fn set_mapping(
    ctx: Ctx,
    headers: HeaderMap,
    Key(id): Key<ImportId>,
    Json(mapping): Json<api::ImportMapping>,
) -> Answered<api::Import> {
    let record = imports::set_mapping(&ctx, id, shape::mapping(mapping)?).await?;
    plain(shape::import(record, locale_of(&headers)))
}

/// Try the import without writing; counts and reasons per row.
#[utoipa::path(post, path = "/imports/{import_id}/dry-run", operation_id = "import_dry_run", tag = "imports", params(("import_id" = Uuid, Path)), responses((status = 202, body = api::Import)))]
async fn dry_run(
    ctx: Ctx,
    headers: HeaderMap,
    Key(id): Key<ImportId>,
) -> Result<Response, Problem> {
    accepted(imports::dry_run(&ctx, id).await?, &headers)
}

/// Run the import, or go on with one that stopped.
#[utoipa::path(post, path = "/imports/{import_id}/run", operation_id = "import_run", tag = "imports", params(("import_id" = Uuid, Path)), responses((status = 202, body = api::Import)))]
async fn run(ctx: Ctx, headers: HeaderMap, Key(id): Key<ImportId>) -> Result<Response, Problem> {
    accepted(imports::run(&ctx, id).await?, &headers)
}

/// The refused rows as a file: the original row, its number, the column and the reason.
#[utoipa::path(get, path = "/imports/{import_id}/errors.csv", operation_id = "import_errors", tag = "imports", params(("import_id" = Uuid, Path)), responses((status = 200, content_type = "text/csv", body = String)))]
async fn errors(ctx: Ctx, headers: HeaderMap, Key(id): Key<ImportId>) -> Result<Response, Problem> {
    let file = imports::error_file(&ctx, id, locale_of(&headers)).await?;
    let pieces = futures::stream::try_unfold(file, |mut file| async move {
        Ok::<_, app::Error>(file.next().await?.map(|piece| (Bytes::from(piece), file)))
    });
    let head = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"errors.csv\"",
        ),
    ];
    Ok((head, Body::from_stream(pieces)).into_response())
}

/// Undo an import completely, updates included.
#[utoipa::path(post, path = "/imports/{import_id}/undo", operation_id = "import_undo", tag = "imports", params(("import_id" = Uuid, Path)), responses((status = 202, body = api::Import)))]
async fn undo(ctx: Ctx, headers: HeaderMap, Key(id): Key<ImportId>) -> Result<Response, Problem> {
    accepted(imports::undo(&ctx, id).await?, &headers)
}

/// The work goes on in the background.
fn accepted(record: imports::ImportRecord, headers: &HeaderMap) -> Result<Response, Problem> {
    let answer = plain(shape::import(record, locale_of(headers)))?;
    Ok((StatusCode::ACCEPTED, answer).into_response())
}

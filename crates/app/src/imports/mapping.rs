//! Confirming how columns become fields.

use connect::mapping::{Mapping, MappingProblem, Suggestion};
use connect::profile::DateReport;
use domain::ids::ImportId;
use domain::policy::Action;

use super::progress::{Details, ImportState};
use super::stop::as_it_is;
use super::{ImportRecord, run, upload};
use crate::{Code, Ctx, Error, FieldError};

/// Confirms a mapping. When it says more about how the file is to be read, the file is looked at again; a mapping that
/// then names no columns, because nobody has seen them yet, is answered with a new proposal to confirm.
///
/// # Errors
/// `mapping-invalid` with a pointer for everything that does not fit the file, `import-state`, `forbidden`.
pub async fn set_mapping(
    ctx: &Ctx,
    id: ImportId,
    mut mapping: Mapping,
) -> Result<ImportRecord, Error> {
    ctx.authorise(Action::ImportManage)?;
    let stored = ctx.read().await?.import(id).await?;
    let mut details = Details::of(&stored)?;
    let options = mapping.file.clone();
    let mut next = ImportState::Ready;
    if options != details.mapping.file {
        let target = mapping.target;
        let proposed = upload::look_again(ctx, &stored, &mut details, target, &options).await?;
        if mapping.columns.is_empty() {
            mapping = proposed;
            next = ImportState::Uploaded;
        }
    }
    details.mapping = mapping.with_preset(&details.shape.columns);
    if next == ImportState::Ready {
        run::check_mapping(&details)?;
    }
    details.progress = None;
    details.stopped_for(None);

    let mut work = ctx.open().await?;
    if let Some(answer) = work.replayed().await? {
        return Ok(answer);
    }
    let mut import = work.import(id).await?;
    let (state, present) = as_it_is(&ctx.app, &import)?;
    let may_change = matches!(state, ImportState::Uploaded | ImportState::Ready)
        || (state == ImportState::Failed && !present.has_written() && !present.is_undoing);
    if !may_change || import.version != stored.version {
        return Err(Code::ImportState.into());
    }
    work.delete_import_rejections(id).await?;
    next.word().clone_into(&mut import.state);
    details
        .mapping
        .target
        .word()
        .clone_into(&mut import.record_type);
    details.write_to(&mut import)?;
    let now = work.now;
    work.update_import(&mut import, now).await?;
    let record = super::record(ctx, &mut work, import).await?;
    work.commit(record).await
}

/// A problem of a mapping as a pointer into it.
pub(super) fn finding(problem: &MappingProblem) -> FieldError {
    let en = format!("{problem}.");
    match problem {
        MappingProblem::UnknownColumn {
            column,
            suggestions,
        } => {
            let ko = format!("파일에 ‘{column}’ 열이 없습니다.");
            suggested(
                format!("/columns/{}", step(column)),
                "unknown-column",
                ko,
                en,
                suggestions,
            )
        }
        MappingProblem::UnknownField {
            field, suggestions, ..
        } => {
            let ko = format!("‘{field}’ 필드가 없습니다.");
            suggested(
                format!("/columns/{}", step(field)),
                "unknown-field",
                ko,
                en,
                suggestions,
            )
        }
        MappingProblem::FieldTwice {
            field,
            first,
            second,
        } => {
            let ko = format!("‘{first}’와 ‘{second}’ 열이 모두 ‘{field}’로 갑니다.");
            FieldError::new(format!("/columns/{}", step(second)), "field-twice", ko, en)
        }
        MappingProblem::KeyNotUnique { column, possible } => {
            let ko = format!(
                "‘{column}’으로는 레코드를 다시 찾을 수 없습니다. 가능: {}",
                possible.join(", ")
            );
            FieldError::new("/key", "key-not-unique", ko, en)
        }
        MappingProblem::KeyMissing => {
            FieldError::new("/key", "required", "변경하려면 키 열이 필요합니다.", en)
        }
        MappingProblem::RequiredMissing { fields } => {
            let ko = format!("{} 중 하나가 필요합니다.", fields.join(", "));
            FieldError::new("/columns", "required", ko, en)
        }
        _ => FieldError::new("", "malformed", "매핑이 파일과 맞지 않습니다.", en),
    }
}

fn suggested(
    pointer: String,
    code: &'static str,
    mut ko: String,
    mut en: String,
    suggestions: &[Suggestion],
) -> FieldError {
    if let Some(first) = suggestions.first() {
        ko.push_str(&format!(" 혹시 ‘{}’인가요?", first.value));
        en.push_str(&format!(" Did you mean {:?}?", first.value));
    }
    FieldError::new(pointer, code, ko, en)
}

/// Dates that fit several formats must be settled by a person.
pub(super) fn ambiguous_date(column: &str, dates: &DateReport) -> FieldError {
    let word = |format| {
        serde_json::to_value(format)
            .ok()
            .and_then(|word| word.as_str().map(str::to_owned))
    };
    let formats: Vec<String> = std::iter::once(dates.format)
        .chain(dates.ambiguous_with.iter().copied())
        .filter_map(word)
        .collect();
    let (formats, example) = (
        formats.join(", "),
        dates.example.as_deref().unwrap_or_default(),
    );
    FieldError::new(
        format!("/formats/{}", step(column)),
        "ambiguous-date",
        format!(
            "‘{column}’ 열의 ‘{example}’ 같은 날짜는 {formats} 모두로 읽힙니다. formats에서 골라 주세요."
        ),
        format!(
            "Dates such as {example} in {column:?} can be read as {formats}. Choose one under formats."
        ),
    )
}

/// A name as one step of a JSON pointer.
fn step(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

//! The fields lists can be filtered by and rules can name.

use playbook::{
    FieldCatalogue, Text,
    glossary::Glossary,
    schema::{FieldSchema, KeyKind, Type},
};

use super::{Entry, EntryKind, Fact};

/// The key of a field, `object.name`, in the dictionary.
pub(super) fn key(path: &str) -> String {
    format!("field.{path}")
}

/// The pages of every field of every list.
pub(super) fn fields(glossary: &Glossary) -> Vec<Entry> {
    let pages = FieldCatalogue::all().into_iter().flat_map(|catalogue| {
        let object = catalogue.object();
        catalogue
            .fields()
            .iter()
            .map(move |schema| (object, schema))
    });
    pages
        .map(|(object, schema)| field(object, schema, glossary))
        .collect()
}

fn field(object: &str, schema: &FieldSchema, glossary: &Glossary) -> Entry {
    let path = format!("{object}.{}", schema.name);
    let explained_by = glossary
        .terms
        .iter()
        .filter(|term| term.fields.contains(&path))
        .map(|term| term.key.clone());
    let (objects_ko, objects_en) = match object {
        "deal" => ("딜", "deals"),
        "account" => ("고객사", "accounts"),
        "contact" => ("담당자", "contacts"),
        _ => ("제품", "products"),
    };
    let kind = type_name(schema.ty);
    let (or_ko, or_en) = if schema.is_nullable {
        ("비어 있을 수 있습니다", "may be missing")
    } else {
        ("늘 있습니다", "is always there")
    };
    let name = schema.name;
    let mut facts = vec![Fact::new("종류", "Type", vec![kind.clone()])];
    if let Type::Word(set) = schema.ty {
        let words = set
            .words
            .iter()
            .map(|word| Text::new(*word, *word))
            .collect();
        facts.push(Fact::new("가능한 값", "Values", words));
    }
    facts.push(Fact::new(
        "필터와 규칙에서",
        "In filters",
        vec![Text::new(name, name)],
    ));
    Entry {
        key: key(&path),
        kind: EntryKind::Field,
        area: None,
        name: Text::new(schema.ko, capitalised(schema.en)),
        short: Text::new(
            format!("{objects_ko}의 항목 ‘{}’입니다.", schema.ko),
            format!("Of {objects_en}: {}.", schema.en),
        ),
        body: Text::new(
            format!(
                "{objects_ko} 목록을 `{name}`(으)로 걸러 볼 수 있습니다. 값은 {}이고 {or_ko}.",
                kind.ko
            ),
            format!(
                "Lists of {objects_en} can be filtered by `{name}`. It holds {}, and {or_en}.",
                kind.en
            ),
        ),
        facts,
        formula: None,
        example: None,
        version: None,
        owner: None,
        report: None,
        see: explained_by.collect(),
        used_by: Vec::new(),
    }
}

/// The same text with a capital first letter.
fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

fn type_name(ty: Type) -> Text {
    let (ko, en) = match ty {
        Type::Bool => ("예/아니요", "yes or no"),
        Type::Int => ("정수", "a whole number"),
        Type::Text => ("글", "text"),
        Type::Date => ("날짜", "a date"),
        Type::Instant => ("시각", "a moment"),
        Type::Word(set) if set.is_ordered => (
            "약한 것부터 차례가 있는 낱말",
            "one of a few words, in ascending order",
        ),
        Type::Word(_) => ("정해진 낱말 가운데 하나", "one of a few words"),
        Type::Key(kind) => return key_of(kind),
        Type::Texts | Type::Records(_) => ("목록", "a list"),
        Type::Record(_) => ("기록", "a record"),
        Type::Null => ("빈 값", "nothing"),
    };
    Text::new(ko, en)
}

fn key_of(kind: KeyKind) -> Text {
    let ko = match kind {
        KeyKind::Pipeline => "파이프라인",
        KeyKind::Stage => "단계",
        KeyKind::EvidenceType => "증거 유형",
        KeyKind::QuestionSet => "질문 묶음",
        KeyKind::Question => "질문",
        KeyKind::Milestone => "마일스톤",
        KeyKind::LossReason => "실패 사유",
        KeyKind::Competitor => "경쟁사",
        KeyKind::Criterion => "통과 조건",
    };
    Text::new(
        format!("플레이북에 정의된 {ko}의 키"),
        format!("the key of a {} of the playbook", kind.noun()),
    )
}

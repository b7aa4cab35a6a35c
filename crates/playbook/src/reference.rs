//! The reference of everything expressions may name, written from the declarations themselves.

use std::fmt::Write;

use crate::facts::{DealFacts, Described, PocFacts};
use crate::filter::FieldCatalogue;
use crate::lint::codes;
use crate::rule::LISTS;
use crate::rule::functions;
use crate::schema::{FieldSchema, Type};

/// The generated part of the playbook reference, in Markdown.
pub fn markdown() -> String {
    let mut out = String::new();
    section(&mut out, "What rules may name");
    fields(&mut out, "`deal`", DealFacts::SCHEMA.fields);
    for (name, _, schema) in LISTS {
        fields(&mut out, &format!("`{name}` (a list)"), schema.fields);
    }
    fields(&mut out, "`poc`", PocFacts::SCHEMA.fields);
    section(&mut out, "Functions");
    line(
        &mut out,
        "| call | where | meaning | 뜻 |\n|---|---|---|---|",
    );
    for function in functions::ALL {
        let place = if function.is_about_facts {
            "rules"
        } else {
            "rules, filters"
        };
        line(
            &mut out,
            &format!(
                "| `{}` | {place} | {} | {} |",
                function.signature, function.en, function.ko
            ),
        );
    }
    section(&mut out, "What list filters may name");
    for (name, catalogue) in [
        ("Deals", FieldCatalogue::deals()),
        ("Accounts", FieldCatalogue::accounts()),
        ("Contacts", FieldCatalogue::contacts()),
        ("Products", FieldCatalogue::products()),
    ] {
        fields(&mut out, name, catalogue.fields());
    }
    section(&mut out, "What the linter finds");
    line(&mut out, "| code | meaning |\n|---|---|");
    for (code, meaning) in codes::ALL {
        line(&mut out, &format!("| `{code}` | {} |", meaning.trim()));
    }
    out
}

fn line(out: &mut String, text: &str) {
    out.push_str(text);
    out.push('\n');
}

fn section(out: &mut String, title: &str) {
    // Writing to a string cannot fail.
    let _ = write!(out, "\n## {title}\n\n");
}

fn fields(out: &mut String, title: &str, fields: &[FieldSchema]) {
    let _ = write!(
        out,
        "### {title}\n\n| field | type | meaning | 뜻 |\n|---|---|---|---|\n"
    );
    for field in fields {
        let missing = if field.is_nullable {
            ", or missing"
        } else {
            ""
        };
        let _ = writeln!(
            out,
            "| `{}` | {}{missing} | {} | {} |",
            field.name,
            type_name(field.ty),
            field.en,
            field.ko
        );
    }
    out.push('\n');
}

fn type_name(ty: Type) -> String {
    match ty {
        Type::Bool => "bool".to_owned(),
        Type::Int => "int".to_owned(),
        Type::Text => "text".to_owned(),
        Type::Date => "date".to_owned(),
        Type::Instant => "moment".to_owned(),
        Type::Texts => "list of text".to_owned(),
        Type::Word(set) => {
            let between = if set.is_ordered { " < " } else { ", " };
            set.words
                .iter()
                .map(|word| format!("`{word}`"))
                .collect::<Vec<_>>()
                .join(between)
        }
        Type::Key(kind) => format!("key of a {}", kind.noun()),
        Type::Records(_) => "list".to_owned(),
        Type::Record(_) => "record".to_owned(),
        Type::Null => "null".to_owned(),
    }
}

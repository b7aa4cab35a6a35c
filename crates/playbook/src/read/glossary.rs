//! From YAML text to a glossary's terms.

use crate::finding::SourceMap;
use crate::glossary::{Glossary, Term};
use crate::lint::Problem;
use crate::read::mapping::{Mapping, Reading};
use crate::read::tree;
use crate::vocabulary::Area;

const TERM: &[&str] = &[
    "key", "area", "term", "short", "meaning", "formula", "example", "see", "fields", "reports",
];

/// Reads the form of a glossary; whether its references lead anywhere is judged by the caller.
pub(crate) fn glossary(source: &str) -> (Option<Glossary>, SourceMap, Vec<Problem>) {
    let root = match tree::parse(source) {
        Ok(root) => root,
        Err(problem) => return (None, SourceMap::default(), vec![*problem]),
    };
    let reading = Reading::new(source);
    let map = reading.mapping(&root, String::new(), &["terms"]);
    let terms = map.list("terms", true, TERM, |map| term(&map));
    (
        (!reading.is_broken.into_inner()).then_some(Glossary { terms }),
        reading.places.into_inner(),
        reading.problems.into_inner(),
    )
}

fn term(map: &Mapping<'_>) -> Term {
    Term {
        key: map.key(),
        area: map.word("area", Area::WORDS).unwrap_or(Area::Product),
        term: map.text("term"),
        short: map.text("short"),
        meaning: map.text("meaning"),
        formula: map.maybe_string("formula"),
        example: map.maybe_text("example"),
        see: map.strings("see"),
        fields: map.strings("fields"),
        reports: map.strings("reports"),
    }
}

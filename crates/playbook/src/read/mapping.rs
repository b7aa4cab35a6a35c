//! Reading one mapping key by key, collecting what is wrong on the way.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::str::FromStr;

use crate::finding::{Position, SourceMap};
use crate::lint::{Problem, closest, codes, did_you_mean, one_of};
use crate::read::tree::{Key, Node, Value, places_in_scalar};
use crate::text::Text;

/// Longest key of a definition.
const MAX_KEY_CHARS: usize = 64;

/// What reading collects: problems, places, and the place of every character of every rule.
pub(crate) struct Reading<'s> {
    source: &'s str,
    pub(crate) problems: RefCell<Vec<Problem>>,
    pub(crate) places: RefCell<SourceMap>,
    pub(crate) rule_places: RefCell<BTreeMap<String, Vec<Position>>>,
    /// Whether something is missing or of the wrong type, so that the result is not a playbook.
    pub(crate) is_broken: RefCell<bool>,
}

impl<'s> Reading<'s> {
    pub(crate) fn new(source: &'s str) -> Self {
        Self {
            source,
            problems: RefCell::default(),
            places: RefCell::default(),
            rule_places: RefCell::default(),
            is_broken: RefCell::new(false),
        }
    }

    fn report(&self, problem: Problem) {
        if matches!(
            problem.code,
            codes::MISSING_KEY | codes::WRONG_TYPE | codes::UNKNOWN_WORD
        ) {
            *self.is_broken.borrow_mut() = true;
        }
        self.problems.borrow_mut().push(problem);
    }

    fn wrong_type(&self, position: Position, ko: &str, en: &str) {
        let message = Text::new(format!("{ko}이(가) 와야 합니다"), format!("expected {en}"));
        self.report(Problem::error(codes::WRONG_TYPE, position, message));
    }

    /// Opens a mapping; every key outside `known` and every repeated key is reported.
    pub(crate) fn mapping<'n>(
        &'n self,
        node: &'n Node,
        path: String,
        known: &'static [&'static str],
    ) -> Mapping<'n> {
        self.places
            .borrow_mut()
            .insert(path.clone(), node.position());
        let entries: &[(Key, Node)] = match &node.value {
            Value::Map(entries) => entries,
            _ => {
                self.wrong_type(
                    node.position(),
                    "키와 값의 모음",
                    "a mapping of keys to values",
                );
                &[]
            }
        };
        let mut misspelt = Vec::new();
        for (index, (key, value)) in entries.iter().enumerate() {
            let text = key.text.as_str();
            if !known.contains(&text) {
                misspelt.extend(closest(text, known.iter().copied()));
                self.report(
                    Problem::error(
                        codes::UNKNOWN_KEY,
                        key.position,
                        Text::new(
                            format!("알 수 없는 키 `{text}`"),
                            format!("unknown key `{text}`"),
                        ),
                    )
                    .suggest(
                        did_you_mean(text, known.iter().copied())
                            .or_else(|| one_of(known.iter().copied())),
                    ),
                );
            } else if entries[..index]
                .iter()
                .any(|(other, _)| other.text == key.text)
            {
                self.report(Problem::error(
                    codes::DUPLICATE_KEY,
                    key.position,
                    Text::new(
                        format!("키 `{text}`이(가) 두 번 쓰였습니다"),
                        format!("key `{text}` is written twice"),
                    ),
                ));
            } else {
                self.places
                    .borrow_mut()
                    .insert(join(&path, text), value.position());
            }
        }
        Mapping {
            reading: self,
            position: node.position(),
            is_mapping: matches!(node.value, Value::Map(_)),
            entries,
            path,
            misspelt,
        }
    }
}

fn join(path: &str, key: &str) -> String {
    if path.is_empty() {
        key.to_owned()
    } else {
        format!("{path}.{key}")
    }
}

/// A mapping being read. Readers return a stand-in when something is wrong; the reading is then
/// marked broken and its result thrown away.
pub(crate) struct Mapping<'n> {
    reading: &'n Reading<'n>,
    position: Position,
    is_mapping: bool,
    entries: &'n [(Key, Node)],
    path: String,
    misspelt: Vec<&'static str>,
}

impl<'n> Mapping<'n> {
    fn find(&self, key: &str) -> Option<&'n Node> {
        self.entries
            .iter()
            .find(|(candidate, _)| candidate.text == key)
            .map(|(_, node)| node)
    }

    fn require(&self, key: &'static str) -> Option<&'n Node> {
        let found = self.find(key);
        if found.is_none() && self.is_mapping {
            if self.misspelt.contains(&key) {
                *self.reading.is_broken.borrow_mut() = true;
            } else {
                self.reading.report(Problem::error(
                    codes::MISSING_KEY,
                    self.position,
                    Text::new(
                        format!("키 `{key}`이(가) 빠졌습니다"),
                        format!("key `{key}` is missing"),
                    ),
                ));
            }
        }
        found
    }

    fn path_of(&self, key: &str) -> String {
        join(&self.path, key)
    }

    fn scalar(&self, node: &'n Node) -> Option<&'n str> {
        match &node.value {
            Value::Scalar { text, .. } => Some(text),
            _ => {
                self.reading.wrong_type(node.position(), "글", "a text");
                None
            }
        }
    }

    /// A text.
    pub(crate) fn string(&self, key: &'static str) -> String {
        self.optional_string(key, true).unwrap_or_default()
    }

    /// A text that may be absent.
    pub(crate) fn maybe_string(&self, key: &'static str) -> Option<String> {
        self.optional_string(key, false)
    }

    fn optional_string(&self, key: &'static str, required: bool) -> Option<String> {
        let node = if required {
            self.require(key)
        } else {
            self.find(key)
        }?;
        self.scalar(node).map(str::to_owned)
    }

    /// The key of a definition.
    pub(crate) fn key(&self) -> String {
        let Some(node) = self.require("key") else {
            return String::new();
        };
        let text = self.scalar(node).unwrap_or_default();
        let well_formed = !text.is_empty()
            && text.chars().count() <= MAX_KEY_CHARS
            && text.starts_with(|c: char| c.is_ascii_lowercase())
            && text
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '-');
        if !well_formed {
            self.reading.report(Problem::error(
                codes::MALFORMED_KEY,
                node.position(),
                Text::new(
                    format!("키는 소문자로 시작하고 소문자, 숫자, `_`, `-`만 {MAX_KEY_CHARS}자까지 쓸 수 있습니다"),
                    format!("a key starts with a lower-case letter and has at most {MAX_KEY_CHARS} of a-z, 0-9, `_` and `-`"),
                ),
            ));
        }
        text.to_owned()
    }

    /// A rule; where each of its characters stands is kept for findings inside it.
    pub(crate) fn rule(&self, key: &'static str) -> String {
        let Some(node) = self.require(key) else {
            return String::new();
        };
        let text = self.scalar(node).unwrap_or_default();
        self.reading.rule_places.borrow_mut().insert(
            self.path_of(key),
            places_in_scalar(self.reading.source, node),
        );
        text.to_owned()
    }

    /// A text in both languages.
    pub(crate) fn text(&self, key: &'static str) -> Text {
        match self.require(key) {
            Some(node) => self.text_at(key, node),
            None => Text::new("", ""),
        }
    }

    /// A text in both languages that may be absent.
    pub(crate) fn maybe_text(&self, key: &'static str) -> Option<Text> {
        self.find(key).map(|node| self.text_at(key, node))
    }

    fn text_at(&self, key: &'static str, node: &'n Node) -> Text {
        let map = self.reading.mapping(node, self.path_of(key), &["ko", "en"]);
        let text = Text::new(map.string("ko"), map.string("en"));
        for (side, written) in [("ko", &text.ko), ("en", &text.en)] {
            if let Some(place) = map.find(side)
                && written.trim().is_empty()
            {
                self.reading.report(Problem::error(
                    codes::EMPTY_TEXT,
                    place.position(),
                    Text::new("글이 비어 있습니다", "the text is empty"),
                ));
            }
        }
        text
    }

    /// A word of a closed set.
    pub(crate) fn word<W: FromStr>(&self, key: &'static str, words: &[&'static str]) -> Option<W> {
        self.require(key).and_then(|node| self.word_at(node, words))
    }

    /// A word of a closed set that may be absent.
    pub(crate) fn maybe_word<W: FromStr>(
        &self,
        key: &'static str,
        words: &[&'static str],
    ) -> Option<W> {
        self.find(key).and_then(|node| self.word_at(node, words))
    }

    fn word_at<W: FromStr>(&self, node: &'n Node, words: &[&'static str]) -> Option<W> {
        let text = self.scalar(node)?;
        let parsed = text.parse().ok();
        if parsed.is_none() {
            self.reading.report(
                Problem::error(
                    codes::UNKNOWN_WORD,
                    node.position(),
                    Text::new(
                        format!("`{text}`은(는) 쓸 수 없는 값입니다"),
                        format!("`{text}` is not a value of this field"),
                    ),
                )
                .suggest(
                    did_you_mean(text, words.iter().copied())
                        .or_else(|| one_of(words.iter().copied())),
                ),
            );
        }
        parsed
    }

    /// A whole number of at most `max`.
    pub(crate) fn number(&self, key: &'static str, max: u32) -> Option<u32> {
        self.require(key).and_then(|node| self.number_at(node, max))
    }

    /// A whole number of at most `max` that may be absent.
    pub(crate) fn maybe_number(&self, key: &'static str, max: u32) -> Option<u32> {
        self.find(key).and_then(|node| self.number_at(node, max))
    }

    fn number_at(&self, node: &'n Node, max: u32) -> Option<u32> {
        let number = self.scalar(node)?.parse().ok().filter(|n| *n <= max);
        if number.is_none() {
            self.reading.wrong_type(
                node.position(),
                &format!("0에서 {max} 사이의 정수"),
                &format!("a whole number from 0 to {max}"),
            );
        }
        number
    }

    /// `true` or `false`, or `default` when absent.
    pub(crate) fn flag(&self, key: &'static str, default: bool) -> bool {
        match self.find(key) {
            None => default,
            Some(node) => match self.scalar(node) {
                Some("true") => true,
                Some("false") => false,
                _ => {
                    self.reading
                        .wrong_type(node.position(), "true 또는 false", "true or false");
                    default
                }
            },
        }
    }

    fn items(&self, node: Option<&'n Node>) -> &'n [Node] {
        match node.map(|node| (&node.value, node)) {
            None => &[],
            Some((Value::List(items), _)) => items,
            Some((_, node)) => {
                self.reading.wrong_type(node.position(), "목록", "a list");
                &[]
            }
        }
    }

    /// A list of mappings, empty when absent and not required.
    pub(crate) fn list<T>(
        &self,
        key: &'static str,
        required: bool,
        known: &'static [&'static str],
        mut read: impl FnMut(Mapping<'n>) -> T,
    ) -> Vec<T> {
        let node = if required {
            self.require(key)
        } else {
            self.find(key)
        };
        self.items(node)
            .iter()
            .enumerate()
            .map(|(index, item)| {
                let path = format!("{}[{index}]", self.path_of(key));
                read(self.reading.mapping(item, path, known))
            })
            .collect()
    }

    /// A mapping that must be there.
    pub(crate) fn nested(
        &self,
        key: &'static str,
        known: &'static [&'static str],
    ) -> Option<Mapping<'n>> {
        self.require(key)
            .map(|node| self.reading.mapping(node, self.path_of(key), known))
    }

    /// A list of texts, empty when absent.
    pub(crate) fn strings(&self, key: &'static str) -> Vec<String> {
        self.items(self.find(key))
            .iter()
            .enumerate()
            .map(|(index, item)| {
                self.place_item(key, index, item);
                self.scalar(item).unwrap_or_default().to_owned()
            })
            .collect()
    }

    /// A list of words of a closed set.
    pub(crate) fn words<W: FromStr>(
        &self,
        key: &'static str,
        required: bool,
        words: &[&'static str],
    ) -> Vec<W> {
        let node = if required {
            self.require(key)
        } else {
            self.find(key)
        };
        self.items(node)
            .iter()
            .enumerate()
            .filter_map(|(index, item)| {
                self.place_item(key, index, item);
                self.word_at(item, words)
            })
            .collect()
    }

    fn place_item(&self, key: &str, index: usize, item: &Node) {
        self.reading
            .places
            .borrow_mut()
            .insert(format!("{}[{index}]", self.path_of(key)), item.position());
    }
}

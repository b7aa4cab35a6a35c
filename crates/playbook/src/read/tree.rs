//! YAML as a tree that remembers where everything stood, duplicates included.

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, Span};

use crate::finding::Position;
use crate::lint::{Problem, codes};
use crate::text::Text;

/// The largest source that is read.
pub(crate) const MAX_SOURCE_BYTES: usize = 512 * 1024;
/// The deepest nesting that is read.
const MAX_DEPTH: usize = 32;

/// A value and its place.
#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) span: Span,
    pub(crate) value: Value,
}

/// A YAML value.
#[derive(Debug)]
pub(crate) enum Value {
    Scalar { text: String, style: ScalarStyle },
    List(Vec<Node>),
    Map(Vec<(Key, Node)>),
}

/// A key of a mapping and its place.
#[derive(Debug)]
pub(crate) struct Key {
    pub(crate) text: String,
    pub(crate) position: Position,
}

/// The place of a marker; the parser counts columns from 0.
pub(crate) fn position(marker: Marker) -> Position {
    Position {
        line: u32::try_from(marker.line()).unwrap_or(u32::MAX),
        column: u32::try_from(marker.col() + 1).unwrap_or(u32::MAX),
    }
}

impl Node {
    pub(crate) fn position(&self) -> Position {
        position(self.span.start)
    }
}

type Events<'s> = Parser<'s, saphyr_parser::StrInput<'s>>;

/// Reads one document.
pub(crate) fn parse(source: &str) -> Result<Node, Box<Problem>> {
    if source.len() > MAX_SOURCE_BYTES {
        return Err(syntax(
            Position { line: 1, column: 1 },
            format!("파일이 {MAX_SOURCE_BYTES}바이트보다 큽니다"),
            format!("the file is larger than {MAX_SOURCE_BYTES} bytes"),
        ));
    }
    let mut events = Parser::new_from_str(source);
    let mut root = None;
    loop {
        let (event, span) = next(&mut events)?;
        match event {
            Event::StreamEnd => break,
            Event::StreamStart | Event::Nothing | Event::DocumentStart(_) | Event::DocumentEnd => {}
            event if root.is_none() => root = Some(node(event, span, &mut events, 0)?),
            _ => {
                return Err(syntax(
                    position(span.start),
                    "파일 하나에는 문서 하나만 쓸 수 있습니다",
                    "a file holds one document",
                ));
            }
        }
    }
    root.ok_or_else(|| {
        syntax(
            Position { line: 1, column: 1 },
            "파일이 비어 있습니다",
            "the file is empty",
        )
    })
}

fn next<'s>(events: &mut Events<'s>) -> Result<(Event<'s>, Span), Box<Problem>> {
    match events.next_event() {
        Some(Ok(event)) => Ok(event),
        Some(Err(error)) => Err(syntax(
            position(*error.marker()),
            format!("YAML 문법 오류: {}", error.info()),
            format!("not valid YAML: {}", error.info()),
        )),
        None => Ok((Event::StreamEnd, Span::default())),
    }
}

fn node<'s>(
    event: Event<'s>,
    span: Span,
    events: &mut Events<'s>,
    depth: usize,
) -> Result<Node, Box<Problem>> {
    if depth > MAX_DEPTH {
        return Err(syntax(
            position(span.start),
            format!("{MAX_DEPTH}단계보다 깊이 중첩되었습니다"),
            format!("nested deeper than {MAX_DEPTH} levels"),
        ));
    }
    let value = match event {
        Event::Scalar(text, style, anchor, tag) => {
            plain(anchor, tag.is_some(), span)?;
            Value::Scalar {
                text: text.into_owned(),
                style,
            }
        }
        Event::SequenceStart(anchor, tag) => {
            plain(anchor, tag.is_some(), span)?;
            let mut items = Vec::new();
            loop {
                match next(events)? {
                    (Event::SequenceEnd, _) => break,
                    (event, span) => items.push(node(event, span, events, depth + 1)?),
                }
            }
            Value::List(items)
        }
        Event::MappingStart(anchor, tag) => {
            plain(anchor, tag.is_some(), span)?;
            Value::Map(entries(events, depth)?)
        }
        Event::Alias(_) => return Err(not_plain(span)),
        _ => {
            return Err(syntax(
                position(span.start),
                "값이 있어야 할 자리입니다",
                "a value was expected here",
            ));
        }
    };
    Ok(Node { span, value })
}

fn entries(events: &mut Events<'_>, depth: usize) -> Result<Vec<(Key, Node)>, Box<Problem>> {
    let mut entries = Vec::new();
    loop {
        let (event, span) = next(events)?;
        let text = match event {
            Event::MappingEnd => return Ok(entries),
            Event::Scalar(text, _, anchor, tag) => {
                plain(anchor, tag.is_some(), span)?;
                text.into_owned()
            }
            Event::Alias(_) => return Err(not_plain(span)),
            _ => {
                return Err(syntax(
                    position(span.start),
                    "키는 단순한 글자여야 합니다",
                    "a key must be plain text",
                ));
            }
        };
        let key = Key {
            text,
            position: position(span.start),
        };
        let (event, span) = next(events)?;
        entries.push((key, node(event, span, events, depth + 1)?));
    }
}

/// Anchors, aliases and tags are refused: what is written is what is meant, once.
fn plain(anchor: usize, tagged: bool, span: Span) -> Result<(), Box<Problem>> {
    if anchor == 0 && !tagged {
        Ok(())
    } else {
        Err(not_plain(span))
    }
}

fn not_plain(span: Span) -> Box<Problem> {
    syntax(
        position(span.start),
        "앵커(&), 별칭(*), 태그(!)는 쓸 수 없습니다",
        "anchors (&), aliases (*) and tags (!) are not allowed",
    )
}

fn syntax(position: Position, ko: impl Into<String>, en: impl Into<String>) -> Box<Problem> {
    Box::new(Problem::error(
        codes::YAML_SYNTAX,
        position,
        Text::new(ko, en),
    ))
}

/// Where each character of a decoded scalar stands in the source, and where it ends.
///
/// Quotes, escapes, folding and the indentation of blocks make the two differ; the source is
/// walked beside the decoded text, and whatever the decoding dropped is skipped.
pub(crate) fn places_in_scalar(source: &str, node: &Node) -> Vec<Position> {
    let Value::Scalar { text, style } = &node.value else {
        return vec![node.position()];
    };
    let mut place = node.position();
    let mut rest = source.chars().skip(node.span.start.index()).peekable();
    let step = |place: &mut Position, c: char| {
        if c == '\n' {
            place.line += 1;
            place.column = 1;
        } else {
            place.column += 1;
        }
    };
    let is_block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
    if is_block && matches!(rest.peek(), Some('|' | '>')) {
        for c in rest.by_ref() {
            step(&mut place, c);
            if c == '\n' {
                break;
            }
        }
    } else if matches!(style, ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted)
        && let Some(quote) = rest.next()
    {
        step(&mut place, quote);
    }
    let mut places = Vec::with_capacity(text.len() + 1);
    for wanted in text.chars() {
        // Advance to the source character that became this one.
        while let Some(&c) = rest.peek() {
            if c == wanted || (wanted.is_whitespace() && c.is_whitespace()) {
                break;
            }
            step(&mut place, c);
            rest.next();
        }
        places.push(place);
        if let Some(c) = rest.next() {
            step(&mut place, c);
        }
    }
    places.push(place);
    places
}

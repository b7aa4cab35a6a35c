//! From serde's account of an error to a JSON pointer and a stable code.

use app::FieldError;
use serde_path_to_error::{Path, Segment};

/// What is wrong at which place of the input.
pub(crate) fn field_error(path: &Path, message: &str) -> FieldError {
    let mut pointer = pointer(path);
    let message = message.split(" at line ").next().unwrap_or(message);
    let quoted = || message.split('`').nth(1).unwrap_or_default();
    let mut step_to = |name: &str| {
        let step = format!("/{}", escape(name));
        if !pointer.ends_with(&step) {
            pointer.push_str(&step);
        }
    };
    let (code, ko) = if message.starts_with("unknown field") {
        step_to(quoted());
        ("unknown-field", "알 수 없는 항목입니다.".to_owned())
    } else if message.starts_with("missing field") {
        step_to(quoted());
        ("required", "필수 항목입니다.".to_owned())
    } else if message.starts_with("duplicate field") {
        step_to(quoted());
        ("duplicate-field", "같은 항목이 두 번 있습니다.".to_owned())
    } else if message.starts_with("invalid type") {
        (
            "wrong-type",
            format!("값의 형식이 올바르지 않습니다. ({message})"),
        )
    } else {
        ("malformed", format!("값이 올바르지 않습니다. ({message})"))
    };
    FieldError::new(pointer, code, ko, message)
}

fn pointer(path: &Path) -> String {
    let mut pointer = String::new();
    for segment in path.iter() {
        match segment {
            Segment::Seq { index } => pointer.push_str(&format!("/{index}")),
            Segment::Map { key } => pointer.push_str(&format!("/{}", escape(key))),
            Segment::Enum { .. } | Segment::Unknown => {}
        }
    }
    pointer
}

fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

//! Input as people mean it: without the space around it, and nothing where there are only blanks.

/// Trims a text.
pub(crate) fn text(text: &mut String) {
    let trimmed = text.trim();
    if trimmed.len() != text.len() {
        *text = trimmed.to_owned();
    }
}

/// Trims a text that may be missing; a blank one is missing.
pub(crate) fn optional(optional: &mut Option<String>) {
    if let Some(inner) = optional {
        text(inner);
    }
    if optional.as_ref().is_some_and(String::is_empty) {
        *optional = None;
    }
}

/// An e-mail address as it is compared: trimmed, in lower case.
pub(crate) fn email(address: &str) -> String {
    address.trim().to_lowercase()
}

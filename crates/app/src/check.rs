//! Checks of input that need no database: lengths, presence, shapes. All of them are reported at once.

use std::collections::BTreeMap;

use crate::{Error, FieldError, limits};

/// Collects what is wrong with an input.
#[derive(Debug, Default)]
pub(crate) struct Check(Vec<FieldError>);

impl Check {
    /// Adds a field error.
    pub(crate) fn add(&mut self, field: FieldError) {
        self.0.push(field);
    }

    /// A name: trimmed, present, not endless.
    pub(crate) fn name(&mut self, pointer: &str, name: &mut String) {
        trim(name);
        if name.is_empty() {
            self.add(FieldError::required(pointer));
        }
        self.length(pointer, name, limits::NAME_CHARS);
    }

    /// A short optional text: trimmed; an empty one counts as none.
    pub(crate) fn short(&mut self, pointer: &str, text: &mut Option<String>) {
        self.optional(pointer, text, limits::REFERENCE_CHARS);
    }

    /// A long optional text: trimmed; an empty one counts as none.
    pub(crate) fn long(&mut self, pointer: &str, text: &mut Option<String>) {
        self.optional(pointer, text, limits::TEXT_CHARS);
    }

    fn optional(&mut self, pointer: &str, text: &mut Option<String>, limit: usize) {
        if let Some(inner) = text {
            trim(inner);
            self.length(pointer, inner, limit);
        }
        if text.as_ref().is_some_and(String::is_empty) {
            *text = None;
        }
    }

    /// A required text: trimmed, present, at most `limit` characters.
    pub(crate) fn required(&mut self, pointer: &str, text: &mut String, limit: usize) {
        trim(text);
        if text.is_empty() {
            self.add(FieldError::required(pointer));
        }
        self.length(pointer, text, limit);
    }

    /// An e-mail address: lower-cased; one `@` with something on both sides.
    pub(crate) fn email(&mut self, pointer: &str, email: &mut String) {
        trim(email);
        *email = email.to_lowercase();
        let well_formed = email.split_once('@').is_some_and(|(local, domain)| {
            !local.is_empty()
                && domain.contains('.')
                && !domain.contains('@')
                && !domain.starts_with('.')
        }) && !email.chars().any(|c| c.is_whitespace() || c.is_control());
        if !well_formed {
            self.add(FieldError::malformed(
                pointer,
                "이메일 주소 형식이 아닙니다.",
                "This is not an e-mail address.",
            ));
        }
        self.length(pointer, email, limits::NAME_CHARS);
    }

    /// An IANA time zone.
    pub(crate) fn time_zone(&mut self, pointer: &str, name: &str) {
        if jiff::tz::TimeZone::get(name).is_err() {
            self.add(FieldError::unknown(pointer, name));
        }
    }

    /// Custom columns: not too many, none endless.
    pub(crate) fn custom(&mut self, pointer: &str, custom: &BTreeMap<String, String>) {
        if custom.len() > limits::CUSTOM_FIELDS {
            self.add(FieldError::new(
                pointer,
                "too_many",
                format!("사용자 정의 항목은 {}개까지입니다.", limits::CUSTOM_FIELDS),
                format!(
                    "At most {} custom fields are allowed.",
                    limits::CUSTOM_FIELDS
                ),
            ));
        }
        for (key, value) in custom {
            self.length(
                &format!("{pointer}/{}", escape(key)),
                value,
                limits::TEXT_CHARS,
            );
            self.length(pointer, key, limits::NAME_CHARS);
        }
    }

    fn length(&mut self, pointer: &str, text: &str, limit: usize) {
        if text.chars().count() > limit {
            self.add(FieldError::too_long(pointer, limit));
        } else if text.contains('\0') {
            self.add(FieldError::malformed(
                pointer,
                "NUL 문자는 쓸 수 없습니다.",
                "NUL characters are not allowed.",
            ));
        }
    }

    /// Refuses when anything was wrong.
    pub(crate) fn finish(self) -> Result<(), Error> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(Error::invalid(self.0))
        }
    }
}

fn trim(text: &mut String) {
    let trimmed = text.trim();
    if trimmed.len() != text.len() {
        *text = trimmed.to_owned();
    }
}

/// A key as one step of a JSON pointer.
fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_wrong_is_reported_at_once_with_pointers() {
        let mut check = Check::default();
        check.name("/name", &mut "   ".to_owned());
        check.email("/email", &mut "no-at-sign".to_owned());
        check.time_zone("/time_zone", "Mars/Olympus");
        check.long("/note", &mut Some("nul\0".into()));
        let refused = check.finish().unwrap_err();
        let pointers: Vec<_> = refused
            .fields
            .iter()
            .map(|field| field.pointer.as_str())
            .collect();
        assert_eq!(pointers, ["/name", "/email", "/time_zone", "/note"]);
    }

    #[test]
    fn texts_are_trimmed_and_empty_ones_are_none() {
        let (mut name, mut text, mut email) = (
            " ACME ".to_owned(),
            Some("  ".to_owned()),
            " Kim@Example.COM ".to_owned(),
        );
        let mut check = Check::default();
        check.name("/name", &mut name);
        check.short("/text", &mut text);
        check.email("/email", &mut email);
        check.finish().unwrap();
        assert_eq!(
            (name.as_str(), text, email.as_str()),
            ("ACME", None, "kim@example.com")
        );
    }
}

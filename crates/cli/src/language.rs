//! Which of the two languages to speak.

use clap::ValueEnum;
use playbook::{Locale, Text};

/// The language of everything said to a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Language {
    /// Korean
    Ko,
    /// English
    En,
}

impl Language {
    /// `--lang` when given, else the locale of the environment, else English. Looked at before parsing, because help
    /// is in the chosen language too.
    pub(crate) fn detect(arguments: impl Iterator<Item = String>) -> Self {
        let mut arguments = arguments
            .skip_while(|argument| argument != "--lang" && !argument.starts_with("--lang="));
        let chosen = arguments
            .next()
            .and_then(|argument| match argument.strip_prefix("--lang=") {
                Some(value) => Some(value.to_owned()),
                None => arguments.next(),
            });
        let environment = || {
            let set = |name| {
                std::env::var(name)
                    .ok()
                    .filter(|value: &String| !value.is_empty())
            };
            ["PROOFLINE_LANG", "LC_ALL", "LC_MESSAGES", "LANG"]
                .into_iter()
                .find_map(set)
        };
        match chosen.or_else(environment) {
            Some(value) if value.starts_with("ko") => Self::Ko,
            _ => Self::En,
        }
    }

    /// The side of a pair of sentences in this language.
    pub(crate) fn pick<T>(self, ko: T, en: T) -> T {
        match self {
            Self::Ko => ko,
            Self::En => en,
        }
    }

    /// The side of `text` in this language.
    pub(crate) fn of(self, text: &Text) -> &str {
        text.in_locale(self.locale())
    }

    /// The same as the playbook's word for it.
    pub(crate) fn locale(self) -> Locale {
        self.pick(Locale::Ko, Locale::En)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn detect(arguments: &[&str]) -> Language {
        Language::detect(arguments.iter().map(ToString::to_string))
    }

    #[test]
    fn an_option_chooses_the_language() {
        assert_eq!(detect(&["deal", "list", "--lang", "ko"]), Language::Ko);
        assert_eq!(detect(&["--lang=ko", "deal"]), Language::Ko);
        assert_eq!(detect(&["--lang=en", "deal"]), Language::En);
        assert_eq!(detect(&["deal", "--lang", "en"]), Language::En);
    }
}

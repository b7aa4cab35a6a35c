//! One macro for the closed vocabularies, so that a word is spelt in one place for JSON, SQL and URLs.

/// Declares enums whose variants have one stable spelling each, used by serde, `Display`, `FromStr` and `as_str`.
macro_rules! words {
    ($(
        $(#[$meta:meta])* $vis:vis enum $name:ident {
            $( $(#[$variant_meta:meta])* $variant:ident = $word:literal ),+ $(,)?
        }
    )+) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        $vis enum $name {
            $( $(#[$variant_meta])* #[serde(rename = $word)] $variant ),+
        }

        impl $name {
            /// Every member, in the order they are declared.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// The written form of every member, in the same order.
            pub const WORDS: &'static [&'static str] = &[$($word),+];

            /// The written form, the same in JSON, SQL and URLs.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = playbook::UnknownWord;

            fn from_str(word: &str) -> Result<Self, Self::Err> {
                match word {
                    $($word => Ok(Self::$variant),)+
                    _ => Err(playbook::UnknownWord { word: word.to_owned(), expected: Self::WORDS }),
                }
            }
        }
    )+};
}
pub(crate) use words;

//! One macro for the closed vocabularies, so that a word is spelt in one place for JSON, SQL and URLs.

/// A word that a closed vocabulary does not know.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{given}` is not a {vocabulary}")]
pub struct UnknownWord {
    /// The vocabulary that was asked, e.g. `deal status`.
    pub vocabulary: &'static str,
    /// What was given.
    pub given: String,
}

/// Declares an enum whose variants have one stable spelling each, used by serde, `Display`, `FromStr` and `as_str`.
macro_rules! words {
    ($(#[$meta:meta])* $vis:vis enum $name:ident as $vocabulary:literal {
        $( $(#[$variant_meta:meta])* $variant:ident = $word:literal ),+ $(,)?
    }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        $vis enum $name {
            $( $(#[$variant_meta])* #[serde(rename = $word)] $variant ),+
        }

        impl $name {
            /// Every word of this vocabulary, in declaration order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stable spelling used in JSON, SQL and URLs.
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
            type Err = $crate::words::UnknownWord;

            fn from_str(given: &str) -> Result<Self, Self::Err> {
                match given {
                    $($word => Ok(Self::$variant),)+
                    _ => Err($crate::words::UnknownWord { vocabulary: $vocabulary, given: given.to_owned() }),
                }
            }
        }
    };
}
pub(crate) use words;

//! Secrets handed out once (session cookies, API tokens, set-up links) and kept only as SHA-256.
//!
//! 256 bits of randomness need no slow hash: guessing one is hopeless, and a look-up by hash is one index read.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::error::Error;

/// Prefix of API tokens, so that scanners of leaked credentials recognise them.
pub const TOKEN_PREFIX: &str = "plt_";

pub use store::SecretHash;

/// A freshly drawn secret. Its text exists only in memory and in the hands of whoever receives it.
pub struct Secret(String);

impl Secret {
    /// Draws 256 bits from the operating system, printed after `prefix`.
    ///
    /// # Errors
    /// `internal` when the operating system gives no randomness.
    pub fn draw(prefix: &str) -> Result<Self, Error> {
        let mut bytes = [0_u8; 32];
        rand::TryRng::try_fill_bytes(&mut rand::rngs::SysRng, &mut bytes)
            .map_err(|e| Error::internal(e.to_string()))?;
        Ok(Self(format!("{prefix}{}", URL_SAFE_NO_PAD.encode(bytes))))
    }

    /// The text to hand out, once.
    pub fn into_text(self) -> String {
        self.0
    }

    /// What to store.
    pub fn hash(&self) -> SecretHash {
        hash(&self.0)
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// The stored form of a presented secret.
pub fn hash(text: &str) -> SecretHash {
    Sha256::digest(text.as_bytes()).into()
}

/// Whether a presented secret is the stored one, in time that does not depend on where they differ.
pub fn matches(presented: &str, stored: &[u8]) -> bool {
    hash(presented).ct_eq(stored).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_recognised_by_its_hash_and_never_printed() {
        let secret = Secret::draw(TOKEN_PREFIX).unwrap();
        let stored = secret.hash();
        assert_eq!(format!("{secret:?}"), "Secret(…)");
        let text = secret.into_text();
        assert!(text.starts_with("plt_") && text.len() == 4 + 43, "{text}");
        assert!(matches(&text, &stored));
        assert!(!matches("plt_other", &stored));
        assert!(
            !matches(&text, &stored[..31]),
            "a truncated hash opens nothing"
        );
    }
}

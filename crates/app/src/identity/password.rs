//! Passwords: Argon2id, hashed off the async threads, never more than a few at a time.

use std::sync::{Arc, LazyLock};

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use tokio::sync::Semaphore;

use crate::{
    error::{Code, Error, FieldError},
    limits,
};

/// Each hash takes 19 MiB and tens of milliseconds of CPU: a flood of sign-ins must not take the machine.
static GATE: LazyLock<Arc<Semaphore>> =
    LazyLock::new(|| Arc::new(Semaphore::new(limits::PASSWORD_HASHES_AT_ONCE)));

/// Checks length only: composition rules make passwords worse.
///
/// # Errors
/// `invalid` pointing at `pointer`.
pub fn check(password: &str, pointer: &str) -> Result<(), Error> {
    if password.chars().count() < limits::PASSWORD_MIN_CHARS {
        return Err(FieldError::new(
            pointer,
            "too_short",
            format!(
                "비밀번호는 {}자 이상이어야 합니다.",
                limits::PASSWORD_MIN_CHARS
            ),
            format!(
                "A password needs at least {} characters.",
                limits::PASSWORD_MIN_CHARS
            ),
        )
        .into());
    }
    if password.len() > limits::PASSWORD_MAX_BYTES {
        return Err(FieldError::too_long(pointer, limits::PASSWORD_MAX_BYTES).into());
    }
    Ok(())
}

/// Hashes `password` to a PHC string (Argon2id, random salt).
///
/// # Errors
/// `internal` when the machine has no randomness or memory.
pub async fn hash(password: String) -> Result<String, Error> {
    in_turn(move || {
        let hashed = Argon2::default().hash_password(password.as_bytes());
        hashed
            .map(|phc: PasswordHash| phc.to_string())
            .map_err(|e| Error::internal(e.to_string()))
    })
    .await
}

/// Whether `password` is the one behind `phc`. Without a hash (no such user) it takes as long and says no,
/// so that timing does not tell who exists.
///
/// # Errors
/// `internal` when the hashing could not run.
pub async fn verify(password: String, phc: Option<String>) -> Result<bool, Error> {
    if password.len() > limits::PASSWORD_MAX_BYTES {
        return Ok(false);
    }
    in_turn(move || {
        let known = phc.as_deref().and_then(|phc| PasswordHash::new(phc).ok());
        match known {
            Some(known) => Ok(Argon2::default()
                .verify_password(password.as_bytes(), &known)
                .is_ok()),
            None => {
                let spent: Result<PasswordHash, _> =
                    Argon2::default().hash_password(password.as_bytes());
                spent
                    .map(|_| false)
                    .map_err(|e| Error::internal(e.to_string()))
            }
        }
    })
    .await
}

async fn in_turn<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    let turn = GATE
        .clone()
        .acquire_owned()
        .await
        .map_err(|_| Error::from(Code::Busy))?;
    tokio::task::spawn_blocking(move || {
        let _turn = turn;
        work()
    })
    .await
    .map_err(Error::internal)?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_right_password_opens() {
        let phc = hash("correct horse battery".into()).await.unwrap();
        assert!(phc.starts_with("$argon2id$v=19$"), "{phc}");
        assert!(
            verify("correct horse battery".into(), Some(phc.clone()))
                .await
                .unwrap()
        );
        assert!(
            !verify("Correct horse battery".into(), Some(phc))
                .await
                .unwrap()
        );
        assert!(!verify("correct horse battery".into(), None).await.unwrap());
    }

    #[test]
    fn short_and_endless_passwords_are_refused_with_a_pointer() {
        let refused = check("short", "/password").unwrap_err();
        assert_eq!(refused.fields[0].pointer, "/password");
        assert!(check(&"x".repeat(limits::PASSWORD_MAX_BYTES + 1), "/password").is_err());
        assert!(check("열글자가넘는한글비밀번호", "/password").is_ok());
    }
}

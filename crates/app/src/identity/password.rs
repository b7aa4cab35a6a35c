//! Passwords: Argon2id, hashed off the async threads, never more than a few at a time.

use std::sync::LazyLock;

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::{
    error::{Code, Error, FieldError},
    limits,
};

/// Each hash takes 19 MiB and tens of milliseconds of CPU: a flood of sign-ins must not take the machine.
static QUEUE: LazyLock<Queue> = LazyLock::new(|| {
    Queue::new(
        limits::PASSWORD_HASHES_AT_ONCE,
        limits::PASSWORD_HASHES_WAITING,
    )
});

struct Queue {
    places: Semaphore,
    turns: Semaphore,
}

impl Queue {
    fn new(at_once: usize, waiting: usize) -> Self {
        Self {
            places: Semaphore::new(at_once + waiting),
            turns: Semaphore::new(at_once),
        }
    }

    fn take_place(&'static self) -> Result<Place, Error> {
        let place = self.places.try_acquire();
        Ok(Place {
            queue: self,
            _place: place.map_err(|_full| Error::from(Code::Busy))?,
        })
    }
}

/// A place in the queue of those who want a password hashed. Dropping it gives it back.
pub(crate) struct Place {
    queue: &'static Queue,
    _place: SemaphorePermit<'static>,
}

/// Joins the queue.
///
/// # Errors
/// `busy` when it is full.
pub(crate) fn take_place() -> Result<Place, Error> {
    QUEUE.take_place()
}

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
/// `busy` when too many wait already; `internal` when the machine has no randomness or memory.
pub async fn hash(password: String) -> Result<String, Error> {
    take_place()?
        .in_turn(move || {
            let hashed = Argon2::default().hash_password(password.as_bytes());
            hashed
                .map(|phc: PasswordHash| phc.to_string())
                .map_err(|e| Error::internal(e.to_string()))
        })
        .await
}

impl Place {
    /// Whether `password` is the one behind `phc`. Without a hash (no such user) it takes as long and says no,
    /// so that timing does not tell who exists.
    ///
    /// # Errors
    /// `internal` when the hashing could not run.
    pub(crate) async fn verify(self, password: String, phc: Option<String>) -> Result<bool, Error> {
        if password.len() > limits::PASSWORD_MAX_BYTES {
            return Ok(false);
        }
        self.in_turn(move || {
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
        self,
        work: impl FnOnce() -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let turn = self
            .queue
            .turns
            .acquire()
            .await
            .map_err(|_| Error::from(Code::Busy))?;
        // Both go along: whoever hangs up early does not make room while the machine still works for them.
        tokio::task::spawn_blocking(move || {
            let _held = (self, turn);
            work()
        })
        .await
        .map_err(Error::internal)?
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_right_password_opens() {
        let phc = hash("correct horse battery".into()).await.unwrap();
        assert!(phc.starts_with("$argon2id$v=19$"), "{phc}");
        assert!(
            take_place()
                .unwrap()
                .verify("correct horse battery".into(), Some(phc.clone()))
                .await
                .unwrap()
        );
        assert!(
            !take_place()
                .unwrap()
                .verify("Correct horse battery".into(), Some(phc))
                .await
                .unwrap()
        );
        assert!(
            !take_place()
                .unwrap()
                .verify("correct horse battery".into(), None)
                .await
                .unwrap()
        );
    }

    #[test]
    fn short_and_endless_passwords_are_refused_with_a_pointer() {
        let refused = check("short", "/password").unwrap_err();
        assert_eq!(refused.fields[0].pointer, "/password");
        assert!(check(&"x".repeat(limits::PASSWORD_MAX_BYTES + 1), "/password").is_err());
        assert!(check("열글자가넘는한글비밀번호", "/password").is_ok());
    }

    #[test]
    fn whoever_finds_the_queue_full_is_turned_away_until_somebody_leaves() {
        let queue: &'static Queue = Box::leak(Box::new(Queue::new(1, 2)));
        let mut places: Vec<_> = (0..3).map(|_| queue.take_place().unwrap()).collect();
        assert_eq!(queue.take_place().err().unwrap().code, Code::Busy);
        places.pop();
        assert!(queue.take_place().is_ok());
    }
}

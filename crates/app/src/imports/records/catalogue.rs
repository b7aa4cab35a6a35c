//! What accounts, contacts, products and users have in common.

/// Writes the parts of [`Importable`](super::Importable) that only differ in the store's method names.
macro_rules! catalogue {
    ($object:ty, $noun:literal, $match:ident, $insert:ident, $update:ident, occurred: $occurred:expr) => {
        async fn find(
            read: &mut store::ReadTx,
            key: store::MatchKey,
            values: &[String],
        ) -> Result<Vec<(Self, ())>, crate::Error> {
            Ok(read
                .$match(key, values)
                .await?
                .into_iter()
                .map(|found| (found, ()))
                .collect())
        }

        async fn insert(
            work: &mut crate::ctx::Work<'_>,
            new: Vec<(Self, ())>,
        ) -> Result<(), crate::Error> {
            let objects: Vec<Self> = new.into_iter().map(|(object, ())| object).collect();
            let changes = work.$insert(&objects).await?;
            let occurred: fn(&$object) -> Option<domain::Instant> = $occurred;
            for (object, changes) in objects.iter().zip(changes) {
                let why = crate::ctx::Why {
                    occurred_at: occurred(object),
                    ..crate::ctx::Why::default()
                };
                work.record_why(concat!($noun, ".created"), object, changes, why);
            }
            Ok(())
        }

        async fn update(
            work: &mut crate::ctx::Work<'_>,
            (before, ()): &(Self, ()),
            (after, ()): &(Self, ()),
        ) -> Result<domain::journal::Changes, crate::Error> {
            let changes = work.$update(before, after).await?;
            work.record(concat!($noun, ".edited"), after, changes.clone());
            Ok(changes)
        }
    };
}
pub(super) use catalogue;

//! The records that rows of a file are about, found by the unique keys people know them by.

use domain::{Account, Contact, Deal, Product, User};

use crate::error::{Error, Result};
use crate::record::{IDS_PER_STATEMENT, Record};
use crate::sql::Value;
use crate::tx::ReadTx;

/// A unique key rows of a file are matched to records by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MatchKey {
    /// Key in the system the file comes from.
    ExternalId,
    /// Name, exactly.
    Name,
    /// E-mail address, as stored.
    Email,
    /// Registrable domain.
    Domain,
    /// Business registration number.
    RegistrationNumber,
    /// Product code.
    Code,
}

impl MatchKey {
    fn column(self) -> &'static str {
        match self {
            Self::ExternalId => "external_id",
            Self::Name => "name",
            Self::Email => "email",
            Self::Domain => "domain",
            Self::RegistrationNumber => "registration_number",
            Self::Code => "code",
        }
    }
}

/// Declares the lookup of one kind of object by its unique keys.
macro_rules! matching {
    ($($method:ident: $object:ty, $noun:literal;)*) => {
        impl ReadTx {
            $(
                #[doc = concat!("The ", $noun, " with one of these values as their key, archived ones too, whoever reads.\n\n# Errors\n[`Error::BadFilter`] when they have no such key.")]
                pub async fn $method(&mut self, key: MatchKey, values: &[String]) -> Result<Vec<$object>> {
                    self.match_records(key, values).await
                }
            )*
        }
    };
}

matching! {
    match_accounts: Account, "accounts";
    match_contacts: Contact, "contacts";
    match_products: Product, "products";
    match_users: User, "users";
    match_deals: Deal, "deals";
}

impl ReadTx {
    async fn match_records<T: Record>(
        &mut self,
        key: MatchKey,
        values: &[String],
    ) -> Result<Vec<T>> {
        let column = key.column();
        if T::TABLE.column(column).is_none() {
            let table = T::TABLE.name;
            return Err(Error::BadFilter(format!("{table} has no {column}")));
        }
        let mut found = Vec::new();
        for values in values.chunks(IDS_PER_STATEMENT) {
            let mut query = self.select::<T>();
            query.push(" and ").push(column).push(" in (");
            query
                .bind_all(values.iter().map(|value| Value::from(value.as_str())))
                .push(") order by id");
            found.extend(self.records(query).await?);
        }
        Ok(found)
    }
}

//! Accounts, contacts and products: seen by everybody in the workspace.

use std::collections::BTreeMap;

use domain::ids::{AccountId, ContactId, ProductId};
use domain::journal::Changes;
use domain::{Account, Contact, Product};
use uuid::Uuid;

use crate::error::{Error, Result};
use crate::list::{Field, ListQuery, Listed, Page, SortKey};
use crate::query::Query;
use crate::record::{IDS_PER_STATEMENT, Kind, Record, Table, columns, from_rows};
use crate::tx::{ReadTx, WriteTx};

impl Record for Account {
    const TABLE: &'static Table = &Table {
        name: "account",
        columns: columns![
            id: Uuid, name: Text, kind: Text, domain: Text, registration_number: Text, parent_id: Uuid, industry: Text,
            country: Text, region: Text, segment: Text, employees: Int,
            annual_revenue: Money("annual_revenue_minor", "annual_revenue_currency"), owner_id: Uuid, phone: Text,
            website: Text, external_id: Text, created_at: Instant, updated_at: Instant, archived_at: Instant, version: Int,
        ],
        has_facts: true,
        searched: &["name", "domain", "external_id"],
        derived: &[],
    };

    fn version(&self) -> Option<i64> {
        Some(self.version)
    }
}

impl Listed for Account {
    const SORTS: &'static [SortKey] = &[
        SortKey::text("name", "name").indexed(),
        SortKey::text("industry", "coalesce(industry, '')"),
        SortKey::text("country", "coalesce(country, '')"),
        SortKey::number("employees", "coalesce(employees, -1)"),
        SortKey::number("annual_revenue_minor", "coalesce(annual_revenue_minor, -1)"),
        SortKey::number("created_at", "created_at"),
        SortKey::number("updated_at", "updated_at"),
    ];
    const FIELDS: &'static [Field] = &[Field {
        name: "annual_revenue_minor",
        expression: "annual_revenue_minor",
        kind: Kind::Int,
    }];
    const HAS_ARCHIVE: bool = true;
}

impl Record for Contact {
    const TABLE: &'static Table = &Table {
        name: "contact",
        columns: columns![
            id: Uuid, account_id: Uuid, name: Text, email: Text, phone: Text, title: Text, external_id: Text, owner_id: Uuid,
            created_at: Instant, updated_at: Instant, archived_at: Instant, version: Int,
        ],
        has_facts: true,
        searched: &["name", "email", "external_id"],
        derived: &[],
    };

    fn version(&self) -> Option<i64> {
        Some(self.version)
    }
}

impl Listed for Contact {
    const SORTS: &'static [SortKey] = &[
        SortKey::text("name", "name").indexed(),
        SortKey::text("email", "coalesce(email, '')"),
        SortKey::text("title", "coalesce(title, '')"),
        SortKey::number("created_at", "created_at"),
        SortKey::number("updated_at", "updated_at"),
    ];
    const FIELDS: &'static [Field] = &[];
    const HAS_ARCHIVE: bool = true;
    const FOUND_BY: Option<(&'static str, &'static str)> = Some(("account_id", "account"));
}

impl Record for Product {
    const TABLE: &'static Table = &Table {
        name: "product",
        columns: columns![
            id: Uuid, name: Text, code: Text, family: Text, list_price: Money("list_price_minor", "list_price_currency"),
            is_active: Bool, external_id: Text, version: Int,
        ],
        has_facts: true,
        searched: &["name", "code", "external_id"],
        derived: &[],
    };

    fn version(&self) -> Option<i64> {
        Some(self.version)
    }
}

impl Listed for Product {
    const SORTS: &'static [SortKey] = &[
        SortKey::text("name", "name").indexed(),
        SortKey::text("code", "coalesce(code, '')"),
        SortKey::text("family", "coalesce(family, '')"),
        SortKey::number("list_price_minor", "coalesce(list_price_minor, -1)"),
    ];
    const FIELDS: &'static [Field] = &[
        Field {
            name: "list_price_minor",
            expression: "list_price_minor",
            kind: Kind::Int,
        },
        Field {
            name: "currency",
            expression: "list_price_currency",
            kind: Kind::Text,
        },
    ];
    const HAS_ARCHIVE: bool = false;
}

/// Declares how one kind of object is read and written.
macro_rules! catalogue {
    ($($noun:literal, $object:ty, $id:ty: $get:ident, $find:ident, $page:ident, $all:ident, $names:ident, $insert:ident,
        $insert_many:ident, $update:ident, $delete:ident;)*) => {
        $(
            impl ReadTx {
                #[doc = concat!("The ", $noun, " with this id.\n\n# Errors\n[`Error::NotFound`] when there is none.")]
                pub async fn $get(&mut self, id: $id) -> Result<$object> {
                    self.$find(id).await?.ok_or_else(|| Error::NotFound { kind: $noun, id: id.to_string() })
                }

                #[doc = concat!("The ", $noun, " with this id, if there is one.\n\n# Errors\nWhen the database fails.")]
                pub async fn $find(&mut self, id: $id) -> Result<Option<$object>> {
                    self.find_record(id).await
                }

                #[doc = concat!("A page of ", $noun, "s.\n\n# Errors\n[`Error::BadCursor`], [`Error::BadSort`], [`Error::BadFilter`].")]
                pub async fn $page(&mut self, list: &ListQuery) -> Result<Page<$object>> {
                    self.page(self.select::<$object>(), list).await
                }

                #[doc = concat!("Every ", $noun, ", also archived ones, in the order they were made: for imports that match rows in memory.\n\n# Errors\nWhen the database fails.")]
                pub async fn $all(&mut self) -> Result<Vec<$object>> {
                    let mut query = self.select::<$object>();
                    query.push(" order by id");
                    from_rows(&self.all(query).await?)
                }

                #[doc = concat!("The names of some ", $noun, "s.\n\n# Errors\nWhen the database fails.")]
                pub async fn $names(&mut self, ids: impl IntoIterator<Item = $id>) -> Result<BTreeMap<$id, String>> {
                    self.names_of(<$object>::TABLE, ids).await
                }
            }

            impl WriteTx {
                #[doc = concat!("Inserts a ", $noun, ". Returns what to record.\n\n# Errors\nWhen the database fails.")]
                pub async fn $insert(&mut self, object: &$object) -> Result<Changes> {
                    self.insert_record(object).await
                }

                #[doc = concat!("Inserts many ", $noun, "s with few statements. Returns what to record, in order.\n\n# Errors\nWhen the database fails.")]
                pub async fn $insert_many(&mut self, objects: &[$object]) -> Result<Vec<Changes>> {
                    self.insert_records(objects).await
                }

                #[doc = concat!("Saves a changed ", $noun, ". Returns what to record.\n\n# Errors\n[`Error::Conflict`] or [`Error::NotFound`] when the stored one is not `before`.")]
                pub async fn $update(&mut self, before: &$object, after: &$object) -> Result<Changes> {
                    self.update_record(before.id, before, after).await
                }

                #[doc = concat!("Removes ", $noun, "s for good, as undoing an import does.\n\n# Errors\nWhen something still points to one.")]
                pub async fn $delete(&mut self, ids: &[$id]) -> Result<()> {
                    let ids: Vec<Uuid> = ids.iter().copied().map(Uuid::from).collect();
                    self.delete_records::<$object>("id", &ids).await
                }
            }
        )*
    };
}

catalogue! {
    "account", Account, AccountId: account, find_account, accounts_page, all_accounts, account_names, insert_account,
        insert_accounts, update_account, delete_accounts;
    "contact", Contact, ContactId: contact, find_contact, contacts_page, all_contacts, contact_names, insert_contact,
        insert_contacts, update_contact, delete_contacts;
    "product", Product, ProductId: product, find_product, products_page, all_products, product_names, insert_product,
        insert_products, update_product, delete_products;
}

impl ReadTx {
    /// The contacts with these ids; those that do not exist are left out.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn contacts_by_id(&mut self, ids: &[ContactId]) -> Result<Vec<Contact>> {
        let mut contacts = Vec::with_capacity(ids.len());
        for ids in ids.chunks(IDS_PER_STATEMENT) {
            let mut query = self.select::<Contact>();
            query.push(" and id in (").bind_ids(ids).push(")");
            contacts.extend(self.records(query).await?);
        }
        Ok(contacts)
    }

    /// The people at an account, by name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn contacts_of(&mut self, account_id: AccountId) -> Result<Vec<Contact>> {
        let mut query = self.select::<Contact>();
        query
            .push(" and account_id = ")
            .bind(account_id)
            .push(" and archived_at is null order by name, id");
        self.records(query).await
    }

    /// The accounts directly below one, by name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn subsidiaries_of(&mut self, account_id: AccountId) -> Result<Vec<Account>> {
        let mut query = self.select::<Account>();
        query
            .push(" and parent_id = ")
            .bind(account_id)
            .push(" and archived_at is null order by name, id");
        self.records(query).await
    }

    async fn names_of<I>(
        &mut self,
        table: &Table,
        ids: impl IntoIterator<Item = I>,
    ) -> Result<BTreeMap<I, String>>
    where
        I: From<Uuid> + Into<Uuid> + Ord,
    {
        let mut ids: Vec<Uuid> = ids.into_iter().map(Into::into).collect();
        ids.sort_unstable();
        ids.dedup();
        let mut names = BTreeMap::new();
        for ids in ids.chunks(IDS_PER_STATEMENT) {
            let mut query = Query::new(format!(
                "select id, name from {} where workspace_id = ",
                table.name
            ));
            query
                .bind(self.workspace_id())
                .push(" and id in (")
                .bind_ids(ids)
                .push(")");
            for row in self.few(query).await? {
                names.insert(row.uuid(0)?.into(), row.text(1)?.to_owned());
            }
        }
        Ok(names)
    }
}

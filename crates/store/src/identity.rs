//! How people and programs prove who they are: passwords, sessions, API tokens, the first-run link. Secrets come in hashed.

use domain::ids::{SessionId, TokenId, UserId, WorkspaceId};
use domain::journal::{Changes, Journaled};
use domain::{Instant, TokenScope, User};
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::query::Query;
use crate::record::{Record, Table, changes_by_field, columns, from_row};
use crate::sql::{Value, args};
use crate::store::Store;
use crate::tx::{ReadTx, WriteTx};

/// Hash of a session's, token's or link's secret.
pub type SecretHash = [u8; 32];

/// What stands behind a valid session or token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credential {
    /// Where it is valid.
    pub workspace_id: WorkspaceId,
    /// As whom.
    pub user: User,
    /// What a token may do; none for sessions, which may do everything.
    pub scope: Option<TokenScope>,
    /// When it ends, if it does.
    pub expires_at: Option<Instant>,
}

/// A member and the hash their password is checked against.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PasswordCredential {
    /// The member's workspace.
    pub workspace_id: WorkspaceId,
    /// The member.
    pub user: User,
    /// PHC string.
    pub password_hash: String,
}

/// An API token, without its secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiToken {
    /// Identity.
    pub id: TokenId,
    /// As whom it acts.
    pub user_id: UserId,
    /// What it is for.
    pub name: String,
    /// What it may do.
    pub scope: TokenScope,
    /// When it was made.
    pub created_at: Instant,
    /// When it was last used, to the minute or so.
    pub last_used_at: Option<Instant>,
    /// When it ends, if it does.
    pub expires_at: Option<Instant>,
    /// When it was taken back.
    pub revoked_at: Option<Instant>,
}

impl Journaled for ApiToken {
    const KIND: &'static str = "token";

    fn changes(before: Option<&Self>, after: &Self) -> Changes {
        changes_by_field(before, after)
    }
}

impl Record for ApiToken {
    const TABLE: &'static Table = &Table {
        name: "api_token",
        columns: columns![
            id: Uuid, user_id: Uuid, name: Text, scope: Text, created_at: Instant, last_used_at: Instant,
            expires_at: Instant, revoked_at: Instant,
        ],
        has_facts: false,
        searched: &[],
        derived: &[],
    };
}

impl Store {
    /// Who signs in with this e-mail address and a password. The same address in several workspaces finds the oldest.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn credentials(&self, email: &str) -> Result<Option<PasswordCredential>> {
        let sql = format!(
            "select {}, password_hash, workspace_id from user_account \
             where email = $1 and password_hash is not null order by created_at limit 1",
            User::TABLE.select_list()
        );
        let Some(row) = self
            .lobby()
            .await?
            .conn
            .fetch_optional(sql, args![email])
            .await?
        else {
            return Ok(None);
        };
        let width = User::TABLE.width();
        Ok(Some(PasswordCredential {
            user: from_row(&row)?,
            password_hash: row.text(width)?.to_owned(),
            workspace_id: row.uuid(width + 1)?.into(),
        }))
    }

    /// Who is behind a session that has not ended.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_session(
        &self,
        hash: &SecretHash,
        now: Instant,
    ) -> Result<Option<Credential>> {
        let sql = format!(
            "select {}, s.workspace_id, s.expires_at, null from session s join user_account u \
             on u.workspace_id = s.workspace_id and u.id = s.user_id where s.token_hash = $1 and s.expires_at > $2",
            user_columns()
        );
        self.find_credential(sql, args![*hash, now]).await
    }

    /// Who is behind a token that is neither revoked nor expired.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_token(&self, hash: &SecretHash, now: Instant) -> Result<Option<Credential>> {
        let sql = format!(
            "select {}, t.workspace_id, t.expires_at, t.scope from api_token t join user_account u \
             on u.workspace_id = t.workspace_id and u.id = t.user_id \
             where t.token_hash = $1 and t.revoked_at is null and (t.expires_at is null or t.expires_at > $2)",
            user_columns()
        );
        self.find_credential(sql, args![*hash, now]).await
    }

    async fn find_credential(&self, sql: String, values: Vec<Value>) -> Result<Option<Credential>> {
        let Some(row) = self.lobby().await?.conn.fetch_optional(sql, values).await? else {
            return Ok(None);
        };
        let width = User::TABLE.width();
        let scope = row.opt_text(width + 2)?.map(str::parse).transpose();
        Ok(Some(Credential {
            user: from_row(&row)?,
            workspace_id: row.uuid(width)?.into(),
            expires_at: row.opt_int(width + 1)?.map(Instant::from_micros),
            scope: scope.map_err(|_| Error::Corrupt("a token has an unknown scope".to_owned()))?,
        }))
    }
}

/// The first-run link, kept by hash. There is at most one that works.
impl Store {
    /// Makes a new first-run link; the ones before stop working.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn insert_setup_link(
        &self,
        hash: &SecretHash,
        now: Instant,
        expires_at: Instant,
    ) -> Result<()> {
        let mut tx = self.lobby_write().await?;
        tx.conn.execute("delete from setup_link", vec![]).await?;
        let sql = "insert into setup_link (token_hash, created_at, expires_at) values ($1, $2, $3)";
        tx.conn.execute(sql, args![*hash, now, expires_at]).await?;
        tx.commit().await
    }

    /// Whether a first-run link works now.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn is_setup_link(&self, hash: &SecretHash, now: Instant) -> Result<bool> {
        let sql = "select 1 from setup_link where token_hash = $1 and used_at is null and expires_at > $2";
        Ok(self
            .lobby()
            .await?
            .conn
            .fetch_optional(sql, args![*hash, now])
            .await?
            .is_some())
    }
}

fn user_columns() -> String {
    User::TABLE
        .column_names()
        .map(|column| format!("u.{column}"))
        .collect::<Vec<_>>()
        .join(", ")
}

impl ReadTx {
    /// Every token of the workspace, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn tokens(&mut self) -> Result<Vec<ApiToken>> {
        let mut query = self.select::<ApiToken>();
        query.push(" order by created_at desc, id desc");
        self.records(query).await
    }

    /// A token by id.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_token(&mut self, id: TokenId) -> Result<Option<ApiToken>> {
        self.find_record(id).await
    }
}

impl WriteTx {
    /// Uses a first-run link up. False when it does not work (any more).
    ///
    /// # Errors
    /// When the database fails.
    pub async fn use_setup_link(&mut self, hash: &SecretHash, now: Instant) -> Result<bool> {
        let sql = "update setup_link set used_at = $2 where token_hash = $1 and used_at is null and expires_at > $2";
        Ok(self.conn.execute(sql, args![*hash, now]).await? == 1)
    }

    /// Sets a member's password, as a PHC string; none takes it away. It is no part of the member and never journaled.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such member.
    pub async fn set_password(
        &mut self,
        user_id: UserId,
        password_hash: Option<&str>,
    ) -> Result<()> {
        let sql = "update user_account set password_hash = $3 where workspace_id = $1 and id = $2";
        let values = args![self.workspace_id(), user_id, password_hash];
        match self.conn.execute(sql, values).await? {
            0 => Err(Error::NotFound {
                kind: "user",
                id: user_id.to_string(),
            }),
            _ => Ok(()),
        }
    }

    /// Starts a session.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn insert_session(
        &mut self,
        id: SessionId,
        user_id: UserId,
        hash: &SecretHash,
        now: Instant,
        expires_at: Instant,
    ) -> Result<()> {
        let sql = "insert into session (workspace_id, id, user_id, token_hash, created_at, last_seen_at, expires_at) \
             values ($1, $2, $3, $4, $5, $5, $6)";
        let values = args![self.workspace_id(), id, user_id, *hash, now, expires_at];
        self.conn.execute(sql, values).await?;
        let sql = "delete from session where workspace_id = $1 and expires_at < $2";
        let values = args![self.workspace_id(), now];
        self.conn.execute(sql, values).await?;
        Ok(())
    }

    /// Ends a session.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn delete_session(&mut self, hash: &SecretHash) -> Result<()> {
        let values = args![self.workspace_id(), *hash];
        self.conn
            .execute(
                "delete from session where workspace_id = $1 and token_hash = $2",
                values,
            )
            .await?;
        Ok(())
    }

    /// Ends every session of a member, except one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn delete_sessions_of(
        &mut self,
        user_id: UserId,
        except: Option<&SecretHash>,
    ) -> Result<()> {
        let mut query = Query::new("delete from session where workspace_id = ");
        query
            .bind(self.workspace_id())
            .push(" and user_id = ")
            .bind(user_id);
        if let Some(hash) = except {
            query.push(" and token_hash <> ").bind(*hash);
        }
        let (sql, values) = query.into_parts();
        self.conn.execute(sql, values).await?;
        Ok(())
    }

    /// Adds a token. Returns what to record.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn insert_token(&mut self, token: &ApiToken, hash: &SecretHash) -> Result<Changes> {
        let created = ApiToken::changes(None, token);
        let mut row = args![self.workspace_id()];
        row.extend(ApiToken::TABLE.values(&created)?);
        row.push(Value::from(*hash));
        let columns = format!(
            "workspace_id, {}, token_hash",
            ApiToken::TABLE.insert_list()
        );
        crate::bulk::insert(&mut self.conn, "api_token", &columns, vec![row]).await?;
        Ok(created)
    }

    /// Saves a changed token. Returns what to record.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none.
    pub async fn update_token(&mut self, before: &ApiToken, after: &ApiToken) -> Result<Changes> {
        self.update_record(before.id, before, after).await
    }
}

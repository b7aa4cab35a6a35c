//! The workspace, its people and teams.

use std::collections::{BTreeMap, BTreeSet};

use domain::ids::{TeamId, UserId};
use domain::journal::{Changes, creation};
use domain::{Team, User, Workspace};
use uuid::Uuid;

use crate::bulk;
use crate::error::{Error, Result};
use crate::query::Query;
use crate::record::{Record, Table, columns, from_row, from_rows};
use crate::sql::args;
use crate::store::Store;
use crate::tx::{ReadTx, WriteTx};

impl Record for Workspace {
    const TABLE: &'static Table = &Table {
        name: "workspace",
        columns: columns![
            id: Uuid, name: Text, home_currency: Text, time_zone: Text, fiscal_year_start_month: Int, locale: Text,
            amount_basis: Text, created_at: Instant, version: Int,
        ],
        has_facts: false,
        searched: &[],
        derived: &[],
    };

    fn version(&self) -> Option<i64> {
        Some(self.version)
    }
}

impl Record for User {
    const TABLE: &'static Table = &Table {
        name: "user_account",
        columns: columns![
            id: Uuid, email: Text, name: Text, role: Text, visibility: Text, team_id: Uuid, locale: Text, time_zone: Text,
            is_active: Bool, can_sign_in: Bool, external_id: Text, created_at: Instant, version: Int,
        ],
        has_facts: false,
        searched: &["name", "email"],
        derived: &[],
    };

    fn version(&self) -> Option<i64> {
        Some(self.version)
    }
}

impl Record for Team {
    const TABLE: &'static Table = &Table {
        name: "team",
        columns: columns![id: Uuid, name: Text, parent_id: Uuid, manager_id: Uuid, version: Int],
        has_facts: false,
        searched: &[],
        derived: &[],
    };

    fn version(&self) -> Option<i64> {
        Some(self.version)
    }
}

impl Store {
    /// Every workspace of this database, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn workspaces(&self) -> Result<Vec<Workspace>> {
        let sql = format!(
            "select {} from workspace order by created_at, id",
            Workspace::TABLE.select_list()
        );
        from_rows(&self.lobby().await?.conn.fetch_few(sql, vec![]).await?)
    }
}

impl ReadTx {
    /// This workspace.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it does not exist.
    pub async fn workspace(&mut self) -> Result<Workspace> {
        let id = self.workspace_id();
        let sql = format!(
            "select {} from workspace where id = $1",
            Workspace::TABLE.select_list()
        );
        match self.conn.fetch_optional(sql, args![id]).await? {
            Some(row) => from_row(&row),
            None => Err(Error::NotFound {
                kind: "workspace",
                id: id.to_string(),
            }),
        }
    }

    /// Every member and imported owner, by name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn users(&mut self) -> Result<Vec<User>> {
        let mut query = self.select::<User>();
        query.push(" order by name, id");
        self.records(query).await
    }

    /// A member by id.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_user(&mut self, id: UserId) -> Result<Option<User>> {
        self.find_record(id).await
    }

    /// A member by e-mail address, as it is stored.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_user_by_email(&mut self, email: &str) -> Result<Option<User>> {
        let mut query = self.select::<User>();
        query.push(" and email = ").bind(email);
        Ok(self.records(query).await?.pop())
    }

    /// Every team, by name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn teams(&mut self) -> Result<Vec<Team>> {
        let mut query = self.select::<Team>();
        query.push(" order by name, id");
        self.records(query).await
    }

    /// A team by id.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_team(&mut self, id: TeamId) -> Result<Option<Team>> {
        self.find_record(id).await
    }

    /// The members' names, for showing who owns what.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn user_names(&mut self) -> Result<BTreeMap<UserId, String>> {
        let mut query = Query::new("select id, name from user_account where workspace_id = ");
        query.bind(self.workspace_id());
        self.few(query)
            .await?
            .iter()
            .map(|row| Ok((row.uuid(0)?.into(), row.text(1)?.to_owned())))
            .collect()
    }
}

impl ReadTx {
    /// The reader and everybody in the teams below them, whatever else they may see.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn team_of_viewer(&mut self) -> Result<BTreeSet<UserId>> {
        let mut query = Query::new("select owner_id from user_visibility where workspace_id = ");
        query
            .bind(self.workspace_id())
            .push(" and viewer_id = ")
            .bind(self.scope.viewer_id);
        self.few(query)
            .await?
            .iter()
            .map(|row| Ok(row.uuid(0)?.into()))
            .collect()
    }
}

impl WriteTx {
    /// Creates the workspace this transaction was opened for. Returns what to record.
    ///
    /// # Errors
    /// When it exists already, or has another id than the scope.
    pub async fn insert_workspace(&mut self, workspace: &Workspace) -> Result<Changes> {
        if workspace.id != self.workspace_id() {
            return Err(Error::NotFound {
                kind: "workspace",
                id: workspace.id.to_string(),
            });
        }
        let created = creation(workspace);
        let values = vec![Workspace::TABLE.values(&created)?];
        bulk::insert(
            &mut self.conn,
            "workspace",
            &Workspace::TABLE.insert_list(),
            values,
        )
        .await?;
        Ok(created)
    }

    /// Saves the changed workspace. Returns what to record.
    ///
    /// # Errors
    /// [`Error::Conflict`] when somebody else changed it.
    pub async fn update_workspace(
        &mut self,
        before: &Workspace,
        after: &Workspace,
    ) -> Result<Changes> {
        self.update_record(before.id, before, after).await
    }

    /// Adds members. Returns what to record, in order.
    ///
    /// # Errors
    /// [`Error::Duplicate`] when an e-mail address is taken.
    pub async fn insert_users(&mut self, users: &[User]) -> Result<Vec<Changes>> {
        self.visibility_is_stale = true;
        self.insert_records(users).await
    }

    /// Adds a member. Returns what to record.
    ///
    /// # Errors
    /// [`Error::Duplicate`] when the e-mail address is taken.
    pub async fn insert_user(&mut self, user: &User) -> Result<Changes> {
        self.visibility_is_stale = true;
        self.insert_record(user).await
    }

    /// Saves a changed member. Returns what to record.
    ///
    /// # Errors
    /// [`Error::Conflict`] or [`Error::NotFound`] when the stored one is not `before`.
    pub async fn update_user(&mut self, before: &User, after: &User) -> Result<Changes> {
        self.visibility_is_stale |= before.team_id != after.team_id;
        self.update_record(before.id, before, after).await
    }

    /// Removes members, as undoing an import does.
    ///
    /// # Errors
    /// When something still belongs to them.
    pub async fn delete_users(&mut self, ids: &[UserId]) -> Result<()> {
        self.visibility_is_stale = true;
        let ids: Vec<Uuid> = ids.iter().copied().map(Uuid::from).collect();
        self.delete_records::<User>("id", &ids).await
    }

    /// Adds teams. Returns what to record, in order.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn insert_teams(&mut self, teams: &[Team]) -> Result<Vec<Changes>> {
        self.visibility_is_stale = true;
        self.insert_records(teams).await
    }

    /// Adds a team. Returns what to record.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn insert_team(&mut self, team: &Team) -> Result<Changes> {
        self.visibility_is_stale = true;
        self.insert_record(team).await
    }

    /// Saves a changed team. Returns what to record.
    ///
    /// # Errors
    /// [`Error::Conflict`] or [`Error::NotFound`] when the stored one is not `before`.
    pub async fn update_team(&mut self, before: &Team, after: &Team) -> Result<Changes> {
        self.visibility_is_stale = true;
        self.update_record(before.id, before, after).await
    }

    /// Removes teams, as undoing an import does.
    ///
    /// # Errors
    /// When somebody still belongs to them.
    pub async fn delete_teams(&mut self, ids: &[TeamId]) -> Result<()> {
        self.visibility_is_stale = true;
        let ids: Vec<Uuid> = ids.iter().copied().map(Uuid::from).collect();
        self.delete_records::<Team>("id", &ids).await
    }

    /// Recomputes who sees whose deals from teams and members.
    pub(crate) async fn rebuild_visibility(&mut self) -> Result<()> {
        let (users, teams) = (self.users().await?, self.teams().await?);
        let workspace_id = self.workspace_id();
        let pairs = team_visibility(&users, &teams);
        self.conn
            .execute(
                "delete from user_visibility where workspace_id = $1",
                args![workspace_id],
            )
            .await?;
        let rows = pairs
            .into_iter()
            .map(|(viewer, owner)| args![workspace_id, viewer, owner])
            .collect();
        bulk::insert(
            &mut self.conn,
            "user_visibility",
            "workspace_id, viewer_id, owner_id",
            rows,
        )
        .await
    }
}

/// Who sees whose deals: one's own, those of one's team, of the teams one manages, and of every team below.
fn team_visibility(users: &[User], teams: &[Team]) -> BTreeSet<(UserId, UserId)> {
    let mut pairs = BTreeSet::new();
    for viewer in users {
        pairs.insert((viewer.id, viewer.id));
        let roots = teams
            .iter()
            .filter(|team| Some(team.id) == viewer.team_id || team.manager_id == Some(viewer.id));
        let mut reached: BTreeSet<TeamId> = roots.map(|team| team.id).collect();
        let mut open: Vec<TeamId> = reached.iter().copied().collect();
        while let Some(parent) = open.pop() {
            let below = teams
                .iter()
                .filter(|team| team.parent_id == Some(parent))
                .map(|team| team.id);
            open.extend(below.filter(|team| reached.insert(*team)));
        }
        let seen = users
            .iter()
            .filter(|user| user.team_id.is_some_and(|team| reached.contains(&team)));
        pairs.extend(seen.map(|user| (viewer.id, user.id)));
    }
    pairs
}

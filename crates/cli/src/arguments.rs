//! The command line: every command and option, with its English help. Korean help is in [`help`](crate::help).

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

mod numbers;

pub(crate) use numbers::{Forecast, FxRate, Quota, QuotaSubject, Report};

use crate::language::Language;
use crate::output::Format;

/// Self-hosted B2B revenue system: a pipeline that moves on the buyer's evidence
#[derive(Parser)]
#[command(name = "proofline", version, disable_help_subcommand = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
    #[command(flatten)]
    pub(crate) place: Place,
    /// How to print results
    #[arg(
        long,
        global = true,
        value_enum,
        default_value_t,
        hide_possible_values = true,
        value_name = "table|json|csv"
    )]
    pub(crate) format: Format,
    /// Language of everything said to a person (default: from the environment)
    #[arg(
        long,
        global = true,
        value_enum,
        hide_possible_values = true,
        value_name = "ko|en"
    )]
    pub(crate) lang: Option<Language>,
}

/// Where the workspace lives: embedded (SQLite folder or PostgreSQL), or behind a running server.
#[derive(Args, Clone)]
pub(crate) struct Place {
    /// Folder of the embedded SQLite database; created on first use
    #[arg(
        long,
        global = true,
        env = "PROOFLINE_DATA",
        value_name = "DIR",
        default_value = "proofline-data"
    )]
    pub(crate) data: PathBuf,
    /// PostgreSQL database instead of a folder
    #[arg(
        long,
        global = true,
        env = "PROOFLINE_DATABASE_URL",
        value_name = "URL",
        hide_env_values = true
    )]
    pub(crate) database_url: Option<String>,
    /// Running server to ask instead of opening a database
    #[arg(
        long,
        global = true,
        env = "PROOFLINE_SERVER",
        value_name = "URL",
        conflicts_with = "database_url"
    )]
    pub(crate) server: Option<String>,
    /// API token for --server
    #[arg(
        long,
        global = true,
        env = "PROOFLINE_TOKEN",
        value_name = "TOKEN",
        hide_env_values = true
    )]
    pub(crate) token: Option<String>,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Serve the API and the web UI
    Serve(Serve),
    /// Serve a sample workspace full of plausible deals
    Demo(Demo),
    /// Create a workspace with the shipped playbooks and a first administrator
    Init(Init),
    /// Import a CSV or XLSX file of at most 1 GiB; run again, it goes on with an import of the file that was cut off
    Import(Import),
    /// Print a report, or list them
    Report(Report),
    /// Check, show, compare and publish playbooks
    #[command(subcommand)]
    Playbook(Playbook),
    /// List, show and move deals
    #[command(subcommand)]
    Deal(Deal),
    /// List and set quotas
    #[command(subcommand)]
    Quota(Quota),
    /// Call what a period will bring, and see all calls beside the deals
    #[command(subcommand)]
    Forecast(Forecast),
    /// Manage people
    #[command(subcommand)]
    User(User),
    /// Manage API tokens
    #[command(subcommand)]
    Token(Token),
    /// Set and list exchange rates
    #[command(subcommand)]
    FxRate(FxRate),
    /// Check the journal's hash chain, references and stage visits
    Verify,
    /// Check that this installation is healthy
    Doctor,
    /// Write a consistent copy of the database while it is in use
    Backup {
        /// File to write; must not exist
        file: PathBuf,
    },
    /// Put a backup where no workspace exists yet
    Restore {
        /// File that `backup` wrote
        file: PathBuf,
    },
    /// Print the OpenAPI document of the HTTP API
    Openapi,
    /// Write the reference pages of the documentation
    #[command(hide = true)]
    Reference {
        /// Folder to write to
        #[arg(long)]
        out: PathBuf,
    },
}

#[derive(Args)]
pub(crate) struct Serve {
    /// Address and port to listen on; port 0 picks a free one
    #[arg(
        long,
        env = "PROOFLINE_LISTEN",
        value_name = "ADDR:PORT",
        default_value = "127.0.0.1:7171"
    )]
    pub(crate) listen: SocketAddr,
}

#[derive(Args)]
pub(crate) struct Demo {
    /// Address and port to listen on; port 0 picks a free one
    #[arg(
        long,
        env = "PROOFLINE_LISTEN",
        value_name = "ADDR:PORT",
        default_value = "127.0.0.1:7171"
    )]
    pub(crate) listen: SocketAddr,
    /// The same number makes the same sample
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    pub(crate) seed: u64,
    /// Keep the sample in --data instead of a folder that goes away at the end
    #[arg(long)]
    pub(crate) keep: bool,
}

#[derive(Args)]
pub(crate) struct Init {
    /// Name of the workspace
    #[arg(long, value_name = "NAME", default_value = "Proofline")]
    pub(crate) name: String,
    /// Home currency, such as USD or KRW
    #[arg(long, value_name = "CODE", default_value = "USD")]
    pub(crate) currency: String,
    /// Time zone, such as Asia/Seoul
    #[arg(long, value_name = "ZONE", default_value = "UTC")]
    pub(crate) time_zone: String,
    /// The administrator's e-mail
    #[arg(long, value_name = "EMAIL")]
    pub(crate) admin_email: String,
    /// The administrator's name (default: the e-mail's first part)
    #[arg(long, value_name = "NAME")]
    pub(crate) admin_name: Option<String>,
    #[command(flatten)]
    pub(crate) password: Password,
}

/// How a password is given. It is never an option's value, which other users of the machine could see.
#[derive(Args)]
pub(crate) struct Password {
    /// Read the password from the first line of standard input instead of asking
    #[arg(long)]
    pub(crate) password_stdin: bool,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum ImportKind {
    /// Companies
    Accounts,
    /// People at companies
    Contacts,
    /// What is sold
    Products,
    /// People of the workspace
    Users,
    /// Deals
    Deals,
    /// The past stages of deals
    StageHistory,
}

/// The word that the command line, the API and mapping files share.
pub(crate) trait Word: ValueEnum {
    /// As it is written.
    fn word(self) -> String {
        self.to_possible_value()
            .map(|value| value.get_name().to_owned())
            .unwrap_or_default()
    }
}

impl Word for ImportKind {}
impl Word for CreateMissing {}
impl Word for ImportMode {}
impl Word for SaidBy {}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum CreateMissing {
    /// Owners who do not exist become people who cannot sign in
    Users,
    /// Companies that do not exist
    Accounts,
    /// Products that do not exist
    Products,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum ImportMode {
    /// Only new records; rows whose key exists are rejected
    Create,
    /// Only existing records; rows whose key does not exist are rejected
    Update,
    /// Both, by key
    Upsert,
}

#[derive(Args)]
#[command(subcommand_negates_reqs = true)]
pub(crate) struct Import {
    #[command(subcommand)]
    pub(crate) command: Option<ImportCommand>,
    /// CSV or XLSX file
    #[arg(required = true)]
    pub(crate) file: Option<PathBuf>,
    /// What its rows are
    #[arg(long = "as", value_enum, value_name = "KIND")]
    pub(crate) kind: Option<ImportKind>,
    /// Mapping of columns to fields (YAML); without one, columns are matched by their headings
    #[arg(long, value_name = "FILE")]
    pub(crate) mapping: Option<PathBuf>,
    /// Judge every row and write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Write rejected rows here as CSV: the row, its number, the column and the reason
    #[arg(long, value_name = "FILE")]
    pub(crate) errors: Option<PathBuf>,
    /// Create what rows refer to and does not exist
    #[arg(long, value_enum, value_delimiter = ',', value_name = "KIND")]
    pub(crate) create_missing: Vec<CreateMissing>,
    /// Whether to create, update or both
    #[arg(long, value_enum, value_name = "MODE")]
    pub(crate) mode: Option<ImportMode>,
    /// Write the mapping that would be used here and stop
    #[arg(long, value_name = "FILE")]
    pub(crate) save_mapping: Option<PathBuf>,
}

#[derive(Subcommand)]
pub(crate) enum ImportCommand {
    /// List imports and how far they are, newest first
    List,
    /// Go on with an import that was cut off, or wait for one that is under way
    Resume {
        /// Id of the import
        id: String,
    },
    /// Undo an import completely, updates included
    Undo {
        /// Id of the import
        id: String,
    },
}

/// Which draft judges which part of history.
#[derive(Args)]
pub(crate) struct Replay {
    /// File, or key of a published playbook
    pub(crate) draft: String,
    /// Only this pipeline
    #[arg(long, value_name = "KEY")]
    pub(crate) pipeline: Option<String>,
    /// First day whose moves are judged
    #[arg(long, value_name = "DATE")]
    pub(crate) from: Option<String>,
    /// Last day whose moves are judged
    #[arg(long, value_name = "DATE")]
    pub(crate) to: Option<String>,
}

#[derive(Subcommand)]
pub(crate) enum Playbook {
    /// Report every mistake in playbook files with its place and a suggestion
    Lint {
        /// Files to check
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// List published playbooks, or print the source of one
    Show {
        /// Key of the playbook
        key: Option<String>,
    },
    /// Show what differs between two playbook files, or between a file and the published version
    Diff {
        /// File, or key of a published playbook
        before: String,
        /// File, or key of a published playbook
        after: String,
    },
    /// Judge history anew by a draft: which moves it would have stopped, and what that would have done
    Replay(Replay),
    /// Publish a playbook file as the next version
    Publish {
        /// File to publish
        file: PathBuf,
    },
}

#[derive(Subcommand)]
pub(crate) enum Deal {
    /// List deals
    List {
        /// CEL condition, such as 'stage == "proposal" && amount_minor > 1000000'
        #[arg(long, value_name = "CEL")]
        filter: Option<String>,
        /// Only this pipeline
        #[arg(long, value_name = "KEY")]
        pipeline: Option<String>,
        /// Only this stage
        #[arg(long, value_name = "KEY")]
        stage: Option<String>,
        /// Words in the deal's name
        #[arg(long, short, value_name = "WORDS")]
        query: Option<String>,
        /// Field to sort by; a leading - sorts downwards
        #[arg(long, value_name = "FIELD", allow_hyphen_values = true)]
        sort: Option<String>,
        /// The state at this instant (RFC 3339)
        #[arg(long, value_name = "INSTANT")]
        as_of: Option<String>,
        /// How many at most
        #[arg(long, value_name = "NUMBER", default_value_t = 50)]
        limit: usize,
        /// Go on where a list ended: its next_cursor
        #[arg(long, value_name = "CURSOR")]
        cursor: Option<String>,
    },
    /// Show one deal and what its next stage asks for
    Show {
        /// Number (D-123), id or external id
        deal: String,
        /// The state at this instant (RFC 3339)
        #[arg(long, value_name = "INSTANT")]
        as_of: Option<String>,
    },
    /// Move a deal to another stage, if the gate is met
    ChangeStage {
        /// Number (D-123), id or external id
        deal: String,
        /// Stage to move to
        #[arg(long, value_name = "STAGE")]
        to: String,
        /// Key of the reason, for a move backwards
        #[arg(long, value_name = "KEY")]
        reason: Option<String>,
        /// A note for the journal
        #[arg(long, value_name = "TEXT")]
        note: Option<String>,
        /// Key of the loss reason, for a lost deal
        #[arg(long, value_name = "KEY")]
        loss_reason: Option<String>,
        /// Key of the reason's detail
        #[arg(long, value_name = "KEY", requires = "loss_reason")]
        loss_detail: Option<String>,
        /// Competitor who won it
        #[arg(long, value_name = "KEY", requires = "loss_reason")]
        competitor: Option<String>,
        /// Who named the reason
        #[arg(long, value_enum, value_name = "customer|us", requires = "loss_reason")]
        said_by: Option<SaidBy>,
        /// How a renewal ended
        #[arg(long, value_name = "OUTCOME")]
        outcome: Option<String>,
    },
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum SaidBy {
    /// The customer said so
    Customer,
    /// It is our guess
    Us,
}

#[derive(Subcommand)]
pub(crate) enum User {
    /// Add a person who can sign in
    Add {
        /// E-mail to sign in with
        email: String,
        /// Name (default: the e-mail's first part)
        #[arg(long, value_name = "NAME")]
        name: Option<String>,
        /// admin, manager, ae, sdr, csm, marketing or executive
        #[arg(long, value_name = "ROLE", default_value = "ae")]
        role: String,
        #[command(flatten)]
        password: Password,
    },
}

#[derive(Subcommand)]
pub(crate) enum Token {
    /// Create an API token; it is shown once
    Create {
        /// What it is for
        name: String,
        /// What it may do: read, write or admin
        #[arg(long, value_name = "SCOPE", default_value = "write")]
        scope: String,
        /// E-mail of the person it acts as (default: the first administrator, or with --server the token's owner)
        #[arg(long, value_name = "EMAIL")]
        user: Option<String>,
    },
}

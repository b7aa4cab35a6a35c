-- The foundation: one workspace's organisation, its deals with their evidence and history, and the journal of it all.
-- Every key leads with workspace_id. Instants (…_at) are microseconds since 1970 UTC, dates (…_on) days since 1970-01-01,
-- money is whole minor units beside an ISO 4217 code. JSON is text, because the journal's hashes need its exact bytes.

create table workspace (
  id                      blob not null primary key,
  name                    text not null,
  home_currency           text not null,
  time_zone               text not null,
  fiscal_year_start_month integer not null,
  locale                  text not null,
  amount_basis            text not null,
  created_at              integer not null,
  version                 integer not null
) strict;

-- The end of a workspace's journal. Its row is locked by whoever writes, which makes the order gapless.
create table journal_head (
  workspace_id     blob not null primary key references workspace (id),
  next_seq         integer not null,
  last_hash        blob,
  last_recorded_at integer not null,
  next_deal_number integer not null
) strict;

create table journal (
  workspace_id     blob not null references workspace (id),
  seq              integer not null,
  id               blob not null,
  occurred_at      integer not null,
  recorded_at      integer not null,
  effective_at     integer not null,
  actor_kind       text not null,
  actor_id         blob,
  actor_name       text not null,
  origin           text not null,
  action           text not null,
  object_kind      text not null,
  object_id        blob not null,
  deal_id          blob,
  changes          text not null,
  reason           text,
  note             text,
  playbook_version integer,
  request_id       text,
  prev_hash        blob,
  hash             blob not null,
  primary key (workspace_id, seq)
) strict, without rowid;
create index journal_by_object on journal (workspace_id, object_id, seq);
create index journal_by_deal on journal (workspace_id, deal_id, seq) where deal_id is not null;

create table team (
  workspace_id blob not null references workspace (id),
  id           blob not null,
  name         text not null,
  parent_id    blob,
  manager_id   blob,
  version      integer not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, parent_id) references team (workspace_id, id) deferrable initially deferred
) strict;

create table user_account (
  workspace_id  blob not null references workspace (id),
  id            blob not null,
  email         text,
  name          text not null,
  role          text not null,
  visibility    text not null,
  team_id       blob,
  locale        text not null,
  time_zone     text not null,
  is_active     integer not null,
  can_sign_in   integer not null,
  external_id   text,
  created_at    integer not null,
  version       integer not null,
  password_hash text,
  search        text not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, team_id) references team (workspace_id, id) deferrable initially deferred
) strict;
create unique index user_account_by_email on user_account (workspace_id, email) where email is not null;

-- Whose deals a member with team visibility sees; kept in step with teams and members.
create table user_visibility (
  workspace_id blob not null,
  viewer_id    blob not null,
  owner_id     blob not null,
  primary key (workspace_id, viewer_id, owner_id)
) strict, without rowid;

create table session (
  workspace_id blob not null references workspace (id),
  id           blob not null,
  user_id      blob not null,
  token_hash   blob not null,
  user_agent   text,
  created_at   integer not null,
  last_seen_at integer not null,
  expires_at   integer not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, user_id) references user_account (workspace_id, id)
) strict;
create unique index session_by_token on session (token_hash);

create table api_token (
  workspace_id blob not null references workspace (id),
  id           blob not null,
  user_id      blob not null,
  name         text not null,
  token_hash   blob not null,
  scope        text not null,
  created_at   integer not null,
  expires_at   integer,
  last_used_at integer,
  revoked_at   integer,
  primary key (workspace_id, id),
  foreign key (workspace_id, user_id) references user_account (workspace_id, id)
) strict;
create unique index api_token_by_token on api_token (token_hash);

-- The one-time link of the first run. It exists before any workspace does.
create table setup_link (
  token_hash blob not null primary key,
  created_at integer not null,
  expires_at integer not null,
  used_at    integer
) strict;

create table account (
  workspace_id            blob not null references workspace (id),
  id                      blob not null,
  name                    text not null,
  kind                    text not null,
  domain                  text,
  registration_number     text,
  parent_id               blob,
  industry                text,
  country                 text,
  region                  text,
  segment                 text,
  employees               integer,
  annual_revenue_minor    integer,
  annual_revenue_currency text,
  owner_id                blob,
  phone                   text,
  website                 text,
  external_id             text,
  created_at              integer not null,
  updated_at              integer not null,
  archived_at             integer,
  version                 integer not null,
  facts                   text not null,
  search                  text not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, parent_id) references account (workspace_id, id) deferrable initially deferred,
  foreign key (workspace_id, owner_id) references user_account (workspace_id, id)
) strict;
create index account_by_name on account (workspace_id, name, id);
create index account_by_domain on account (workspace_id, domain) where domain is not null;
create index account_by_external_id on account (workspace_id, external_id) where external_id is not null;
create index account_by_parent on account (workspace_id, parent_id) where parent_id is not null;

create table contact (
  workspace_id blob not null references workspace (id),
  id           blob not null,
  account_id   blob,
  name         text not null,
  email        text,
  phone        text,
  title        text,
  external_id  text,
  owner_id     blob,
  created_at   integer not null,
  updated_at   integer not null,
  archived_at  integer,
  version      integer not null,
  facts        text not null,
  search       text not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, account_id) references account (workspace_id, id),
  foreign key (workspace_id, owner_id) references user_account (workspace_id, id)
) strict;
create index contact_by_name on contact (workspace_id, name, id);
create index contact_by_account on contact (workspace_id, account_id) where account_id is not null;
create index contact_by_email on contact (workspace_id, email) where email is not null;
create index contact_by_external_id on contact (workspace_id, external_id) where external_id is not null;

create table product (
  workspace_id        blob not null references workspace (id),
  id                  blob not null,
  name                text not null,
  code                text,
  family              text,
  list_price_minor    integer,
  list_price_currency text,
  is_active           integer not null,
  external_id         text,
  version             integer not null,
  facts               text not null,
  search              text not null,
  primary key (workspace_id, id)
) strict;
create index product_by_name on product (workspace_id, name, id);

create table deal (
  workspace_id              blob not null references workspace (id),
  id                        blob not null,
  number                    integer not null,
  name                      text not null,
  kind                      text not null,
  pipeline                  text not null,
  stage                     text not null,
  status                    text not null,
  outcome                   text,
  account_id                blob,
  contact_id                blob,
  owner_id                  blob,
  product_id                blob,
  amount_minor              integer,
  currency                  text,
  close_on                  integer,
  close_basis               text,
  pushes                    integer not null,
  pushed_days               integer not null,
  next_step                 text,
  next_step_on              integer,
  competition               text,
  source                    text,
  external_id               text,
  opened_at                 integer not null,
  closed_at                 integer,
  stage_entered_at          integer not null,
  last_customer_evidence_at integer,
  forecast_category         text,
  loss_reason               text,
  on_waiver                 integer not null,
  playbook_version          integer not null,
  created_at                integer not null,
  updated_at                integer not null,
  archived_at               integer,
  version                   integer not null,
  facts                     text not null,
  search                    text not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, account_id) references account (workspace_id, id),
  foreign key (workspace_id, contact_id) references contact (workspace_id, id),
  foreign key (workspace_id, owner_id) references user_account (workspace_id, id),
  foreign key (workspace_id, product_id) references product (workspace_id, id)
) strict;
create unique index deal_by_number on deal (workspace_id, number);
create index deal_by_external_id on deal (workspace_id, external_id) where external_id is not null;
create index deal_by_account on deal (workspace_id, account_id) where account_id is not null;
create index deal_by_owner on deal (workspace_id, owner_id, coalesce(close_on, 4000000), id) where archived_at is null;
-- Sorted lists of one stage, and of all; the expressions are the ones the lists sort by.
create index deal_by_close on deal (workspace_id, coalesce(close_on, 4000000), id) where archived_at is null;
create index deal_by_update on deal (workspace_id, updated_at, id) where archived_at is null;
create index deal_by_amount on deal (workspace_id, coalesce(amount_minor, -1), id) where archived_at is null;
create index deal_by_stage_and_close on deal (workspace_id, pipeline, stage, coalesce(close_on, 4000000), id) where archived_at is null;
create index deal_by_stage_and_amount on deal (workspace_id, pipeline, stage, coalesce(amount_minor, -1), id) where archived_at is null;
create index deal_by_stage_and_update on deal (workspace_id, pipeline, stage, updated_at, id) where archived_at is null;
create index deal_by_stage_and_entry on deal (workspace_id, pipeline, stage, stage_entered_at, id, owner_id) where archived_at is null;

-- How many deals stand in each stage and what they are worth, by owner and currency; kept in the transaction of every
-- change. No owner is the nil UUID, no amount the empty currency. Archived deals do not count.
create table stage_total (
  workspace_id blob not null,
  pipeline     text not null,
  stage        text not null,
  owner_id     blob not null,
  currency     text not null,
  deal_count   integer not null,
  amount_minor integer not null,
  primary key (workspace_id, pipeline, stage, owner_id, currency)
) strict, without rowid;

create table stage_visit (
  workspace_id     blob not null,
  deal_id          blob not null,
  id               blob not null,
  pipeline         text not null,
  stage            text not null,
  kind             text not null,
  entered_at       integer not null,
  left_at          integer,
  entered_from     text,
  direction        text not null,
  reason           text,
  origin           text not null,
  playbook_version integer not null,
  actor_id         blob,
  primary key (workspace_id, deal_id, id),
  foreign key (workspace_id, deal_id) references deal (workspace_id, id)
) strict, without rowid;

create table evidence (
  workspace_id     blob not null,
  deal_id          blob not null,
  id               blob not null,
  evidence_type    text not null,
  kind             text not null,
  origin           text not null,
  strength         text not null,
  title            text not null,
  reference        text,
  content_hash     text,
  contact_id       blob,
  occurred_at      integer not null,
  recorded_at      integer not null,
  recorded_by      blob,
  retracted_at     integer,
  retracted_reason text,
  facts            text not null,
  primary key (workspace_id, deal_id, id),
  foreign key (workspace_id, deal_id) references deal (workspace_id, id)
) strict, without rowid;

create table waiver (
  workspace_id blob not null,
  id           blob not null,
  deal_id      blob not null,
  stage        text not null,
  reason       text not null,
  note         text,
  requested_by blob not null,
  requested_at integer not null,
  state        text not null,
  decided_by   blob,
  decided_at   integer,
  expires_on   integer not null,
  version      integer not null,
  facts        text not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, deal_id) references deal (workspace_id, id)
) strict;
create index waiver_by_deal on waiver (workspace_id, deal_id);
create index waiver_by_state on waiver (workspace_id, state, requested_at);

create table activity (
  workspace_id blob not null references workspace (id),
  id           blob not null,
  deal_id      blob,
  account_id   blob,
  contact_id   blob,
  kind         text not null,
  subject      text not null,
  body         text,
  occurred_at  integer not null,
  due_on       integer,
  completed_at integer,
  owner_id     blob,
  created_by   blob,
  created_at   integer not null,
  version      integer not null,
  facts        text not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, deal_id) references deal (workspace_id, id),
  foreign key (workspace_id, account_id) references account (workspace_id, id),
  foreign key (workspace_id, contact_id) references contact (workspace_id, id)
) strict;
create index activity_by_deal on activity (workspace_id, deal_id, occurred_at) where deal_id is not null;
create index activity_by_account on activity (workspace_id, account_id, occurred_at) where account_id is not null;
create index activity_to_do on activity (workspace_id, owner_id, due_on) where kind = 'task' and completed_at is null;

create table playbook_version (
  workspace_id blob not null references workspace (id),
  id           blob not null,
  key          text not null,
  version      integer not null,
  status       text not null,
  source       text not null,
  published_at integer,
  published_by blob,
  created_at   integer not null,
  primary key (workspace_id, id)
) strict;
create unique index playbook_version_by_key on playbook_version (workspace_id, key, version);

-- The answer once given to a write, replayed when the same key comes again.
create table idempotency (
  workspace_id blob not null references workspace (id),
  claimant     blob not null,
  key          text not null,
  request_hash blob not null,
  response     text not null,
  created_at   integer not null,
  forget_at    integer not null,
  primary key (workspace_id, claimant, key)
) strict;
create index idempotency_by_age on idempotency (workspace_id, forget_at);

create table import_run (
  workspace_id blob not null references workspace (id),
  id           blob not null,
  state        text not null,
  record_type  text not null,
  file_name    text not null,
  created_by   blob,
  created_at   integer not null,
  updated_at   integer not null,
  version      integer not null,
  facts        text not null,
  primary key (workspace_id, id)
) strict;

-- The uploaded file, in pieces.
create table import_chunk (
  workspace_id blob not null,
  import_id    blob not null,
  position     integer not null,
  content      blob not null,
  primary key (workspace_id, import_id, position),
  foreign key (workspace_id, import_id) references import_run (workspace_id, id)
) strict;

-- What an import made or changed, so that it can be undone: before is null for what it made.
create table import_row (
  workspace_id blob not null,
  import_id    blob not null,
  position     integer not null,
  row_number   integer not null,
  object_kind  text not null,
  object_id    blob not null,
  before       text,
  primary key (workspace_id, import_id, position),
  foreign key (workspace_id, import_id) references import_run (workspace_id, id)
) strict, without rowid;

create table import_rejection (
  workspace_id blob not null,
  import_id    blob not null,
  position     integer not null,
  row_number   integer not null,
  field        text,
  code         text not null,
  detail       text not null,
  original     text not null,
  primary key (workspace_id, import_id, position),
  foreign key (workspace_id, import_id) references import_run (workspace_id, id)
) strict, without rowid;

-- The planner's picture of a large workspace, so that plans are the same from the first row to the millionth.
analyze sqlite_schema;
insert into sqlite_stat1 (tbl, idx, stat) values
  ('journal', 'journal', '4000000 4000000 1'),
  ('journal', 'journal_by_object', '4000000 4000000 4 1'),
  ('journal', 'journal_by_deal', '4000000 4000000 5 1'),
  ('deal', 'sqlite_autoindex_deal_1', '1000000 1000000 1'),
  ('deal', 'deal_by_number', '1000000 1000000 1'),
  ('deal', 'deal_by_external_id', '1000000 1000000 1'),
  ('deal', 'deal_by_account', '1000000 1000000 200'),
  ('deal', 'deal_by_owner', '1000000 1000000 5000 10 1'),
  ('deal', 'deal_by_close', '1000000 1000000 1500 1'),
  ('deal', 'deal_by_update', '1000000 1000000 2 1'),
  ('deal', 'deal_by_amount', '1000000 1000000 100 1'),
  ('deal', 'deal_by_stage_and_close', '1000000 1000000 500000 125000 200 1'),
  ('deal', 'deal_by_stage_and_amount', '1000000 1000000 500000 125000 50 1'),
  ('deal', 'deal_by_stage_and_update', '1000000 1000000 500000 125000 2 1'),
  ('deal', 'deal_by_stage_and_entry', '1000000 1000000 500000 125000 2 1 1');

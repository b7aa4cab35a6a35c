-- The foundation: one workspace's organisation, its deals with their evidence and history, and the journal of it all.
-- Every key leads with workspace_id. Instants (…_at) are microseconds since 1970 UTC, dates (…_on) days since 1970-01-01,
-- money is whole minor units beside an ISO 4217 code. JSON is text, because the journal's hashes need its exact bytes.

create table workspace (
  id                      uuid not null primary key,
  name                    text collate "C" not null,
  home_currency           text collate "C" not null,
  time_zone               text collate "C" not null,
  fiscal_year_start_month bigint not null,
  locale                  text collate "C" not null,
  amount_basis            text collate "C" not null,
  created_at              bigint not null,
  version                 bigint not null
);

-- The end of a workspace's journal. Its row is locked by whoever writes, which makes the order gapless.
create table journal_head (
  workspace_id     uuid not null primary key references workspace (id),
  next_seq         bigint not null,
  last_hash        bytea,
  last_recorded_at bigint not null,
  next_deal_number bigint not null
);

create table journal (
  workspace_id     uuid not null references workspace (id),
  seq              bigint not null,
  id               uuid not null,
  occurred_at      bigint not null,
  recorded_at      bigint not null,
  effective_at     bigint not null,
  actor_kind       text collate "C" not null,
  actor_id         uuid,
  actor_name       text collate "C" not null,
  origin           text collate "C" not null,
  action           text collate "C" not null,
  object_kind      text collate "C" not null,
  object_id        uuid not null,
  deal_id          uuid,
  changes          text collate "C" not null,
  reason           text collate "C",
  note             text collate "C",
  playbook_version bigint,
  request_id       text collate "C",
  prev_hash        bytea,
  hash             bytea not null,
  primary key (workspace_id, seq)
);
create index journal_by_object on journal (workspace_id, object_id, seq);
create index journal_by_deal on journal (workspace_id, deal_id, seq) where deal_id is not null;

create table team (
  workspace_id uuid not null references workspace (id),
  id           uuid not null,
  name         text collate "C" not null,
  parent_id    uuid,
  manager_id   uuid,
  version      bigint not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, parent_id) references team (workspace_id, id) deferrable initially deferred
);

create table user_account (
  workspace_id  uuid not null references workspace (id),
  id            uuid not null,
  email         text collate "C",
  name          text collate "C" not null,
  role          text collate "C" not null,
  visibility    text collate "C" not null,
  team_id       uuid,
  locale        text collate "C" not null,
  time_zone     text collate "C" not null,
  is_active     boolean not null,
  can_sign_in   boolean not null,
  external_id   text collate "C",
  created_at    bigint not null,
  version       bigint not null,
  password_hash text collate "C",
  search        text collate "C" not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, team_id) references team (workspace_id, id) deferrable initially deferred
);
create unique index user_account_by_email on user_account (workspace_id, email) where email is not null;

-- Whose deals a member with team visibility sees; kept in step with teams and members.
create table user_visibility (
  workspace_id uuid not null,
  viewer_id    uuid not null,
  owner_id     uuid not null,
  primary key (workspace_id, viewer_id, owner_id)
);

create table session (
  workspace_id uuid not null references workspace (id),
  id           uuid not null,
  user_id      uuid not null,
  token_hash   bytea not null,
  user_agent   text collate "C",
  created_at   bigint not null,
  last_seen_at bigint not null,
  expires_at   bigint not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, user_id) references user_account (workspace_id, id)
);
create unique index session_by_token on session (token_hash);

create table api_token (
  workspace_id uuid not null references workspace (id),
  id           uuid not null,
  user_id      uuid not null,
  name         text collate "C" not null,
  token_hash   bytea not null,
  scope        text collate "C" not null,
  created_at   bigint not null,
  expires_at   bigint,
  last_used_at bigint,
  revoked_at   bigint,
  primary key (workspace_id, id),
  foreign key (workspace_id, user_id) references user_account (workspace_id, id)
);
create unique index api_token_by_token on api_token (token_hash);

-- The one-time link of the first run. It exists before any workspace does.
create table setup_link (
  token_hash bytea not null primary key,
  created_at bigint not null,
  expires_at bigint not null,
  used_at    bigint
);

create table account (
  workspace_id            uuid not null references workspace (id),
  id                      uuid not null,
  name                    text collate "C" not null,
  kind                    text collate "C" not null,
  domain                  text collate "C",
  registration_number     text collate "C",
  parent_id               uuid,
  industry                text collate "C",
  country                 text collate "C",
  region                  text collate "C",
  segment                 text collate "C",
  employees               bigint,
  annual_revenue_minor    bigint,
  annual_revenue_currency text collate "C",
  owner_id                uuid,
  phone                   text collate "C",
  website                 text collate "C",
  external_id             text collate "C",
  created_at              bigint not null,
  updated_at              bigint not null,
  archived_at             bigint,
  version                 bigint not null,
  facts                   text collate "C" not null,
  search                  text collate "C" not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, parent_id) references account (workspace_id, id) deferrable initially deferred,
  foreign key (workspace_id, owner_id) references user_account (workspace_id, id)
);
create index account_by_name on account (workspace_id, name, id);
create index account_by_domain on account (workspace_id, domain) where domain is not null;
create index account_by_external_id on account (workspace_id, external_id) where external_id is not null;
create index account_by_parent on account (workspace_id, parent_id) where parent_id is not null;

create table contact (
  workspace_id uuid not null references workspace (id),
  id           uuid not null,
  account_id   uuid,
  name         text collate "C" not null,
  email        text collate "C",
  phone        text collate "C",
  title        text collate "C",
  external_id  text collate "C",
  owner_id     uuid,
  created_at   bigint not null,
  updated_at   bigint not null,
  archived_at  bigint,
  version      bigint not null,
  facts        text collate "C" not null,
  search       text collate "C" not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, account_id) references account (workspace_id, id),
  foreign key (workspace_id, owner_id) references user_account (workspace_id, id)
);
create index contact_by_name on contact (workspace_id, name, id);
create index contact_by_account on contact (workspace_id, account_id) where account_id is not null;
create index contact_by_email on contact (workspace_id, email) where email is not null;
create index contact_by_external_id on contact (workspace_id, external_id) where external_id is not null;

create table product (
  workspace_id        uuid not null references workspace (id),
  id                  uuid not null,
  name                text collate "C" not null,
  code                text collate "C",
  family              text collate "C",
  list_price_minor    bigint,
  list_price_currency text collate "C",
  is_active           boolean not null,
  external_id         text collate "C",
  version             bigint not null,
  facts               text collate "C" not null,
  search              text collate "C" not null,
  primary key (workspace_id, id)
);
create index product_by_name on product (workspace_id, name, id);

create table deal (
  workspace_id              uuid not null references workspace (id),
  id                        uuid not null,
  number                    bigint not null,
  name                      text collate "C" not null,
  kind                      text collate "C" not null,
  pipeline                  text collate "C" not null,
  stage                     text collate "C" not null,
  status                    text collate "C" not null,
  outcome                   text collate "C",
  account_id                uuid,
  contact_id                uuid,
  owner_id                  uuid,
  product_id                uuid,
  amount_minor              bigint,
  currency                  text collate "C",
  close_on                  bigint,
  close_basis               text collate "C",
  pushes                    bigint not null,
  pushed_days               bigint not null,
  next_step                 text collate "C",
  next_step_on              bigint,
  competition               text collate "C",
  source                    text collate "C",
  external_id               text collate "C",
  opened_at                 bigint not null,
  closed_at                 bigint,
  stage_entered_at          bigint not null,
  last_customer_evidence_at bigint,
  forecast_category         text collate "C",
  loss_reason               text collate "C",
  on_waiver                 boolean not null,
  playbook_version          bigint not null,
  created_at                bigint not null,
  updated_at                bigint not null,
  archived_at               bigint,
  version                   bigint not null,
  facts                     text collate "C" not null,
  search                    text collate "C" not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, account_id) references account (workspace_id, id),
  foreign key (workspace_id, contact_id) references contact (workspace_id, id),
  foreign key (workspace_id, owner_id) references user_account (workspace_id, id),
  foreign key (workspace_id, product_id) references product (workspace_id, id)
);
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
  workspace_id uuid not null,
  pipeline     text collate "C" not null,
  stage        text collate "C" not null,
  owner_id     uuid not null,
  currency     text collate "C" not null,
  deal_count   bigint not null,
  amount_minor bigint not null,
  primary key (workspace_id, pipeline, stage, owner_id, currency)
);

create table stage_visit (
  workspace_id     uuid not null,
  deal_id          uuid not null,
  id               uuid not null,
  pipeline         text collate "C" not null,
  stage            text collate "C" not null,
  kind             text collate "C" not null,
  entered_at       bigint not null,
  left_at          bigint,
  entered_from     text collate "C",
  direction        text collate "C" not null,
  reason           text collate "C",
  origin           text collate "C" not null,
  playbook_version bigint not null,
  actor_id         uuid,
  primary key (workspace_id, deal_id, id),
  foreign key (workspace_id, deal_id) references deal (workspace_id, id)
);

create table evidence (
  workspace_id     uuid not null,
  deal_id          uuid not null,
  id               uuid not null,
  evidence_type    text collate "C" not null,
  kind             text collate "C" not null,
  origin           text collate "C" not null,
  strength         text collate "C" not null,
  title            text collate "C" not null,
  reference        text collate "C",
  content_hash     text collate "C",
  contact_id       uuid,
  occurred_at      bigint not null,
  recorded_at      bigint not null,
  recorded_by      uuid,
  retracted_at     bigint,
  retracted_reason text collate "C",
  facts            text collate "C" not null,
  primary key (workspace_id, deal_id, id),
  foreign key (workspace_id, deal_id) references deal (workspace_id, id)
);

create table waiver (
  workspace_id uuid not null,
  id           uuid not null,
  deal_id      uuid not null,
  stage        text collate "C" not null,
  reason       text collate "C" not null,
  note         text collate "C",
  requested_by uuid not null,
  requested_at bigint not null,
  state        text collate "C" not null,
  decided_by   uuid,
  decided_at   bigint,
  expires_on   bigint not null,
  version      bigint not null,
  facts        text collate "C" not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, deal_id) references deal (workspace_id, id)
);
create index waiver_by_deal on waiver (workspace_id, deal_id);
create index waiver_by_state on waiver (workspace_id, state, requested_at);

create table activity (
  workspace_id uuid not null references workspace (id),
  id           uuid not null,
  deal_id      uuid,
  account_id   uuid,
  contact_id   uuid,
  kind         text collate "C" not null,
  subject      text collate "C" not null,
  body         text collate "C",
  occurred_at  bigint not null,
  due_on       bigint,
  completed_at bigint,
  owner_id     uuid,
  created_by   uuid,
  created_at   bigint not null,
  version      bigint not null,
  facts        text collate "C" not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, deal_id) references deal (workspace_id, id),
  foreign key (workspace_id, account_id) references account (workspace_id, id),
  foreign key (workspace_id, contact_id) references contact (workspace_id, id)
);
create index activity_by_deal on activity (workspace_id, deal_id, occurred_at) where deal_id is not null;
create index activity_by_account on activity (workspace_id, account_id, occurred_at) where account_id is not null;
create index activity_to_do on activity (workspace_id, owner_id, due_on) where kind = 'task' and completed_at is null;

create table playbook_version (
  workspace_id uuid not null references workspace (id),
  id           uuid not null,
  key          text collate "C" not null,
  version      bigint not null,
  status       text collate "C" not null,
  source       text collate "C" not null,
  published_at bigint,
  published_by uuid,
  created_at   bigint not null,
  primary key (workspace_id, id)
);
create unique index playbook_version_by_key on playbook_version (workspace_id, key, version);

-- The answer once given to a write, replayed when the same key comes again.
create table idempotency (
  workspace_id uuid not null references workspace (id),
  claimant     uuid not null,
  key          text collate "C" not null,
  request_hash bytea not null,
  response     text collate "C" not null,
  created_at   bigint not null,
  forget_at    bigint not null,
  primary key (workspace_id, claimant, key)
);
create index idempotency_by_age on idempotency (workspace_id, forget_at);

create table import_run (
  workspace_id uuid not null references workspace (id),
  id           uuid not null,
  state        text collate "C" not null,
  record_type  text collate "C" not null,
  file_name    text collate "C" not null,
  created_by   uuid,
  created_at   bigint not null,
  updated_at   bigint not null,
  version      bigint not null,
  facts        text collate "C" not null,
  primary key (workspace_id, id)
);

-- The uploaded file, in pieces.
create table import_chunk (
  workspace_id uuid not null,
  import_id    uuid not null,
  position     bigint not null,
  content      bytea not null,
  primary key (workspace_id, import_id, position),
  foreign key (workspace_id, import_id) references import_run (workspace_id, id)
);

-- What an import made or changed, so that it can be undone: before is null for what it made.
create table import_row (
  workspace_id uuid not null,
  import_id    uuid not null,
  position     bigint not null,
  row_number   bigint not null,
  object_kind  text collate "C" not null,
  object_id    uuid not null,
  before       text collate "C",
  primary key (workspace_id, import_id, position),
  foreign key (workspace_id, import_id) references import_run (workspace_id, id)
);

create table import_rejection (
  workspace_id uuid not null,
  import_id    uuid not null,
  position     bigint not null,
  row_number   bigint not null,
  field        text collate "C",
  code         text collate "C" not null,
  detail       text collate "C" not null,
  original     text collate "C" not null,
  primary key (workspace_id, import_id, position),
  foreign key (workspace_id, import_id) references import_run (workspace_id, id)
);

-- Nodes follow each other's commits by this channel: workspace, then the journal's next position.
create function announce_journal() returns trigger language plpgsql as $$
begin
  perform pg_notify('proofline_journal', new.workspace_id || ' ' || new.next_seq);
  return null;
end $$;
create trigger journal_head_announce after insert or update of next_seq on journal_head
  for each row execute function announce_journal();

-- Forecasting in use: what is asked of people, teams and segments, and what owners and managers call week by week. Calls are
-- never changed nor removed.

create table quota (
  workspace_id uuid not null references workspace (id),
  id           uuid not null,
  person_id    uuid,
  team_id      uuid,
  segment      text collate "C",
  period       text collate "C" not null,
  amount_minor bigint not null,
  currency     text collate "C" not null,
  ramp_percent bigint not null,
  created_at   bigint not null,
  updated_at   bigint not null,
  version      bigint not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, person_id) references user_account (workspace_id, id),
  foreign key (workspace_id, team_id) references team (workspace_id, id)
);
create unique index quota_by_person on quota (workspace_id, person_id, period) where person_id is not null;
create unique index quota_by_team on quota (workspace_id, team_id, period) where team_id is not null;
create unique index quota_by_segment on quota (workspace_id, segment, period) where segment is not null;

create table forecast_submission (
  workspace_id      uuid not null references workspace (id),
  id                uuid not null,
  week              text collate "C" not null,
  period            text collate "C" not null,
  person_id         uuid,
  team_id           uuid,
  kind              text collate "C" not null,
  commit_minor      bigint not null,
  best_minor        bigint not null,
  currency          text collate "C" not null,
  note              text collate "C",
  submitted_by      uuid not null,
  submitted_at      bigint not null,
  home_currency     text collate "C" not null,
  rule_commit_minor bigint not null,
  rule_best_minor   bigint not null,
  model_p10_minor   bigint,
  model_p50_minor   bigint,
  model_p90_minor   bigint,
  primary key (workspace_id, id),
  foreign key (workspace_id, person_id) references user_account (workspace_id, id),
  foreign key (workspace_id, team_id) references team (workspace_id, id),
  foreign key (workspace_id, submitted_by) references user_account (workspace_id, id)
);
create index forecast_submission_by_period on forecast_submission (workspace_id, period, id);
create index forecast_submission_by_person on forecast_submission (workspace_id, person_id, id) where person_id is not null;
create index forecast_submission_by_team on forecast_submission (workspace_id, team_id, id) where team_id is not null;

-- Forecasting in use: what is asked of people, teams and segments, and what owners and managers call week by week. Calls are
-- never changed nor removed.

create table quota (
  workspace_id blob not null references workspace (id),
  id           blob not null,
  person_id    blob,
  team_id      blob,
  segment      text,
  period       text not null,
  amount_minor integer not null,
  currency     text not null,
  ramp_percent integer not null,
  created_at   integer not null,
  updated_at   integer not null,
  version      integer not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, person_id) references user_account (workspace_id, id),
  foreign key (workspace_id, team_id) references team (workspace_id, id)
) strict;
create unique index quota_by_person on quota (workspace_id, person_id, period) where person_id is not null;
create unique index quota_by_team on quota (workspace_id, team_id, period) where team_id is not null;
create unique index quota_by_segment on quota (workspace_id, segment, period) where segment is not null;

create table forecast_submission (
  workspace_id      blob not null references workspace (id),
  id                blob not null,
  week              text not null,
  period            text not null,
  person_id         blob,
  team_id           blob,
  kind              text not null,
  commit_minor      integer not null,
  best_minor        integer not null,
  currency          text not null,
  note              text,
  submitted_by      blob not null,
  submitted_at      integer not null,
  home_currency     text not null,
  rule_commit_minor integer not null,
  rule_best_minor   integer not null,
  model_p10_minor   integer,
  model_p50_minor   integer,
  model_p90_minor   integer,
  primary key (workspace_id, id),
  foreign key (workspace_id, person_id) references user_account (workspace_id, id),
  foreign key (workspace_id, team_id) references team (workspace_id, id),
  foreign key (workspace_id, submitted_by) references user_account (workspace_id, id)
) strict;
create index forecast_submission_by_period on forecast_submission (workspace_id, period, id);
create index forecast_submission_by_person on forecast_submission (workspace_id, person_id, id) where person_id is not null;
create index forecast_submission_by_team on forecast_submission (workspace_id, team_id, id) where team_id is not null;

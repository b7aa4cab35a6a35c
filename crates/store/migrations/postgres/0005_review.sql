-- The weekly review: who looked at whose deals in which week, what was said about each, and which tasks came of it.
-- The queue and the minutes lie in facts.

create table review (
  workspace_id uuid not null references workspace (id),
  id           uuid not null,
  scope        text collate "C" not null,
  person_id    uuid,
  team_id      uuid,
  week         text collate "C" not null,
  chair_id     uuid not null,
  opened_at    bigint not null,
  closed_at    bigint,
  version      bigint not null,
  facts        text collate "C" not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, person_id) references user_account (workspace_id, id),
  foreign key (workspace_id, team_id) references team (workspace_id, id),
  foreign key (workspace_id, chair_id) references user_account (workspace_id, id)
);
create index review_by_person on review (workspace_id, person_id, id) where person_id is not null;
create index review_by_team on review (workspace_id, team_id, id) where team_id is not null;

create table review_note (
  workspace_id         uuid not null references workspace (id),
  id                   uuid not null,
  review_id            uuid not null,
  deal_id              uuid not null,
  state                text collate "C" not null,
  evidence_answer      text collate "C",
  next_confirmation    text collate "C",
  next_confirmation_on bigint,
  risk                 text collate "C",
  risk_plan            text collate "C",
  risk_id              uuid,
  decisions            text collate "C",
  reviewed_at          bigint,
  reviewed_by          uuid,
  created_at           bigint not null,
  version              bigint not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, review_id) references review (workspace_id, id),
  foreign key (workspace_id, deal_id) references deal (workspace_id, id)
);
create unique index review_note_by_review on review_note (workspace_id, review_id, deal_id);
create index review_note_by_deal on review_note (workspace_id, deal_id, reviewed_at) where reviewed_at is not null;

alter table activity add column review_id uuid;
create index activity_by_review on activity (workspace_id, review_id) where review_id is not null;

-- The weekly review: who looked at whose deals in which week, what was said about each, and which tasks came of it.
-- The queue and the minutes lie in facts.

create table review (
  workspace_id blob not null references workspace (id),
  id           blob not null,
  scope        text not null,
  person_id    blob,
  team_id      blob,
  week         text not null,
  chair_id     blob not null,
  opened_at    integer not null,
  closed_at    integer,
  version      integer not null,
  facts        text not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, person_id) references user_account (workspace_id, id),
  foreign key (workspace_id, team_id) references team (workspace_id, id),
  foreign key (workspace_id, chair_id) references user_account (workspace_id, id)
) strict;
create index review_by_person on review (workspace_id, person_id, id) where person_id is not null;
create index review_by_team on review (workspace_id, team_id, id) where team_id is not null;

create table review_note (
  workspace_id         blob not null references workspace (id),
  id                   blob not null,
  review_id            blob not null,
  deal_id              blob not null,
  state                text not null,
  evidence_answer      text,
  next_confirmation    text,
  next_confirmation_on integer,
  risk                 text,
  risk_plan            text,
  risk_id              blob,
  decisions            text,
  reviewed_at          integer,
  reviewed_by          blob,
  created_at           integer not null,
  version              integer not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, review_id) references review (workspace_id, id),
  foreign key (workspace_id, deal_id) references deal (workspace_id, id)
) strict;
create unique index review_note_by_review on review_note (workspace_id, review_id, deal_id);
create index review_note_by_deal on review_note (workspace_id, deal_id, reviewed_at) where reviewed_at is not null;

alter table activity add column review_id blob;
create index activity_by_review on activity (workspace_id, review_id) where review_id is not null;

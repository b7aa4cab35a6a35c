-- What the fields that numbers are cut by were before: one row for each such field of a journal entry that changed an object
-- after its creation, so that a report on the past need not read the journal. Dates and instants are numbers as elsewhere, in
-- digits; flags are true and false. Rows of an object go with it. The program fills it from the journal after this script.
create table field_change (
  workspace_id blob not null references workspace (id),
  object_kind  text not null,
  object_id    blob not null,
  seq          integer not null,
  field        text not null,
  effective_at integer not null,
  before       text,
  after        text,
  primary key (workspace_id, object_kind, object_id, seq, field)
) strict, without rowid;

-- What one unit of a currency is worth in the home currency from a day on, times 1,000,000,000.
create table fx_rate (
  workspace_id blob not null references workspace (id),
  id           blob not null,
  currency     text not null,
  effective_on integer not null,
  rate_nano    integer not null,
  primary key (workspace_id, id)
) strict;
create unique index fx_rate_by_day on fx_rate (workspace_id, currency, effective_on);

-- Without a rowid, every entry longer than a quarter of a page took an overflow page of its own: most that create a deal.
create table plain_journal (
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
) strict;
insert into plain_journal select * from journal order by workspace_id, seq;
drop table journal;
alter table plain_journal rename to journal;
create index journal_by_object on journal (workspace_id, object_id, seq);
create index journal_by_deal on journal (workspace_id, deal_id, seq) where deal_id is not null;

-- The planner knows the shape of every table that is looked up by id, or it reads all of a workspace's rows for a few names.
delete from sqlite_stat1 where tbl = 'journal';
insert into sqlite_stat1 (tbl, idx, stat) values
  ('journal', 'sqlite_autoindex_journal_1', '4000000 4000000 1'),
  ('journal', 'journal_by_object', '4000000 4000000 4 1'),
  ('journal', 'journal_by_deal', '4000000 4000000 5 1'),
  ('user_account', 'sqlite_autoindex_user_account_1', '1000 1000 1'),
  ('user_account', 'user_account_by_email', '1000 1000 1'),
  ('account', 'sqlite_autoindex_account_1', '100000 100000 1'),
  ('account', 'account_by_name', '100000 100000 2 1'),
  ('account', 'account_by_domain', '100000 100000 2'),
  ('account', 'account_by_external_id', '100000 100000 1'),
  ('account', 'account_by_parent', '10000 10000 5'),
  ('contact', 'sqlite_autoindex_contact_1', '300000 300000 1'),
  ('contact', 'contact_by_name', '300000 300000 2 1'),
  ('contact', 'contact_by_account', '300000 300000 5'),
  ('contact', 'contact_by_email', '300000 300000 1'),
  ('contact', 'contact_by_external_id', '300000 300000 1'),
  ('product', 'sqlite_autoindex_product_1', '1000 1000 1'),
  ('product', 'product_by_name', '1000 1000 1 1');

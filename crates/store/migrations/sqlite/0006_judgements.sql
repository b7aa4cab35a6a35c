-- What people said of deals' forecast categories is rare among all that happens, and is scored as a whole.
create index journal_of_judgements on journal (workspace_id, seq)
  where action in ('deal.forecast_overridden', 'deal.forecast_override_cleared', 'deal.forecast_capped');

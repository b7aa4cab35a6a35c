import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { evidenceQuery } from '@/api/queries';
import { can, useDealView } from '@/features/deals/deal-view';
import { Panel, PanelButton, PanelEmpty } from '@/features/deals/Panel';
import { REMEDIES } from '@/features/gate';
import { formatDate } from '@/lib/dates';
import { useLocale, useT } from '@/lib/use-locale';
import classes from '@/features/deals/plan/Plan.module.css';

const TERMS = ['success_definition', 'metric', 'threshold', 'decision_rule'] as const;

/** The proof of concept: what counts as success and what follows from it, agreed before it starts. */
export function PocPanel() {
  const t = useT('deal');
  const gate = useT('gate');
  const view = useDealView();
  const { deal, playbook, pipeline, stage } = view;
  const { poc } = deal;
  const [editing, setEditing] = useState<'terms' | 'result' | null>(null);
  const Form = REMEDIES.set_poc;
  const toggle = (part: 'terms' | 'result') => setEditing(editing === part ? null : part);
  const mayPlan = can(view, 'deal.plan');
  return (
    <Panel
      title={t('poc')}
      term="poc"
      note={poc?.result ? gate(`poc.results.${poc.result}`) : undefined}
      actions={
        mayPlan && (
          <>
            {poc && <PanelButton onClick={() => toggle('result')}>{t('poc_result')}</PanelButton>}
            <PanelButton onClick={() => toggle('terms')}>{poc ? t('edit') : t('poc_agree')}</PanelButton>
          </>
        )
      }
    >
      {editing && mayPlan ? (
        <div className={classes.body}>
          <Form
            key={editing}
            deal={deal}
            playbook={playbook}
            pipeline={pipeline}
            satisfy={{ action: 'set_poc', target: editing, accepts: [] }}
            to={stage.key}
            done={() => setEditing(null)}
          />
        </div>
      ) : poc ? (
        <Terms />
      ) : (
        <PanelEmpty>{t('poc_empty')}</PanelEmpty>
      )}
    </Panel>
  );
}

function Terms() {
  const t = useT('deal');
  const gate = useT('gate');
  const locale = useLocale();
  const { deal, asOf } = useDealView();
  const { data } = useQuery(evidenceQuery(deal.id, asOf));
  const { poc } = deal;
  if (!poc) return null;
  const agreement = data?.rows.find(({ id }) => id === poc.agreed_evidence_id);
  const rows: [string, string][] = [
    ...TERMS.map((term): [string, string] => [gate(`poc.${term}`), poc[term]]),
    [t('poc_dates'), `${formatDate(poc.starts_on, locale)} → ${formatDate(poc.ends_on, locale)}`],
    [gate('poc.agreed'), agreement?.title ?? t('not_set')],
  ];
  return (
    <dl className={classes.terms}>
      {rows.map(([term, value]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

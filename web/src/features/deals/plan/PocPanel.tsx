import { useState } from 'react';
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
  const locale = useLocale();
  const view = useDealView();
  const { deal, playbook, pipeline, stage } = view;
  const { poc } = deal;
  const [editing, setEditing] = useState<'terms' | 'result' | null>(null);
  const Form = REMEDIES.set_poc;
  const mayPlan = can(view, 'deal.plan');
  return (
    <Panel
      title={t('poc')}
      note={poc?.result ? gate(`poc.results.${poc.result}`) : undefined}
      actions={
        mayPlan && (
          <>
            {poc && !poc.result && (
              <PanelButton onClick={() => setEditing(editing === 'result' ? null : 'result')}>
                {t('poc_result')}
              </PanelButton>
            )}
            <PanelButton onClick={() => setEditing(editing === 'terms' ? null : 'terms')}>
              {poc ? t('edit') : t('poc_agree')}
            </PanelButton>
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
        <dl className={classes.terms}>
          {TERMS.map((term) => (
            <div key={term}>
              <dt>{gate(`poc.${term}`)}</dt>
              <dd>{poc[term]}</dd>
            </div>
          ))}
          <div>
            <dt>{t('poc_dates')}</dt>
            <dd>
              {formatDate(poc.starts_on, locale)} → {formatDate(poc.ends_on, locale)}
            </dd>
          </div>
        </dl>
      ) : (
        <PanelEmpty>{t('poc_empty')}</PanelEmpty>
      )}
    </Panel>
  );
}

import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { evidenceQuery } from '@/api/queries';
import type { Evidence } from '@/api/types';
import type { StageEvidence } from '@/features/deals/asks';
import { evidenceByStage } from '@/features/deals/asks';
import { can, useDealView } from '@/features/deals/deal-view';
import { AddEvidence } from '@/features/deals/evidence/AddEvidence';
import { EvidenceRow } from '@/features/deals/evidence/EvidenceRow';
import { Panel, PanelButton, PanelEmpty } from '@/features/deals/Panel';
import { useT, useText } from '@/lib/use-locale';
import { ErrorState, ListSkeleton } from '@/ui/states';
import classes from '@/features/deals/evidence/Evidence.module.css';

/** What proves where the deal stands, by the stage it speaks for; and what its own stage still has no proof of. */
export function EvidencePanel() {
  const t = useT('deal');
  const common = useT('common');
  const view = useDealView();
  const { deal, pipeline, asOf } = view;
  const { data, error, refetch } = useQuery(evidenceQuery(deal.id, asOf));
  const [adding, setAdding] = useState<string | null>(null);
  const evidence = (data?.rows ?? []) as Evidence[];
  const groups = evidenceByStage(pipeline, deal.stage, evidence);
  const standing = evidence.filter((item) => !item.retracted_at);
  const customers = standing.filter(({ origin }) => origin === 'customer').length;
  const mayAdd = can(view, 'deal.record_evidence');
  return (
    <Panel
      title={t('evidence')}
      term="evidence"
      note={standing.length > 0 ? t('evidence_count', { count: standing.length, customers }) : undefined}
      actions={
        <PanelButton
          icon={<IconPlus size={15} aria-hidden />}
          disabled={!mayAdd}
          title={mayAdd ? undefined : asOf ? t('past_read_only') : common('no_permission')}
          onClick={() => setAdding('')}
        >
          {t('add')}
        </PanelButton>
      }
    >
      {error && !data ? (
        <ErrorState error={error} retry={() => void refetch()} />
      ) : !data ? (
        <div className={classes.waiting}>
          <ListSkeleton rows={6} />
        </div>
      ) : groups.length === 0 ? (
        <PanelEmpty>{t('evidence_empty')}</PanelEmpty>
      ) : (
        groups.map((group) => (
          <Group
            key={group.stage?.key ?? ''}
            group={group}
            isHere={group.stage?.key === deal.stage}
            add={mayAdd ? setAdding : undefined}
          />
        ))
      )}
      {adding !== null && <AddEvidence type={adding} close={() => setAdding(null)} />}
    </Panel>
  );
}

function Group({ group, isHere, add }: { group: StageEvidence; isHere: boolean; add?: (type: string) => void }) {
  const t = useT('deal');
  const text = useText();
  const { playbook } = useDealView();
  return (
    <section className={classes.group}>
      <h3 className={classes.stage} data-here={isHere || undefined}>
        {group.stage ? text(group.stage.name) : t('evidence_other')}
        {isHere && <span>{t('this_stage')}</span>}
      </h3>
      <ul>
        {group.items.map((item) => (
          <EvidenceRow key={item.id} item={item} />
        ))}
        {group.open.map((key) => {
          const type = playbook.evidence_types.find((one) => one.key === key);
          const isCustomers = group.stage?.confirmed_by.includes(key);
          const name = type ? text(type.name) : key;
          return (
            <li key={key} className={classes.open}>
              <button type="button" disabled={!add} title={type && text(type.description)} onClick={() => add?.(key)}>
                <IconPlus size={14} aria-hidden />
                <span>
                  <span className="visually-hidden">{t('record')}</span> {name}
                </span>
                {isCustomers && <small>{t('from_customer')}</small>}
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

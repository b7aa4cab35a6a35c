import { Group, SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { IconAlertTriangle, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { addRisk, setRisk } from '@/api/deal-parts';
import { usersQuery } from '@/api/queries';
import type { Risk, SetRisk } from '@/api/types';
import { can, useDealView } from '@/features/deals/deal-view';
import { FormPopover } from '@/features/deals/FormPopover';
import { Panel, PanelButton, PanelEmpty } from '@/features/deals/Panel';
import type { Refused } from '@/features/gate';
import { RemedyForm, useDealWrite } from '@/features/gate';
import { useT } from '@/lib/use-locale';
import { UserPicker } from '@/ui/pickers';
import classes from '@/features/deals/plan/Plan.module.css';

const SEVERITIES: Risk['severity'][] = ['low', 'medium', 'high'];

/** What may stop the deal, how bad it would be, and what is done about it. */
export function RiskPanel() {
  const t = useT('deal');
  const view = useDealView();
  const [isAdding, setAdding] = useState(false);
  const mayPlan = can(view, 'deal.plan');
  const risks = view.deal.risks.toSorted(
    (a, b) =>
      Number(a.closed_at !== null) - Number(b.closed_at !== null) ||
      SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity),
  );
  return (
    <Panel
      title={t('risks')}
      term="risk"
      note={risks.length > 0 ? t('risks_open', { count: risks.filter((risk) => !risk.closed_at).length }) : undefined}
      actions={
        mayPlan && (
          <FormPopover
            opened={isAdding}
            close={() => setAdding(false)}
            position="bottom-end"
            label={t('add_risk')}
            target={
              <PanelButton icon={<IconPlus size={15} aria-hidden />} onClick={() => setAdding(!isAdding)}>
                {t('add')}
              </PanelButton>
            }
          >
            <RiskForm done={() => setAdding(false)} />
          </FormPopover>
        )
      }
    >
      {risks.length === 0 ? (
        <PanelEmpty>{t('risks_empty')}</PanelEmpty>
      ) : (
        <ul className={classes.items}>
          {risks.map((risk) => (
            <RiskRow key={risk.id} risk={risk} mayPlan={mayPlan} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function RiskRow({ risk, mayPlan }: { risk: Risk; mayPlan: boolean }) {
  const t = useT('deal');
  const [isOpen, setOpen] = useState(false);
  const isClosed = risk.closed_at !== null;
  const owner = useQuery(usersQuery).data?.rows.find((user) => user.id === risk.owner_id);
  return (
    <li className={classes.item} data-closed={isClosed || undefined}>
      <span className={classes.severity} data-severity={isClosed ? undefined : risk.severity}>
        <IconAlertTriangle size={14} aria-hidden />
        {isClosed ? t('risk_closed') : t(`severities.${risk.severity}`)}
      </span>
      <div className={classes.what}>
        <b>{risk.title}</b>
        <small>{[risk.plan, owner?.name].filter(Boolean).join(' · ')}</small>
      </div>
      {mayPlan && (
        <FormPopover
          opened={isOpen}
          close={() => setOpen(false)}
          position="bottom-end"
          label={risk.title}
          target={<PanelButton onClick={() => setOpen(!isOpen)}>{t('edit')}</PanelButton>}
        >
          <RiskForm risk={risk} done={() => setOpen(false)} />
        </FormPopover>
      )}
    </li>
  );
}

function RiskForm({ risk, done }: { risk?: Risk; done: () => void }) {
  const t = useT('deal');
  const gate = useT('gate');
  const { deal } = useDealView();
  const save = useDealWrite(deal.id);
  const [title, setTitle] = useState(risk?.title ?? '');
  const [plan, setPlan] = useState(risk?.plan ?? '');
  const [severity, setSeverity] = useState<Risk['severity']>(risk?.severity ?? 'medium');
  const [owner, setOwner] = useState<string | null>(risk?.owner_id ?? deal.owner?.id ?? null);
  const [state, setState] = useState(risk?.closed_at ? 'closed' : 'open');
  const submit = (refused: Refused) => {
    const set: SetRisk = {
      title: title.trim(),
      plan: plan.trim() || null,
      severity,
      owner_id: owner,
      is_closed: state === 'closed',
    };
    if (risk) {
      const { closed_at, title, plan, severity, owner_id } = risk;
      return save({
        send: () => setRisk(deal.id, risk.id, set),
        undo: () => setRisk(deal.id, risk.id, { title, plan, severity, owner_id, is_closed: closed_at !== null }),
        done: t('saved'),
        refused,
      });
    }
    return save({
      send: () => addRisk(deal.id, set),
      // A risk stays on record; closed, it threatens nothing.
      undo: async (changed) => {
        const added = changed.risks.find(({ id }) => !deal.risks.some((known) => known.id === id));
        return added && setRisk(deal.id, added.id, { ...set, is_closed: true });
      },
      done: t('saved'),
      refused,
    });
  };
  return (
    <RemedyForm submit={submit} done={done} fields={{ title: title.trim() === '', plan: false, owner_id: false }}>
      {(errors) => (
        <>
          <TextInput
            label={t('risk_title')}
            required
            data-autofocus
            value={title}
            onChange={(event) => setTitle(event.target.value)}
            error={errors.title}
          />
          <Textarea
            label={t('risk_plan')}
            autosize
            minRows={2}
            value={plan}
            onChange={(event) => setPlan(event.target.value)}
            error={errors.plan}
          />
          <SegmentedControl
            size="xs"
            fullWidth
            aria-label={t('severity')}
            value={severity}
            onChange={(key) => setSeverity(key as Risk['severity'])}
            data={SEVERITIES.map((key) => ({ value: key, label: t(`severities.${key}`) }))}
          />
          <Group grow align="end">
            <UserPicker label={gate('fields.owner')} value={owner} onChange={setOwner} error={errors.owner_id} />
            {risk && (
              <SegmentedControl
                size="xs"
                aria-label={t('risk_state')}
                value={state}
                onChange={setState}
                data={[
                  { value: 'open', label: t('risk_open') },
                  { value: 'closed', label: t('risk_closed') },
                ]}
              />
            )}
          </Group>
        </>
      )}
    </RemedyForm>
  );
}

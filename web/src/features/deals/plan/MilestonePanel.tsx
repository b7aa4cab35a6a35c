import { Select } from '@mantine/core';
import { IconCheck, IconCircle, IconFlag, IconFlagExclamation, IconPlayerSkipForward } from '@tabler/icons-react';
import { useState } from 'react';
import { planAsSet, setPlan } from '@/api/deal-parts';
import type { Milestone } from '@/api/types';
import { can, useDealView } from '@/features/deals/deal-view';
import { FormPopover } from '@/features/deals/FormPopover';
import { Panel, PanelButton } from '@/features/deals/Panel';
import { REMEDIES, useDealWrite } from '@/features/gate';
import { daysBetween, formatDate, formatDateFull, todayIn } from '@/lib/dates';
import { useLocale, useT, useText } from '@/lib/use-locale';
import { DateField } from '@/ui/DateField';
import classes from '@/features/deals/plan/Plan.module.css';

/** The buyer's own steps to signature, dated from the plan's anchor, with what is already late. */
export function MilestonePanel() {
  const t = useT('deal');
  const locale = useLocale();
  const view = useDealView();
  const { deal, playbook, pipeline, stage } = view;
  const { plan } = deal;
  const mayPlan = can(view, 'deal.plan');
  if (!plan) {
    const Form = REMEDIES.complete_milestone;
    return (
      <Panel title={t('plan')} term="milestone-plan">
        <div className={classes.body}>
          <p className={classes.text}>{t('plan_empty')}</p>
          {mayPlan && (
            <Form
              deal={deal}
              playbook={playbook}
              pipeline={pipeline}
              satisfy={{ action: 'complete_milestone', target: '', accepts: [] }}
              to={stage.key}
              done={() => undefined}
            />
          )}
        </div>
      </Panel>
    );
  }
  const late = plan.milestones.filter(({ late_days }) => (late_days ?? 0) > 0);
  const isTooLate = plan.earliest_close_on && deal.close_on && deal.close_on < plan.earliest_close_on;
  const ends = plan.milestones.map(({ due_on }) => due_on ?? '').reduce((a, b) => (a > b ? a : b), '');
  return (
    <Panel
      title={t('plan')}
      term="milestone-plan"
      note={t('steps_done', {
        done: plan.milestones.filter(({ state }) => state === 'done').length,
        count: plan.milestones.length,
      })}
    >
      <div className={classes.body}>
        {mayPlan && <Anchor key={plan.anchor.direction + plan.anchor.on} />}
        {plan.earliest_close_on && (
          <p className={classes.verdict} data-tone={isTooLate ? 'danger' : 'fine'} role="status">
            {isTooLate ? <IconFlagExclamation size={17} aria-hidden /> : <IconFlag size={17} aria-hidden />}
            <span>
              {plan.anchor.direction === 'forward' && ends && (
                <>{t('plan_ends', { date: formatDate(ends, locale) })} </>
              )}
              {t('earliest_close', { date: formatDate(plan.earliest_close_on, locale) })}
              {isTooLate && deal.close_on && (
                <> {t('plan_misses', { days: daysBetween(deal.close_on, plan.earliest_close_on) })}</>
              )}
              {late.length > 0 && <> {t('plan_late', { count: late.length })}</>}
            </span>
          </p>
        )}
      </div>
      <ol className={classes.steps}>
        {plan.milestones.map((milestone) => (
          <Step key={milestone.key} milestone={milestone} mayPlan={mayPlan} />
        ))}
      </ol>
    </Panel>
  );
}

/** From which date the plan is computed: backwards from the close date, or forwards from a start. */
function Anchor() {
  const t = useT('deal');
  const { deal } = useDealView();
  const save = useDealWrite(deal.id);
  const anchor = deal.plan?.anchor ?? { direction: 'backward' as const, on: todayIn() };
  // Written when the field is left: a year is typed digit by digit.
  const [on, setOn] = useState(anchor.on);
  const replan = (direction: 'forward' | 'backward', on: string) => {
    const { plan } = deal;
    if (on === '' || !plan) return;
    void save({
      send: () => setPlan(deal.id, { ...planAsSet(plan), anchor: { direction, on } }),
      undo: () => setPlan(deal.id, planAsSet(plan)),
      done: t('replanned'),
    });
  };
  // Seen backwards, the plan follows the deal's close date, which moves with a reason of its own.
  const followsDeal = anchor.direction === 'backward' && deal.close_on !== null;
  return (
    <div className={classes.anchor}>
      <Select
        size="xs"
        w={210}
        aria-label={t('anchor')}
        allowDeselect={false}
        value={anchor.direction}
        data={(['backward', 'forward'] as const).map((key) => ({ value: key, label: t(`anchors.${key}`) }))}
        onChange={(key) => {
          const direction = key as 'forward' | 'backward';
          if (direction !== anchor.direction)
            replan(direction, direction === 'forward' ? todayIn() : (deal.close_on ?? anchor.on));
        }}
      />
      <DateField
        size="xs"
        w={150}
        aria-label={t('anchor_on')}
        disabled={followsDeal}
        value={followsDeal ? (deal.close_on ?? on) : on}
        onChange={setOn}
        onBlur={() => on !== anchor.on && replan(anchor.direction, on)}
      />
    </div>
  );
}

function Step({ milestone, mayPlan }: { milestone: Milestone; mayPlan: boolean }) {
  const t = useT('deal');
  const gate = useT('gate');
  const text = useText();
  const locale = useLocale();
  const { deal, playbook, pipeline, stage } = useDealView();
  const [isOpen, setOpen] = useState(false);
  const isDone = milestone.state === 'done';
  const isLate = !isDone && (milestone.late_days ?? 0) > 0;
  const name = text(milestone.name);
  const Form = REMEDIES.complete_milestone;
  const Icon = isDone
    ? IconCheck
    : milestone.state === 'skipped'
      ? IconPlayerSkipForward
      : isLate
        ? IconFlagExclamation
        : IconCircle;
  return (
    <li className={classes.step} data-state={milestone.state} data-late={isLate || undefined}>
      <span className={classes.mark}>
        <Icon size={16} aria-label={t(`milestone_states.${milestone.state}`)} />
      </span>
      <div className={classes.what}>
        <b>{name}</b>
        <small>
          {gate(`sides.${milestone.owner}`)} ·{' '}
          {t(`lead_times.${milestone.lead_time.unit}`, { count: milestone.lead_time.days })}
        </small>
      </div>
      <span className={classes.dates}>
        {isDone && milestone.done_on ? (
          t('done_on', { date: formatDate(milestone.done_on, locale) })
        ) : (
          <>
            {milestone.starts_on && formatDate(milestone.starts_on, locale)}
            {' → '}
            <b title={milestone.due_on ? formatDateFull(milestone.due_on, locale) : undefined}>
              {milestone.due_on ? formatDate(milestone.due_on, locale) : '—'}
            </b>
          </>
        )}
        {isLate && <em>{t('late_by', { days: Number(milestone.late_days) })}</em>}
      </span>
      {!isDone && mayPlan && (
        <FormPopover
          opened={isOpen}
          close={() => setOpen(false)}
          position="bottom-end"
          width={260}
          label={gate('complete_milestone')}
          target={
            <PanelButton aria-label={`${gate('complete_milestone')}: ${name}`} onClick={() => setOpen(!isOpen)}>
              {gate('complete_milestone')}
            </PanelButton>
          }
        >
          <Form
            deal={deal}
            playbook={playbook}
            pipeline={pipeline}
            satisfy={{ action: 'complete_milestone', target: milestone.key, accepts: [] }}
            to={stage.key}
            done={() => setOpen(false)}
          />
        </FormPopover>
      )}
    </li>
  );
}

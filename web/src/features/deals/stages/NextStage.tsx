import { Button, Select } from '@mantine/core';
import { IconArrowRight, IconCheck, IconChevronDown, IconCircleCheck, IconTrophy } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { stageIndex } from '@/api/lookup';
import { gateQuery } from '@/api/queries';
import type { Missing, Stage } from '@/api/types';
import { asksOf } from '@/features/deals/asks';
import { can, useDealView } from '@/features/deals/deal-view';
import { Panel } from '@/features/deals/Panel';
import { LossNote } from '@/features/deals/stages/LossNote';
import { StageAsks, useAskName } from '@/features/deals/stages/StageAsks';
import { MissingList, useChangeStage } from '@/features/gate';
import { useT, useText } from '@/lib/use-locale';
import { ErrorState, ListSkeleton } from '@/ui/states';
import classes from '@/features/deals/stages/NextStage.module.css';

/** What still stands between the deal and its next stage, each thing with the control that supplies it. */
export function NextStage() {
  const t = useT('deal');
  const text = useText();
  const { deal, next, stage, asOf } = useDealView();
  if (asOf)
    return (
      <Panel title={t('stage_then', { stage: text(stage.name) })}>
        <div className={classes.past}>
          <p>{text(stage.definition)}</p>
          <StageAsks stage={stage} />
        </div>
      </Panel>
    );
  if (!next)
    return (
      <Panel title={text(stage.name)}>
        {deal.status === 'won' ? (
          <p className={classes.closed}>
            <IconTrophy size={18} aria-hidden />
            {t('is_won')}
          </p>
        ) : (
          <LossNote />
        )}
      </Panel>
    );
  return <Gate key={`${deal.id}-${stage.key}`} next={next} />;
}

function Gate({ next }: { next: Stage }) {
  const t = useT('deal');
  const gate = useT('gate');
  const board = useT('board');
  const text = useText();
  const view = useDealView();
  const { deal, stage, pipeline, playbook } = view;
  const [target, setTarget] = useState(next.key);
  const to = pipeline.stages.find(({ key }) => key === target) ?? next;
  const { data, error, refetch } = useQuery(gateQuery(deal.id, to.key));
  const changeStage = useChangeStage();
  const missing = (data?.missing ?? []) as Missing[];
  const here = stageIndex(pipeline, stage.key);
  const ahead = pipeline.stages.filter(({ kind }, index) => index > here && kind !== 'lost');
  const mayMove = can(view, 'deal.change_stage');
  return (
    <Panel
      title={t('to_reach')}
      actions={
        <Select
          size="xs"
          w={190}
          aria-label={t('target_stage')}
          allowDeselect={false}
          value={to.key}
          data={ahead.map(({ key, name }) => ({ value: key, label: text(name) }))}
          onChange={(key) => setTarget(key ?? next.key)}
        />
      }
    >
      <div className={classes.gate}>
        {error && !data ? (
          <ErrorState error={error} retry={() => void refetch()} />
        ) : !data ? (
          <ListSkeleton rows={5} />
        ) : (
          <>
            <p className={classes.status} role="status" data-met={missing.length === 0 || undefined}>
              {missing.length === 0 ? (
                <>
                  <IconCircleCheck size={18} aria-hidden />
                  {gate('all_there')}
                </>
              ) : (
                gate('still_missing', { count: missing.length })
              )}
              {data.waived.length > 0 && (
                <span className={classes.waived}>{t('waived', { count: data.waived.length })}</span>
              )}
            </p>
            {missing.length > 0 && (
              <MissingList
                key={to.key}
                missing={missing}
                deal={deal}
                playbook={playbook}
                pipeline={pipeline}
                to={to}
                startsFolded
              />
            )}
            <Met stage={stage} missing={missing} />
          </>
        )}
        <Button
          fullWidth
          variant={data && missing.length === 0 ? 'filled' : 'default'}
          disabled={!mayMove || !data || missing.length > 0}
          title={!mayMove ? board('not_allowed') : missing.length > 0 ? t('move_needs') : undefined}
          rightSection={<IconArrowRight size={16} aria-hidden />}
          onClick={() => void changeStage(deal, to.key)}
        >
          {t('move_to_stage', { stage: text(to.name) })}
        </Button>
      </div>
    </Panel>
  );
}

/** What the stage asks for and is there already, folded away. */
function Met({ stage, missing }: { stage: Stage; missing: Missing[] }) {
  const t = useT('deal');
  const nameOf = useAskName(stage);
  const met = asksOf(stage, missing).filter(({ isThere }) => isThere);
  if (met.length === 0) return null;
  return (
    <details className={classes.met}>
      <summary>
        <IconChevronDown size={15} aria-hidden />
        {t('in_place', { count: met.length })}
      </summary>
      <ul>
        {met.map((ask) => (
          <li key={`${ask.kind}/${ask.key}`}>
            <IconCheck size={15} aria-hidden />
            <span>{nameOf(ask)}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}

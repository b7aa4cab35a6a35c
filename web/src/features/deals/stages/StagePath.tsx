import { Button, Popover } from '@mantine/core';
import { IconCheck, IconCircleX, IconTrophy } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { stageIndex } from '@/api/lookup';
import { gateQuery } from '@/api/queries';
import type { Stage, StageVisit } from '@/api/types';
import { daysInStage } from '@/features/deals/asks';
import { can, useDealView } from '@/features/deals/deal-view';
import { visitsQuery } from '@/features/deals/queries';
import { StageAsks } from '@/features/deals/stages/StageAsks';
import { useChangeStage } from '@/features/gate';
import { formatDate, todayIn } from '@/lib/dates';
import { useLocale, useT, useText } from '@/lib/use-locale';
import classes from '@/features/deals/stages/StagePath.module.css';

/** The way through the pipeline, with the days spent at each stage; every stage opens its definition. */
export function StagePath() {
  const t = useT('deal');
  const { deal, pipeline, asOf } = useDealView();
  const { data } = useQuery(visitsQuery(deal.id, asOf));
  const [opened, setOpened] = useState<string | null>(null);
  const [now] = useState(Date.now);
  const here = stageIndex(pipeline, deal.stage);
  return (
    <ol className={classes.path} aria-label={t('stage_path')}>
      {pipeline.stages.map((stage, index) => (
        <Step
          key={stage.key}
          stage={stage}
          state={index === here ? 'here' : index < here && stage.kind === 'open' ? 'passed' : 'ahead'}
          visits={(data?.rows ?? []) as StageVisit[]}
          until={asOf ? Date.parse(asOf) : now}
          isOpen={opened === stage.key}
          toggle={(open) => setOpened(open ? stage.key : null)}
        />
      ))}
    </ol>
  );
}

interface StepProps {
  stage: Stage;
  state: 'passed' | 'here' | 'ahead';
  visits: StageVisit[];
  until: number;
  isOpen: boolean;
  toggle: (open: boolean) => void;
}

function Step({ stage, state, visits, until, isOpen, toggle }: StepProps) {
  const t = useT('deal');
  const text = useText();
  const days = daysInStage(visits, stage.key, until);
  const Icon =
    stage.kind === 'won' ? IconTrophy : stage.kind === 'lost' ? IconCircleX : state === 'passed' ? IconCheck : null;
  // A stage passed over in one move was never stood in.
  const note =
    days !== null ? t('days', { count: days }) : stage.kind === 'open' ? `${stage.probability_percent}%` : '';
  return (
    <li className={classes.step} data-state={state} data-kind={stage.kind}>
      <Popover
        opened={isOpen}
        onChange={toggle}
        width={400}
        position="bottom"
        shadow="md"
        trapFocus
        returnFocus
        transitionProps={{ duration: 80 }}
      >
        <Popover.Target>
          <button
            type="button"
            className={classes.button}
            aria-current={state === 'here' ? 'step' : undefined}
            aria-expanded={isOpen}
            title={text(stage.definition)}
            onClick={() => toggle(!isOpen)}
          >
            <span className={classes.name}>
              {Icon && <Icon size={14} aria-hidden />}
              <span>{text(stage.name)}</span>
            </span>
            <span className={classes.note}>{note}</span>
          </button>
        </Popover.Target>
        <Popover.Dropdown aria-label={text(stage.name)} p="md">
          {isOpen && <StageCard stage={stage} visits={visits} close={() => toggle(false)} />}
        </Popover.Dropdown>
      </Popover>
    </li>
  );
}

/** What a stage means, what it asks for, and when the deal was there. */
function StageCard({ stage, visits, close }: { stage: Stage; visits: StageVisit[]; close: () => void }) {
  const t = useT('deal');
  const board = useT('board');
  const text = useText();
  const locale = useLocale();
  const view = useDealView();
  const { deal, pipeline, asOf } = view;
  const changeStage = useChangeStage();
  const isHere = stage.key === deal.stage;
  const { data } = useQuery({ ...gateQuery(deal.id), enabled: isHere && view.next !== undefined && !asOf });
  const own = visits.filter((visit) => visit.stage === stage.key);
  const index = stageIndex(pipeline, stage.key);
  const number = stage.kind === 'open' ? `${index + 1}. ` : '';
  const dayOf = (instant: string) => formatDate(todayIn(undefined, new Date(instant)), locale);
  return (
    <div className={classes.card}>
      <h3>
        {number}
        {text(stage.name)}
        <span className={classes.percent} title={board('probability', { percent: stage.probability_percent })}>
          {stage.probability_percent}%
        </span>
      </h3>
      <p>{text(stage.definition)}</p>
      <StageAsks stage={stage} missing={data?.missing} />
      {deal.rot.is_rotting && isHere && (
        <p className={classes.remedy}>
          <b>{t('when_stalled')}</b> {text(stage.remedy)}
        </p>
      )}
      {own.length > 0 && (
        <ul className={classes.visits}>
          {own.map((visit) => (
            <li key={visit.id}>
              {visit.left_at
                ? t('was_here', { from: dayOf(visit.entered_at), to: dayOf(visit.left_at) })
                : t('here_since', { from: dayOf(visit.entered_at) })}
              {visit.origin !== 'recorded' && <span>{t(`visit_origins.${visit.origin}`)}</span>}
            </li>
          ))}
        </ul>
      )}
      {!isHere && (
        <Button
          size="xs"
          variant="light"
          disabled={!can(view, 'deal.change_stage')}
          title={can(view, 'deal.change_stage') ? undefined : asOf ? t('past_read_only') : board('not_allowed')}
          onClick={() => {
            close();
            void changeStage(deal, stage.key);
          }}
        >
          {t('move_here')}
        </Button>
      )}
    </div>
  );
}

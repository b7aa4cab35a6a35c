import { Button, Group } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, body } from '@/api/client';
import type { Problem } from '@/api/problem';
import type { Obstacle, StageOdds } from '@/features/forecast/probabilities';
import { percentOf } from '@/features/forecast/probabilities';
import { useT } from '@/lib/use-locale';
import { useWriter } from '@/ui/chart';
import { Dialog } from '@/ui/Dialog';
import { FormProblem } from '@/ui/FormProblem';
import { useWrite } from '@/ui/use-write';
import classes from '@/features/forecast/Forecast.module.css';

interface Props {
  playbook: string;
  pipeline: string;
  odds: StageOdds;
  /** As of when it was measured. */
  asOf: string;
  nameOf: (stage: string) => string;
  obstacle: Obstacle | null;
}

/** One click, and a second to be sure: the observed probability becomes the configured one. */
export function Adopt({ playbook, pipeline, odds, asOf, nameOf, obstacle }: Props) {
  const t = useT('forecast');
  const [isAsking, setAsking] = useState(false);
  const { observed } = odds;
  const why =
    obstacle &&
    t(
      `probabilities.obstacles.${obstacle.why}`,
      'stage' in obstacle ? { stage: nameOf(obstacle.stage), percent: obstacle.percent } : {},
    );
  if (!observed) return <small>{why}</small>;
  const label = t('probabilities.adopt_percent', { percent: percentOf(observed.mean) });
  return (
    <div className={classes.adopt}>
      <Button
        size="compact-xs"
        variant="default"
        disabled={obstacle !== null}
        title={why ?? undefined}
        onClick={() => setAsking(true)}
      >
        {label}
      </Button>
      {why && <small>{why}</small>}
      {isAsking && (
        <Confirm
          playbook={playbook}
          pipeline={pipeline}
          odds={odds}
          observed={observed}
          asOf={asOf}
          nameOf={nameOf}
          close={() => setAsking(false)}
        />
      )}
    </div>
  );
}

type ConfirmProps = Omit<Props, 'obstacle'> & { observed: NonNullable<StageOdds['observed']>; close: () => void };

function Confirm({ playbook, pipeline, odds, observed, asOf, nameOf, close }: ConfirmProps) {
  const t = useT('forecast');
  const common = useT('common');
  const client = useQueryClient();
  const write = useWrite();
  const say = useWriter('USD');
  const [isSending, setSending] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const percent = percentOf(observed.mean);
  const stage = nameOf(odds.stage);
  const { mean, low, high, n } = observed;
  const adopt = async () => {
    setSending(true);
    const written = await write({
      send: () =>
        body(
          api.POST('/api/v1/playbooks/{key}/adopt-probability', {
            params: { path: { key: playbook } },
            body: {
              pipeline,
              stage: odds.stage,
              probability_percent: percent,
              observed: { mean, low, high, n, as_of: asOf },
            },
          }),
        ),
      done: t('probabilities.done', { stage, percent }),
      refused: (refusal) => {
        if (refusal.isTransient) return false;
        setProblem(refusal);
        return true;
      },
    });
    await Promise.all(
      ['playbooks', 'report', 'journal', 'board'].map((key) => client.invalidateQueries({ queryKey: [key] })),
    );
    setSending(false);
    if (written.ok) close();
  };
  return (
    <Dialog onClose={close} title={t('probabilities.confirm_title', { stage })}>
      <div className={classes.form}>
        <p>
          {t('probabilities.confirm', {
            from: odds.configured,
            percent,
            n,
            low: say.full(low, 'share'),
            high: say.full(high, 'share'),
          })}
        </p>
        <p className={classes.aside}>{t('probabilities.confirm_help')}</p>
        {problem && <FormProblem problem={problem} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" size="xs" onClick={close}>
            {common('cancel')}
          </Button>
          <Button size="xs" loading={isSending} data-autofocus onClick={() => void adopt()}>
            {t('probabilities.adopt_percent', { percent })}
          </Button>
        </Group>
      </div>
    </Dialog>
  );
}

import { Group, Select, Stack, Textarea } from '@mantine/core';
import type { Loss, Playbook, Reason, Stage } from '@/api/types';
import type { MoveReason } from '@/features/gate/use-change-stage';
import { useT, useText } from '@/lib/use-locale';

/** What a move has to say for itself. */
export interface Asks {
  loss: boolean;
  backward: boolean;
  outcome: boolean;
}

const OUTCOMES = { won: ['renewed', 'upgraded', 'downgraded'], lost: ['ended'], open: [] } as const;

function lossReason(playbook: Playbook, loss: Loss | null | undefined): Reason | undefined {
  return playbook.loss_reasons.find(({ key }) => key === loss?.reason);
}

const isAboutCompetitor = (key: string | undefined) => key === 'competitor' || key?.startsWith('competitor-') === true;

/** Has everything been said that the move asks for? */
export function isAnswered(said: MoveReason, asks: Asks, playbook: Playbook): boolean {
  if (asks.backward && !said.reason) return false;
  if (asks.outcome && !said.outcome) return false;
  if (!asks.loss) return true;
  const reason = lossReason(playbook, said.loss);
  if (!reason || !said.loss?.said_by) return false;
  if (reason.details.length > 0 && !said.loss.detail) return false;
  return !isAboutCompetitor(reason.key) || !!said.loss.competitor;
}

interface Props {
  asks: Asks;
  to: Stage;
  playbook: Playbook;
  reason: MoveReason;
  change: (reason: MoveReason) => void;
}

/** Why a deal is lost or goes back, or how a renewal ended. */
export function ReasonForm({ asks, to, playbook, reason, change }: Props) {
  const t = useT('gate');
  const text = useText();
  const choices = (reasons: readonly Reason[]) => reasons.map(({ key, name }) => ({ value: key, label: text(name) }));
  const loss = reason.loss ?? null;
  const setLoss = (fields: Partial<Loss>) =>
    change({ ...reason, loss: { reason: loss?.reason ?? '', ...loss, ...fields } });
  const chosen = lossReason(playbook, loss);
  return (
    <Stack gap="sm">
      {asks.backward && (
        <Select
          label={t('backward_reason')}
          data-autofocus
          data={choices(playbook.backward_reasons)}
          value={reason.reason ?? null}
          onChange={(key) => change({ ...reason, reason: key })}
        />
      )}
      {asks.outcome && (
        <Select
          label={t('outcome')}
          data={OUTCOMES[to.kind].map((key) => ({ value: key, label: t(`outcomes.${key}`) }))}
          value={reason.outcome ?? null}
          onChange={(key) => change({ ...reason, outcome: key as MoveReason['outcome'] })}
        />
      )}
      {asks.loss && (
        <>
          <Group grow align="start">
            <Select
              label={t('loss_reason')}
              data-autofocus
              searchable
              data={choices(playbook.loss_reasons)}
              value={loss?.reason ?? null}
              onChange={(key) => setLoss({ reason: key ?? '', detail: null, competitor: null })}
            />
            {chosen && chosen.details.length > 0 && (
              <Select
                label={t('loss_detail')}
                data={choices(chosen.details)}
                value={loss?.detail ?? null}
                onChange={(detail) => setLoss({ detail })}
              />
            )}
          </Group>
          <Group grow align="start">
            <Select
              label={t('said_by')}
              data={(['customer', 'us'] as const).map((key) => ({ value: key, label: t(`sides.${key}`) }))}
              value={loss?.said_by ?? null}
              onChange={(key) => setLoss({ said_by: key as Loss['said_by'] })}
            />
            {isAboutCompetitor(chosen?.key) && (
              <Select
                label={t('competitor')}
                data={playbook.competitors.map(({ key, name }) => ({ value: key, label: text(name) }))}
                value={loss?.competitor ?? null}
                onChange={(competitor) => setLoss({ competitor })}
              />
            )}
          </Group>
        </>
      )}
      <Textarea
        label={t('note')}
        autosize
        value={(asks.loss ? loss?.note : reason.note) ?? ''}
        onChange={(event) =>
          asks.loss ? setLoss({ note: event.target.value }) : change({ ...reason, note: event.target.value })
        }
      />
    </Stack>
  );
}

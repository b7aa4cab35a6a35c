import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { settleDeal } from '@/api/board-cache';
import { api, body } from '@/api/client';
import { isBackward, pipelineIn } from '@/api/lookup';
import { playbooksQuery } from '@/api/queries';
import type { ChangeStage, Deal, DealRow, Playbook, Stage } from '@/api/types';
import { gateRequest } from '@/features/gate/request';
import { weighted } from '@/lib/money';
import { useT, useText } from '@/lib/use-locale';
import { announce } from '@/ui/announce';
import type { Written } from '@/ui/use-write';
import { useWrite } from '@/ui/use-write';

/** The deal a move is about; rows of lists and whole deals both fit. */
type Movable = Pick<DealRow, 'id' | 'name' | 'pipeline' | 'stage' | 'amount'>;

/** What a move says beyond where to. */
export type MoveReason = Omit<ChangeStage, 'to'>;

/** How the deal looks in its new stage until the server has answered. */
function asMoved(deal: Movable, to: Stage): Partial<DealRow> {
  return {
    stage: to.key,
    status: to.kind,
    weighted_minor: deal.amount ? weighted(deal.amount.amount_minor, to.probability_percent) : null,
    rot: { is_rotting: false, days_in_stage: 0, limit_days: to.rot_days ?? null },
  };
}

/** The backward reason that says a move was a slip. */
function slipReason(playbook: Playbook): string | undefined {
  const reasons = playbook.backward_reasons;
  return (reasons.find(({ key }) => /early|mistake|error|slip/.test(key)) ?? reasons[0])?.key;
}

/**
 * Moves a deal to a stage, from anywhere: shown at once; when the gate refuses, the card goes back and the dialog says what
 * is missing. A loss and a step back ask for their reason first.
 */
export function useChangeStage() {
  const client = useQueryClient();
  const write = useWrite();
  const t = useT('board');
  const text = useText();

  const send = useCallback(
    (id: string, change: ChangeStage) =>
      body(api.POST('/api/v1/deals/{deal_id}/change-stage', { params: { path: { deal_id: id } }, body: change })),
    [],
  );

  const undo = useCallback(
    (moved: Deal, before: Movable, playbook: Playbook, from: Stage, to: Stage) => {
      const pipeline = playbook.pipelines.find(({ key }) => key === moved.pipeline);
      const backward = pipeline && isBackward(pipeline, to, from);
      void write({
        optimistic: { id: moved.id, fields: asMoved(before, from) },
        send: () => send(moved.id, { to: from.key, note: 'undo', reason: backward ? slipReason(playbook) : undefined }),
        settle: (deal) => settleDeal(client, deal),
        done: t('moving_back', { deal: before.name, stage: text(from.name) }),
        // A step back has re-opened what confirmed the stages undone: going forward again needs it anew.
        refused: (problem) => {
          if (problem.code !== 'gate-not-met') return false;
          const { id: dealId, name: dealName, pipeline } = before;
          gateRequest.set({ dealId, dealName, pipeline, to: from.key, missing: problem.missing });
          return true;
        },
      });
    },
    [client, send, t, text, write],
  );

  return useCallback(
    async (deal: Movable, toKey: string, reason?: MoveReason): Promise<Written<Deal> | null> => {
      const found = pipelineIn(client.getQueryData(playbooksQuery.queryKey) ?? [], deal.pipeline);
      const from = found?.pipeline.stages.find(({ key }) => key === deal.stage);
      const to = found?.pipeline.stages.find(({ key }) => key === toKey);
      if (!found || !from || !to || from === to) return null;
      const ask = { dealId: deal.id, dealName: deal.name, pipeline: deal.pipeline, to: to.key };
      if (!reason && (to.kind === 'lost' || isBackward(found.pipeline, from, to))) {
        gateRequest.set(ask);
        return null;
      }
      return write({
        optimistic: { id: deal.id, fields: asMoved(deal, to) },
        send: () => send(deal.id, { to: to.key, ...reason }),
        settle: (moved) => settleDeal(client, moved),
        done: t('moved', { deal: deal.name, stage: text(to.name) }),
        undo: (moved) => undo(moved, deal, found.playbook, from, to),
        refused: (problem) => {
          if (problem.code !== 'gate-not-met') return false;
          announce(t('blocked', { deal: deal.name, stage: text(from.name), count: problem.missing.length }));
          gateRequest.set({ ...ask, missing: problem.missing });
          return true;
        },
      });
    },
    [client, send, t, text, undo, write],
  );
}

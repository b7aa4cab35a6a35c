import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { settleDeal } from '@/api/board-cache';
import { api, body, ifVersion } from '@/api/client';
import type { Problem } from '@/api/problem';
import { playbooksQuery } from '@/api/queries';
import type { Deal, EditDeal } from '@/api/types';
import { sendMerged } from '@/lib/merge';
import { useT, useText } from '@/lib/use-locale';
import type { FieldWords } from '@/ui/conflict';
import { useAskConflict } from '@/ui/conflict';
import { useWrite } from '@/ui/use-write';

/** An edit of a deal's fields. */
export interface Edit {
  /** The deal as it was when the person began; whatever others have changed since is merged or asked about. */
  deal: Deal;
  change: EditDeal;
  /** How the deal reads before the server has answered; names and sums the server works out come with its answer. */
  shown?: Partial<Deal>;
  refused?: (problem: Problem) => boolean;
}

const IDS = { account_id: 'account', contact_id: 'contact', owner_id: 'owner', product_id: 'product' } as const;

/** The fields of a change as a deal has them. */
function valuesIn(deal: Deal, change: EditDeal): EditDeal {
  const entries = Object.keys(change).map((key) => {
    const named = IDS[key as keyof typeof IDS];
    return [key, named ? (deal[named]?.id ?? null) : (deal[key as keyof Deal] ?? null)];
  });
  return Object.fromEntries(entries) as EditDeal;
}

/** Edits fields of a deal: shown at once, merged with what others changed meanwhile, and undone for ten seconds. */
export function useEditDeal() {
  const t = useT('deal');
  const common = useT('common');
  const client = useQueryClient();
  const write = useWrite();
  const askConflict = useAskConflict();
  const words = useDealWords();
  return useCallback(
    async ({ deal, change, shown, refused }: Edit): Promise<boolean> => {
      const params = { path: { deal_id: deal.id } };
      const send = (edit: EditDeal, version: number) =>
        body(api.PATCH('/api/v1/deals/{deal_id}', { params, headers: ifVersion(version), body: edit }));
      const written = await write({
        optimistic: shown && { id: deal.id, fields: shown },
        send: () =>
          sendMerged({
            change,
            before: valuesIn(deal, change),
            version: deal.version,
            send,
            reload: () => body(api.GET('/api/v1/deals/{deal_id}', { params })),
            valuesOf: (now) => valuesIn(now, change),
            ask: askConflict(deal.name, words),
          }),
        settle: ({ record }) => settleDeal(client, record),
        done: t('saved'),
        undo: (sent) =>
          void write({
            send: () => send(sent.before, sent.record.version),
            settle: (restored) => settleDeal(client, restored),
            done: common('undone'),
          }),
        refused,
      });
      // The journal and the gate follow; after a refusal, so does what made it one.
      void client.invalidateQueries({ queryKey: ['deal', deal.id] });
      return written.ok;
    },
    [client, write, askConflict, words, t, common],
  );
}

/** How a deal's fields are called, and their choices. */
function useDealWords(): FieldWords {
  const deal = useT('deal');
  const gate = useT('gate');
  const text = useText();
  const client = useQueryClient();
  return {
    label: (field) => {
      const known = `fields.${field.replace(/_id$/, '')}` as 'fields.amount';
      if (gate.has(known)) return gate(known);
      return deal.has(`field.${field}` as 'field.name') ? deal(`field.${field}` as 'field.name') : field;
    },
    word: (field, value) => {
      const playbooks = client.getQueryData(playbooksQuery.queryKey) ?? [];
      if (field === 'competitors') {
        const competitor = playbooks.flatMap((one) => one.competitors).find(({ key }) => key === value);
        return competitor && text(competitor.name);
      }
      const key = field === 'competition' ? `competitions.${value}` : field === 'close_basis' ? `bases.${value}` : '';
      return key && gate.has(key as 'bases.estimate') ? gate(key as 'bases.estimate') : undefined;
    },
  };
}

import { Select } from '@mantine/core';
import { api, body } from '@/api/client';
import type { Deal, ProcurementItem, ProcurementState } from '@/api/types';
import { can, useDealView } from '@/features/deals/deal-view';
import { Panel } from '@/features/deals/Panel';
import { useDealWrite } from '@/features/gate';
import { formatDate } from '@/lib/dates';
import { useLocale, useT } from '@/lib/use-locale';
import classes from '@/features/deals/plan/Plan.module.css';

type Kind = ProcurementItem['kind'];

const KINDS: Kind[] = ['security', 'legal', 'vendor_registration', 'internal_approval', 'purchase_order', 'payment'];
const STATES: ProcurementState[] = ['not_started', 'in_progress', 'blocked', 'done', 'not_needed'];

/** The buyer's procurement as a checklist; the usual steps are there before anybody touched them. */
export function ProcurementPanel() {
  const t = useT('deal');
  const { deal } = useDealView();
  const known = deal.procurement;
  const items: ProcurementItem[] = [
    ...KINDS.flatMap((kind) => {
      const own = known.filter((item) => item.kind === kind);
      return own.length > 0 ? own : [{ key: kind, kind, state: 'not_started' as const }];
    }),
    ...known.filter((item) => !KINDS.includes(item.kind)),
  ];
  const clear = items.filter(({ state }) => state === 'done' || state === 'not_needed').length;
  return (
    <Panel title={t('procurement')} note={t('of', { done: clear, total: items.length })}>
      <ul className={classes.items}>
        {items.map((item) => (
          <Item key={item.key} item={item} />
        ))}
      </ul>
    </Panel>
  );
}

function Item({ item }: { item: ProcurementItem }) {
  const t = useT('deal');
  const gate = useT('gate');
  const locale = useLocale();
  const view = useDealView();
  const save = useDealWrite(view.deal.id);
  const name = item.kind === 'other' ? item.key : gate(`procurements.${item.kind}`);
  const set = (state: ProcurementState) =>
    save(
      () =>
        body<Deal>(
          api.PUT('/api/v1/deals/{deal_id}/procurement', {
            params: { path: { deal_id: view.deal.id } },
            body: { ...item, state },
          }),
        ),
      t('saved'),
    );
  return (
    <li className={classes.item} data-state={item.state}>
      <span className={classes.dot} aria-hidden />
      <div className={classes.what}>
        <b>{name}</b>
        <small>
          {[item.owner, item.due_on && formatDate(item.due_on, locale), item.note].filter(Boolean).join(' · ')}
        </small>
      </div>
      <Select
        size="xs"
        w={128}
        aria-label={name}
        allowDeselect={false}
        disabled={!can(view, 'deal.plan')}
        value={item.state}
        data={STATES.map((key) => ({ value: key, label: t(`procurement_states.${key}`) }))}
        onChange={(key) => key && key !== item.state && void set(key as ProcurementState)}
      />
    </li>
  );
}

import { Group, Select, Textarea, TextInput } from '@mantine/core';
import { IconPencil, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { setProcurement } from '@/api/deal-parts';
import type { ProcurementItem, ProcurementState } from '@/api/types';
import { can, useDealView } from '@/features/deals/deal-view';
import { FormPopover } from '@/features/deals/FormPopover';
import { Panel, PanelButton } from '@/features/deals/Panel';
import type { Refused } from '@/features/gate';
import { RemedyForm, useDealWrite } from '@/features/gate';
import { formatDate, todayIn } from '@/lib/dates';
import { useLocale, useT } from '@/lib/use-locale';
import { DateField } from '@/ui/DateField';
import classes from '@/features/deals/plan/Plan.module.css';

type Kind = ProcurementItem['kind'];

const KINDS: Kind[] = ['security', 'legal', 'vendor_registration', 'internal_approval', 'purchase_order', 'payment'];
const STATES: ProcurementState[] = ['not_started', 'in_progress', 'blocked', 'done', 'not_needed'];

const isClear = ({ state }: ProcurementItem) => state === 'done' || state === 'not_needed';

/** The buyer's procurement as a checklist; the usual steps are there before anybody touched them. */
export function ProcurementPanel() {
  const t = useT('deal');
  const view = useDealView();
  const known = view.deal.procurement;
  const [isAdding, setAdding] = useState(false);
  const items: ProcurementItem[] = [
    ...KINDS.flatMap((kind) => {
      const own = known.filter((item) => item.kind === kind);
      return own.length > 0 ? own : [{ key: kind, kind, state: 'not_started' as const }];
    }),
    ...known.filter((item) => !KINDS.includes(item.kind)),
  ];
  return (
    <Panel
      title={t('procurement')}
      term="procurement"
      note={t('of', { done: items.filter(isClear).length, total: items.length })}
      actions={
        can(view, 'deal.plan') && (
          <FormPopover
            opened={isAdding}
            close={() => setAdding(false)}
            position="bottom-end"
            label={t('add_step')}
            target={
              <PanelButton icon={<IconPlus size={15} aria-hidden />} onClick={() => setAdding(!isAdding)}>
                {t('add_step')}
              </PanelButton>
            }
          >
            <ItemForm taken={items.map(({ key }) => key)} done={() => setAdding(false)} />
          </FormPopover>
        )
      }
    >
      <ul className={classes.items}>
        {items.map((item) => (
          <Item key={item.key} item={item} />
        ))}
      </ul>
    </Panel>
  );
}

function useItemName() {
  const gate = useT('gate');
  return (item: ProcurementItem) => (item.kind === 'other' ? item.key : gate(`procurements.${item.kind}`));
}

function Item({ item }: { item: ProcurementItem }) {
  const t = useT('deal');
  const locale = useLocale();
  const view = useDealView();
  const { deal } = view;
  const save = useDealWrite(deal.id);
  const [isOpen, setOpen] = useState(false);
  const name = useItemName()(item);
  const mayPlan = can(view, 'deal.plan');
  const isLate = !!item.due_on && !isClear(item) && item.due_on < todayIn();
  const set = (state: ProcurementState) =>
    save({
      send: () => setProcurement(deal.id, { ...item, state }),
      undo: () => setProcurement(deal.id, item),
      done: t('saved'),
    });
  return (
    <li className={classes.item} data-state={item.state}>
      <span className={classes.dot} aria-hidden />
      <div className={classes.what}>
        <b>{name}</b>
        <small data-late={isLate || undefined}>
          {[item.owner, item.due_on && formatDate(item.due_on, locale), isLate && t('overdue'), item.note]
            .filter(Boolean)
            .join(' · ')}
        </small>
      </div>
      <Select
        size="xs"
        w={128}
        aria-label={name}
        allowDeselect={false}
        disabled={!mayPlan}
        value={item.state}
        data={STATES.map((key) => ({ value: key, label: t(`procurement_states.${key}`) }))}
        onChange={(key) => key && key !== item.state && void set(key as ProcurementState)}
      />
      {mayPlan && (
        <FormPopover
          opened={isOpen}
          close={() => setOpen(false)}
          position="bottom-end"
          label={name}
          target={
            <PanelButton
              icon={<IconPencil size={15} aria-hidden />}
              aria-label={t('edit_named', { name })}
              title={t('edit')}
              onClick={() => setOpen(!isOpen)}
            />
          }
        >
          <ItemForm item={item} taken={[]} done={() => setOpen(false)} />
        </FormPopover>
      )}
    </li>
  );
}

/** Who works on a step and until when; a new step is named first. */
function ItemForm({ item, taken, done }: { item?: ProcurementItem; taken: string[]; done: () => void }) {
  const t = useT('deal');
  const gate = useT('gate');
  const { deal } = useDealView();
  const save = useDealWrite(deal.id);
  const [key, setKey] = useState(item?.key ?? '');
  const [owner, setOwner] = useState(item?.owner ?? '');
  const [due, setDue] = useState(item?.due_on ?? '');
  const [note, setNote] = useState(item?.note ?? '');
  const isTaken = taken.includes(key.trim());
  const submit = (refused: Refused) => {
    const before = item ?? { key: key.trim(), kind: 'other' as const, state: 'not_started' as const };
    const details = { owner: owner.trim() || null, due_on: due || null, note: note.trim() || null };
    return save({
      send: () => setProcurement(deal.id, { ...before, ...details }),
      // A step once named stays; nobody has to wait for it.
      undo: () => setProcurement(deal.id, item ?? { ...before, ...details, state: 'not_needed' }),
      done: t('saved'),
      refused,
    });
  };
  return (
    <RemedyForm
      submit={submit}
      done={done}
      fields={{ key: key.trim() === '' || (isTaken && t('step_taken')), owner: false, due_on: false, note: false }}
    >
      {(errors) => (
        <>
          {!item && (
            <TextInput
              label={t('step_name')}
              required
              data-autofocus
              value={key}
              onChange={(event) => setKey(event.target.value)}
              error={errors.key}
            />
          )}
          <Group grow align="start">
            <TextInput
              label={t('step_owner')}
              data-autofocus={item ? true : undefined}
              value={owner}
              onChange={(event) => setOwner(event.target.value)}
              error={errors.owner}
            />
            <DateField label={t('due_on')} value={due} onChange={setDue} error={errors.due_on} />
          </Group>
          <Textarea
            label={gate('note')}
            autosize
            value={note}
            onChange={(event) => setNote(event.target.value)}
            error={errors.note}
          />
        </>
      )}
    </RemedyForm>
  );
}

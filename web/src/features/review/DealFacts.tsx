import { Group, Popover, Select, TextInput } from '@mantine/core';
import { IconHourglassHigh, IconPencil } from '@tabler/icons-react';
import type { KeyboardEvent, ReactNode } from 'react';
import { useRef, useState } from 'react';
import { changeCloseDate } from '@/api/deal-parts';
import type { PipelineInPlaybook } from '@/api/lookup';
import type { CloseBasis, Deal, DealRow } from '@/api/types';
import type { Refused } from '@/features/gate';
import { RemedyForm, useDealWrite, useEditDeal } from '@/features/gate';
import type { DealChange } from '@/features/review/queries';
import { addDays, formatDate, formatDateFull, todayIn } from '@/lib/dates';
import { isComposing, isEnter } from '@/lib/keys';
import { may } from '@/lib/permissions';
import { useLocale, useT, useText } from '@/lib/use-locale';
import { DateField } from '@/ui/DateField';
import { MoneyText } from '@/ui/MoneyText';
import classes from '@/features/review/Review.module.css';

interface Props {
  row: DealRow;
  /** The whole deal, once it is here: editing needs it. */
  deal: Deal | undefined;
  found: PipelineInPlaybook;
  changes: readonly DealChange[];
}

/** Where the deal stands at a glance; what changed since the last review is marked, close date and next step are edited here. */
export function DealFacts({ row, deal, found, changes }: Props) {
  const t = useT('review');
  const words = useT('deal');
  const text = useText();
  const locale = useLocale();
  const stage = found.pipeline.stages.find(({ key }) => key === row.stage);
  const has = (kind: DealChange['kind']) => changes.some((change) => change.kind === kind);
  const isOverdue = row.status === 'open' && row.close_on !== null && row.close_on < todayIn();
  return (
    <dl className={classes.facts}>
      <Fact label={t('change.stage')} isChanged={has('stage')}>
        {stage ? text(stage.name) : row.stage}
        <small data-tone={row.rot.is_rotting ? 'warn' : undefined}>
          {row.rot.is_rotting && <IconHourglassHigh size={13} aria-hidden />}
          {row.rot.limit_days !== null
            ? t('rotting_rule', { days: row.rot.days_in_stage, limit: row.rot.limit_days })
            : t('in_stage', { days: row.rot.days_in_stage })}
        </small>
      </Fact>
      <Fact label={t('change.amount')} isChanged={has('amount')}>
        {row.amount ? <MoneyText money={row.amount} /> : <em>{t('no_amount')}</em>}
        <small>{row.forecast_category ? words(`forecast.${row.forecast_category}`) : words('forecast_none')}</small>
      </Fact>
      <Fact label={t('close_date')} isChanged={has('close_on')}>
        {deal && may(deal, 'deal.change_close_date') && deal.close_on ? (
          <CloseDate deal={deal} found={found} isOverdue={isOverdue} />
        ) : row.close_on ? (
          <span data-tone={isOverdue ? 'danger' : undefined}>{formatDate(row.close_on, locale)}</span>
        ) : (
          <em>{t('no_close_date')}</em>
        )}
        {row.pushes > 0 && (
          <small data-tone="warn">{`${t('change.pushes')} ${t('times', { count: row.pushes })}`}</small>
        )}
      </Fact>
      <Fact label={t('next_step')} isChanged={has('next_step')} isWide>
        {deal && may(deal, 'deal.edit') ? (
          <NextStep key={`${deal.id}-${deal.version}`} deal={deal} />
        ) : (
          (row.next_step ?? <em>{words('not_set')}</em>)
        )}
      </Fact>
    </dl>
  );
}

function Fact(props: { label: string; isChanged: boolean; isWide?: boolean; children: ReactNode }) {
  const t = useT('review');
  return (
    <div className={classes.fact} data-changed={props.isChanged || undefined} data-wide={props.isWide || undefined}>
      <dt>
        {props.label}
        {props.isChanged && (
          <i className={classes.dot} role="img" aria-label={t('change_mark')} title={t('change_mark')} />
        )}
      </dt>
      <dd>{props.children}</dd>
    </div>
  );
}

/** The next step and its day, typed in place: Enter or leaving saves, Escape takes back. */
function NextStep({ deal }: { deal: Deal }) {
  const t = useT('review');
  const edit = useEditDeal();
  const [step, setStep] = useState(deal.next_step ?? '');
  const [on, setOn] = useState(deal.next_step_on ?? '');
  const isLeaving = useRef(false);
  const save = (next_step: string, next_step_on: string) => {
    const change = { next_step: next_step.trim() || null, next_step_on: next_step_on || null };
    if (change.next_step === (deal.next_step ?? null) && change.next_step_on === (deal.next_step_on ?? null)) return;
    void edit({ deal, change });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (isEnter(event)) event.currentTarget.blur();
    if (event.key === 'Escape' && !isComposing(event)) {
      isLeaving.current = true;
      setStep(deal.next_step ?? '');
      setOn(deal.next_step_on ?? '');
      event.currentTarget.blur();
      isLeaving.current = false;
    }
  };
  const onBlur = () => {
    if (!isLeaving.current) save(step, step.trim() && !on ? addDays(todayIn(), 3) : on);
  };
  return (
    <div className={classes.nextStep}>
      <TextInput
        size="xs"
        aria-label={t('next_step')}
        data-next-step
        autoComplete="off"
        maxLength={300}
        value={step}
        onChange={(event) => setStep(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={onBlur}
      />
      <DateField
        size="xs"
        aria-label={t('next_step_on')}
        value={on}
        onChange={setOn}
        onKeyDown={onKeyDown}
        onBlur={onBlur}
      />
    </div>
  );
}

const BASES: CloseBasis[] = ['customer_milestones', 'customer_stated', 'contract_expiry', 'estimate'];

/** The close date; pressed, it asks for the new one, what it rests on and why it moved. */
function CloseDate({ deal, found, isOverdue }: { deal: Deal; found: PipelineInPlaybook; isOverdue: boolean }) {
  const t = useT('review');
  const locale = useLocale();
  const [opened, setOpened] = useState(false);
  const date = deal.close_on ?? '';
  return (
    <Popover opened={opened} onChange={setOpened} width={380} position="bottom-start" shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <button
          type="button"
          className={classes.inPlace}
          data-close-date
          data-tone={isOverdue ? 'danger' : undefined}
          aria-expanded={opened}
          title={formatDateFull(date, locale)}
          onClick={() => setOpened(!opened)}
        >
          {formatDate(date, locale)}
          <IconPencil size={13} aria-label={t('close_date')} />
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('close_date')}>
        {opened && <CloseDateForm deal={deal} found={found} done={() => setOpened(false)} />}
      </Popover.Dropdown>
    </Popover>
  );
}

function CloseDateForm({ deal, found, done }: { deal: Deal; found: PipelineInPlaybook; done: () => void }) {
  const t = useT('review');
  const gate = useT('gate');
  const words = useT('deal');
  const text = useText();
  const locale = useLocale();
  const save = useDealWrite(deal.id);
  const [on, setOn] = useState(deal.close_on ?? '');
  const [basis, setBasis] = useState<CloseBasis>(deal.close_basis ?? 'estimate');
  const [reason, setReason] = useState<string | null>(null);
  const submit = (refused: Refused) =>
    save({
      send: () => changeCloseDate(deal.id, { close_on: on, close_basis: basis, reason: reason ?? '', note: null }),
      done: words('close_date_changed', { date: formatDate(on, locale) }),
      refused,
    });
  return (
    <RemedyForm
      submit={submit}
      done={done}
      isReady={on !== deal.close_on || basis !== deal.close_basis}
      fields={{ close_on: on === '', close_basis: false, reason: reason === null }}
    >
      {(errors) => (
        <>
          <Group grow align="start">
            <DateField label={t('close_date')} data-autofocus value={on} onChange={setOn} error={errors.close_on} />
            <Select
              label={t('basis')}
              allowDeselect={false}
              comboboxProps={{ withinPortal: false }}
              value={basis}
              data={BASES.map((key) => ({ value: key, label: gate(`bases.${key}`) }))}
              onChange={(key) => setBasis((key ?? basis) as CloseBasis)}
              error={errors.close_basis}
            />
          </Group>
          <Select
            label={t('reason')}
            comboboxProps={{ withinPortal: false }}
            value={reason}
            data={found.playbook.close_date_reasons.map(({ key, name }) => ({ value: key, label: text(name) }))}
            onChange={setReason}
            error={errors.reason}
          />
        </>
      )}
    </RemedyForm>
  );
}

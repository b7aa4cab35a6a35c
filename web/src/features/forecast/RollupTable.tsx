import { IconAlertTriangle } from '@tabler/icons-react';
import { useState } from 'react';
import type { ForecastSubmission } from '@/api/types';
import type { CallTipProps } from '@/features/forecast/CallTip';
import { CallTip } from '@/features/forecast/CallTip';
import { useMoney } from '@/features/forecast/money';
import type { BucketName, Line } from '@/features/forecast/rollup';
import { gapOf, totalUpTo } from '@/features/forecast/rollup';
import { useT } from '@/lib/use-locale';
import { Term } from '@/ui/Term';
import classes from '@/features/forecast/Rollup.module.css';

interface Props {
  lines: Line[];
  selected: string | undefined;
  currency: string;
  isOld: boolean;
  /** Makes the page about this line. */
  select: (line: Line) => void;
  /** Opens the deals of a line that are in a bucket of the rule. */
  open: (line: Line, bucket: BucketName) => void;
}

type Shown = Omit<CallTipProps, 'currency'>;

/** What people call, what the rule and the model say and what was asked for, side by side along the hierarchy. */
export function RollupTable({ lines, selected, currency, isOld, select, open }: Props) {
  const t = useT('forecast');
  const [tip, setTip] = useState<Shown | null>(null);
  return (
    <div
      className={classes.scroller}
      data-old={isOld || undefined}
      role="region"
      aria-label={t('rollup.name')}
      tabIndex={0}
      onScroll={() => setTip(null)}
      onKeyDown={(event) => event.key === 'Escape' && setTip(null)}
    >
      <table className={classes.table}>
        <caption className="visually-hidden">{t('rollup.caption')}</caption>
        <thead>
          <tr>
            <th scope="col" rowSpan={2}>
              {t('rollup.who')}
            </th>
            <th scope="col" rowSpan={2}>
              <Term of="quota">{t('rollup.quota')}</Term>
            </th>
            <th scope="colgroup" colSpan={2}>
              {t('rollup.calls')}
            </th>
            <th scope="colgroup" colSpan={4}>
              <Term of="forecast-category">{t('rollup.rule')}</Term>
            </th>
            <th scope="colgroup" colSpan={3}>
              <Term of="distribution">{t('rollup.model')}</Term>
            </th>
          </tr>
          <tr>
            <th scope="col">{t('rollup.owner')}</th>
            <th scope="col">{t('rollup.manager')}</th>
            <th scope="col">{t('rollup.closed')}</th>
            <th scope="col">{t('rollup.commit')}</th>
            <th scope="col">{t('rollup.best_case')}</th>
            <th scope="col">{t('rollup.pipeline')}</th>
            <th scope="col">P10</th>
            <th scope="col">P50</th>
            <th scope="col">P90</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <RollupRow
              key={line.id}
              line={line}
              isSelected={line.id === selected}
              currency={currency}
              select={select}
              open={open}
              setTip={setTip}
            />
          ))}
        </tbody>
      </table>
      {tip && <CallTip {...tip} currency={currency} />}
    </div>
  );
}

interface RowProps {
  line: Line;
  isSelected: boolean;
  currency: string;
  select: (line: Line) => void;
  open: (line: Line, bucket: BucketName) => void;
  setTip: (tip: Shown | null) => void;
}

function RollupRow({ line, isSelected, currency, select, open, setTip }: RowProps) {
  const t = useT('forecast');
  const money = useMoney(currency);
  const name = line.name ?? t('rollup.unassigned');
  const gap = gapOf(line);
  const modelAmount = (minor: number | undefined) => (
    <td title={money.full(minor)} data-none={minor === undefined || undefined}>
      {money.short(minor)}
    </td>
  );
  const bucket = (key: BucketName) => {
    const { minor, deals } = line.buckets[key];
    const label = t('rollup.opens', { name, bucket: t(`rollup.${key}`), short: money.short(minor), count: deals });
    return (
      <td data-none={deals === 0 || undefined}>
        {deals === 0 ? (
          <span>{t('rollup.nothing')}</span>
        ) : (
          <button
            type="button"
            title={money.full(minor)}
            aria-label={label}
            data-bucket={key}
            data-minor={minor}
            onClick={() => open(line, key)}
          >
            {money.short(minor)}
          </button>
        )}
        {key === 'closed' ? null : (
          <small title={t('rollup.total_help')}>
            {t('rollup.total', { amount: money.short(totalUpTo(line, key)) })}
          </small>
        )}
      </td>
    );
  };
  return (
    <tr data-line={line.id} data-selected={isSelected || undefined} data-kind={line.kind}>
      <th scope="row" style={{ paddingLeft: 12 + line.depth * 16 }}>
        <button type="button" aria-pressed={isSelected} onClick={() => select(line)}>
          {name}
        </button>
      </th>
      <td data-none={line.quota === null || undefined}>
        <span title={money.full(line.quota)}>{money.short(line.quota)}</span>
        {gap !== null && (
          <small title={money.full(Math.abs(gap))}>
            {gap > 0 ? t('rollup.to_go', { amount: money.short(gap) }) : t('rollup.reached')}
          </small>
        )}
      </td>
      <td>
        <Call line={line} call={line.ownerCall} money={money} select={select} setTip={setTip} />
      </td>
      <td>
        <Call line={line} call={line.managerCall} money={money} select={select} setTip={setTip} isManagers />
      </td>
      {bucket('closed')}
      {bucket('commit')}
      {bucket('best_case')}
      {bucket('pipeline')}
      {modelAmount(line.model?.p10)}
      {modelAmount(line.model?.p50)}
      {modelAmount(line.model?.p90)}
    </tr>
  );
}

interface CallProps {
  line: Line;
  call: ForecastSubmission | null;
  money: ReturnType<typeof useMoney>;
  select: (line: Line) => void;
  setTip: (tip: Shown | null) => void;
  isManagers?: boolean;
}

/** A call with its author and time on hover and focus; of a team its people's calls together. */
function Call({ line, call, money, select, setTip, isManagers = false }: CallProps) {
  const t = useT('forecast');
  const sum = isManagers ? null : line.ownerSum;
  if (!call && sum && sum.called > 0)
    return (
      <>
        <span title={money.full(sum.commit_minor)}>{money.short(sum.commit_minor)}</span>
        <small title={t('rollup.called_help')}>
          {sum.called < sum.people && <IconAlertTriangle size={12} aria-hidden />}
          {t('rollup.called', { called: sum.called, people: sum.people })}
        </small>
      </>
    );
  if (!call) return <span className={classes.none}>{t('rollup.no_call')}</span>;
  const show = (element: HTMLElement) => setTip({ call, anchor: element.getBoundingClientRect() });
  return (
    <>
      <button
        type="button"
        aria-describedby="call-tip"
        onMouseEnter={(event) => show(event.currentTarget)}
        onMouseLeave={() => setTip(null)}
        onFocus={(event) => show(event.currentTarget)}
        onBlur={() => setTip(null)}
        onClick={() => select(line)}
      >
        {money.short(call.commit_minor, call.currency)}
      </button>
      <small>{t('rollup.best', { amount: money.short(call.best_minor, call.currency) })}</small>
    </>
  );
}

import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { playbooksQuery } from '@/api/queries';
import type { ForecastDecision, OverrideSkill } from '@/api/types';
import { overridesQuery } from '@/features/forecast/queries';
import type { ForecastSearch } from '@/features/forecast/use-forecast';
import { usePeriodName } from '@/features/forecast/use-period-name';
import { formatInstant } from '@/lib/dates';
import { useLocale, useT, useText } from '@/lib/use-locale';
import { Dialog } from '@/ui/Dialog';
import { ErrorState, ListSkeleton } from '@/ui/states';
import { Term } from '@/ui/Term';
import shared from '@/features/forecast/Forecast.module.css';
import classes from '@/features/forecast/Overrides.module.css';

interface Props {
  from: string | undefined;
  to: string | undefined;
  search: ForecastSearch;
  change: (patch: ForecastSearch) => void;
}

const percent = (share: number | null | undefined) => (typeof share === 'number' ? `${Math.round(share * 100)}%` : '');

/** Do people know better than the rule? What became of the deals they raised or lowered, against deals left alone. */
export function Overrides({ from, to, search, change }: Props) {
  const t = useT('forecast');
  const { data, error, refetch } = useQuery(overridesQuery(from, to));
  const [compared, setCompared] = useState<ForecastDecision | null>(null);
  const rows = useMemo(() => {
    const isWanted = ({ by, direction }: ForecastDecision) =>
      (!search.judge || by.id === search.judge) && (!search.way || direction === search.way);
    return data?.rows.filter(isWanted) ?? [];
  }, [data, search.judge, search.way]);
  const isNarrowed = Boolean(search.judge ?? search.way);
  return (
    <section className={shared.card} aria-labelledby="overrides-title">
      <div className={shared.heading}>
        <h2 id="overrides-title">
          <Term of="override">{t('overrides.title')}</Term>
        </h2>
        {search.team && <small>{t('overrides.all_teams')}</small>}
      </div>
      {error && !data ? (
        <ErrorState error={error} retry={() => void refetch()} />
      ) : !data ? (
        <ListSkeleton rows={6} />
      ) : data.rows.length === 0 ? (
        <p className={shared.none}>{t('overrides.empty')}</p>
      ) : (
        <>
          <Sentence skills={data.skills} />
          <Skills skills={data.skills} change={change} />
          <p className={shared.note}>{t('overrides.legend')}</p>
          {isNarrowed && (
            <p className={shared.aside}>
              {t('overrides.narrowed', { count: rows.length })}{' '}
              <button
                type="button"
                className={shared.link}
                onClick={() => change({ judge: undefined, way: undefined })}
              >
                {t('overrides.all')}
              </button>
            </p>
          )}
          <Decisions rows={rows} compare={setCompared} />
          {data.has_more && <p className={shared.note}>{t('overrides.has_more')}</p>}
        </>
      )}
      {compared && <LeftAlone decision={compared} close={() => setCompared(null)} />}
    </section>
  );
}

/** The panel in one sentence: everybody's raised deals, else their lowered ones. */
function Sentence({ skills }: { skills: OverrideSkill[] }) {
  const t = useT('forecast');
  const all = skills.filter(({ person, n }) => person === null && n > 0);
  if (all.length === 0) return <p className={shared.aside}>{t('overrides.nothing_decided')}</p>;
  return (
    <p className={shared.aside}>
      {all
        .map(({ direction, n, came_in, rate, left_alone }) =>
          t(`overrides.sentence.${direction}`, {
            n,
            came_in,
            rate: percent(rate),
            left_alone: left_alone === null ? '–' : percent(left_alone),
          }),
        )
        .join(' ')}
    </p>
  );
}

/** People's shares with their intervals, and the mark of those left alone. */
function Skills({ skills, change }: { skills: OverrideSkill[]; change: Props['change'] }) {
  const t = useT('forecast');
  return (
    <div className={shared.scores} tabIndex={0} role="region" aria-label={t('overrides.by_person')}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('overrides.person')}</th>
            <th scope="col">{t('overrides.direction')}</th>
            <th scope="col" data-number>
              {t('overrides.came_in')}
            </th>
            <th scope="col" className={classes.wide}>
              {t('overrides.share')}
            </th>
            <th scope="col" data-number>
              {t('overrides.left_alone')}
            </th>
            <th scope="col" data-number title={t('overrides.skill_help')}>
              {t('overrides.skill')}
            </th>
            <th scope="col" className={classes.verdict}>
              {t('overrides.verdict')}
            </th>
          </tr>
        </thead>
        <tbody>
          {skills.map((row) => (
            <tr key={`${row.person?.id ?? ''}-${row.direction}`} data-all={row.person === null || undefined}>
              <th scope="row">{row.person?.name ?? t('overrides.everybody')}</th>
              <td className={classes.direction}>{t(`overrides.directions.${row.direction}`)}</td>
              <td data-number>
                <button type="button" onClick={() => change({ judge: row.person?.id, way: row.direction })}>
                  {t('overrides.of', { came_in: row.came_in, n: row.n })}
                </button>
              </td>
              <td className={classes.wide}>
                <Interval row={row} />
              </td>
              <td data-number>
                {percent(row.left_alone)}
                {row.compared > 0 && row.compared < row.n && (
                  <small>{t('overrides.compared', { n: row.compared })}</small>
                )}
              </td>
              <td data-number className={classes.skill} data-verdict={row.verdict}>
                {row.skill === null ? '' : t('overrides.points', { points: signed(row.skill) })}
              </td>
              <td className={classes.verdict}>{t(`overrides.verdicts.${row.verdict}`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function signed(skill: number): string {
  const points = Math.round(skill * 100);
  return points > 0 ? `+${points}` : points < 0 ? `−${-points}` : '0';
}

function Interval({ row }: { row: OverrideSkill }) {
  const t = useT('forecast');
  const { rate, low, high, left_alone } = row;
  if (rate === null || low === null || high === null) return <span className={shared.note}>{t('overrides.open')}</span>;
  const label = t('overrides.interval', { rate: percent(rate), low: percent(low), high: percent(high) });
  return (
    <span className={classes.track} role="img" aria-label={label} title={label}>
      <i className={classes.range} style={{ left: percent(low), width: percent(high - low) }} />
      <i className={classes.dot} data-verdict={row.verdict} style={{ left: percent(rate) }} />
      {left_alone !== null && <i className={classes.mark} style={{ left: percent(left_alone) }} />}
    </span>
  );
}

function Decisions({ rows, compare }: { rows: ForecastDecision[]; compare: (row: ForecastDecision) => void }) {
  const t = useT('forecast');
  const locale = useLocale();
  const text = useText();
  const periodName = usePeriodName();
  const { data: playbooks } = useSuspenseQuery(playbooksQuery);
  const reasonOf = ({ reason, kind }: ForecastDecision) => {
    if (kind === 'cap') return t('overrides.cap');
    const known = playbooks.flatMap((playbook) => playbook.forecast_override_reasons ?? []);
    const found = known.find(({ key }) => key === reason);
    return found ? text(found.name) : (reason ?? '');
  };
  return (
    <div
      className={`${shared.history} ${classes.decisions}`}
      tabIndex={0}
      role="region"
      aria-label={t('overrides.decisions')}
    >
      <table>
        <thead>
          <tr>
            <th scope="col">{t('overrides.when')}</th>
            <th scope="col">{t('overrides.deal')}</th>
            <th scope="col">{t('overrides.change')}</th>
            <th scope="col">{t('overrides.reason')}</th>
            <th scope="col">{t('overrides.quarter')}</th>
            <th scope="col">{t('overrides.outcome')}</th>
            <th scope="col" data-number>
              {t('overrides.left_alone')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td>
                {formatInstant(row.decided_at, locale)}
                <small>{row.by.name}</small>
              </td>
              <td>
                <Link to="/deals/$dealId" params={{ dealId: row.deal.id }}>
                  {row.deal.name}
                </Link>
              </td>
              <td className={classes.nowrap}>
                {row.rule_category ? t(`categories.${row.rule_category}`) : t('override.no_rule')} →{' '}
                <b>{t(`categories.${row.category}`)}</b>
              </td>
              <td>{reasonOf(row)}</td>
              <td className={classes.nowrap}>{periodName(row.period)}</td>
              <td className={classes.outcome} data-outcome={row.outcome} data-direction={row.direction}>
                {t(`overrides.outcomes.${row.outcome}`)}
              </td>
              <td data-number>
                {row.left_alone > 0 && (
                  <button type="button" className={shared.link} onClick={() => compare(row)}>
                    {t('overrides.of', { came_in: row.left_alone_came_in, n: row.left_alone })}
                  </button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The deals a decision is compared with. */
function LeftAlone({ decision, close }: { decision: ForecastDecision; close: () => void }) {
  const t = useT('forecast');
  const { data, error, refetch } = useQuery(overridesQuery(undefined, undefined, decision.id));
  return (
    <Dialog onClose={close} title={t('overrides.left_alone_of', { name: decision.deal.name })}>
      {error ? (
        <ErrorState error={error} retry={() => void refetch()} />
      ) : !data ? (
        <ListSkeleton rows={4} />
      ) : (
        <ul className={classes.alone}>
          {data.left_alone.map(({ deal, came_in }) => (
            <li key={deal.id}>
              <Link to="/deals/$dealId" params={{ dealId: deal.id }}>
                {deal.name}
              </Link>
              <span data-outcome={came_in ? 'came_in' : 'did_not'}>
                {t(`overrides.outcomes.${came_in ? 'came_in' : 'did_not'}`)}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  );
}

import type { Replay } from '@/api/replay';
import type { ReportRow } from '@/api/reports';
import type { OpenCell } from '@/features/workshop/ReplayResult';
import { useStageName } from '@/features/workshop/ReplayCharts';
import { useLocale, useT } from '@/lib/use-locale';
import classes from '@/features/workshop/Workshop.module.css';

const COUNTS = ['stopped', 'alone', 'stopped_lost', 'stopped_won', 'stopped_open'] as const;

interface Props {
  replay: Replay;
  open: OpenCell;
}

/** What was missing, what stopped most first; every count opens to its deals. */
export function ReplayCriteria({ replay, open }: Props) {
  const t = useT('workshop');
  const locale = useLocale();
  const nameOf = useStageName(replay);
  const { rows } = replay.criteria;
  if (rows.length === 0) return null;
  const sentence = (row: ReportRow) => String(row[`sentence_${locale}`] ?? row.key ?? '');
  return (
    <section aria-labelledby="replay-criteria">
      <h3 id="replay-criteria">{t('replay.criteria')}</h3>
      <div className={classes.scroll} tabIndex={0} role="region" aria-labelledby="replay-criteria">
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t('replay.columns.criterion')}</th>
              <th scope="col">{t('replay.columns.stage')}</th>
              {COUNTS.map((name) => (
                <th key={name} scope="col" data-number>
                  {t(`replay.columns.${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => {
              const key = [row.pipeline ?? null, row.stage ?? null, row.kind ?? null, row.key ?? null];
              return (
                <tr key={JSON.stringify(key)}>
                  <td>{sentence(row)}</td>
                  <td>{nameOf(row)}</td>
                  {COUNTS.map((name) => (
                    <td key={name} data-number>
                      {row[name] ? (
                        <button
                          type="button"
                          className={classes.link}
                          onClick={() => open('criteria', key, name, sentence(row))}
                        >
                          {row[name]}
                          <span className="visually-hidden">
                            {' '}
                            {t(`replay.columns.${name}`)}, {sentence(row)}
                          </span>
                        </button>
                      ) : (
                        0
                      )}
                    </td>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}

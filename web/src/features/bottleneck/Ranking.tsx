import { IconAlertTriangle } from '@tabler/icons-react';
import { useState } from 'react';
import type { ReportCell } from '@/api/reports';
import type { Place } from '@/features/bottleneck/places';
import type { SayPlace } from '@/features/bottleneck/use-say-place';
import { useT } from '@/lib/use-locale';
import type { Writer } from '@/ui/chart';
import classes from '@/features/bottleneck/Bottleneck.module.css';

const SHOWN = 8;

interface Props {
  list: Place[];
  chosen: Place | undefined;
  words: SayPlace;
  write: Writer;
  choose: (place: Place) => void;
  open: (row: ReportCell[], measure: string) => void;
}

/** The places worth helping, one sentence each; choosing one shows its prescription beside. */
export function Ranking({ list, chosen, words, write, choose, open }: Props) {
  const t = useT('bottleneck');
  const [isAll, setAll] = useState(false);
  const shown = isAll ? list : list.slice(0, SHOWN);
  return (
    <section className={classes.card} aria-labelledby="bottleneck-list">
      <h2 id="bottleneck-list">{t('list')}</h2>
      {list.length === 0 && <p className={classes.quiet}>{t('list_empty')}</p>}
      <ol className={classes.ranking}>
        {shown.map((place) => {
          const moves = words.moves(place);
          const habit = words.habit(place);
          const isChosen = chosen !== undefined && JSON.stringify(chosen.key) === JSON.stringify(place.key);
          return (
            <li key={JSON.stringify(place.key)} className={classes.place} data-chosen={isChosen || undefined}>
              <button
                type="button"
                className={classes.choose}
                aria-current={isChosen || undefined}
                onClick={() => choose(place)}
              >
                <b>
                  {words.name(place)}
                  {place.isUnusual && (
                    <span className={classes.badge}>
                      <IconAlertTriangle size={13} aria-hidden />
                      {t('unusual')}
                    </span>
                  )}
                </b>
                <span>{words.sentence(place)}</span>
                {(moves ?? habit) && <small>{[moves, habit].filter(Boolean).join(' · ')}</small>}
              </button>
              {place.stuck > 0 && (
                <button
                  type="button"
                  className={classes.stuck}
                  onClick={() => open(place.key, 'stuck')}
                  title={write.full(place.stuckMinor, 'money')}
                >
                  <b>{write.short(place.stuckMinor, 'money')}</b>
                  <small>{t('stuck', { count: place.stuck })}</small>
                  <span className="visually-hidden">{t('open_stuck_of', { place: words.name(place) })}</span>
                </button>
              )}
            </li>
          );
        })}
      </ol>
      {list.length > SHOWN && (
        <button type="button" className={classes.link} onClick={() => setAll(!isAll)}>
          {isAll ? t('fewer') : t('all', { count: list.length })}
        </button>
      )}
    </section>
  );
}

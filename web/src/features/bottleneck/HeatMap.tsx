import { useMemo } from 'react';
import type { Report, ReportCell } from '@/api/reports';
import type { Pipeline } from '@/api/types';
import type { Cut, Place } from '@/features/bottleneck/places';
import { sayable } from '@/features/bottleneck/places';
import type { SayPlace } from '@/features/bottleneck/use-say-place';
import { tableOf, useSayCell } from '@/features/insight';
import { useT, useText } from '@/lib/use-locale';
import type { ChartSpec, Datum } from '@/ui/chart';
import { Chart } from '@/ui/chart';
import classes from '@/features/bottleneck/Bottleneck.module.css';

interface Props {
  report: Report;
  places: Place[];
  list: Place[];
  pipeline: Pipeline;
  cut: Cut;
  words: SayPlace;
  isTable: boolean;
  setTable: (isTable: boolean) => void;
  open: (row: ReportCell[], measure: string) => void;
}

/** Stage by stage, how sure it is that somebody's deals are slower there than deals usually are. */
export function HeatMap({ report, places, list, pipeline, cut, words, isTable, setTable, open }: Props) {
  const t = useT('bottleneck');
  const text = useText();
  const say = useSayCell();
  const spec = useMemo((): ChartSpec => {
    const stages = pipeline.stages.filter(({ kind }) => kind === 'open').map(({ key }) => key);
    const byPlace = new Map(places.map((place) => [JSON.stringify([place.who, place.stage]), place]));
    const whos = [...new Set(places.map(({ who }) => who))];
    const datum = (place: Place | undefined): Datum => {
      if (!place) return { value: null };
      const notes = [
        words.sentence(place),
        ...(place.stuck > 0 ? [t('stuck', { count: place.stuck })] : []),
        ...(place.isUnusual ? [t('unusual')] : []),
      ];
      const measure = place.stuck > 0 ? 'stuck' : 'n';
      return {
        value: place.slower === null ? null : sayable(place.slower),
        notes,
        open: place.n > 0 ? () => open(place.key, measure) : undefined,
      };
    };
    return {
      kind: 'heat',
      unit: 'share',
      columns: stages.map((stage) => words.stage(stage)),
      rows: whos.map((who) => ({
        label: say(cut, who),
        cells: stages.map((stage) => datum(byPlace.get(JSON.stringify([who, stage])))),
      })),
    };
  }, [places, pipeline, cut, words, say, t, open]);
  const table = useMemo(
    () => tableOf(report, { say, label: ({ label }) => text(label), open }),
    [report, say, text, open],
  );
  const unusual = list.filter(({ isUnusual }) => isUnusual);
  const rows = spec.kind === 'heat' ? spec.rows.length : 0;
  return (
    <section className={classes.card} aria-labelledby="bottleneck-map">
      <h2 id="bottleneck-map">{t('map')}</h2>
      <Chart
        name={t('map')}
        summary={
          unusual.length > 0
            ? t('map_summary', { count: unusual.length, places: unusual.map(words.name).join(', ') })
            : t('map_quiet')
        }
        spec={spec}
        table={table}
        currency={report.currency}
        fileName={`bottlenecks-${cut}-${report.as_of.slice(0, 10)}`}
        height={Math.min(460, 34 + rows * 40)}
        view={isTable ? 'table' : 'chart'}
        setView={(view) => setTable(view === 'table')}
      />
      <ul className={classes.notes}>
        {report.notes.map(({ code, detail }) => (
          <li key={code}>{text(detail)}</li>
        ))}
      </ul>
    </section>
  );
}

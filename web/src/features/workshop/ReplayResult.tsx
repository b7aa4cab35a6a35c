import { IconInfoCircle } from '@tabler/icons-react';
import { useState } from 'react';
import type { Replay, ReplayAsked, ReplayTableName } from '@/api/replay';
import { replayDealsQuery } from '@/api/replay';
import type { ReportCell } from '@/api/reports';
import { DealsBehind } from '@/features/insight';
import { Conversions, Stops } from '@/features/workshop/ReplayCharts';
import { ReplayCriteria } from '@/features/workshop/ReplayCriteria';
import { ReplayEffects } from '@/features/workshop/ReplayEffects';
import { useT, useText } from '@/lib/use-locale';
import classes from '@/features/workshop/Workshop.module.css';

interface Props {
  asked: ReplayAsked;
  replay: Replay;
}

/** Opens the deals behind a number. */
export type OpenCell = (table: ReplayTableName, row: ReportCell[], measure: string, of: string) => void;

interface Opened {
  table: ReplayTableName;
  row: ReportCell[];
  measure: string;
  title: string;
}

/** What a draft would have done: the sentence first, then where, what it would have changed, why, and what it cannot say. */
export function ReplayResult({ asked, replay }: Props) {
  const t = useT('workshop');
  const text = useText();
  const [opened, setOpened] = useState<Opened | null>(null);
  const open: OpenCell = (table, row, measure, of) => {
    const column = replay[table].columns.find(({ name }) => name === measure);
    const label = column ? text(column.label) : measure;
    setOpened({ table, row, measure, title: of ? `${of} · ${label}` : label });
  };
  return (
    <div className={classes.result}>
      <p className={classes.sentence} data-testid="replay-summary">
        {text(replay.summary)}
      </p>
      <ReplayEffects replay={replay} open={open} />
      <Stops replay={replay} open={open} />
      <ReplayCriteria replay={replay} open={open} />
      <Conversions replay={replay} open={open} />
      <section aria-labelledby="replay-notes">
        <h3 id="replay-notes">{t('replay.notes')}</h3>
        <ul className={classes.caveats}>
          {replay.notes.map(({ code, detail }) => (
            <li key={code}>
              <IconInfoCircle size={16} aria-hidden /> <span>{text(detail)}</span>
            </li>
          ))}
        </ul>
      </section>
      {opened && (
        <DealsBehind
          query={replayDealsQuery(asked, opened.table, opened)}
          title={opened.title}
          close={() => setOpened(null)}
        />
      )}
    </div>
  );
}

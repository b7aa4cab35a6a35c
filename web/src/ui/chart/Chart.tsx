import { Menu } from '@mantine/core';
import { IconChartBar, IconDownload, IconTable } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import { saveFile } from '@/lib/save-file';
import { useT } from '@/lib/use-locale';
import { announce } from '@/ui/announce';
import { csvOf } from '@/ui/chart/csv';
import { layout } from '@/ui/chart/layout';
import { heightNeeded } from '@/ui/chart/layout/needed';
import { Plot } from '@/ui/chart/Plot';
import { pngOf } from '@/ui/chart/png';
import type { ChartSpec, TableTwin } from '@/ui/chart/spec';
import { TableView } from '@/ui/chart/TableView';
import { useWriter } from '@/ui/chart/use-writer';
import classes from '@/ui/chart/Chart.module.css';

interface Props {
  /** What the chart shows; its accessible name. */
  name: string;
  /** The chart in one sentence. */
  summary: string;
  /** Null when the numbers are better read as a table; then there is only that. */
  spec: ChartSpec | null;
  table: TableTwin;
  /** Of every amount in it. */
  currency: string;
  /** What exported files are called, without their ending. */
  fileName: string;
  /** The most it may be high; a few rows of names are less. */
  height?: number;
  view: 'chart' | 'table';
  setView: (view: 'chart' | 'table') => void;
  /** More entries of the menu of downloads. */
  downloads?: ReactNode;
}

/** A chart with all that belongs to it: its sentence, its points by keyboard, its table, and its files. */
export function Chart({
  name,
  summary,
  spec,
  table,
  currency,
  fileName,
  height: most = 260,
  view,
  setView,
  downloads,
}: Props) {
  const t = useT('chart');
  const write = useWriter(currency);
  const room = useRef<HTMLDivElement>(null);
  const width = useWidth(room);
  const isTable = view === 'table' || spec === null;
  const height = spec ? Math.min(most, heightNeeded(spec)) : most;
  const scene = useMemo(
    () => (spec && width > 0 && !isTable ? layout(spec, { width, height, write }) : null),
    [spec, width, height, write, isTable],
  );
  const savePng = async () => {
    if (!room.current) return;
    saveFile(await pngOf(room.current, name, summary), `${fileName}.png`);
    announce(t('saved_file', { name: `${fileName}.png` }));
  };
  const saveCsv = () => {
    saveFile(new Blob([csvOf(table)], { type: 'text/csv' }), `${fileName}.csv`);
    announce(t('saved_file', { name: `${fileName}.csv` }));
  };
  return (
    <div className={classes.figure} role="figure" aria-label={name}>
      <div className={classes.top}>
        <p className={classes.summary}>{summary}</p>
        <div className={classes.tools}>
          {spec && (
            <button
              type="button"
              className={classes.tool}
              aria-pressed={isTable}
              aria-label={t('as_table', { name })}
              title={isTable ? t('show_chart') : t('show_table')}
              onClick={() => setView(isTable ? 'chart' : 'table')}
            >
              {isTable ? <IconChartBar size={17} aria-hidden /> : <IconTable size={17} aria-hidden />}
            </button>
          )}
          <Menu position="bottom-end">
            <Menu.Target>
              <button
                type="button"
                className={classes.tool}
                aria-label={t('download', { name })}
                title={t('download_title')}
              >
                <IconDownload size={17} aria-hidden />
              </button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item disabled={isTable} onClick={() => void savePng()}>
                PNG
              </Menu.Item>
              <Menu.Item onClick={saveCsv}>CSV</Menu.Item>
              {downloads}
            </Menu.Dropdown>
          </Menu>
        </div>
      </div>
      <div ref={room} className={classes.room} style={isTable ? undefined : { minHeight: height }}>
        {isTable ? (
          <TableView name={name} table={table} write={write} height={Math.max(most, 200)} />
        ) : (
          scene && <Plot name={name} scene={scene} width={width} height={height} />
        )}
      </div>
      {scene && scene.hidden > 0 && (
        <p className={classes.hidden}>
          <button type="button" className={classes.link} onClick={() => setView('table')}>
            {t('more_in_table', { count: scene.hidden })}
          </button>
        </p>
      )}
    </div>
  );
}

/** How wide the element is, in whole pixels; 0 before it is in the page. */
function useWidth(element: React.RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const target = element.current;
    if (!target) return;
    const measure = () => setWidth(Math.floor(target.clientWidth));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(target);
    return () => observer.disconnect();
  }, [element]);
  return width;
}

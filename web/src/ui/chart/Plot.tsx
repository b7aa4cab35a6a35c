import type { KeyboardEvent } from 'react';
import { useId, useRef, useState } from 'react';
import { isComposing } from '@/lib/keys';
import { useT } from '@/lib/use-locale';
import { announce } from '@/ui/announce';
import { Drawn, Legend, Patterns } from '@/ui/chart/Drawing';
import type { Mark, Scene, Shape } from '@/ui/chart/scene';
import type { Place } from '@/ui/chart/steps';
import { stepTo } from '@/ui/chart/steps';
import classes from '@/ui/chart/Chart.module.css';

interface Props {
  name: string;
  scene: Scene;
  width: number;
  height: number;
}

const isDrawing = (shape: Shape) => shape.as !== 'text';

/** A laid-out chart on screen. One stop of the Tab key; arrows step from point to point, Enter opens one. */
export function Plot({ name, scene, width, height }: Props) {
  const t = useT('chart');
  const prefix = useId();
  const svg = useRef<SVGSVGElement>(null);
  const [place, setPlace] = useState<Place>({ row: 0, at: 0 });
  const [seen, setSeen] = useState<string | null>(null);
  const lengths = scene.rows.map((row) => row.length);
  // The data may have changed under the place; then one starts over.
  const held = scene.rows[place.row]?.[place.at] ? place : { row: 0, at: 0 };
  const stop = scene.rows[held.row]?.[held.at]?.key;
  const shown = scene.rows.flat().find(({ key }) => key === seen);

  // Short texts lie over the marks: a mark's own name is the whole one.
  const texts = scene.rows.flat().flatMap(({ shapes }) => shapes.filter((shape) => !isDrawing(shape)));

  const beside = (mark: Mark) => [...mark.notes, ...(mark.open ? [t('enter_opens')] : [])].join('. ');
  const go = (next: Place) => {
    const mark = scene.rows[next.row]?.[next.at];
    if (!mark) return;
    setPlace(next);
    setSeen(mark.key);
    svg.current?.querySelector<SVGElement>(`[data-mark="${mark.key}"]`)?.focus();
    // The label and value are read with the focus; the live region adds the rest.
    announce(beside(mark));
  };
  const onKey = (event: KeyboardEvent, mark: Mark) => {
    if (isComposing(event)) return;
    if (event.key === 'Escape' && seen !== null) {
      setSeen(null);
    } else if (event.key === 'Enter' || event.key === ' ') {
      if (!mark.open) return;
      mark.open();
    } else {
      const next = stepTo(event.key, held, lengths, scene.isDown);
      if (!next) return;
      go(next);
    }
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div className={classes.plot} onPointerLeave={() => setSeen(null)}>
      <svg
        ref={svg}
        className={classes.svg}
        viewBox={`0 0 ${width} ${height}`}
        style={{ height }}
        role="group"
        aria-label={name}
        data-chart
      >
        <Patterns scene={scene} prefix={prefix} />
        <g aria-hidden>
          {scene.back.map((shape, at) => (
            <Drawn key={at} shape={shape} prefix={prefix} />
          ))}
        </g>
        {scene.rows.map((row, rowAt) =>
          row.map((mark, at) => (
            <g
              key={mark.key}
              className={classes.mark}
              data-mark={mark.key}
              data-seen={seen === mark.key || undefined}
              role={mark.open ? 'button' : 'img'}
              aria-label={`${mark.label}: ${mark.value}`}
              tabIndex={mark.key === stop ? 0 : -1}
              onKeyDown={(event) => onKey(event, mark)}
              onFocus={() => {
                setPlace({ row: rowAt, at });
                setSeen(mark.key);
              }}
              onBlur={() => setSeen(null)}
              onPointerEnter={() => setSeen(mark.key)}
              onClick={mark.open}
            >
              {mark.shapes.filter(isDrawing).map((shape, index) => (
                <Drawn key={index} shape={shape} prefix={prefix} />
              ))}
              <rect className={classes.hit} rx={3} {...mark.hit} />
            </g>
          )),
        )}
        <g aria-hidden className={classes.front}>
          {[...texts, ...scene.front].map((shape, at) => (
            <Drawn key={at} shape={shape} prefix={prefix} />
          ))}
        </g>
      </svg>
      {shown && <Reading mark={shown} width={width} hint={shown.open ? t('opens') : undefined} />}
      <Legend entries={scene.legend} prefix={prefix} />
    </div>
  );
}

/** The point's numbers beside it; everything in it is also in the point's label or the live region. */
function Reading({ mark, width, hint }: { mark: Mark; width: number; hint?: string }) {
  const { x, y, width: wide } = mark.hit;
  const middle = Math.max(0, Math.min(width, x + wide / 2));
  const side = middle > width * 0.55 ? 'left' : 'right';
  return (
    <div className={classes.reading} data-side={side} style={{ left: middle, top: Math.max(0, y) }} aria-hidden>
      <b>{mark.label}</b>
      <span>{mark.value}</span>
      {mark.notes.map((note) => (
        <small key={note}>{note}</small>
      ))}
      {hint && <small className={classes.hint}>{hint}</small>}
    </div>
  );
}

import type { LegendEntry, Paint, Pattern, Scene, Shape, Tone } from '@/ui/chart/scene';
import { TEXT_SIZE } from '@/ui/chart/scene';
import classes from '@/ui/chart/Chart.module.css';

const token = (tone: Tone) => `var(--pl-${tone})`;

/** The colour of a paint, without its pattern. */
function colour({ tone, strength = 1 }: Paint): string {
  return strength >= 1 ? token(tone) : `color-mix(in srgb, ${token(tone)} ${strength * 100}%, var(--pl-surface))`;
}

const patternId = (prefix: string, { tone, pattern }: Paint) => `${prefix}-${tone}-${pattern}`;

const fillOf = (prefix: string, paint: Paint) => (paint.pattern ? `url(#${patternId(prefix, paint)})` : colour(paint));

/** One shape of a scene as SVG. */
export function Drawn({ shape, prefix }: { shape: Shape; prefix: string }) {
  switch (shape.as) {
    case 'rect': {
      const { x, y, width, height, radius, fill } = shape;
      return <rect {...{ x, y, width, height }} rx={radius} style={{ fill: fillOf(prefix, fill) }} />;
    }
    case 'circle':
      return (
        <circle
          cx={shape.cx}
          cy={shape.cy}
          r={shape.r}
          style={{ fill: fillOf(prefix, shape.fill), stroke: shape.stroke && colour(shape.stroke) }}
        />
      );
    case 'path':
      return (
        <path
          d={shape.d}
          strokeDasharray={shape.dash}
          strokeWidth={shape.weight}
          strokeLinejoin="round"
          style={{
            fill: shape.fill ? fillOf(prefix, shape.fill) : 'none',
            stroke: shape.stroke ? colour(shape.stroke) : 'none',
          }}
        />
      );
    case 'text':
      return (
        <text
          x={shape.x}
          y={shape.y}
          textAnchor={shape.anchor}
          style={{ fill: token(shape.tone ?? (shape.isStrong ? 'ink' : 'ink-3')), fontSize: TEXT_SIZE }}
          fontWeight={shape.isStrong ? 600 : 400}
        >
          {shape.text}
        </text>
      );
  }
}

const LINES: Record<Pattern, string> = {
  diagonal: 'M-1,1L1,-1M0,7L7,0M6,8L8,6',
  vertical: 'M2,0V7',
  horizontal: 'M0,2H7',
  cross: 'M0,0L7,7M7,0L0,7',
  dots: '',
};

function Fill({ paint, prefix }: { paint: Paint; prefix: string }) {
  const { tone, pattern = 'diagonal' } = paint;
  return (
    <pattern id={patternId(prefix, paint)} width={7} height={7} patternUnits="userSpaceOnUse">
      <rect width={7} height={7} style={{ fill: colour({ tone, strength: 0.3 }) }} />
      {pattern === 'dots' ? (
        <circle cx={3.5} cy={3.5} r={1.6} style={{ fill: token(tone) }} />
      ) : (
        <path d={LINES[pattern]} strokeWidth={1.6} style={{ fill: 'none', stroke: token(tone) }} />
      )}
    </pattern>
  );
}

/** The patterns a scene paints with. */
export function Patterns({ scene, prefix }: { scene: Scene; prefix: string }) {
  const shapes = [...scene.back, ...scene.rows.flat().flatMap((mark) => mark.shapes), ...scene.front];
  const paints = shapes.flatMap((shape) => ('fill' in shape && shape.fill?.pattern ? [shape.fill] : []));
  const unique = new Map(
    [...paints, ...scene.legend.map(({ paint }) => paint)].map((paint) => [patternId(prefix, paint), paint]),
  );
  return (
    <defs>
      {[...unique].map(([id, paint]) => (
        <Fill key={id} paint={paint} prefix={prefix} />
      ))}
    </defs>
  );
}

/** What the colours, patterns and dashes stand for. */
export function Legend({ entries, prefix }: { entries: LegendEntry[]; prefix: string }) {
  if (entries.length === 0) return null;
  return (
    <ul className={classes.legend}>
      {entries.map(({ key, label, paint, dash, isLine }) => (
        <li key={key}>
          <svg width={22} height={12} aria-hidden>
            {isLine ? (
              <path d="M0,6H22" strokeWidth={2.5} strokeDasharray={dash} style={{ stroke: token(paint.tone) }} />
            ) : (
              <rect x={3} width={16} height={12} rx={2} style={{ fill: fillOf(prefix, paint) }} />
            )}
          </svg>
          {label}
        </li>
      ))}
    </ul>
  );
}

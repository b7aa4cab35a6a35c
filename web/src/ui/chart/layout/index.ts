import { bars } from '@/ui/chart/layout/bars';
import { funnel, waterfall } from '@/ui/chart/layout/flow';
import { coverage, heat } from '@/ui/chart/layout/grids';
import { curve, lines } from '@/ui/chart/layout/lines';
import { histogram, reliability } from '@/ui/chart/layout/odds';
import type { ChartSpec } from '@/ui/chart/spec';
import type { Frame, Scene } from '@/ui/chart/scene';

/** Lays a chart out: pure, so that the same numbers always give the same picture. */
export function layout(spec: ChartSpec, frame: Frame): Scene {
  switch (spec.kind) {
    case 'bars':
      return bars(spec, frame);
    case 'lines':
      return lines(spec, frame);
    case 'curve':
      return curve(spec, frame);
    case 'funnel':
      return funnel(spec, frame);
    case 'waterfall':
      return waterfall(spec, frame);
    case 'heat':
      return heat(spec, frame);
    case 'histogram':
      return histogram(spec, frame);
    case 'reliability':
      return reliability(spec, frame);
    case 'coverage':
      return coverage(spec, frame);
  }
}

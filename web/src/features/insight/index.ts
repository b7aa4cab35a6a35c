/** Numbers with the deals behind them, for the features that show some of their own. */
export { narrowingOf, whereOf } from '@/features/insight/asked';
export type { InsightSearch } from '@/features/insight/asked';
export { chartOf, tableOf } from '@/features/insight/chart-of';
export { keyOf, Rows } from '@/features/insight/rows';
export type { Reader } from '@/features/insight/rows';
export { DealsBehind, DealsDrawer } from '@/features/insight/DealsDrawer';
export { AsOfNote } from '@/features/insight/AsOfField';
export { Filters } from '@/features/insight/Filters';
export { spanOf } from '@/features/insight/periods';
export type { Span } from '@/features/insight/periods';
export { ReportFigure } from '@/features/insight/ReportFigure';
export { useFreshNumbers } from '@/features/insight/use-fresh-numbers';
export { useSayCell } from '@/features/insight/use-say-cell';

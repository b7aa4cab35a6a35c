import { usePipeline } from '@/api/lookup';
import type { DealChange } from '@/features/review/queries';
import { formatDate } from '@/lib/dates';
import type { Money } from '@/lib/money';
import { formatMoneyCompact } from '@/lib/money';
import { useLocale, useT, useText } from '@/lib/use-locale';

/** A change in words. */
export interface SaidChange {
  name: string;
  /** What it was; null for what only came or went. */
  before: string | null;
  after: string;
}

/** Says what changed on a deal of this pipeline. */
export function useSayChange(pipelineKey: string): (change: DealChange) => SaidChange {
  const t = useT('review');
  const deal = useT('deal');
  const common = useT('common');
  const text = useText();
  const locale = useLocale();
  const found = usePipeline(pipelineKey);
  const value = (kind: DealChange['kind'], raw: unknown): string => {
    if (raw === null || raw === undefined) return common('none');
    switch (kind) {
      case 'stage': {
        const stage = found?.pipeline.stages.find(({ key }) => key === raw);
        return stage ? text(stage.name) : String(raw);
      }
      case 'amount':
        return formatMoneyCompact(raw as Money, locale);
      case 'close_on':
        return formatDate(String(raw), locale);
      case 'pushes':
        return t('pushes_times', { count: Number(raw) });
      case 'forecast_category':
        return deal.has(`forecast.${String(raw)}` as 'forecast.commit')
          ? deal(`forecast.${String(raw)}` as 'forecast.commit')
          : String(raw);
      default:
        return String(raw);
    }
  };
  return ({ kind, before, after }) => {
    const name = t(`change.${kind}`);
    if (kind === 'created') return { name, before: null, after: '' };
    if (kind === 'evidence_added')
      return { name, before: null, after: (after as { title?: string } | null)?.title ?? '' };
    if (kind === 'evidence_retracted') return { name, before: null, after: String(after ?? '') };
    return { name, before: value(kind, before), after: value(kind, after) };
  };
}

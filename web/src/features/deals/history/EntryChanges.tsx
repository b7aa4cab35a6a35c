import type { JournalEntry, Money } from '@/api/types';
import { useDealView } from '@/features/deals/deal-view';
import type { FieldChange } from '@/features/deals/history/describe';
import { fieldChanges, isPlain } from '@/features/deals/history/describe';
import { formatDate, formatInstant } from '@/lib/dates';
import { formatMoney } from '@/lib/money';
import { useLocale, useT, useText } from '@/lib/use-locale';
import classes from '@/features/deals/history/Timeline.module.css';

const SHOWN = 6;

function isMoney(value: unknown): value is Money {
  return typeof value === 'object' && value !== null && 'amount_minor' in value && 'currency' in value;
}

/** What a change changed, field by field; a new record tells its values. */
export function EntryChanges({ entry }: { entry: JournalEntry }) {
  const t = useT('deal');
  const say = useSay();
  const changes = fieldChanges(entry).filter(({ before, after }) => isTellable(before) && isTellable(after));
  const shown = changes.slice(0, SHOWN);
  if (shown.length === 0) return null;
  return (
    <ul className={classes.changes}>
      {shown.map((change) => (
        <li key={change.field}>
          <span className={classes.field}>
            {t.has(`field.${change.field}` as 'field.name')
              ? t(`field.${change.field}` as 'field.name')
              : change.field.replaceAll('_', ' ')}
          </span>
          {change.before !== null && (
            <>
              <del>{say(change, change.before)}</del>
              <span aria-hidden>→</span>
            </>
          )}
          <ins>{change.after === null ? t('emptied') : say(change, change.after)}</ins>
        </li>
      ))}
      {changes.length > SHOWN && <li className={classes.field}>{t('and_more', { count: changes.length - SHOWN })}</li>}
    </ul>
  );
}

/** Lists and ids say nothing to a reader. */
function isTellable(value: unknown): boolean {
  if (isMoney(value)) return true;
  return isPlain(value) && !(typeof value === 'string' && /^[0-9a-f]{8}-[0-9a-f]{4}-/.test(value));
}

/** A journaled value in words: stages, types and choices by their names, money and dates as everywhere. */
function useSay() {
  const t = useT('deal');
  const gate = useT('gate');
  const text = useText();
  const locale = useLocale();
  const { pipeline, playbook } = useDealView();
  return ({ field }: FieldChange, value: unknown): string => {
    if (isMoney(value)) return formatMoney(value, locale);
    const word = String(value);
    if (/^\d{4}-\d{2}-\d{2}$/.test(word)) return formatDate(word, locale);
    if (/^\d{4}-\d{2}-\d{2}T/.test(word)) return formatInstant(word, locale);
    if (typeof value === 'boolean') return t(value ? 'yes' : 'no');
    const stage = ['stage', 'entered_from'].includes(field) && pipeline.stages.find(({ key }) => key === word);
    if (stage) return text(stage.name);
    const type = field === 'evidence_type' && playbook.evidence_types.find(({ key }) => key === word);
    if (type) return text(type.name);
    const catalogues = [
      field === 'close_basis' && `bases.${word}`,
      field === 'competition' && `competitions.${word}`,
      field === 'origin' && `origins.${word}`,
      field === 'kind' && `kinds.${word}`,
    ];
    const named = catalogues.find((key) => key && gate.has(key as 'bases.estimate'));
    if (named) return gate(named as 'bases.estimate');
    const own = [`forecast.${word}`, `strength.${word}`, `waiver_states.${word}`, `kinds.${word}`].find(
      (key) => /forecast|strength|state|kind/.test(field) && t.has(key as 'forecast.commit'),
    );
    return own ? t(own as 'forecast.commit') : word;
  };
}

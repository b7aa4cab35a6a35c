import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { playbooksQuery } from '@/api/queries';
import type { ReportCell } from '@/api/reports';
import type { Reason } from '@/api/types';
import { formatDate } from '@/lib/dates';
import { useLocale, useT, useText } from '@/lib/use-locale';

type Say = (column: string, value: ReportCell) => string;

/** Reads a cell of text: keys of the playbook by their names, words of the product in the reader's language. */
export function useSayCell(): Say {
  const t = useT('insight');
  const locale = useLocale();
  const text = useText();
  const { data: playbooks } = useQuery(playbooksQuery);
  return useMemo(() => {
    const names = new Map<string, string>();
    const learn = (kind: string, key: string, name: string) => {
      if (!names.has(`${kind} ${key}`)) names.set(`${kind} ${key}`, name);
    };
    const reasons = (list: readonly Reason[], path = '') => {
      for (const reason of list) {
        learn('reason', path + reason.key, text(reason.name));
        learn('reason', reason.key, text(reason.name));
      }
    };
    for (const playbook of playbooks ?? []) {
      reasons(playbook.loss_reasons);
      reasons(playbook.close_date_reasons);
      for (const type of playbook.evidence_types) learn('evidence', type.key, text(type.name));
      for (const pipeline of playbook.pipelines) {
        learn('pipeline', pipeline.key, text(pipeline.name));
        for (const stage of pipeline.stages) learn('stage', stage.key, text(stage.name));
      }
    }
    return (column, value) => {
      if (value === null || value === '') return t('unknown');
      if (typeof value === 'boolean') return t(value ? 'flag.yes' : 'flag.no');
      const said = String(value);
      const kind = /stage$/.test(column)
        ? 'stage'
        : /reason/.test(column)
          ? 'reason'
          : column === 'passers_had'
            ? 'evidence'
            : column;
      const known = names.get(`${kind} ${said}`);
      if (known) return known;
      if (/^\d{4}-\d{2}-\d{2}$/.test(said)) return formatDate(said, locale);
      const word = `words.${said.replace(/[^a-z0-9_]/gi, '_')}`;
      return t.has(word as never) ? t(word as never) : said;
    };
  }, [playbooks, text, t, locale]);
}

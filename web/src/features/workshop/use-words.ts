import { useMemo } from 'react';
import type { Pipeline, Playbook, Text } from '@/api/types';
import type { Happening } from '@/features/workshop/laid';
import { useT, useText } from '@/lib/use-locale';

/** What happenings and confirmations are called, by the words of the playbook. */
export function useWords(playbook: Playbook, pipeline: Pipeline) {
  const t = useT('workshop');
  const text = useText();
  return useMemo(() => {
    const types = new Map(playbook.evidence_types.map(({ key, name }) => [key, name]));
    const stages = new Map(pipeline.stages.map(({ key, name }) => [key, name]));
    const byLabel = new Map([...types].map(([key, name]) => [text(name), key]));
    /** A name of one's own is the same in both languages until it is edited. */
    const both = (name: string): Text => types.get(name) ?? { ko: name, en: name };
    return {
      both,
      name: (name: string) => text(both(name)),
      /** The key behind a label, or the label itself as a name of one's own. */
      nameFrom: (label: string) => byLabel.get(label) ?? label,
      suggestions: [...byLabel.keys()],
      happening: ({ kind, type, title }: Happening): string => {
        const stage = stages.get(type);
        if (kind === 'evidence') return text(both(type));
        if (kind === 'visit') return t('entered', { stage: stage ? text(stage) : type });
        return title ?? t('legend.activity');
      },
      /** What a happening is called once it is marked. */
      proposed: ({ kind, type, title }: Happening): string =>
        kind === 'evidence' ? type : kind === 'activity' && title ? title : type,
    };
  }, [playbook, pipeline, t, text]);
}

export type Words = ReturnType<typeof useWords>;

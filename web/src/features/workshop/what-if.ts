import type { YAMLSeq } from 'yaml';
import { isMap, isSeq, parseDocument } from 'yaml';
import type { Stage } from '@/api/types';
import { stagesOf } from '@/features/workshop/draft';

/** A gate asks for at most so many fields; the linter refuses more. */
export const FIELDS_MAX = 5;

/** One more thing that leaving a stage would have asked for. */
export type Criterion =
  { kind: 'evidence'; key: string } | { kind: 'field'; key: string } | { kind: 'rule'; when: string; name?: string };

/** Whether a stage asks for it already. */
export function isAsked(stage: Stage, criterion: Criterion): boolean {
  switch (criterion.kind) {
    case 'evidence':
      return stage.required_evidence.some(({ evidence_type }) => evidence_type === criterion.key);
    case 'field':
      return stage.required_fields.some((field) => field === criterion.key);
    case 'rule':
      return stage.exit.some(({ when }) => when === criterion.when);
  }
}

/**
 * A playbook file in which leaving one stage asks for one thing more; everything else stays as it is, comments too.
 *
 * @throws when the file is no playbook that has the stage
 */
export function withCriterion(source: string, pipeline: string, stage: string, criterion: Criterion): string {
  const document = parseDocument(source);
  const own = stagesOf(document, pipeline).items.find((item) => isMap(item) && item.get('key') === stage);
  if (!isMap(own)) throw new Error(`the playbook has no stage ${stage}`);
  const list = (name: string): YAMLSeq => {
    const known = own.get(name);
    if (isSeq(known)) return known;
    const made = document.createNode([]) as YAMLSeq;
    own.set(name, made);
    return made;
  };
  switch (criterion.kind) {
    case 'evidence':
      list('required_evidence').add(
        document.createNode({ evidence_type: criterion.key, min_strength: 'captured' }, { flow: true }),
      );
      break;
    case 'field':
      list('required_fields').add(document.createNode(criterion.key));
      break;
    case 'rule':
      list('exit').add(
        document.createNode({
          key: 'what_if',
          sentence: { ko: criterion.name ?? criterion.when, en: criterion.name ?? criterion.when },
          when: criterion.when,
        }),
      );
  }
  return document.toString({ lineWidth: 140 });
}

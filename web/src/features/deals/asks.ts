import type { Deal, Evidence, Missing, Pipeline, QuestionSet, Stage, StageVisit } from '@/api/types';

/** One thing a stage asks for before a deal may leave it forward. */
export interface Ask {
  kind: 'field' | 'evidence' | 'customer_confirmation' | 'criterion';
  key: string;
  isThere: boolean;
}

/** The stage that follows in the pipeline's order: the next open one, or won. */
export function stageAfter(pipeline: Pipeline, key: string): Stage | undefined {
  const index = pipeline.stages.findIndex((stage) => stage.key === key);
  const stage = pipeline.stages[index];
  if (!stage || stage.kind !== 'open') return undefined;
  return pipeline.stages.slice(index + 1).find(({ kind }) => kind !== 'lost');
}

/** Everything a stage asks for, and what of it is there, by what a judgement says is missing. */
export function asksOf(stage: Stage, missing: readonly Missing[]): Ask[] {
  const own = missing.filter((item) => item.stage === stage.key);
  const isMissing = (key: string, kinds: readonly string[]) =>
    own.some((item) => kinds.includes(item.kind) && item.key === key);
  return [
    ...stage.required_fields.map((key): Ask => ({
      kind: 'field',
      key,
      isThere: !isMissing(key, ['field', 'won_checklist']),
    })),
    ...stage.required_evidence.map(({ evidence_type: key }): Ask => ({
      kind: 'evidence',
      key,
      isThere: !isMissing(key, ['evidence', 'won_checklist']),
    })),
    ...(stage.customer_confirmation && stage.confirmed_by.length > 0
      ? [
          {
            kind: 'customer_confirmation',
            key: 'customer_confirmation',
            isThere: !own.some(({ kind }) => kind === 'customer_confirmation'),
          } as Ask,
        ]
      : []),
    ...stage.exit.map(({ key }): Ask => ({
      kind: 'criterion',
      key,
      isThere: !isMissing(key, ['criterion', 'won_checklist']),
    })),
  ];
}

/** The evidence types a stage is about: what it requires and what confirms it, each once. */
export function evidenceTypesOf(stage: Stage): string[] {
  return [...new Set([...stage.required_evidence.map(({ evidence_type }) => evidence_type), ...stage.confirmed_by])];
}

/** Evidence as a stage of the pipeline claims it. */
export interface StageEvidence {
  stage: Stage | null;
  items: Evidence[];
  /** Types the stage asks for that have no standing evidence yet. */
  open: string[];
}

/**
 * Evidence by the stage it speaks for: the current stage first, then the earlier ones backwards, then later ones that have
 * some already, then what no stage asks for. Evidence counts for the first stage that names its type.
 */
export function evidenceByStage(pipeline: Pipeline, current: string, evidence: readonly Evidence[]): StageEvidence[] {
  const here = pipeline.stages.findIndex(({ key }) => key === current);
  const home = (item: Evidence) =>
    pipeline.stages.findIndex((stage) => evidenceTypesOf(stage).includes(item.evidence_type));
  const order = [
    here,
    ...pipeline.stages.map((_, index) => here - 1 - index).filter((index) => index >= 0),
    ...pipeline.stages.map((_, index) => index).filter((index) => index > here),
  ];
  const groups = order.flatMap((index): StageEvidence[] => {
    const stage = pipeline.stages[index];
    if (!stage) return [];
    const items = evidence.filter((item) => home(item) === index);
    const standing = new Set(evidence.filter((item) => !item.retracted_at).map((item) => item.evidence_type));
    const open = index === here ? evidenceTypesOf(stage).filter((type) => !standing.has(type)) : [];
    return items.length > 0 || open.length > 0 ? [{ stage, items, open }] : [];
  });
  const rest = evidence.filter((item) => home(item) === -1);
  return rest.length > 0 ? [...groups, { stage: null, items: rest, open: [] }] : groups;
}

/** How many questions of a set have an answer, and how many answers rest on evidence. */
export function answeredIn(set: QuestionSet, deal: Pick<Deal, 'answers'>) {
  const answers = deal.answers.filter((answer) => answer.set === set.key && answer.answer.trim() !== '');
  const known = new Set(set.questions.map(({ key }) => key));
  const counted = answers.filter(({ question }) => known.has(question));
  return {
    answered: counted.length,
    backed: counted.filter(({ evidence_ids }) => (evidence_ids ?? []).length > 0).length,
    total: set.questions.length,
  };
}

/** Whole days spent in a stage over all visits, until now or the instant looked at. */
export function daysInStage(visits: readonly StageVisit[], stage: string, until: number): number | null {
  const own = visits.filter((visit) => visit.stage === stage && Date.parse(visit.entered_at) <= until);
  if (own.length === 0) return null;
  const spent = own.reduce((sum, { entered_at, left_at }) => {
    const end = left_at ? Math.min(Date.parse(left_at), until) : until;
    return sum + Math.max(0, end - Date.parse(entered_at));
  }, 0);
  return Math.floor(spent / 86_400_000);
}

import { isMap, isSeq, parseDocument } from 'yaml';
import type { Document, YAMLMap, YAMLSeq } from 'yaml';
import type { Pipeline, Playbook, Stage, Text } from '@/api/types';
import type { Cluster, ProposedStage } from '@/features/workshop/propose';
import { attachParticles } from '@/lib/particle';

/** A stage of the draft, as it can still be edited. */
export interface DraftStage {
  key: string;
  name: Text;
  /** The published stage whose place it takes, with its remedy and what it asks for. */
  from: Stage | null;
  proposed: ProposedStage;
}

/** The name of a confirmation in both languages. */
export type NameOf = (name: string) => Text;

/** A confirmation's own type of evidence: the published one where the customer can originate it, else one of its own. */
function typeOf(playbook: Playbook, name: string): { key: string; isNew: boolean } {
  const known = playbook.evidence_types.find(({ key }) => key === name);
  if (known?.origins.includes('customer')) return { key: known.key, isNew: false };
  return { key: `${slug(name)}_confirmed`, isNew: true };
}

/** Lower-case letters, digits and `_`; a name without any gets a number made of its letters, always the same. */
export function slug(name: string): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '');
  if (/^[a-z]/.test(plain)) return plain.slice(0, 40);
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
  return `step_${plain ? `${plain}_` : ''}${sum}`.slice(0, 40);
}

/** How much of what a published stage asks for the proposed one confirms; what confirms a stage weighs most. */
function likeness(stage: Stage, { end, along }: ProposedStage): number {
  const names = new Set([end, ...along].map(({ name }) => name));
  const asked = stage.required_evidence.filter(({ evidence_type }) => names.has(evidence_type)).length;
  const confirmed = stage.confirmed_by.filter((type) => names.has(type)).length;
  const exits = stage.exit.filter(({ when }) => when.includes(`"${end.name}"`)).length;
  return asked + 3 * confirmed + 3 * exits;
}

/**
 * The proposal as stages with keys and names. A published stage that asks for the same confirmations lends its key and
 * name, so that deals which stand there keep their place.
 */
export function draftStages(pipeline: Pipeline, proposal: readonly ProposedStage[], nameOf: NameOf): DraftStage[] {
  const open = pipeline.stages.filter(({ kind }) => kind === 'open');
  const pairs = proposal
    .flatMap((proposed, at) => open.map((stage) => ({ at, stage, score: likeness(stage, proposed) })))
    .filter(({ score }) => score > 0)
    .toSorted((one, other) => other.score - one.score);
  const taken = new Map<number, Stage>();
  const used = new Set<string>();
  for (const { at, stage } of pairs) {
    if (taken.has(at) || used.has(stage.key)) continue;
    taken.set(at, stage);
    used.add(stage.key);
  }
  const keys = new Set(pipeline.stages.map(({ key }) => key));
  return proposal.map((proposed, at) => {
    const from = taken.get(at) ?? null;
    if (from) return { key: from.key, name: from.name, from, proposed };
    const base = `until_${slug(proposed.end.name)}`.slice(0, 44);
    let key = base;
    for (let number = 2; keys.has(key); number += 1) key = `${base}_${number}`;
    keys.add(key);
    const { ko, en } = nameOf(proposed.end.name);
    return { key, name: { ko: `${ko} 전`, en: `Before: ${en}` }, from: null, proposed };
  });
}

/** The published open stages that the draft does without. */
export function vanishing(pipeline: Pipeline, stages: readonly DraftStage[]): Stage[] {
  const kept = new Set(stages.map(({ key }) => key));
  return pipeline.stages.filter(({ key, kind }) => kind === 'open' && !kept.has(key));
}

/** The rule that ends a stage: the customer confirmed what ends it. */
export function exitRule(playbook: Playbook, { proposed }: DraftStage): string {
  return `customer_evidence("${typeOf(playbook, proposed.end.name).key}")`;
}

/** Probabilities along the open stages as published, read off at as many points as there are now: never falling. */
function ladder<T>(published: readonly T[], count: number, at: number): T | undefined {
  const last = published.length - 1;
  return published[count <= 1 ? 0 : Math.round((at / (count - 1)) * last)];
}

/**
 * The published playbook with the open stages of one pipeline replaced; everything else of the file stays as it is,
 * comments too.
 *
 * @param source the published file
 * @throws when the file is no playbook that has the pipeline
 */
export function draftSource(
  source: string,
  playbook: Playbook,
  pipeline: Pipeline,
  stages: readonly DraftStage[],
  nameOf: NameOf,
): string {
  const document = parseDocument(source);
  const sequence = stagesOf(document, pipeline.key);
  const published = pipeline.stages.filter(({ kind }) => kind === 'open');
  const closing = sequence.items.filter((item) => isMap(item) && item.get('kind') !== 'open');
  const own = new Map(
    sequence.items.flatMap((item) => (isMap(item) ? [[String(item.get('key')), item] as const] : [])),
  );
  const types = new Map<string, Text>();
  const keyOf = ({ name }: Cluster) => {
    const { key, isNew } = typeOf(playbook, name);
    if (isNew) types.set(key, nameOf(name));
    return key;
  };
  let percent = 1;
  const drafted = stages.map((stage, at) => {
    const { end, along, days } = stage.proposed;
    const model = ladder(published, stages.length, at);
    percent = Math.max(percent, model?.probability_percent ?? 1);
    const [endKey, alongKeys] = [keyOf(end), along.map(keyOf)];
    const said = nameOf(end.name);
    const asked = alongKeys.map((evidence_type) => ({ evidence_type, min_strength: 'customer_originated' }));
    const kept = stage.from ? own.get(stage.from.key)?.get('required_evidence') : undefined;
    const required = document.createNode(
      asked.length > 0 ? asked : [{ evidence_type: endKey, min_strength: 'customer_originated' }],
    );
    const fields = {
      key: stage.key,
      name: stage.name,
      kind: 'open',
      definition: stage.from?.definition ?? {
        ko: attachParticles(`고객이 아직 ‘${said.ko}’을(를) 확인하지 않은 상태입니다.`),
        en: `The customer has not confirmed “${said.en}” yet.`,
      },
      probability_percent: percent,
      rot_days: Math.max(7, Math.round(days * 1.5)),
      forecast_category: model?.forecast_category ?? 'pipeline',
      required_fields: stage.from?.required_fields ?? model?.required_fields ?? [],
      required_evidence: kept ?? required,
      confirmed_by: [endKey],
      exit: [
        {
          key: 'confirmed',
          sentence: {
            ko: `고객이 확인함: ${said.ko}`,
            en: `The customer confirmed: ${said.en}`,
          },
          when: exitRule(playbook, stage),
        },
      ],
      remedy: stage.from?.remedy ?? {
        ko: `‘${said.ko}’에 무엇이 남았는지 고객에게 묻고, 확인할 사람과 날짜를 정하세요.`,
        en: `Ask the customer what is missing for “${said.en}”, and agree who confirms it and by when.`,
      },
    };
    const node = document.createNode(fields);
    for (const short of ['name', 'required_fields', 'confirmed_by']) {
      const value = node.get(short, true);
      if (isMap(value) || isSeq(value)) value.flow = true;
    }
    return node;
  });
  sequence.items = [...drafted, ...closing];
  addTypes(document, types);
  return document.toString({ lineWidth: 140 });
}

/** The stages of one pipeline in a playbook file. */
export function stagesOf(document: Document, pipeline: string): YAMLSeq {
  const pipelines = document.get('pipelines');
  const own = isSeq(pipelines)
    ? pipelines.items.find((item): item is YAMLMap => isMap(item) && item.get('key') === pipeline)
    : undefined;
  const stages = own?.get('stages');
  if (!isSeq(stages)) throw new Error(`the playbook has no pipeline ${pipeline}`);
  return stages;
}

/** Confirmations that the playbook had no type of evidence for. */
function addTypes(document: Document, types: ReadonlyMap<string, Text>): void {
  const known = document.get('evidence_types');
  if (!isSeq(known)) return;
  const have = new Set(known.items.map((item) => (isMap(item) ? item.get('key') : undefined)));
  for (const [key, name] of types) {
    if (have.has(key)) continue;
    const description = { ko: `고객이 확인함: ${name.ko}`, en: `The customer confirmed: ${name.en}` };
    const kinds = ['email', 'meeting', 'document', 'call'];
    known.add(document.createNode({ key, name, description, origins: ['customer'], kinds }));
  }
}

import type { EvidenceType, Playbook, Question, Stage } from '@/api/types';

/**
 * What the way out of a stage turns on, read from its exit criteria: the questions one asks and the customer one wants,
 * whoever decides about the money, or the paperwork.
 */
export type Focus = 'questions' | 'economic_buyer' | 'security_legal';

/** What the playbook prescribes where deals stand in a stage. */
export interface Prescription {
  playbook: Playbook;
  pipeline: string;
  stage: Stage;
  focus: Focus | null;
  /** Questions whose answers the stage asks for. */
  questions: Question[];
  /** Evidence of the customer's that moves a deal on. */
  evidence: EvidenceType[];
}

const CALL = /answered(?:_with_evidence)?\(\s*["']([^"']+)["']\s*,\s*["']([^"']+)["']/g;
const CUSTOMER = /(?:customer_evidence|has_evidence)\(\s*["']([^"']+)["']/g;
/** Somebody must have met whoever decides; knowing the name is a matter of asking. */
const MET_BUYER = /role_at_least\(\s*["']economic_buyer["']\s*,\s*["'](?:engaged|confirmed)["']/;
const PROFILE = /(^|_)(icp|target)(_|$)/;

/** The focus of a stage, or none where its criteria show none. */
export function focusOf(stage: Pick<Stage, 'exit' | 'required_evidence'>): Focus | null {
  const rules = stage.exit.map(({ when }) => when).join('\n');
  if (/\bprocurement(_clear)?\b/.test(rules.replaceAll(/["'][^"']*["']/g, ''))) return 'security_legal';
  if (MET_BUYER.test(rules)) return 'economic_buyer';
  const asks = rules.search(CALL) >= 0;
  return asks || stage.required_evidence.some(({ evidence_type }) => PROFILE.test(evidence_type)) ? 'questions' : null;
}

/** The prescription for a stage of a pipeline; none for a stage that the published playbooks do not have. */
export function prescriptionOf(
  playbooks: readonly Playbook[],
  pipeline: string,
  stageKey: string,
): Prescription | undefined {
  for (const playbook of playbooks) {
    const stage = playbook.pipelines
      .find(({ key }) => key === pipeline)
      ?.stages.find(({ key, kind }) => key === stageKey && kind === 'open');
    if (!stage) continue;
    const rules = stage.exit.map(({ when }) => when).join('\n');
    const asked = [...rules.matchAll(CALL)].flatMap(([, set, key]) => {
      const questions = playbook.question_sets.find((one) => one.key === set)?.questions;
      return questions?.find((one) => one.key === key) ?? [];
    });
    const types = new Set([...[...rules.matchAll(CUSTOMER)].map(([, type]) => type), ...stage.confirmed_by]);
    const evidence = playbook.evidence_types.filter(({ key }) => types.has(key));
    return { playbook, pipeline, stage, focus: focusOf(stage), questions: asked, evidence };
  }
  return undefined;
}

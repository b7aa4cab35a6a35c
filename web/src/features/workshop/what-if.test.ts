import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Stage } from '@/api/types';
import { isAsked, withCriterion } from '@/features/workshop/what-if';

const shipped = readFileSync('../playbooks/us-saas-new-business.yaml', 'utf8');

interface File {
  pipelines: { stages: Stage[] }[];
}

const stage = (source: string) => (parse(source) as File).pipelines[0]!.stages.find(({ key }) => key === 'discovery')!;

describe('one criterion more', () => {
  it('is asked for when the stage is left, and nothing else of the file changes', () => {
    const before = stage(shipped);
    const evidence = withCriterion(shipped, 'new-business', 'discovery', { kind: 'evidence', key: 'icp_fit' });
    expect(stage(evidence).required_evidence).toEqual([
      ...before.required_evidence,
      { evidence_type: 'icp_fit', min_strength: 'captured' },
    ]);
    const field = withCriterion(shipped, 'new-business', 'discovery', { kind: 'field', key: 'champion' });
    expect(stage(field).required_fields).toEqual([...before.required_fields, 'champion']);
    const rule = withCriterion(shipped, 'new-business', 'discovery', { kind: 'rule', when: 'deal.pushes < 2' });
    expect(stage(rule).exit.map(({ key, when }) => [key, when])).toEqual([
      ...before.exit.map(({ key, when }) => [key, when]),
      ['what_if', 'deal.pushes < 2'],
    ]);
    const removed = (source: string) => {
      const file = parse(source) as File;
      const kept = file.pipelines[0]!.stages.filter(({ key }) => key !== 'discovery');
      return { ...file, pipelines: [{ ...file.pipelines[0], stages: kept }, ...file.pipelines.slice(1)] };
    };
    for (const changed of [evidence, field, rule]) expect(removed(changed)).toEqual(removed(shipped));
  });

  it('is known when the stage asks for it already', () => {
    const own = stage(shipped);
    const asked = own.required_evidence[0]!.evidence_type;
    expect(isAsked(own, { kind: 'evidence', key: asked })).toBe(true);
    expect(isAsked(own, { kind: 'evidence', key: 'icp_fit' })).toBe(false);
  });

  it('refuses a stage that the file does not have', () => {
    expect(() => withCriterion(shipped, 'new-business', 'nowhere', { kind: 'field', key: 'amount' })).toThrow();
  });
});

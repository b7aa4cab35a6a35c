import { describe, expect, it } from 'vitest';
import type { Report } from '@/api/reports';
import type { Playbook, Stage } from '@/api/types';
import { placeAt, placesOf, ranked, sayable } from '@/features/bottleneck/places';
import { focusOf, prescriptionOf } from '@/features/bottleneck/prescription';

const column = (name: string, is_key = false) => ({ name, is_key, kind: 'text' });
const report = {
  columns: [column('owner', true), column('stage', true), column('slower')],
  rows: [
    { owner: 'Priya', stage: 'proposal', slower: 0.97, is_unusual: false, stuck: 1, stuck_minor: 384, lift: 20.2 },
    { owner: 'Tom', stage: 'proposal', slower: 0.4, is_unusual: false, stuck: 3 },
    { owner: 'Daniel', stage: 'discovery', slower: 0.9999, is_unusual: true, stuck: 0, passers_had: 'met', lift: 9 },
    { owner: null, stage: 'discovery', slower: null, stuck: 2 },
  ],
} as unknown as Report;

describe('the places of a bottleneck report', () => {
  it('lists the unusual ones first and leaves out what is not slower', () => {
    expect(ranked(placesOf(report)).map(({ who }) => who)).toEqual(['Daniel', 'Priya']);
  });

  it('finds the place the address names, nobody’s deals included', () => {
    expect(placeAt(placesOf(report), '[null,"discovery"]')?.stuck).toBe(2);
    expect(placeAt(placesOf(report), undefined)).toBeUndefined();
  });

  it('knows no habit where the report names no evidence', () => {
    expect(placesOf(report).map(({ habit }) => habit?.evidence)).toEqual([undefined, undefined, 'met', undefined]);
  });

  it('never calls a measured probability certain', () => {
    expect(sayable(0.99998)).toBe(0.999);
    expect(sayable(0.976)).toBe(0.976);
  });
});

const stage = (when: string, required: string[] = []): Stage =>
  ({
    key: 's',
    kind: 'open',
    confirmed_by: [],
    exit: [{ key: 'e', when }],
    required_evidence: required.map((evidence_type) => ({ evidence_type })),
  }) as unknown as Stage;

describe('the prescription', () => {
  it('reads from the exit criteria what a stage turns on', () => {
    expect(focusOf(stage('customer_evidence("a") && answered("meddicc", "metrics")'))).toBe('questions');
    expect(focusOf(stage('role_at_least("economic_buyer", "identified") && answered("m", "q")'))).toBe('questions');
    expect(focusOf(stage('role_at_least("economic_buyer", "engaged")'))).toBe('economic_buyer');
    expect(focusOf(stage('size(procurement) > 0'))).toBe('security_legal');
    // A person of the purchasing department is no paperwork.
    expect(focusOf(stage('role_at_least("procurement", "engaged")'))).toBeNull();
    expect(focusOf(stage('customer_evidence("reply")', ['target_fit']))).toBe('questions');
  });

  it('brings the questions and the evidence that the stage asks for', () => {
    const playbook = {
      pipelines: [{ key: 'p', stages: [stage('customer_evidence("agreed") && answered("m", "pain")')] }],
      question_sets: [{ key: 'm', questions: [{ key: 'pain' }, { key: 'metrics' }] }],
      evidence_types: [{ key: 'agreed' }, { key: 'other' }],
    } as unknown as Playbook;
    const found = prescriptionOf([playbook], 'p', 's');
    expect(found?.questions.map(({ key }) => key)).toEqual(['pain']);
    expect(found?.evidence.map(({ key }) => key)).toEqual(['agreed']);
    expect(prescriptionOf([playbook], 'other', 's')).toBeUndefined();
  });
});

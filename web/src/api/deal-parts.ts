import { api, body } from '@/api/client';
import type {
  AddEvidence,
  Answer,
  BuyingRoleKind,
  ChangeCloseDate,
  Evidence,
  MilestonePlan,
  Poc,
  ProcurementItem,
  SetBuyingRole,
  SetMilestonePlan,
  SetRisk,
} from '@/api/types';

const on = (deal_id: string) => ({ path: { deal_id } });

/** Records evidence. */
export const addEvidence = (deal: string, evidence: AddEvidence) =>
  body(api.POST('/api/v1/deals/{deal_id}/evidence', { params: on(deal), body: evidence }));

/** Takes evidence back; it stays on record. */
export const retractEvidence = (deal_id: string, evidence_id: string, reason: string): Promise<Evidence> =>
  body(
    api.POST('/api/v1/deals/{deal_id}/evidence/{evidence_id}/retract', {
      params: { path: { deal_id, evidence_id } },
      body: { reason },
    }),
  );

/** Says which part somebody plays. */
export const setBuyingRole = (deal: string, role: SetBuyingRole) =>
  body(api.PUT('/api/v1/deals/{deal_id}/buying-roles', { params: on(deal), body: role }));

/** Takes somebody off a part. */
export const removeBuyingRole = (deal_id: string, contact_id: string, role: BuyingRoleKind) =>
  body(
    api.DELETE('/api/v1/deals/{deal_id}/buying-roles/{contact_id}/{role}', {
      params: { path: { deal_id, contact_id, role } },
    }),
  );

/** Answers a question; a blank answer takes it back. */
export const setAnswer = (deal: string, answer: Answer) =>
  body(api.PUT('/api/v1/deals/{deal_id}/answers', { params: on(deal), body: answer }));

/** Lays the plan to signature out. */
export const setPlan = (deal: string, plan: SetMilestonePlan) =>
  body(api.PUT('/api/v1/deals/{deal_id}/milestone-plan', { params: on(deal), body: plan }));

/** A plan as it is set again: its own steps, or its template's. */
export const planAsSet = (plan: MilestonePlan): SetMilestonePlan => ({
  template: plan.template,
  anchor: plan.anchor,
  milestones: plan.milestones.map(({ key, name, owner, lead_time, after }) => ({ key, name, owner, lead_time, after })),
});

/** Marks a step of the plan as done. */
export const completeMilestone = (deal_id: string, key: string, done_on: string) =>
  body(
    api.POST('/api/v1/deals/{deal_id}/milestones/{key}/complete', {
      params: { path: { deal_id, key } },
      body: { done_on },
    }),
  );

/** Sets one step of the buyer's procurement. */
export const setProcurement = (deal: string, item: ProcurementItem) =>
  body(api.PUT('/api/v1/deals/{deal_id}/procurement', { params: on(deal), body: item }));

/** Notes a risk. */
export const addRisk = (deal: string, risk: SetRisk) =>
  body(api.POST('/api/v1/deals/{deal_id}/risks', { params: on(deal), body: risk }));

/** Changes a risk. */
export const setRisk = (deal_id: string, risk_id: string, risk: SetRisk) =>
  body(api.PUT('/api/v1/deals/{deal_id}/risks/{risk_id}', { params: { path: { deal_id, risk_id } }, body: risk }));

/** Records the proof of concept. */
export const setPoc = (deal: string, poc: Poc) =>
  body(api.PUT('/api/v1/deals/{deal_id}/poc', { params: on(deal), body: poc }));

/** Moves the close date. */
export const changeCloseDate = (deal: string, change: ChangeCloseDate) =>
  body(api.POST('/api/v1/deals/{deal_id}/change-close-date', { params: on(deal), body: change }));

import type { ComponentType } from 'react';
import type { SatisfyAction } from '@/api/types';
import { AnswerForm } from '@/features/gate/remedies/AnswerForm';
import { BuyingRoleForm } from '@/features/gate/remedies/BuyingRoleForm';
import { EvidenceForm } from '@/features/gate/remedies/EvidenceForm';
import { FieldForm } from '@/features/gate/remedies/FieldForm';
import { MilestoneForm } from '@/features/gate/remedies/MilestoneForm';
import { PocForm } from '@/features/gate/remedies/PocForm';
import { ProcurementForm } from '@/features/gate/remedies/ProcurementForm';
import type { RemedyProps } from '@/features/gate/remedies/remedy';
import { WaiverForm } from '@/features/gate/remedies/WaiverForm';

/** The control for each thing a person can do about a missing item. */
export const REMEDIES: Record<SatisfyAction | 'set_poc', ComponentType<RemedyProps>> = {
  set_field: FieldForm,
  add_evidence: EvidenceForm,
  set_buying_role: BuyingRoleForm,
  answer_question: AnswerForm,
  complete_milestone: MilestoneForm,
  clear_procurement: ProcurementForm,
  set_poc: PocForm,
  request_waiver: WaiverForm,
};

/** Moving deals through their gates; the one feature that others may import. */
export { MissingList } from '@/features/gate/MissingList';
export { REMEDIES } from '@/features/gate/remedies';
export { BuyingRoleForm } from '@/features/gate/remedies/BuyingRoleForm';
export type { Refused } from '@/features/gate/remedies/RemedyForm';
export { RemedyForm } from '@/features/gate/remedies/RemedyForm';
export { gateRequest } from '@/features/gate/request';
export type { GateRequest } from '@/features/gate/request';
export { useChangeStage } from '@/features/gate/use-change-stage';
export { useDealWrite } from '@/features/gate/use-deal-write';
export { useEditDeal } from '@/features/gate/use-edit-deal';

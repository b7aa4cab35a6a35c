/** Moving deals through their gates; the one feature that others may import. */
export { gateRequest } from '@/features/gate/request';
export type { GateRequest } from '@/features/gate/request';
export { useChangeStage } from '@/features/gate/use-change-stage';

import { Button, Group, Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { isBackward, usePipeline } from '@/api/lookup';
import { dealQuery, gateQuery } from '@/api/queries';
import type { Deal, Missing, Pipeline, Playbook, Stage } from '@/api/types';
import { MissingList } from '@/features/gate/MissingList';
import { isAnswered, ReasonForm } from '@/features/gate/ReasonForm';
import type { GateRequest } from '@/features/gate/request';
import { gateRequest } from '@/features/gate/request';
import type { MoveReason } from '@/features/gate/use-change-stage';
import { useChangeStage } from '@/features/gate/use-change-stage';
import { useStore } from '@/lib/store';
import { useT, useText } from '@/lib/use-locale';
import { ErrorState, ListSkeleton } from '@/ui/states';
import classes from '@/features/gate/Gate.module.css';

/** What is missing for a move, each with the control that supplies it; and then the move. Mounted once, by the shell. */
export default function GateDialog() {
  const request = useStore(gateRequest);
  return request && <Dialog key={`${request.dealId}-${request.to}`} request={request} />;
}

function close(request: GateRequest) {
  gateRequest.set(null);
  // Back to the card, if that is where the move began.
  requestAnimationFrame(() =>
    document.querySelector<HTMLElement>(`[data-deal-id="${CSS.escape(request.dealId)}"]`)?.focus(),
  );
}

function Dialog({ request }: { request: GateRequest }) {
  const t = useT('gate');
  const common = useT('common');
  const found = usePipeline(request.pipeline);
  const { data: deal, error, refetch } = useQuery(dealQuery(request.dealId));
  const from = found?.pipeline.stages.find(({ key }) => key === deal?.stage);
  const to = found?.pipeline.stages.find(({ key }) => key === request.to);
  const text = useText();
  return (
    <Modal
      opened
      onClose={() => close(request)}
      size={680}
      title={to ? t('title', { deal: request.dealName, stage: text(to.name) }) : request.dealName}
      closeButtonProps={{ 'aria-label': common('close') }}
      returnFocus={false}
    >
      {error ? (
        <ErrorState error={error} retry={() => void refetch()} />
      ) : found && deal && from && to ? (
        <Judgement
          request={request}
          deal={deal}
          playbook={found.playbook}
          pipeline={found.pipeline}
          from={from}
          to={to}
        />
      ) : (
        <ListSkeleton rows={4} />
      )}
    </Modal>
  );
}

interface Props {
  request: GateRequest;
  deal: Deal;
  playbook: Playbook;
  pipeline: Pipeline;
  from: Stage;
  to: Stage;
}

/** Said with the move itself rather than recorded on the deal. */
function isAboutTheMove(missing: Missing): boolean {
  return missing.kind === 'loss_reason' || missing.kind === 'backward_reason' || missing.key === 'outcome';
}

function Judgement({ request, deal, playbook, pipeline, from, to }: Props) {
  const t = useT('gate');
  const common = useT('common');
  const changeStage = useChangeStage();
  const gate = useQuery(gateQuery(deal.id, to.key));
  const missing = (gate.data?.missing ?? request.missing ?? []).filter((item) => !isAboutTheMove(item));
  const [reason, setReason] = useState<MoveReason>({});
  const [isMoving, setMoving] = useState(false);
  const asks = {
    loss: to.kind === 'lost',
    backward: isBackward(pipeline, from, to),
    outcome: pipeline.object === 'renewal' && to.kind !== 'open',
  };
  const isJudged = gate.data !== undefined || request.missing !== undefined;
  const canMove = isJudged && missing.length === 0 && isAnswered(reason, asks, playbook);
  const move = async () => {
    setMoving(true);
    gateRequest.set(null);
    const written = await changeStage(deal, to.key, reason);
    // A refusal by the gate has opened the dialog anew; the card takes the focus otherwise.
    if (written?.ok) close(request);
  };
  return (
    <div className={classes.body}>
      {(asks.loss || asks.backward || asks.outcome) && (
        <ReasonForm asks={asks} to={to} playbook={playbook} reason={reason} change={setReason} />
      )}
      {gate.error && !isJudged ? (
        <ErrorState error={gate.error} retry={() => void gate.refetch()} />
      ) : isJudged ? (
        <MissingList missing={missing} deal={deal} playbook={playbook} pipeline={pipeline} to={to} />
      ) : (
        <ListSkeleton rows={3} />
      )}
      <Group className={classes.foot} justify="space-between">
        <p role="status" className={classes.status} data-met={canMove || undefined}>
          {missing.length > 0 ? t('still_missing', { count: missing.length }) : canMove ? t('all_there') : t('say_why')}
        </p>
        <Group gap="xs">
          <Button variant="default" onClick={() => close(request)}>
            {common('close')}
          </Button>
          <Button disabled={!canMove} loading={isMoving} onClick={() => void move()}>
            {t('move_now')}
          </Button>
        </Group>
      </Group>
    </div>
  );
}

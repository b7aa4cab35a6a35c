import { useQuery } from '@tanstack/react-query';
import { useParams, useSearch } from '@tanstack/react-router';
import { usePipeline } from '@/api/lookup';
import { asProblem } from '@/api/problem';
import { dealQuery } from '@/api/queries';
import type { Deal } from '@/api/types';
import { stageAfter } from '@/features/deals/asks';
import { DealBody } from '@/features/deals/DealBody';
import { DealSkeleton } from '@/features/deals/DealSkeleton';
import type { DealView } from '@/features/deals/deal-view';
import { DealViewProvider } from '@/features/deals/deal-view';
import { AsOfBar } from '@/features/deals/history/AsOfBar';
import { dealAsOfQuery } from '@/features/deals/queries';
import { pendingPatches, withPending } from '@/lib/pending';
import { useStore } from '@/lib/store';
import { useT } from '@/lib/use-locale';
import { ErrorState, Late } from '@/ui/states';
import classes from '@/features/deals/Deal.module.css';

/** Everything about one deal: where it stands, what the buyer's next step asks, and what proves it. */
export default function DealPage() {
  const { dealId } = useParams({ from: '/shell/deals/$dealId' });
  const { as_of } = useSearch({ from: '/shell/deals/$dealId' });
  return as_of ? <PastDeal key={dealId} id={dealId} asOf={as_of} /> : <PresentDeal key={dealId} id={dealId} />;
}

function PresentDeal({ id }: { id: string }) {
  const { data, error, refetch } = useQuery(dealQuery(id));
  const patches = useStore(pendingPatches);
  // Not there, or not ours to see any more: what was read before must not stay on screen.
  const isGone = error !== null && asProblem(error).status === 404;
  if (data && !isGone) return <Loaded deal={withPending(data, patches)} />;
  if (error) return <ErrorState error={error} retry={() => void refetch()} />;
  return <Waiting />;
}

/** The deal as it was. The bar that moves through time stays, whatever was or was not there then. */
function PastDeal({ id, asOf }: { id: string; asOf: string }) {
  const { data, error, refetch } = useQuery(dealAsOfQuery(id, asOf));
  if (data && !error) return <Loaded deal={data} asOf={asOf} />;
  if (!error) return <Waiting />;
  return (
    <div className={classes.page}>
      <AsOfBar dealId={id} asOf={asOf} />
      <ErrorState error={error} retry={() => void refetch()} />
    </div>
  );
}

function Waiting() {
  return (
    <Late>
      <DealSkeleton />
    </Late>
  );
}

function Loaded({ deal, asOf }: { deal: Deal; asOf?: string }) {
  const t = useT('deal');
  const found = usePipeline(deal.pipeline);
  const stage = found?.pipeline.stages.find(({ key }) => key === deal.stage);
  if (!found || !stage) return <ErrorState error={new Error(t('no_playbook', { pipeline: deal.pipeline }))} />;
  const view: DealView = {
    deal,
    playbook: found.playbook,
    pipeline: found.pipeline,
    stage,
    next: stageAfter(found.pipeline, stage.key),
    asOf,
  };
  return (
    <DealViewProvider value={view}>
      <DealBody />
    </DealViewProvider>
  );
}

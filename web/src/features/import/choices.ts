import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { pipelineIn } from '@/api/lookup';
import { playbooksQuery, productsQuery } from '@/api/queries';
import type { ImportMapping } from '@/api/types';
import { useText } from '@/lib/use-locale';

/** The words a field of this workspace takes, to choose from. */
export function usePipelineChoices(field: string, mapping: ImportMapping): { key: string; name: string }[] {
  const text = useText();
  const { data: playbooks } = useSuspenseQuery(playbooksQuery);
  const { data: products } = useQuery({ ...productsQuery, enabled: field === 'product' });
  const pipelines = playbooks.flatMap((playbook) => playbook.pipelines);
  const chosen =
    pipelineIn(playbooks, mapping.defaults?.pipeline ?? '') ?? pipelineIn(playbooks, pipelines[0]?.key ?? '');
  switch (field) {
    case 'stage':
      return chosen?.pipeline.stages.map(({ key, name }) => ({ key, name: text(name) })) ?? [];
    case 'pipeline':
      return pipelines.map(({ key, name }) => ({ key, name: text(name) }));
    case 'loss_reason':
      return chosen?.playbook.loss_reasons.map(({ key, name }) => ({ key, name: text(name) })) ?? [];
    case 'product':
      return products?.rows.map(({ name }) => ({ key: name, name })) ?? [];
    case 'status':
      return ['open', 'won', 'lost'].map((key) => ({ key, name: key }));
    default:
      return [];
  }
}

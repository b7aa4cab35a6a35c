import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { playbooksQuery, productsQuery, usersQuery } from '@/api/queries';
import type { ImportMapping, Text } from '@/api/types';
import { useT, useText } from '@/lib/use-locale';

/** A word a field takes, and what it is called. */
export interface Choice {
  key: string;
  name: string;
  /** Other names the importer knows it by. */
  names?: Text;
}

/** The words a field of this workspace takes. */
export interface Choices {
  all: Choice[];
  /** Nothing else is taken. Otherwise these are only suggestions. */
  isClosed: boolean;
}

const ROLES = ['admin', 'manager', 'ae', 'sdr', 'csm', 'marketing', 'executive'] as const;
const DEAL_KINDS = ['new', 'expansion', 'renewal'] as const;
const ACCOUNT_KINDS = ['legal_entity', 'branch', 'brand', 'group'] as const;
const BASES = ['customer_milestones', 'customer_stated', 'contract_expiry', 'estimate'] as const;
const COMPETITIONS = ['sole', 'competitive', 'status_quo'] as const;
const STATUSES = ['open', 'won', 'lost'] as const;

/** What a field takes, to choose from. */
export function useChoices(field: string, mapping: ImportMapping): Choices {
  const text = useText();
  const t = useT('import');
  const gate = useT('gate');
  const deal = useT('deal');
  const records = useT('records');
  const settings = useT('settings');
  const { data: playbooks } = useSuspenseQuery(playbooksQuery);
  const { data: products } = useQuery({ ...productsQuery, enabled: field === 'product' });
  const { data: users } = useQuery({ ...usersQuery, enabled: field === 'owner' });

  const pipelines = playbooks.flatMap((playbook) => playbook.pipelines.map((pipeline) => ({ playbook, pipeline })));
  const isPerRow = Object.values(mapping.columns).includes('pipeline');
  const wanted = isPerRow ? undefined : mapping.defaults?.pipeline;
  const named = pipelines.filter(({ pipeline }) => pipeline.key === wanted);
  // Rows that name no pipeline go to the first one for deals.
  const usual = pipelines.filter(({ pipeline }) => pipeline.object === 'deal').slice(0, 1);
  const chosen = isPerRow ? pipelines : named.length > 0 ? named : usual;

  const defined = (list: { key: string; name: Text }[]): Choices => {
    const byKey = new Map(list.map(({ key, name }) => [key, { key, name: text(name), names: name }]));
    return { all: [...byKey.values()], isClosed: true };
  };
  const words = <K extends string>(keys: readonly K[], name: (key: K) => string): Choices => ({
    all: keys.map((key) => ({ key, name: name(key) })),
    isClosed: true,
  });
  const suggested = (names: string[]): Choices => ({
    all: names.map((name) => ({ key: name, name })),
    isClosed: false,
  });

  switch (field) {
    case 'stage':
      return defined(chosen.flatMap(({ pipeline }) => pipeline.stages));
    case 'pipeline':
      return defined(pipelines.map(({ pipeline }) => pipeline));
    case 'loss_reason':
      return { ...defined(chosen.flatMap(({ playbook }) => playbook.loss_reasons)), isClosed: false };
    case 'status':
      return words(STATUSES, (key) => t(`statuses.${key}`));
    case 'role':
      return words(ROLES, (key) => settings(`roles.${key}`));
    case 'close_basis':
      return words(BASES, (key) => gate(`bases.${key}`));
    case 'competition':
      return words(COMPETITIONS, (key) => gate(`competitions.${key}`));
    case 'kind':
      return mapping.as === 'accounts'
        ? words(ACCOUNT_KINDS, (key) => records(`kinds.${key}`))
        : words(DEAL_KINDS, (key) => deal(`kinds.${key}`));
    case 'product':
      return suggested(products?.rows.map(({ name }) => name) ?? []);
    case 'owner':
      return suggested(users?.rows.map(({ name }) => name) ?? []);
    default:
      return suggested([]);
  }
}

/** The choice that the importer takes a written word for. */
export function choiceFor(choices: Choices, written: string): Choice | undefined {
  const plain = written.trim().toLowerCase();
  const word = plain.replaceAll(/[ -]/g, '_');
  return choices.all.find(
    ({ key, names }) =>
      key === written.trim() ||
      (names ? [names.ko.toLowerCase(), names.en.toLowerCase()].includes(plain) : choices.isClosed && key === word),
  );
}

import type { SelectProps } from '@mantine/core';
import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { api, body } from '@/api/client';
import { productsQuery, usersQuery } from '@/api/queries';
import { useT } from '@/lib/use-locale';

type Props = Omit<SelectProps, 'data' | 'value' | 'onChange' | 'defaultValue'> & {
  value: string | null;
  onChange: (id: string | null) => void;
  /** The record chosen so far, so that its name shows before any search. */
  chosen?: { id: string; name: string } | null;
};

interface Choice {
  id: string;
  name: string;
  note?: string | null;
}

/** A choice among records too many to list: the server searches as one types. */
function RecordPicker({
  noun,
  find,
  chosen,
  ...props
}: Props & { noun: string; find: (q: string, signal: AbortSignal) => Promise<Choice[]> }) {
  const t = useT('common');
  const [typed, setTyped] = useState('');
  const q = useDeferredValue(typed);
  // The field shows the chosen record's name; that is not a search.
  const [picked, setPicked] = useState<Choice | null>(chosen ?? null);
  const search = q === picked?.name ? '' : q.trim();
  const { data } = useQuery({
    queryKey: [noun, 'pick', search],
    queryFn: ({ signal }) => find(search, signal),
    placeholderData: (previous) => previous,
    staleTime: 30_000,
  });
  const rows = data ?? [];
  const all = picked && !rows.some(({ id }) => id === picked.id) ? [picked, ...rows] : rows;
  return (
    <Select
      searchable
      clearable
      placeholder={t('choose')}
      nothingFoundMessage={t('nothing_found')}
      // The server has narrowed already.
      filter={({ options }) => options}
      onSearchChange={setTyped}
      data={all.map(({ id, name, note }) => ({ value: id, label: note ? `${name} · ${note}` : name }))}
      {...props}
      onChange={(id) => {
        setPicked(all.find((choice) => choice.id === id) ?? null);
        props.onChange(id);
      }}
    />
  );
}

export function AccountPicker(props: Props) {
  const find = async (q: string, signal: AbortSignal) =>
    (await body(api.GET('/api/v1/accounts', { params: { query: { q: q || undefined, limit: 30 } }, signal }))).rows;
  return <RecordPicker noun="accounts" find={find} {...props} />;
}

/** People at customers; those of one account first when it is known. */
export function ContactPicker({ accountId, ...props }: Props & { accountId?: string }) {
  const find = async (q: string, signal: AbortSignal) => {
    const { rows } = await body(
      api.GET('/api/v1/contacts', { params: { query: { q: q || undefined, limit: 50 } }, signal }),
    );
    const own = (contact: { account?: { id: string } | null }) => (contact.account?.id === accountId ? 0 : 1);
    return rows
      .toSorted((a, b) => own(a) - own(b))
      .map(({ id, name, title, account }) => ({ id, name, note: title ?? account?.name }));
  };
  return <RecordPicker noun={`contacts-${accountId ?? ''}`} find={find} {...props} />;
}

export function UserPicker({ chosen: _, ...props }: Props) {
  const t = useT('common');
  const { data } = useQuery(usersQuery);
  const people = data?.rows.filter((user) => user.is_active) ?? [];
  return (
    <Select
      searchable
      placeholder={t('choose')}
      {...props}
      data={people.map(({ id, name }) => ({ value: id, label: name }))}
    />
  );
}

export function ProductPicker({ chosen: _, ...props }: Props) {
  const t = useT('common');
  const { data } = useQuery(productsQuery);
  const products = data?.rows.filter((product) => product.is_active) ?? [];
  return (
    <Select
      searchable
      clearable
      placeholder={t('choose')}
      {...props}
      data={products.map(({ id, name }) => ({ value: id, label: name }))}
    />
  );
}

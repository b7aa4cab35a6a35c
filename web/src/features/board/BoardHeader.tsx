import { Button, Select, TextInput } from '@mantine/core';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { usersQuery } from '@/api/queries';
import type { Pipeline, Playbook } from '@/api/types';
import type { Command } from '@/lib/commands';
import { useCommands } from '@/lib/commands';
import { newDealRequest } from '@/lib/requests';
import { useT, useText } from '@/lib/use-locale';
import { PageHeader } from '@/ui/PageHeader';
import { useSearchText } from '@/ui/use-search-text';

/** Which pipeline, whose deals, which words; and the button for a new deal. */
export function BoardHeader({ playbooks, pipeline }: { playbooks: Playbook[]; pipeline: Pipeline }) {
  const t = useT('board');
  const text = useText();
  const navigate = useNavigate();
  const search = useSearch({ from: '/shell/board' });
  const { data: users } = useQuery(usersQuery);
  const pipelines = playbooks.flatMap((playbook) => playbook.pipelines);
  const narrow = (change: Partial<typeof search>) =>
    void navigate({ to: '/board', search: (before) => ({ ...before, ...change }), replace: true });
  const words = useSearchText(search.q ?? '', (q) => narrow({ q: q || undefined }));

  const common = useT('common');
  useCommands(
    useMemo<Command[]>(
      () => [
        {
          id: 'deal.create',
          group: common('group_deal'),
          label: t('new_deal'),
          shortcut: 'KeyC',
          run: () => newDealRequest.set({ pipeline: pipeline.key }),
        },
      ],
      [common, t, pipeline.key],
    ),
  );

  return (
    <PageHeader
      title={t('title')}
      actions={
        <Button
          size="xs"
          leftSection={<IconPlus size={15} aria-hidden />}
          onClick={() => newDealRequest.set({ pipeline: pipeline.key })}
        >
          {t('new_deal')}
        </Button>
      }
    >
      {pipelines.length > 1 && (
        <Select
          size="xs"
          w={170}
          aria-label={t('pipeline')}
          allowDeselect={false}
          value={pipeline.key}
          data={pipelines.map((one) => ({ value: one.key, label: text(one.name) }))}
          onChange={(key) => narrow({ pipeline: key ?? undefined })}
        />
      )}
      <Select
        size="xs"
        w={160}
        aria-label={t('owner')}
        placeholder={t('everyone')}
        clearable
        searchable
        value={search.owner ?? null}
        data={users?.rows.map((user) => ({ value: user.id, label: user.name })) ?? []}
        onChange={(owner) => narrow({ owner: owner ?? undefined })}
      />
      <TextInput
        size="xs"
        w={220}
        type="search"
        aria-label={t('search')}
        placeholder={t('search')}
        leftSection={<IconSearch size={15} aria-hidden />}
        {...words}
      />
    </PageHeader>
  );
}

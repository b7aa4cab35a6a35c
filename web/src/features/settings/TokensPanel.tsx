import { Button, Group, MultiSelect, Stack, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, body } from '@/api/client';
import { tokensQuery } from '@/api/queries';
import type { Scope } from '@/api/types';
import { PlainTable } from '@/features/settings/PlainTable';
import { formatInstant } from '@/lib/dates';
import { useLocale, useT } from '@/lib/use-locale';
import { Dialog } from '@/ui/Dialog';
import { useWrite } from '@/ui/use-write';
import classes from '@/features/settings/Settings.module.css';

const SCOPES: Scope[] = ['read', 'write', 'admin'];

/** Keys for programs: made here, shown once, revoked here. */
export default function TokensPanel() {
  const t = useT('settings');
  const locale = useLocale();
  const client = useQueryClient();
  const write = useWrite();
  const { data } = useSuspenseQuery(tokensQuery);
  const [isCreating, setCreating] = useState(false);
  const settle = () => void client.invalidateQueries({ queryKey: tokensQuery.queryKey });
  const revoke = (token_id: string, name: string) =>
    write({
      send: () => body(api.DELETE('/api/v1/tokens/{token_id}', { params: { path: { token_id } } })),
      settle,
      done: t('revoked', { name }),
    });
  return (
    <>
      <div className={classes.bar}>
        <p>{t('tokens_text')}</p>
        <Button size="xs" leftSection={<IconPlus size={15} aria-hidden />} onClick={() => setCreating(true)}>
          {t('add_token')}
        </Button>
      </div>
      <PlainTable
        label={t('tabs.tokens')}
        columns={[
          { label: t('token_name'), cell: (token) => token.name },
          { label: t('scopes'), cell: (token) => token.scopes.map((scope) => t(`scope_names.${scope}`)).join(', ') },
          { label: t('acts_as'), cell: (token) => token.user.name },
          {
            label: t('last_used'),
            cell: (token) => (token.last_used_at ? formatInstant(token.last_used_at, locale) : t('never')),
          },
        ]}
        rows={data.rows}
        keyOf={({ id }) => id}
        emptyText={t('no_tokens')}
        endLabel={t('revoke')}
        end={(token) => (
          <Button size="compact-xs" variant="default" onClick={() => void revoke(token.id, token.name)}>
            {t('revoke')}
          </Button>
        )}
      />
      {isCreating && (
        <Dialog onClose={() => setCreating(false)} closeOnClickOutside={false} title={t('add_token')}>
          <TokenForm settle={settle} close={() => setCreating(false)} />
        </Dialog>
      )}
    </>
  );
}

function TokenForm({ settle, close }: { settle: () => void; close: () => void }) {
  const t = useT('settings');
  const common = useT('common');
  const write = useWrite();
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<Scope[]>(['read']);
  const [secret, setSecret] = useState<string | null>(null);
  const create = async () => {
    const written = await write({
      send: () => body(api.POST('/api/v1/tokens', { body: { name: name.trim(), scopes } })),
      settle,
    });
    if (written.ok) setSecret(written.result.secret);
  };
  if (secret !== null) {
    return (
      <Stack>
        <p>{t('secret_text')}</p>
        <p className={classes.secret} data-testid="token-secret">
          {secret}
        </p>
        <Group justify="flex-end">
          <Button onClick={close}>{common('close')}</Button>
        </Group>
      </Stack>
    );
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void create();
      }}
    >
      <Stack>
        <TextInput
          label={t('token_name')}
          description={t('token_name_help')}
          required
          data-autofocus
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <MultiSelect
          label={t('scopes')}
          data={SCOPES.map((scope) => ({ value: scope, label: t(`scope_names.${scope}`) }))}
          value={scopes}
          onChange={(chosen) => setScopes(chosen as Scope[])}
        />
        <Group justify="flex-end">
          <Button type="submit" disabled={name.trim() === '' || scopes.length === 0}>
            {t('add_token')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

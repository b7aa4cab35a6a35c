import { Button, Popover } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, body } from '@/api/client';
import type { Line } from '@/features/forecast/rollup';
import type { Money } from '@/lib/money';
import { useT } from '@/lib/use-locale';
import { MoneyInput } from '@/ui/MoneyInput';
import { useWrite } from '@/ui/use-write';
import classes from '@/features/forecast/Forecast.module.css';

interface Props {
  line: Line;
  period: string;
  currency: string;
}

/** Sets what is asked of a team or person in the period. */
export function QuotaForm({ line, period, currency }: Props) {
  const t = useT('forecast');
  const common = useT('common');
  const client = useQueryClient();
  const write = useWrite();
  const [isOpen, setOpen] = useState(false);
  const [amount, setAmount] = useState<Money | null | undefined>(null);
  const [isSending, setSending] = useState(false);
  const submit = async () => {
    if (!amount) return;
    setSending(true);
    const { amount_minor, currency: unit } = amount;
    const written = await write({
      send: () =>
        body(
          api.PUT('/api/v1/quotas', {
            body: {
              subject_kind: line.kind === 'team' ? 'team' : 'person',
              subject_id: line.id.split(':')[1],
              period,
              amount_minor,
              currency: unit,
            },
          }),
        ),
      optimistic: unit === currency ? { id: line.id, fields: { quota: amount_minor, isQuotaSum: false } } : undefined,
      done: t('quota.done', { name: line.name ?? '' }),
    });
    await client.invalidateQueries({ queryKey: ['report'] });
    setSending(false);
    if (written.ok) setOpen(false);
  };
  return (
    <Popover opened={isOpen} onChange={setOpen} width={340} shadow="md" trapFocus returnFocus position="bottom-start">
      <Popover.Target>
        <button type="button" className={classes.link} onClick={() => setOpen(!isOpen)}>
          {t(line.quota === null ? 'quota.set' : 'quota.change')}
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('quota.title', { name: line.name ?? '' })}>
        <form
          className={classes.form}
          onSubmit={(event) => {
            event.preventDefault();
            void submit();
          }}
        >
          <MoneyInput
            label={t('quota.title', { name: line.name ?? '' })}
            value={amount}
            onChange={setAmount}
            currency={currency}
          />
          <div className={classes.submit}>
            <Button type="submit" size="xs" loading={isSending} disabled={!amount}>
              {common('save')}
            </Button>
          </div>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}

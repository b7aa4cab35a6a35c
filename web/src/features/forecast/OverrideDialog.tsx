import { Button, Group, Select, Textarea } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { settleDeal } from '@/api/board-cache';
import { api, body } from '@/api/client';
import { usePipeline } from '@/api/lookup';
import type { Problem } from '@/api/problem';
import { dealQuery } from '@/api/queries';
import type { Deal, ForecastCategory, OverrideForecast } from '@/api/types';
import { formatInstant } from '@/lib/dates';
import { useLocale, useT, useText } from '@/lib/use-locale';
import { Dialog } from '@/ui/Dialog';
import { fieldErrors } from '@/ui/field-errors';
import { FormProblem } from '@/ui/FormProblem';
import { ErrorState, ListSkeleton } from '@/ui/states';
import { useWrite } from '@/ui/use-write';
import classes from '@/features/forecast/Forecast.module.css';

const CATEGORIES = ['commit', 'best_case', 'pipeline', 'omitted'] as const;

interface Props {
  dealId: string;
  name: string;
  close: () => void;
}

/** A manager's own judgement of a deal, beside the rule's, which stays. */
export function OverrideDialog({ dealId, name, close }: Props) {
  const t = useT('forecast');
  const { data: deal, error, refetch } = useQuery(dealQuery(dealId));
  return (
    <Dialog onClose={close} title={t('override.title', { name })}>
      {error ? (
        <ErrorState error={error} retry={() => void refetch()} />
      ) : deal ? (
        <OverrideForm deal={deal} close={close} />
      ) : (
        <ListSkeleton rows={4} />
      )}
    </Dialog>
  );
}

/** Sends overrides and their removal, each the other's undo. */
function useOverride(deal: Deal) {
  const t = useT('forecast');
  const common = useT('common');
  const client = useQueryClient();
  const write = useWrite();
  const path = { params: { path: { deal_id: deal.id } } };
  const sendOf = (wanted: OverrideForecast | null) => () =>
    wanted
      ? body(api.POST('/api/v1/deals/{deal_id}/forecast-override', { ...path, body: wanted }))
      : body(api.DELETE('/api/v1/deals/{deal_id}/forecast-override', path));
  const before = deal.forecast_override && {
    category: deal.forecast_override.category,
    reason: deal.forecast_override.reason,
    note: deal.forecast_override.note,
  };
  const settle = (changed: Deal) => {
    settleDeal(client, changed);
    void client.invalidateQueries({ queryKey: ['deal', deal.id] });
    void client.invalidateQueries({ queryKey: ['report'] });
  };
  return (wanted: OverrideForecast | null, refused: (problem: Problem) => boolean) =>
    write({
      send: sendOf(wanted),
      optimistic: wanted ? { id: deal.id, fields: { forecast_category: wanted.category } } : undefined,
      settle,
      done: wanted ? t('override.done', { category: t(`categories.${wanted.category}`) }) : t('override.removed'),
      refused,
      undo: () => void write({ send: sendOf(before), settle, done: common('undone') }),
    });
}

function OverrideForm({ deal, close }: { deal: Deal; close: () => void }) {
  const t = useT('forecast');
  const common = useT('common');
  const text = useText();
  const locale = useLocale();
  const found = usePipeline(deal.pipeline);
  const override = useOverride(deal);
  const present = deal.forecast_override;
  const [category, setCategory] = useState<ForecastCategory | null>(present?.category ?? null);
  const [reason, setReason] = useState<string | null>(present?.reason ?? null);
  const [note, setNote] = useState(present?.note ?? '');
  const [isSending, setSending] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const errors = problem ? fieldErrors(problem, ['category', 'reason', 'note']) : {};
  const reasons = found?.playbook.forecast_override_reasons ?? [];
  const said = (one: ForecastCategory | null) => (one ? t(`categories.${one}`) : t('override.no_rule'));
  const send = async (wanted: OverrideForecast | null) => {
    setSending(true);
    const written = await override(wanted, (refusal) => {
      if (refusal.isTransient) return false;
      setProblem(refusal);
      return true;
    });
    setSending(false);
    if (written.ok) close();
  };
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (category && reason) void send({ category, reason, note: note.trim() || null });
      }}
    >
      <dl className={classes.judged}>
        <div>
          <dt>{t('override.rule')}</dt>
          <dd>{said(deal.rule_category)}</dd>
        </div>
        {deal.forecast_cap && (
          <div>
            <dt>{t('override.cap')}</dt>
            <dd>{said(deal.forecast_cap)}</dd>
          </div>
        )}
        {present && (
          <div>
            <dt>{t('override.present')}</dt>
            <dd>
              {said(present.category)}
              <small>
                {t('call.made', { name: present.by.name, instant: formatInstant(present.decided_at, locale) })}
              </small>
            </dd>
          </div>
        )}
      </dl>
      <Select
        label={t('override.category')}
        required
        allowDeselect={false}
        data-autofocus
        value={category}
        data={CATEGORIES.map((one) => ({ value: one, label: t(`categories.${one}`) }))}
        onChange={(value) => setCategory(value as ForecastCategory)}
        error={errors.category}
      />
      <Select
        label={t('override.reason')}
        required
        allowDeselect={false}
        value={reason}
        data={reasons.map(({ key, name }) => ({ value: key, label: text(name) }))}
        onChange={setReason}
        error={errors.reason}
      />
      <Textarea
        label={t('call.note')}
        autosize
        minRows={2}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
        error={errors.note}
      />
      <p className={classes.aside}>{t('override.help')}</p>
      {problem && <FormProblem problem={problem} fields={['category', 'reason', 'note']} />}
      <Group justify="flex-end" gap="xs">
        {present && (
          <Button variant="default" size="xs" loading={isSending} mr="auto" onClick={() => void send(null)}>
            {t('override.remove')}
          </Button>
        )}
        <Button variant="default" size="xs" onClick={close}>
          {common('cancel')}
        </Button>
        <Button type="submit" size="xs" loading={isSending} disabled={!category || !reason}>
          {t('override.save')}
        </Button>
      </Group>
    </form>
  );
}

import { Button, Textarea } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, body } from '@/api/client';
import type { Problem } from '@/api/problem';
import { sessionQuery } from '@/api/queries';
import type { ForecastSubmission } from '@/api/types';
import { useMoney } from '@/features/forecast/money';
import { callsQuery } from '@/features/forecast/queries';
import type { Line } from '@/features/forecast/rollup';
import { callKindFor, keyOf, totalUpTo } from '@/features/forecast/rollup';
import { usePeriodName } from '@/features/forecast/use-period-name';
import { formatInstant } from '@/lib/dates';
import type { Money } from '@/lib/money';
import { useLocale, useT } from '@/lib/use-locale';
import { fieldErrors } from '@/ui/field-errors';
import { FormProblem } from '@/ui/FormProblem';
import { MoneyInput } from '@/ui/MoneyInput';
import { useWrite } from '@/ui/use-write';
import classes from '@/features/forecast/Forecast.module.css';

interface Props {
  line: Line;
  period: string;
  calls: ForecastSubmission[];
  currency: string;
  asOf: string | undefined;
}

/** The call for a line: made here, and every call made before, frozen with what rule and model said then. */
export function CallPanel({ line, period, calls, currency, asOf }: Props) {
  const t = useT('forecast');
  const periodName = usePeriodName();
  const { data: session } = useSuspenseQuery(sessionQuery);
  const kind = callKindFor(session, line);
  const limit = asOf && (/T/.test(asOf) ? asOf : `${asOf}T23:59:59Z`);
  const own = calls.filter((call) => keyOf(call.subject) === line.id && (!limit || call.submitted_at <= limit));
  const name = line.name ?? t('rollup.unassigned');
  return (
    <section className={classes.card} id="call" aria-labelledby="call-title">
      <h2 id="call-title">{t('call.title', { name, period: periodName(period) })}</h2>
      {asOf ? (
        <p className={classes.aside}>{t('call.only_now')}</p>
      ) : kind ? (
        <CallForm
          key={`${line.id} ${period}`}
          line={line}
          period={period}
          kind={kind}
          last={own[0]}
          currency={currency}
        />
      ) : (
        <p className={classes.aside}>{t('call.not_allowed')}</p>
      )}
      <CallHistory calls={own} currency={currency} />
    </section>
  );
}

const FIELDS = ['commit_minor', 'best_minor', 'period', 'note'];

interface FormProps {
  line: Line;
  period: string;
  kind: ForecastSubmission['kind'];
  /** The last call, to begin from. */
  last: ForecastSubmission | undefined;
  currency: string;
}

type Amount = Money | null | undefined;

function CallForm({ line, period, kind, last, currency }: FormProps) {
  const t = useT('forecast');
  const money = useMoney(currency);
  const client = useQueryClient();
  const write = useWrite();
  const before = (minor: number | undefined): Amount =>
    last && minor !== undefined ? { amount_minor: minor, currency: last.currency } : null;
  const [commit, setCommit] = useState<Amount>(() => before(last?.commit_minor));
  const [best, setBest] = useState<Amount>(() => before(last?.best_minor));
  const [note, setNote] = useState('');
  const [isSending, setSending] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const isBelow = commit && best && commit.currency === best.currency && best.amount_minor < commit.amount_minor;
  const isMixed = commit && best && commit.currency !== best.currency;
  const errors = problem ? fieldErrors(problem, FIELDS) : {};
  const submit = async () => {
    if (!commit || !best || isBelow || isMixed) return;
    setSending(true);
    setProblem(null);
    const id = line.id.split(':')[1] ?? '';
    const call = { commit_minor: commit.amount_minor, best_minor: best.amount_minor, currency: commit.currency };
    const session = client.getQueryData(sessionQuery.queryKey);
    const shown: Partial<ForecastSubmission> = {
      ...call,
      note: note.trim() || null,
      by: { id: session?.user.id ?? '', name: session?.user.name ?? '' },
      submitted_at: new Date().toISOString(),
      home_currency: currency,
      rule_commit_minor: totalUpTo(line, 'commit'),
      model_p50_minor: line.model?.p50 ?? null,
    };
    const written = await write({
      send: () =>
        body(
          api.POST('/api/v1/forecast-submissions', {
            body: {
              ...call,
              period,
              kind,
              note: note.trim() || null,
              ...(line.kind === 'team' ? { team_id: id } : { person_id: id }),
            },
          }),
        ),
      optimistic: { id: line.id, fields: kind === 'owner' ? { ownerCall: shown } : { managerCall: shown } },
      settle: (made) => client.setQueryData(callsQuery(period).queryKey, (old) => old && [made, ...old]),
      done: t('call.done', { name: line.name ?? '', amount: money.short(call.commit_minor, call.currency) }),
      refused: (refusal) => {
        if (refusal.isTransient) return false;
        setProblem(refusal);
        return true;
      },
    });
    setSending(false);
    if (!written.ok) return;
    setNote('');
    await client.invalidateQueries({ queryKey: ['report', 'rollup'] });
    await client.invalidateQueries({ queryKey: ['report', 'calls'] });
  };
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <p className={classes.aside}>{t(kind === 'owner' ? 'call.help_owner' : 'call.help_manager')}</p>
      <div className={classes.amounts}>
        <MoneyInput
          label={t('call.commit')}
          value={commit}
          onChange={setCommit}
          currency={last?.currency ?? currency}
          error={errors.commit_minor}
        />
        <MoneyInput
          label={t('call.best')}
          value={best}
          onChange={setBest}
          currency={last?.currency ?? currency}
          error={errors.best_minor ?? (isMixed ? t('call.mixed') : isBelow ? t('call.below') : undefined)}
        />
      </div>
      <Textarea
        label={t('call.note')}
        placeholder={t('call.note_help')}
        autosize
        minRows={1}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      {problem && <FormProblem problem={problem} fields={FIELDS} />}
      <div className={classes.submit}>
        <Button type="submit" size="xs" loading={isSending} disabled={!commit || !best || !!isBelow || !!isMixed}>
          {t(kind === 'owner' ? 'call.submit_own' : 'call.submit_manager')}
        </Button>
        <small>
          {t('call.beside', { rule: money.short(totalUpTo(line, 'commit')), model: money.short(line.model?.p50) })}
        </small>
      </div>
    </form>
  );
}

function CallHistory({ calls, currency }: { calls: ForecastSubmission[]; currency: string }) {
  const t = useT('forecast');
  const locale = useLocale();
  const money = useMoney(currency);
  if (calls.length === 0) return <p className={classes.none}>{t('call.none')}</p>;
  return (
    <>
      <h3 className={classes.frozen}>
        <IconLock size={14} aria-hidden />
        {t('call.history')}
      </h3>
      <div className={classes.history} tabIndex={0} role="region" aria-label={t('call.history')}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('call.week')}</th>
              <th scope="col">{t('call.by')}</th>
              <th scope="col" data-number>
                {t('call.commit')}
              </th>
              <th scope="col" data-number>
                {t('call.best')}
              </th>
              <th scope="col" data-number>
                {t('call.rule_then')}
              </th>
              <th scope="col" data-number>
                {t('call.model_then')}
              </th>
            </tr>
          </thead>
          <tbody>
            {calls.map((call) => (
              <tr key={call.id} data-call={call.id}>
                <td title={formatInstant(call.submitted_at, locale)}>{call.week.replace('-', ' ')}</td>
                <td title={call.note ?? undefined}>
                  {call.by.name}
                  <small>
                    {t(`call.kinds.${call.kind}`)}
                    {call.note && ` · ${call.note}`}
                  </small>
                </td>
                <td data-number title={money.full(call.commit_minor, call.currency)}>
                  {money.short(call.commit_minor, call.currency)}
                </td>
                <td data-number title={money.full(call.best_minor, call.currency)}>
                  {money.short(call.best_minor, call.currency)}
                </td>
                <td data-number title={money.full(call.rule_commit_minor, call.home_currency)}>
                  {money.short(call.rule_commit_minor, call.home_currency)}
                </td>
                <td data-number title={money.full(call.model_p50_minor, call.home_currency)}>
                  {money.short(call.model_p50_minor, call.home_currency)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

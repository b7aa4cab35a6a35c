import { Group, Select, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { setPoc } from '@/api/deal-parts';
import { evidenceQuery } from '@/api/queries';
import type { Poc } from '@/api/types';
import type { Refused } from '@/features/gate/remedies/RemedyForm';
import { RemedyForm } from '@/features/gate/remedies/RemedyForm';
import type { RemedyProps } from '@/features/gate/remedies/remedy';
import { useDealWrite } from '@/features/gate/use-deal-write';
import { addDays, todayIn } from '@/lib/dates';
import { useT } from '@/lib/use-locale';
import { DateField } from '@/ui/DateField';

const TERMS = ['success_definition', 'metric', 'threshold', 'decision_rule'] as const;
const RESULTS = ['passed', 'failed', 'inconclusive'] as const;

/** Agrees on a proof of concept before it starts, or records how it ended. A result needs the customer's agreement. */
export function PocForm({ deal, satisfy, done }: RemedyProps) {
  const t = useT('gate');
  const save = useDealWrite(deal.id);
  const before = deal.poc;
  const [poc, setTerms] = useState<Poc>(
    before ?? {
      success_definition: '',
      metric: '',
      threshold: '',
      decision_rule: '',
      starts_on: todayIn(),
      ends_on: addDays(todayIn(), 21),
    },
  );
  const set = (fields: Partial<Poc>) => setTerms((terms) => ({ ...terms, ...fields }));
  const { data } = useQuery(evidenceQuery(deal.id));
  const agreements = (data?.rows ?? []).filter(
    (item) => !item.retracted_at && item.reference && (item.origin === 'customer' || item.strength === 'countersigned'),
  );
  const wantsResult = satisfy.target === 'result' && before !== null;
  const areTermsFixed = !!before?.agreed_evidence_id && before.starts_on <= todayIn();
  const submit = (refused: Refused) =>
    save({
      send: () => setPoc(deal.id, poc),
      undo: before ? () => setPoc(deal.id, before) : undefined,
      done: wantsResult ? t('poc.result_saved') : t('field_set'),
      refused,
    });
  const isEmpty = (term: (typeof TERMS)[number]) => poc[term].trim() === '';
  return (
    <RemedyForm
      submit={submit}
      done={done}
      fields={{
        success_definition: isEmpty('success_definition'),
        metric: isEmpty('metric'),
        threshold: isEmpty('threshold'),
        decision_rule: isEmpty('decision_rule'),
        starts_on: poc.starts_on === '',
        ends_on: poc.ends_on === '',
        result: wantsResult && !poc.result,
        agreed_evidence_id: wantsResult && !poc.agreed_evidence_id,
      }}
    >
      {(errors) => (
        <>
          {wantsResult ? (
            <Select
              label={t('poc.result')}
              value={poc.result ?? null}
              data={RESULTS.map((key) => ({ value: key, label: t(`poc.results.${key}`) }))}
              onChange={(key) => set({ result: key as Poc['result'] })}
              error={errors.result}
            />
          ) : (
            <>
              {areTermsFixed && <p>{t('poc.fixed')}</p>}
              {TERMS.map((term) => (
                <Textarea
                  key={term}
                  label={t(`poc.${term}`)}
                  autosize
                  required
                  disabled={areTermsFixed}
                  value={poc[term]}
                  onChange={(event) => set({ [term]: event.target.value })}
                  error={errors[term]}
                />
              ))}
              <Group grow align="start">
                <DateField
                  label={t('poc.starts_on')}
                  required
                  disabled={areTermsFixed}
                  value={poc.starts_on}
                  onChange={(starts_on) => set({ starts_on })}
                  error={errors.starts_on}
                />
                <DateField
                  label={t('poc.ends_on')}
                  required
                  value={poc.ends_on}
                  onChange={(ends_on) => set({ ends_on })}
                  error={errors.ends_on}
                />
              </Group>
            </>
          )}
          <Select
            label={t('poc.agreed')}
            description={data && agreements.length === 0 ? t('poc.agreed_none') : t('poc.agreed_help')}
            clearable
            required={wantsResult}
            value={poc.agreed_evidence_id ?? null}
            data={agreements.map(({ id, title }) => ({ value: id, label: title }))}
            onChange={(agreed_evidence_id) => set({ agreed_evidence_id })}
            error={errors.agreed_evidence_id}
          />
        </>
      )}
    </RemedyForm>
  );
}

import { Button, FileButton, Loader, Select, TextInput } from '@mantine/core';
import { IconFileUpload, IconHistory, IconPlayerPlay } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReplayAsked } from '@/api/replay';
import { replayQuery } from '@/api/replay';
import type { Pipeline, Playbook } from '@/api/types';
import { versionsQuery } from '@/features/workshop/queries';
import { ReplayResult } from '@/features/workshop/ReplayResult';
import type { Criterion } from '@/features/workshop/what-if';
import { FIELDS_MAX, isAsked, withCriterion } from '@/features/workshop/what-if';
import { useT, useText } from '@/lib/use-locale';
import { DateField } from '@/ui/DateField';
import { ErrorState } from '@/ui/states';
import { Term } from '@/ui/Term';
import classes from '@/features/workshop/Workshop.module.css';

const FIELDS = [
  'amount',
  'close_date',
  'close_basis',
  'next_step',
  'economic_buyer',
  'champion',
  'competition',
  'account',
  'contact',
  'owner',
  'product',
  'source',
  'milestone_plan',
] as const;

/** Whom somebody has to have met, and how well. */
const ROLES = [
  ['economic_buyer', 'identified'],
  ['economic_buyer', 'engaged'],
  ['economic_buyer', 'confirmed'],
  ['champion', 'identified'],
  ['champion', 'engaged'],
] as const;

interface Props {
  playbook: Playbook;
  pipeline: Pipeline;
  /** The file the workshop proposes; empty while there is none. */
  proposed: string;
}

/** "If this criterion had been required": a draft judges the moves of the past. */
export function ReplayPanel({ playbook, pipeline, proposed }: Props) {
  const t = useT('workshop');
  const text = useText();
  const client = useQueryClient();
  const { data: versions } = useQuery(versionsQuery(playbook.key));
  const open = pipeline.stages.filter(({ kind }) => kind === 'open');
  const [draft, setDraft] = useState('criterion');
  const [file, setFile] = useState<{ name: string; source: string } | null>(null);
  const [stageKey, setStage] = useState(open[Math.min(2, open.length - 1)]?.key ?? '');
  const [what, setWhat] = useState<string | null>(null);
  const [rule, setRule] = useState('');
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const [asked, setAsked] = useState<ReplayAsked | null>(null);
  const answer = useQuery(replayQuery(asked));
  const stage = open.find(({ key }) => key === stageKey);
  const published = versions?.find(({ version }) => version === playbook.version)?.source ?? '';
  const gate = useT('gate');
  const criterion = criterionOf(what, rule, (role, state) =>
    [gate(`roles.${role}` as 'roles.champion'), gate(`role_states.${state}` as 'role_states.engaged')].join(': '),
  );
  const obstacle =
    draft === 'criterion'
      ? !criterion
        ? t('replay.choose_criterion')
        : stage && isAsked(stage, criterion)
          ? t('replay.is_asked')
          : criterion.kind === 'field' && stage && stage.required_fields.length >= FIELDS_MAX
            ? t('replay.too_many_fields', { most: FIELDS_MAX })
            : undefined
      : draft === 'file' && !file
        ? t('replay.choose_file')
        : undefined;
  const run = () => {
    const window = { pipeline: pipeline.key, from: from || undefined, to: to || undefined };
    const judge: ReplayAsked = draft.startsWith('version:')
      ? { playbook: playbook.key, version: Number(draft.slice(8)) }
      : draft === 'criterion' && criterion
        ? { source: withCriterion(published, pipeline.key, stageKey, criterion) }
        : { source: draft === 'file' ? file?.source : proposed };
    setAsked({ ...judge, ...window });
  };
  return (
    <section className={classes.card} aria-labelledby="replay-title">
      <h2 id="replay-title">
        <Term of="replay">{t('replay.title')}</Term>
      </h2>
      <p className={classes.quiet}>{t('replay.text')}</p>
      <form
        className={classes.versions}
        onSubmit={(event) => {
          event.preventDefault();
          if (!obstacle && !answer.isFetching) run();
        }}
      >
        <Select
          size="xs"
          w={250}
          allowDeselect={false}
          label={t('replay.draft')}
          value={draft}
          onChange={(value) => setDraft(value ?? 'criterion')}
          data={[
            { value: 'criterion', label: t('replay.drafts.criterion', { version: playbook.version }) },
            ...(proposed ? [{ value: 'proposed', label: t('replay.drafts.proposed') }] : []),
            { value: 'file', label: t('replay.drafts.file') },
            ...(versions ?? []).map(({ version }) => ({
              value: `version:${version}`,
              label: t('replay.drafts.version', { version }),
            })),
          ]}
        />
        {draft === 'criterion' && (
          <>
            <Select
              size="xs"
              w={190}
              allowDeselect={false}
              label={t('replay.leaving')}
              value={stageKey}
              onChange={(value) => setStage(value ?? stageKey)}
              data={open.map(({ key, name }) => ({ value: key, label: text(name) }))}
            />
            <CriterionSelect playbook={playbook} value={what} set={setWhat} />
            {what === 'rule' && (
              <TextInput
                size="xs"
                w={300}
                label={t('replay.rule')}
                placeholder={'role_at_least("champion", "engaged")'}
                value={rule}
                onChange={(event) => setRule(event.currentTarget.value)}
              />
            )}
          </>
        )}
        {draft === 'file' && (
          <FileButton
            accept=".yaml,.yml,application/yaml"
            onChange={(chosen) =>
              void chosen?.text().then((source) => {
                setFile({ name: chosen.name, source });
              })
            }
          >
            {(props) => (
              <Button {...props} size="xs" variant="default" leftSection={<IconFileUpload size={16} aria-hidden />}>
                {file?.name ?? t('replay.choose_file')}
              </Button>
            )}
          </FileButton>
        )}
        <DateField size="xs" w={150} label={t('replay.from')} value={from} onChange={setFrom} />
        <DateField size="xs" w={150} label={t('replay.to')} value={to} onChange={setTo} />
        <Button
          type="submit"
          size="xs"
          leftSection={<IconPlayerPlay size={16} aria-hidden />}
          disabled={obstacle !== undefined}
          title={obstacle}
          loading={answer.isFetching}
        >
          {t('replay.run')}
        </Button>
        {answer.isFetching && (
          <Button
            size="xs"
            variant="subtle"
            onClick={() => {
              void client.cancelQueries({ queryKey: ['replay', asked] });
              setAsked(null);
            }}
          >
            {t('replay.stop')}
          </Button>
        )}
      </form>
      {obstacle && <p className={classes.quiet}>{obstacle}</p>}
      <div role="status" aria-live="polite">
        {answer.isFetching && (
          <p className={classes.working}>
            <Loader size={16} aria-hidden /> {t('replay.working')}
          </p>
        )}
        {!asked && (
          <p className={classes.hint}>
            <IconHistory size={18} aria-hidden /> {t('replay.empty')}
          </p>
        )}
      </div>
      {answer.error && !answer.isFetching && <ErrorState error={answer.error} retry={() => void answer.refetch()} />}
      {asked && answer.data && !answer.isFetching && <ReplayResult asked={asked} replay={answer.data} />}
    </section>
  );
}

interface SelectProps {
  playbook: Playbook;
  value: string | null;
  set: (value: string | null) => void;
}

/** What the stage would have asked for: evidence, a field, or a rule of one's own. */
function CriterionSelect({ playbook, value, set }: SelectProps) {
  const t = useT('workshop');
  const gate = useT('gate');
  const text = useText();
  return (
    <Select
      size="xs"
      w={270}
      searchable
      label={t('replay.asks')}
      placeholder={t('replay.asks_placeholder')}
      value={value}
      onChange={set}
      data={[
        {
          group: t('replay.evidence'),
          items: playbook.evidence_types.map(({ key, name }) => ({ value: `evidence:${key}`, label: text(name) })),
        },
        {
          group: t('replay.field'),
          items: FIELDS.map((field) => ({ value: `field:${field}`, label: gate(`fields.${field}`) })),
        },
        {
          group: t('replay.role'),
          items: ROLES.map(([role, state]) => ({
            value: `role:${role}:${state}`,
            label: `${gate(`roles.${role}`)}: ${gate(`role_states.${state}`)}`,
          })),
        },
        { group: t('replay.own'), items: [{ value: 'rule', label: t('replay.own_rule') }] },
      ]}
    />
  );
}

function criterionOf(
  what: string | null,
  rule: string,
  nameOf: (role: string, state: string) => string,
): Criterion | null {
  if (what === null) return null;
  if (what === 'rule') return rule.trim() ? { kind: 'rule', when: rule.trim() } : null;
  const [kind, key, state] = what.split(':') as ['evidence' | 'field' | 'role', string, string];
  if (kind !== 'role') return { kind, key };
  return { kind: 'rule', when: `role_at_least("${key}", "${state}")`, name: nameOf(key, state) };
}

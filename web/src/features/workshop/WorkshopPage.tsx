import { SegmentedControl, Select } from '@mantine/core';
import { IconTimelineEvent } from '@tabler/icons-react';
import { useMemo } from 'react';
import type { Pipeline, Playbook, Text } from '@/api/types';
import { Clusters } from '@/features/workshop/Clusters';
import { draftStages } from '@/features/workshop/draft';
import { DraftPanel } from '@/features/workshop/DraftPanel';
import { renamed } from '@/features/workshop/marks';
import { ReplayPanel } from '@/features/workshop/ReplayPanel';
import { Stages } from '@/features/workshop/Stages';
import { Timelines } from '@/features/workshop/Timelines';
import { Trial } from '@/features/workshop/Trial';
import { useDraft } from '@/features/workshop/use-draft';
import { COUNTS, useWorkshop, useWorkshopAddress } from '@/features/workshop/use-workshop';
import { useWords } from '@/features/workshop/use-words';
import { useT, useText } from '@/lib/use-locale';
import { PageHeader } from '@/ui/PageHeader';
import { EmptyState, ErrorState, ListSkeleton } from '@/ui/states';
import classes from '@/features/workshop/Workshop.module.css';

/** Stages made from what customers really confirmed: closed deals laid out, their confirmations marked, a draft to try. */
export default function WorkshopPage() {
  const t = useT('workshop');
  const text = useText();
  const { search, change, choices, chosen, count, isImported } = useWorkshopAddress();
  return (
    <>
      <PageHeader title={t('title')}>
        <Select
          size="xs"
          w={180}
          allowDeselect={false}
          aria-label={t('pipeline')}
          value={chosen?.pipeline.key ?? null}
          data={choices.map(({ pipeline }) => ({ value: pipeline.key, label: text(pipeline.name) }))}
          onChange={(pipeline) => change({ pipeline: pipeline ?? undefined, before: undefined, after: undefined })}
        />
        <SegmentedControl
          size="xs"
          aria-label={t('count')}
          value={String(count)}
          data={COUNTS.map((one) => ({ value: String(one), label: t('last', { count: one }) }))}
          onChange={(value) => change({ count: value })}
        />
        <SegmentedControl
          size="xs"
          aria-label={t('which')}
          value={isImported ? 'imported' : 'all'}
          data={[
            { value: 'all', label: t('all_deals') },
            { value: 'imported', label: t('imported_deals') },
          ]}
          onChange={(value) => change({ deals: value === 'imported' ? value : undefined })}
        />
      </PageHeader>
      <div className={classes.page}>
        <p className={classes.intro}>{t('intro')}</p>
        {chosen ? (
          <>
            <Workshop
              key={`${chosen.playbook.version} ${chosen.pipeline.key}`}
              {...chosen}
              count={count}
              isImported={isImported}
            />
            <Trial {...chosen} search={search} change={change} />
          </>
        ) : (
          <EmptyState icon={<IconTimelineEvent size={24} />} title={t('no_playbook')} text={t('no_playbook_text')} />
        )}
      </div>
    </>
  );
}

interface Props {
  playbook: Playbook;
  pipeline: Pipeline;
  count: number;
  isImported: boolean;
}

function Workshop({ playbook, pipeline, count, isImported }: Props) {
  const t = useT('workshop');
  const words = useWords(playbook, pipeline);
  const work = useWorkshop(pipeline.key, count, isImported);
  const { deals, decisions, decide, proposal } = work;
  const stages = useMemo(
    () =>
      draftStages(pipeline, proposal, words.both).map((stage) => ({
        ...stage,
        name: decisions.names[stage.key] ?? stage.name,
      })),
    [pipeline, proposal, words, decisions.names],
  );
  const draft = useDraft(playbook, pipeline, stages, words);
  if (work.error) return <ErrorState error={work.error} retry={work.retry} />;
  if (work.total === undefined || deals.length < work.total) return <ListSkeleton rows={10} />;
  if (deals.length === 0)
    return (
      <>
        <EmptyState icon={<IconTimelineEvent size={24} />} title={t('empty')} text={t('empty_text')} />
        <ReplayPanel playbook={playbook} pipeline={pipeline} proposed="" />
      </>
    );
  const mark = (happening: string, name: string | null) =>
    decide((before) => ({ ...before, marks: { ...before.marks, [happening]: name } }));
  const nameStage = (stage: string, name: Text) =>
    decide((before) => ({ ...before, names: { ...before.names, [stage]: name } }));
  return (
    <>
      <Timelines deals={deals} decisions={decisions} words={words} mark={mark} />
      <Clusters
        clusters={work.clusters}
        words={words}
        rename={(from, to) => decide((before) => renamed(deals, before, from, to))}
      />
      <Stages stages={stages} playbook={playbook} words={words} name={nameStage} />
      <DraftPanel playbook={playbook} pipeline={pipeline} stages={stages} draft={draft} />
      <ReplayPanel playbook={playbook} pipeline={pipeline} proposed={draft} />
    </>
  );
}

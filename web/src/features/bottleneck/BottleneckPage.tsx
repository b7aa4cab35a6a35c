import { ActionIcon, Button, SegmentedControl, TextInput } from '@mantine/core';
import { IconChecklist, IconHourglassOff } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { asProblem } from '@/api/problem';
import type { DealRow } from '@/api/types';
import { HeatMap } from '@/features/bottleneck/HeatMap';
import { CUTS, placeAt } from '@/features/bottleneck/places';
import { Prescribed } from '@/features/bottleneck/Prescribed';
import { prescriptionOf } from '@/features/bottleneck/prescription';
import { Ranking } from '@/features/bottleneck/Ranking';
import { TaskDialog } from '@/features/bottleneck/TaskDialog';
import { useBottlenecks } from '@/features/bottleneck/use-bottlenecks';
import { useSayPlace } from '@/features/bottleneck/use-say-place';
import { AsOfNote, DealsDrawer, Filters } from '@/features/insight';
import { isEnter } from '@/lib/keys';
import { useT, useText } from '@/lib/use-locale';
import { useWriter } from '@/ui/chart';
import { PageHeader } from '@/ui/PageHeader';
import { EmptyState, ErrorState, ListSkeleton } from '@/ui/states';
import { Term } from '@/ui/Term';
import classes from '@/features/bottleneck/Bottleneck.module.css';

/** Where whose deals stand longer than deals usually do, how sure that is, and what the playbook says to do about it. */
export default function BottleneckPage() {
  const t = useT('bottleneck');
  const text = useText();
  const page = useBottlenecks();
  const { search, change, cut, pipeline, params, answer, places, list, chosen, open } = page;
  const write = useWriter(answer.data?.currency ?? 'USD');
  const words = useSayPlace(cut, write);
  const [tasked, setTasked] = useState<DealRow | null>(null);
  const opened = placeAt(places, search.row);
  const remedyOf = (stage: string | undefined) => {
    const found = stage && pipeline ? prescriptionOf(page.playbooks, pipeline.key, stage) : undefined;
    return found ? text(found.stage.remedy) : '';
  };
  const refusal = answer.error ? asProblem(answer.error) : undefined;
  return (
    <>
      <PageHeader
        title={<Term of="metric.bottlenecks">{t('title')}</Term>}
        actions={
          <Button size="xs" variant="default" renderRoot={(props) => <Link {...props} to="/workshop" />}>
            {t('to_workshop')}
          </Button>
        }
      >
        <SegmentedControl
          size="xs"
          aria-label={t('cut')}
          value={cut}
          data={CUTS.map((one) => ({ value: one, label: t(`cuts.${one}`) }))}
          onChange={(by) => change({ by, place: undefined })}
        />
      </PageHeader>
      <div className={classes.page}>
        <div className={classes.filters} role="group" aria-label={t('narrow')}>
          <Filters search={search} change={change} noPeriod={t('all_time')} />
          <Condition
            value={search.where ?? ''}
            set={(where) => change({ where: where || undefined })}
            error={refusal?.fields.find(({ pointer }) => pointer === '?where')?.detail}
          />
        </div>
        <AsOfNote asOf={search.as_of} change={change} />
        {answer.error && !answer.data ? (
          <ErrorState error={answer.error} retry={() => void answer.refetch()} />
        ) : !answer.data || !pipeline ? (
          <ListSkeleton rows={10} />
        ) : places.length === 0 ? (
          <EmptyState icon={<IconHourglassOff size={24} />} title={t('empty')} text={t('empty_text')} />
        ) : (
          <>
            <HeatMap
              report={answer.data}
              places={places}
              list={list}
              pipeline={pipeline}
              cut={cut}
              words={words}
              isTable={search.view === 'table'}
              setTable={(isTable) => change({ view: isTable ? 'table' : undefined })}
              open={open}
            />
            <div className={classes.pair}>
              <Ranking
                list={list}
                chosen={chosen}
                words={words}
                write={write}
                choose={(place) => change({ place: JSON.stringify(place.key) })}
                open={open}
              />
              {chosen && (
                <Prescribed
                  place={chosen}
                  prescription={prescriptionOf(page.playbooks, pipeline.key, chosen.stage)}
                  words={words}
                  open={open}
                />
              )}
            </div>
          </>
        )}
      </div>
      {search.measure && search.row && opened && (
        <DealsDrawer
          report="bottlenecks"
          params={params}
          cell={{ row: opened.key, measure: search.measure }}
          title={`${words.name(opened)} · ${t(`measures.${measureOf(search.measure)}`)}`}
          close={() => change({ row: undefined, measure: undefined })}
          beside={
            search.as_of
              ? undefined
              : (deal) => (
                  <ActionIcon
                    size="sm"
                    ml={8}
                    variant="subtle"
                    aria-label={t('task_for', { deal: deal.name })}
                    title={t('task_add')}
                    onClick={() => setTasked(deal)}
                  >
                    <IconChecklist size={16} aria-hidden />
                  </ActionIcon>
                )
          }
        />
      )}
      {tasked && <TaskDialog deal={tasked} remedy={remedyOf(opened?.stage)} close={() => setTasked(null)} />}
    </>
  );
}

const measureOf = (name: string) =>
  name === 'stuck' || name === 'stuck_minor' ? 'stuck' : name === 'stuck_without' ? 'stuck_without' : 'n';

interface ConditionProps {
  value: string;
  set: (value: string) => void;
  error?: string;
}

/** The reader's own condition; it counts when it is finished. */
function Condition({ value, set, error }: ConditionProps) {
  const t = useT('insight');
  const [typed, setTyped] = useState<string | null>(null);
  const finish = () => {
    if (typed !== null && typed.trim() !== value) set(typed.trim());
    setTyped(null);
  };
  return (
    <TextInput
      size="xs"
      flex="1 1 220px"
      aria-label={t('where')}
      placeholder={t('where_help')}
      title={t('where_help')}
      spellCheck={false}
      value={typed ?? value}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={finish}
      onKeyDown={(event) => isEnter(event) && finish()}
      error={error}
    />
  );
}

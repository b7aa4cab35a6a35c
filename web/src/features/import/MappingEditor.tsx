import { Button } from '@mantine/core';
import { IconDownload, IconFileImport, IconFlask, IconPlayerPlay } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { Problem } from '@/api/problem';
import { ColumnTable } from '@/features/import/ColumnTable';
import { fieldsTwice, isAmbiguous, startingMapping, withNearMisses } from '@/features/import/mapping';
import { fromYaml, toYaml } from '@/features/import/mapping-file';
import { MappingOptions } from '@/features/import/MappingOptions';
import { NearMisses } from '@/features/import/NearMisses';
import { dryRun, importQuery, setMapping, start } from '@/features/import/queries';
import type { ImportMapping, Import } from '@/api/types';
import { ValueMaps } from '@/features/import/ValueMaps';
import { useT } from '@/lib/use-locale';
import { FormProblem } from '@/ui/FormProblem';
import { showToast } from '@/ui/toast-store';
import { useWrite } from '@/ui/use-write';
import classes from '@/features/import/Import.module.css';

/** How columns become fields, and the two ways on: try it without writing, or run it. */
export function MappingEditor({ run }: { run: Import }) {
  const t = useT('import');
  const client = useQueryClient();
  const write = useWrite();
  const [mapping, setLocal] = useState<ImportMapping>(() => startingMapping(run));
  const [problem, setProblem] = useState<Problem | null>(null);
  const [sending, setSending] = useState<'try' | 'run' | null>(null);
  const twice = fieldsTwice(mapping);
  const unclear = run.columns.filter((column) => isAmbiguous(column, mapping));
  const settle = (answer: Import) => client.setQueryData(importQuery(run.id).queryKey, answer);
  const go = async (next: 'try' | 'run', said = mapping) => {
    setSending(next);
    setProblem(null);
    await write({
      send: async () => {
        settle(await setMapping(run.id, said));
        return next === 'try' ? dryRun(run.id) : start(run.id);
      },
      settle,
      refused: (refusal) => {
        setProblem(refusal);
        return !refusal.isTransient;
      },
    });
    setSending(null);
  };
  const confirmMisses = () => {
    const next = withNearMisses(mapping, run.progress?.near_misses ?? []);
    setLocal(next);
    void go('try', next);
  };
  const isBlocked = twice.size > 0 || unclear.length > 0;
  return (
    <section className={classes.panel} aria-labelledby="import-mapping">
      <div className={classes.headRow}>
        <h2 id="import-mapping" className={classes.head}>
          {t('mapping')}
        </h2>
        <FileButtons run={run} mapping={mapping} load={setLocal} />
      </div>
      {problem && (
        <div className={classes.inset}>
          <FormProblem problem={problem} />
        </div>
      )}
      {run.progress && run.progress.near_misses.length > 0 && (
        <NearMisses misses={run.progress.near_misses} confirm={confirmMisses} isSending={sending !== null} />
      )}
      <ColumnTable run={run} mapping={mapping} change={setLocal} twice={twice} />
      <ValueMaps run={run} mapping={mapping} change={setLocal} />
      <MappingOptions run={run} mapping={mapping} change={setLocal} />
      <div className={classes.foot}>
        <p className={classes.verdict} role="status" data-blocked={isBlocked || undefined}>
          {twice.size > 0
            ? t('twice', { count: twice.size })
            : unclear.length > 0
              ? t('unclear_dates', { columns: unclear.map(({ header }) => header).join(', ') })
              : t('mapped', { count: Object.keys(mapping.columns).length, total: run.columns.length })}
        </p>
        <div className={classes.buttons}>
          <Button
            variant="default"
            leftSection={<IconFlask size={16} aria-hidden />}
            disabled={isBlocked || sending === 'run'}
            loading={sending === 'try'}
            onClick={() => void go('try')}
          >
            {t('dry_run')}
          </Button>
          <Button
            leftSection={<IconPlayerPlay size={16} aria-hidden />}
            disabled={isBlocked || sending === 'try'}
            loading={sending === 'run'}
            onClick={() => void go('run')}
          >
            {t('run', { count: run.row_count })}
          </Button>
        </div>
      </div>
    </section>
  );
}

/** The mapping as a file: kept for next time, or taken from last time. */
function FileButtons({
  run,
  mapping,
  load,
}: {
  run: Import;
  mapping: ImportMapping;
  load: (mapping: ImportMapping) => void;
}) {
  const t = useT('import');
  const input = useRef<HTMLInputElement>(null);
  const download = async () => {
    const url = URL.createObjectURL(new Blob([await toYaml(mapping)], { type: 'application/yaml' }));
    const link = document.createElement('a');
    link.href = url;
    link.download = `${run.file_name.replace(/\.\w+$/, '')}.mapping.yaml`;
    link.click();
    URL.revokeObjectURL(url);
  };
  const read = async (file: File | undefined) => {
    if (!file) return;
    const loaded = await fromYaml(await file.text());
    if (!loaded) return void showToast({ tone: 'failed', text: t('not_a_mapping', { file: file.name }) });
    load(loaded);
    showToast({ tone: 'done', text: t('mapping_loaded', { file: file.name }) }, 4000);
  };
  return (
    <div className={classes.buttons}>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconFileImport size={15} aria-hidden />}
        onClick={() => input.current?.click()}
      >
        {t('load_mapping')}
      </Button>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconDownload size={15} aria-hidden />}
        onClick={() => void download()}
      >
        {t('save_mapping')}
      </Button>
      <input
        ref={input}
        type="file"
        accept=".yaml,.yml"
        className="visually-hidden"
        aria-label={t('load_mapping')}
        tabIndex={-1}
        onChange={(event) => {
          void read(event.target.files?.[0]);
          event.target.value = '';
        }}
      />
    </div>
  );
}

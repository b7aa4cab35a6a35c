import { Button } from '@mantine/core';
import { IconDownload, IconFileImport, IconFlask, IconPlayerPlay } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { Problem } from '@/api/problem';
import { ColumnTable } from '@/features/import/ColumnTable';
import {
  fieldsTwice,
  fitted,
  isAmbiguous,
  missingKinds,
  readsAlike,
  startingMapping,
  takenColumns,
  withCreatable,
  withNearMisses,
} from '@/features/import/mapping';
import { fromYaml, toYaml } from '@/features/import/mapping-file';
import { MappingOptions } from '@/features/import/MappingOptions';
import { MissingRecords } from '@/features/import/MissingRecords';
import { NearMisses } from '@/features/import/NearMisses';
import { dryRun, importQuery, setMapping, start } from '@/features/import/queries';
import { namedAfter, saveFile } from '@/features/import/save-file';
import type { ImportMapping, Import } from '@/api/types';
import { ValueMaps } from '@/features/import/ValueMaps';
import { useT } from '@/lib/use-locale';
import { FormProblem } from '@/ui/FormProblem';
import { showToast } from '@/ui/toast-store';
import { useWrite } from '@/ui/use-write';
import classes from '@/features/import/Import.module.css';
import parts from '@/features/import/Mapping.module.css';

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
  const missing = missingKinds(mapping, run.progress);
  const settle = (answer: Import) => client.setQueryData(importQuery(run.id).queryKey, answer);
  const go = async (next: 'try' | 'run', said = mapping) => {
    setSending(next);
    setProblem(null);
    await write({
      send: async () => {
        const confirmed = await setMapping(run.id, said);
        settle(confirmed);
        setLocal(startingMapping(confirmed));
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
  const tryWith = (next: ImportMapping) => {
    setLocal(next);
    void go('try', next);
  };
  const isBlocked = twice.size > 0 || unclear.length > 0 || run.row_count === 0;
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
        <NearMisses
          misses={run.progress.near_misses}
          confirm={(meant, others) => tryWith(withNearMisses(mapping, meant, others))}
          isSending={sending !== null}
        />
      )}
      {missing.length > 0 && (
        <MissingRecords
          kinds={missing}
          create={() => tryWith(missing.reduce((all, kind) => withCreatable(all, kind, true), mapping))}
          isSending={sending !== null}
        />
      )}
      <ColumnTable run={run} mapping={mapping} change={setLocal} twice={twice} />
      <ValueMaps run={run} mapping={mapping} change={setLocal} />
      <MappingOptions run={run} mapping={mapping} change={setLocal} />
      <div className={classes.foot}>
        <p className={parts.verdict} role="status" data-blocked={isBlocked || undefined}>
          {run.row_count === 0
            ? t('no_rows')
            : twice.size > 0
              ? t('twice', { count: twice.size })
              : unclear.length > 0
                ? t('unclear_dates', { columns: unclear.map(({ header }) => header).join(', ') })
                : t('mapped', { count: takenColumns(mapping).length, total: run.columns.length })}
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
    const yaml = new Blob([await toYaml(mapping)], { type: 'application/yaml' });
    saveFile(yaml, namedAfter(run.file_name, 'mapping.yaml'));
  };
  const read = async (file: File | undefined) => {
    if (!file) return;
    const loaded = await fromYaml(await file.text());
    if (!loaded) return void showToast({ tone: 'failed', text: t('not_a_mapping', { file: file.name }) });
    // Read otherwise, the file may have the columns that are missing now.
    const isAlike = !loaded.file || readsAlike(loaded, mapping);
    const { mapping: known, absent } = isAlike ? fitted(loaded, run) : { mapping: loaded, absent: [] };
    // What may be created and how to read are options of an import: a mapping file that is silent leaves them.
    const { create_missing, file: options } = mapping;
    load({ ...known, create_missing: known.create_missing ?? create_missing, file: known.file ?? options });
    const detail = absent.length > 0 ? t('mapping_absent', { columns: absent.join(', ') }) : undefined;
    showToast(
      { tone: 'done', text: t('mapping_loaded', { file: file.name }), detail },
      absent.length > 0 ? null : 4000,
    );
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

import { Button, SegmentedControl } from '@mantine/core';
import { IconFileSpreadsheet, IconUpload, IconX } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { Problem } from '@/api/problem';
import { randomId } from '@/api/transport';
import { OBJECTS } from '@/features/import/fields';
import { importQuery, upload } from '@/features/import/queries';
import type { ImportObject } from '@/api/types';
import { useLocale, useT } from '@/lib/use-locale';
import { FormProblem } from '@/ui/FormProblem';
import { useWrite } from '@/ui/use-write';
import classes from '@/features/import/Import.module.css';

/** Takes a file by drop or by choice, and asks what its rows are. Nothing is written yet. */
export function UploadPanel({ uploaded }: { uploaded: (id: string) => void }) {
  const t = useT('import');
  const common = useT('common');
  const locale = useLocale();
  const client = useQueryClient();
  const write = useWrite();
  const input = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File | null>(null);
  const [as, setAs] = useState<ImportObject>('deals');
  const [isOver, setOver] = useState(false);
  const [isSending, setSending] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  /** The request's key: kept while the same is sent again, because a lost answer does not mean a lost file. */
  const attempt = useRef<string | null>(null);
  const choose = (chosen: File | null | undefined) => {
    if (chosen === undefined) return;
    attempt.current = null;
    setProblem(null);
    setFile(chosen);
  };
  const send = async () => {
    if (!file) return;
    setSending(true);
    setProblem(null);
    const key = (attempt.current ??= randomId());
    const written = await write({
      send: () => upload(as, file, key),
      settle: (run) => {
        client.setQueryData(importQuery(run.id).queryKey, run);
        void client.invalidateQueries({ queryKey: ['imports', 'list'] });
      },
      refused: (refusal) => {
        if (!refusal.isTransient) attempt.current = null;
        setProblem(refusal);
        return true;
      },
    });
    setSending(false);
    if (written.ok) uploaded(written.result.id);
  };
  return (
    <section className={classes.panel} aria-label={t('new_import')}>
      <div
        className={classes.drop}
        data-over={isOver || undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          choose(event.dataTransfer.files[0]);
        }}
      >
        {file ? (
          <p className={classes.file}>
            <IconFileSpreadsheet size={26} aria-hidden />
            <span>
              <b>{file.name}</b>
              <small>{sizeOf(file.size, locale)}</small>
            </span>
            <button
              type="button"
              aria-label={t('take_off', { file: file.name })}
              disabled={isSending}
              onClick={() => choose(null)}
            >
              <IconX size={16} aria-hidden />
            </button>
          </p>
        ) : (
          <>
            <IconUpload size={26} aria-hidden />
            <p>
              <b>{t('drop')}</b>
              <small>{t('drop_text')}</small>
            </p>
            <Button variant="default" size="xs" onClick={() => input.current?.click()}>
              {t('choose_file')}
            </Button>
          </>
        )}
        <input
          ref={input}
          type="file"
          accept=".csv,.tsv,.txt,.xlsx,text/csv"
          className="visually-hidden"
          aria-label={t('choose_file')}
          tabIndex={-1}
          onChange={(event) => {
            choose(event.target.files?.[0]);
            event.target.value = '';
          }}
        />
      </div>
      {problem && (
        <div className={classes.inset}>
          <FormProblem problem={problem} />
        </div>
      )}
      <div className={classes.foot}>
        <div className={classes.what}>
          <span id="import-as">{t('rows_are')}</span>
          <SegmentedControl
            size="xs"
            aria-labelledby="import-as"
            value={as}
            disabled={isSending}
            onChange={(value) => {
              attempt.current = null;
              setAs(value as ImportObject);
            }}
            data={OBJECTS.map((key) => ({ value: key, label: t(`objects.${key}`) }))}
          />
        </div>
        <Button disabled={!file} loading={isSending} onClick={() => void send()}>
          {isSending ? common('loading') : t('look_at_file')}
        </Button>
      </div>
    </section>
  );
}

/** A file's size as people say it. */
function sizeOf(bytes: number, locale: string): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
  const power = Math.min(3, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: units[power],
    maximumFractionDigits: power === 0 ? 0 : 1,
  }).format(bytes / 1000 ** power);
}

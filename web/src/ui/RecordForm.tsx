import { Button, Group, Stack } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { Problem } from '@/api/problem';
import type { Sent } from '@/lib/merge';
import { sendMerged } from '@/lib/merge';
import { useT } from '@/lib/use-locale';
import type { FieldWords } from '@/ui/conflict';
import { useAskConflict } from '@/ui/conflict';
import { fieldErrors } from '@/ui/field-errors';
import { FormProblem } from '@/ui/FormProblem';
import { useWrite } from '@/ui/use-write';

/** What a record's form holds: texts, and ids of records picked. */
export type RecordValues = Record<string, string | null>;
export type RecordFormApi = UseFormReturnType<RecordValues>;

/** A record with a name that several people may edit. */
export interface Editable {
  id: string;
  name: string;
  version: number;
}

/** How records of one kind are read, written and spelt. `C` is what the API takes. */
export interface Records<R extends Editable, C extends object> {
  /** The first part of the keys under which they are cached. */
  noun: string;
  read: (id: string) => Promise<R>;
  create: (fields: C) => Promise<R>;
  edit: (id: string, change: Partial<C>, version: number) => Promise<R>;
  /** Takes a new record back; absent for what stays once it is there. */
  takeBack?: (record: R) => Promise<unknown>;
  /** Fields that must not be blank, beside the name. */
  needed?: (record: R | undefined) => readonly string[];
  /** What the form shows of a record; of a new one, when absent. */
  valuesOf: (record: R | undefined) => RecordValues;
  /** What the form says, as the API takes it: an emptied field is null. */
  fieldsOf: (values: RecordValues) => C;
}

interface Props<R extends Editable, C extends object> {
  records: Records<R, C>;
  /** Absent for a new one. */
  record?: R;
  isReadOnly?: boolean;
  words: FieldWords;
  close: () => void;
  children: (form: RecordFormApi) => ReactNode;
}

/** A record's fields with save and cancel. What others change meanwhile is merged; a refusal is shown at its fields. */
export function RecordForm<R extends Editable, C extends object>(props: Props<R, C>) {
  const { records, isReadOnly = false, words, close, children } = props;
  const t = useT('common');
  // As it was when the form was opened: what others change meanwhile is no edit of ours.
  const [record] = useState(props.record);
  const save = useSaveRecord(records, words);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isSending, setSending] = useState(false);
  const form = useForm<RecordValues>({
    initialValues: records.valuesOf(record),
    validate: (values) => {
      const blank = ['name', ...(records.needed?.(record) ?? [])].filter((field) => !values[field]?.trim());
      return Object.fromEntries(blank.map((field) => [field, t('required')]));
    },
  });
  const submit = form.onSubmit(async (values) => {
    setSending(true);
    setProblem(null);
    const ok = await save(record, values, (refusal) => {
      form.setErrors(fieldErrors(refusal, Object.keys(values)));
      setProblem(refusal);
      return true;
    });
    setSending(false);
    if (ok) close();
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        {problem && <FormProblem problem={problem} fields={Object.keys(form.values)} />}
        <fieldset disabled={isReadOnly} style={{ display: 'contents' }}>
          {children(form)}
        </fieldset>
        <Group justify="flex-end" mt="sm">
          <Button variant="default" onClick={close}>
            {t('cancel')}
          </Button>
          <Button
            type="submit"
            loading={isSending}
            disabled={isReadOnly || !form.isDirty()}
            title={isReadOnly ? t('no_permission') : undefined}
          >
            {t('save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

const isSame = (a: unknown, b: unknown) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** Creates a record or sends what was changed of it; both can be undone where that is possible. */
function useSaveRecord<R extends Editable, C extends object>(records: Records<R, C>, words: FieldWords) {
  const t = useT('common');
  const client = useQueryClient();
  const write = useWrite();
  const askConflict = useAskConflict();
  const settle = () => void client.invalidateQueries({ queryKey: [records.noun] });
  return async (
    record: R | undefined,
    values: RecordValues,
    refused: (problem: Problem) => boolean,
  ): Promise<boolean> => {
    const fields = records.fieldsOf(values);
    const { takeBack } = records;
    const undone = (send: () => Promise<unknown>) => void write({ send, settle, done: t('undone') });
    if (!record) {
      const written = await write<R>({
        send: () => records.create(fields),
        settle,
        done: t('saved_named', { name: String(values.name) }),
        undo: takeBack && ((created) => undone(() => takeBack(created))),
        refused,
      });
      return written.ok;
    }
    const as = (other: R, keys: string[]): Partial<C> => {
      const own = records.fieldsOf(records.valuesOf(other)) as Record<string, unknown>;
      return Object.fromEntries(keys.map((key) => [key, own[key]])) as Partial<C>;
    };
    const keys = Object.keys(fields);
    const was = as(record, keys) as Record<string, unknown>;
    const changed = keys.filter((key) => !isSame((fields as Record<string, unknown>)[key], was[key]));
    const change = Object.fromEntries(Object.entries(fields).filter(([key]) => changed.includes(key))) as Partial<C>;
    const written = await write<Sent<Partial<C>, R>>({
      send: () =>
        sendMerged({
          change,
          before: as(record, changed),
          version: record.version,
          send: (some, version) => records.edit(record.id, some, version),
          reload: () => records.read(record.id),
          valuesOf: (now) => as(now, changed),
          ask: askConflict(record.name, words),
        }),
      settle,
      done: t('saved_named', { name: String(values.name) }),
      undo: (sent) => undone(() => records.edit(record.id, sent.before, sent.record.version)),
      refused,
    });
    return written.ok;
  };
}

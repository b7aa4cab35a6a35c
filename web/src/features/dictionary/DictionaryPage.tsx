import { SegmentedControl, TextInput } from '@mantine/core';
import { IconArrowLeft, IconBook2, IconSearch } from '@tabler/icons-react';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Link, useLocation, useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { DictionaryEntry } from '@/api/dictionary';
import { dictionaryQuery, findEntry } from '@/api/dictionary';
import { pipelineIn } from '@/api/lookup';
import { playbooksQuery } from '@/api/queries';
import { EntryList } from '@/features/dictionary/EntryList';
import { EntryView } from '@/features/dictionary/EntryView';
import type { Line } from '@/features/dictionary/sections';
import { byGroup, byLetter, found, KINDS } from '@/features/dictionary/sections';
import { useLocale, useT, useText } from '@/lib/use-locale';
import { PageHeader } from '@/ui/PageHeader';
import { EmptyState, ErrorState, ListSkeleton } from '@/ui/states';
import { useSearchText } from '@/ui/use-search-text';
import classes from '@/features/dictionary/Dictionary.module.css';

/** What every term, metric, stage and field means: the list on the left, one page beside it. */
export default function DictionaryPage() {
  const t = useT('dictionary');
  const common = useT('common');
  const search = useSearch({ from: '/shell/dictionary' });
  const navigate = useNavigate({ from: '/dictionary' });
  const { data: entries, error, refetch } = useQuery(dictionaryQuery);
  const words = useSearchText(
    search.q ?? '',
    (q) => void navigate({ search: (before) => ({ ...before, q: q || undefined }), replace: true }),
  );
  return (
    <>
      <PageHeader title={t('title')}>
        <TextInput
          size="xs"
          w={260}
          type="search"
          aria-label={common('search')}
          placeholder={t('search')}
          leftSection={<IconSearch size={15} aria-hidden />}
          {...words}
        />
      </PageHeader>
      {error && !entries ? (
        <ErrorState error={error} retry={() => void refetch()} />
      ) : entries ? (
        <Dictionary entries={entries} />
      ) : (
        <ListSkeleton />
      )}
    </>
  );
}

function Dictionary({ entries }: { entries: DictionaryEntry[] }) {
  const t = useT('dictionary');
  const common = useT('common');
  const search = useSearch({ from: '/shell/dictionary' });
  const navigate = useNavigate({ from: '/dictionary' });
  const { hash } = useLocation();
  const asked = search.term ?? (hash ? decodeURIComponent(hash) : undefined);
  const entry = asked === undefined ? undefined : findEntry(entries, asked);
  const kind = KINDS.find((one) => one === search.kind) ?? entry?.kind ?? 'term';
  const lines = useLines(entries, kind, search.q);
  const counts = useMemo(
    () => new Map(KINDS.map((one) => [one, entries.filter((row) => row.kind === one).length])),
    [entries],
  );
  return (
    <div className={classes.page} data-open={asked !== undefined || undefined}>
      <div className={classes.side}>
        {!search.q && (
          <SegmentedControl
            size="xs"
            fullWidth
            aria-label={t('kind_label')}
            value={kind}
            data={KINDS.filter((one) => counts.get(one)).map((one) => ({
              value: one,
              label: `${t(`kinds.${one}`)} ${counts.get(one)}`,
            }))}
            onChange={(value) =>
              void navigate({ search: (before) => ({ ...before, kind: value, term: undefined }), hash: '' })
            }
          />
        )}
        {lines.length > 0 ? (
          <EntryList
            key={search.q ? 'found' : kind}
            label={search.q ? t('found') : t(`kinds.${kind}`)}
            lines={lines}
            current={entry?.key}
            hasIndex={!search.q}
          />
        ) : (
          <p className={classes.none} role="status">
            {common('nothing_found')}
          </p>
        )}
      </div>
      <div className={classes.reading}>
        <Link to="/dictionary" search={(before) => ({ ...before, term: undefined })} className={classes.back}>
          <IconArrowLeft size={16} aria-hidden />
          {t('back')}
        </Link>
        {entry ? (
          <EntryView key={entry.key} entry={entry} entries={entries} />
        ) : asked !== undefined ? (
          <EmptyState icon={<IconBook2 size={24} />} title={t('unknown')} text={t('unknown_text')} />
        ) : (
          <EmptyState icon={<IconBook2 size={24} />} title={t('title')} text={t('intro')} />
        )}
      </div>
    </div>
  );
}

/** What the list shows: the entries of a kind in their order, or what was found. */
function useLines(entries: DictionaryEntry[], kind: DictionaryEntry['kind'], q: string | undefined): Line[] {
  const t = useT('dictionary');
  const text = useText();
  const locale = useLocale();
  const { data: playbooks } = useSuspenseQuery(playbooksQuery);
  return useMemo(() => {
    if (q) return found(entries, q);
    const ofKind = entries.filter((entry) => entry.kind === kind);
    if (kind === 'field') return byGroup(ofKind, (record) => t(`records.${record}` as 'records.deal'));
    if (kind !== 'stage') return byLetter(ofKind, text, locale);
    return byGroup(ofKind, (key) => {
      const known = pipelineIn(playbooks, key);
      return known ? text(known.pipeline.name) : key;
    });
  }, [entries, kind, q, t, text, locale, playbooks]);
}

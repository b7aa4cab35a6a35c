import { IconArrowRight } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { DictionaryEntry } from '@/api/dictionary';
import type { Text } from '@/api/types';
import { useLocale, useT, useText } from '@/lib/use-locale';
import classes from '@/features/dictionary/Dictionary.module.css';

interface Props {
  entry: DictionaryEntry;
  entries: readonly DictionaryEntry[];
}

/** One page of the dictionary. */
export function EntryView({ entry, entries }: Props) {
  const t = useT('dictionary');
  const text = useText();
  const locale = useLocale();
  const other = locale === 'ko' ? 'en' : 'ko';
  const place = [t(`kind.${entry.kind}`), entry.area && t(`areas.${entry.area}`)].filter(Boolean).join(' · ');
  return (
    <article className={classes.entry} aria-labelledby="dictionary-entry">
      <p className={classes.place}>{place}</p>
      <h2 id="dictionary-entry">{text(entry.name)}</h2>
      {entry.name[other] !== entry.name[locale] && (
        <p className={classes.other} lang={other}>
          {entry.name[other]}
        </p>
      )}
      <p className={classes.short}>{text(entry.short)}</p>
      <p className={classes.body}>{text(entry.body)}</p>
      {entry.formula && (
        <section>
          <h3>{t('formula')}</h3>
          <code className={classes.formula}>{entry.formula}</code>
        </section>
      )}
      {entry.example && (
        <section>
          <h3>{t('example')}</h3>
          <p className={classes.example}>{text(entry.example)}</p>
        </section>
      )}
      {entry.facts.length > 0 && (
        <dl className={classes.facts}>
          {entry.facts.map((fact) => (
            <div key={fact.name.en}>
              <dt>{text(fact.name)}</dt>
              <dd>
                <Values values={fact.values} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      {reportsOf(entry, entries).map(({ name, report }) => (
        <Link key={report} to="/reports/$name" params={{ name: report }} className={classes.report}>
          {t('open_report', { name: text(name) })}
          <IconArrowRight size={15} aria-hidden />
        </Link>
      ))}
      <Links title={t('see')} keys={entry.see} entries={entries} />
      <Links title={t('used_by')} keys={entry.used_by} entries={entries} />
      {(entry.version !== null || entry.owner) && (
        <p className={classes.foot}>
          {entry.version !== null && t('version', { version: entry.version })}
          {entry.version !== null && entry.owner && ' · '}
          {entry.owner && t(entry.kind === 'stage' ? 'playbook' : 'owner', { name: text(entry.owner) })}
        </p>
      )}
    </article>
  );
}

/** The reports that give the number, or that measure the term. */
function reportsOf(entry: DictionaryEntry, entries: readonly DictionaryEntry[]): { name: Text; report: string }[] {
  const measured = entries.filter(
    ({ key, kind }) => kind === 'metric' && entry.kind === 'term' && entry.see.includes(key),
  );
  return [entry, ...measured].flatMap(({ name, report }) => (report ? [{ name, report }] : []));
}

function Values({ values }: { values: Text[] }) {
  const text = useText();
  const [only] = values;
  if (values.length === 1 && only) return text(only);
  return (
    <ul>
      {values.map((value) => (
        <li key={value.en}>{text(value)}</li>
      ))}
    </ul>
  );
}

function Links({ title, keys, entries }: { title: string; keys: string[]; entries: readonly DictionaryEntry[] }) {
  const t = useT('dictionary');
  const text = useText();
  const linked = keys.flatMap((key) => entries.find((entry) => entry.key === key) ?? []);
  if (linked.length === 0) return null;
  return (
    <nav aria-label={title}>
      <h3>{title}</h3>
      <ul className={classes.links}>
        {linked.map(({ key, kind, name }) => (
          <li key={key}>
            <Link to="/dictionary" search={(before) => ({ ...before, term: key })}>
              {text(name)}
              {kind !== 'term' && <small>{t(`kind.${kind}`)}</small>}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

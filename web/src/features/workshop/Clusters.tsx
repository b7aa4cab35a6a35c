import { Autocomplete } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useState } from 'react';
import type { Cluster } from '@/features/workshop/propose';
import type { Words } from '@/features/workshop/use-words';
import { useT } from '@/lib/use-locale';
import { useWriter } from '@/ui/chart';
import classes from '@/features/workshop/Workshop.module.css';

interface Props {
  clusters: Cluster[];
  words: Words;
  rename: (from: string, to: string | null) => void;
}

/** What was confirmed over all deals: when in a won deal's life, and by how many of the won and of the lost. */
export function Clusters({ clusters, words, rename }: Props) {
  const t = useT('workshop');
  const write = useWriter('USD');
  return (
    <section className={classes.card} aria-labelledby="clusters-title">
      <h2 id="clusters-title">{t('clusters')}</h2>
      <p className={classes.quiet}>{t('clusters_text')}</p>
      <div className={classes.scroll} tabIndex={0} role="region" aria-label={t('clusters')}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t('columns.name')}</th>
              <th scope="col" className={classes.wide}>
                {t('columns.place')}
              </th>
              <th scope="col" data-number>
                {t('columns.won')}
              </th>
              <th scope="col" data-number>
                {t('columns.lost')}
              </th>
              <th scope="col">
                <span className="visually-hidden">{t('columns.drop')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {clusters.map((cluster) => (
              <tr key={cluster.name} data-rare={(cluster.wonShare ?? 0) < 0.5 || undefined}>
                <td>
                  <ClusterName cluster={cluster} words={words} rename={rename} />
                </td>
                <td>
                  <span className={classes.place}>
                    <i style={{ left: `${cluster.place * 100}%` }} aria-hidden />
                  </span>
                  <small>{t('place', { share: write.full(Math.round(cluster.place * 100) / 100, 'share') })}</small>
                </td>
                <td data-number>
                  {write.full(cluster.wonShare, 'share')} <small>{cluster.won}</small>
                </td>
                <td data-number>
                  {write.full(cluster.lostShare, 'share')} <small>{cluster.lost}</small>
                </td>
                <td>
                  <button
                    type="button"
                    className={classes.drop}
                    aria-label={t('drop', { name: words.name(cluster.name) })}
                    title={t('drop', { name: words.name(cluster.name) })}
                    onClick={() => rename(cluster.name, null)}
                  >
                    <IconX size={15} aria-hidden />
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** The name, to be changed for all deals at once; the name of another joins both. */
function ClusterName({ cluster, words, rename }: Omit<Props, 'clusters'> & { cluster: Cluster }) {
  const t = useT('workshop');
  const [typed, setTyped] = useState<string | null>(null);
  const shown = words.name(cluster.name);
  const finish = (label: string) => {
    setTyped(null);
    const name = words.nameFrom(label.trim());
    if (name !== '' && name !== cluster.name) rename(cluster.name, name);
  };
  return (
    <Autocomplete
      size="xs"
      variant="unstyled"
      aria-label={t('rename', { name: shown })}
      data={words.suggestions}
      limit={8}
      value={typed ?? shown}
      onChange={setTyped}
      onOptionSubmit={finish}
      onBlur={() => typed !== null && finish(typed)}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !event.nativeEvent.isComposing && typed !== null) finish(typed);
        if (event.key === 'Escape') setTyped(null);
      }}
    />
  );
}

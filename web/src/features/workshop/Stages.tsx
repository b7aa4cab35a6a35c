import { TextInput } from '@mantine/core';
import type { Playbook, Text } from '@/api/types';
import type { DraftStage } from '@/features/workshop/draft';
import { exitRule } from '@/features/workshop/draft';
import { FEWEST } from '@/features/workshop/propose';
import type { Words } from '@/features/workshop/use-words';
import { useT, useText } from '@/lib/use-locale';
import { useWriter } from '@/ui/chart';
import classes from '@/features/workshop/Workshop.module.css';

interface Props {
  stages: DraftStage[];
  playbook: Playbook;
  words: Words;
  name: (stage: string, name: Text) => void;
}

/** The proposed stages: each with the confirmation that ends it, its rule, and a name in both languages. */
export function Stages({ stages, playbook, words, name }: Props) {
  const t = useT('workshop');
  const text = useText();
  const write = useWriter('USD');
  return (
    <section className={classes.card} aria-labelledby="stages-title">
      <h2 id="stages-title">{t('stages', { count: stages.length })}</h2>
      <p className={classes.quiet}>{t('stages_text')}</p>
      {stages.length === 0 && <p className={classes.warn}>{t('stages_none')}</p>}
      {stages.length > 0 && stages.length < FEWEST && (
        <p className={classes.warn}>{t('stages_few', { count: stages.length, fewest: FEWEST })}</p>
      )}
      <ol className={classes.stages}>
        {stages.map((stage, at) => {
          const { end, along, days } = stage.proposed;
          return (
            <li key={stage.key} className={classes.stage}>
              <span className={classes.number} aria-hidden>
                {at + 1}
              </span>
              <div className={classes.names}>
                <TextInput
                  size="xs"
                  label={t('name_ko')}
                  lang="ko"
                  value={stage.name.ko}
                  onChange={(event) => name(stage.key, { ...stage.name, ko: event.target.value })}
                />
                <TextInput
                  size="xs"
                  label={t('name_en')}
                  lang="en"
                  value={stage.name.en}
                  onChange={(event) => name(stage.key, { ...stage.name, en: event.target.value })}
                />
              </div>
              <div className={classes.ends}>
                <p>
                  {t.rich('ends_with', { name: words.name(end.name), b: (said) => <b>{said}</b> })}{' '}
                  <small>
                    {t('had_it', {
                      won: write.full(end.wonShare, 'share'),
                      lost: write.full(end.lostShare, 'share'),
                    })}
                  </small>
                </p>
                <code>{exitRule(playbook, stage)}</code>
                <small>
                  {[
                    t('takes', { days: write.full(Math.round(days), 'days') }),
                    along.length > 0 && t('along', { names: along.map((one) => words.name(one.name)).join(', ') }),
                    stage.from ? t('keeps', { stage: text(stage.from.name) }) : t('is_new'),
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </small>
              </div>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

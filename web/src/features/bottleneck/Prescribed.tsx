import { Button } from '@mantine/core';
import { IconBook2, IconListSearch } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReportCell } from '@/api/reports';
import type { Place } from '@/features/bottleneck/places';
import type { Prescription } from '@/features/bottleneck/prescription';
import type { SayPlace } from '@/features/bottleneck/use-say-place';
import { useT, useText } from '@/lib/use-locale';
import classes from '@/features/bottleneck/Bottleneck.module.css';

interface Props {
  place: Place;
  prescription: Prescription | undefined;
  words: SayPlace;
  open: (row: ReportCell[], measure: string) => void;
}

/** What the playbook says to do about deals that stand here, and the ways to do it. */
export function Prescribed({ place, prescription, words, open }: Props) {
  const t = useT('bottleneck');
  const text = useText();
  const { habit } = place;
  return (
    <section className={classes.card} aria-labelledby="prescription-title">
      <p className={classes.over}>{t('prescription')}</p>
      <h2 id="prescription-title">{words.name(place)}</h2>
      {prescription ? (
        <>
          {prescription.focus && <p className={classes.focus}>{t(`focus.${prescription.focus}`)}</p>}
          <blockquote className={classes.remedy}>{text(prescription.stage.remedy)}</blockquote>
          {prescription.questions.length > 0 && (
            <>
              <h3>{t('questions')}</h3>
              <ul className={classes.asks}>
                {prescription.questions.map((question) => (
                  <li key={question.key}>{text(question.text)}</li>
                ))}
              </ul>
            </>
          )}
          {prescription.evidence.length > 0 && (
            <>
              <h3>{t('evidence')}</h3>
              <ul className={classes.asks}>
                {prescription.evidence.map((type) => (
                  <li key={type.key} data-habit={habit?.evidence === type.key || undefined}>
                    {text(type.name)}
                    {habit?.evidence === type.key && <small> {words.lift(place)}</small>}
                  </li>
                ))}
              </ul>
            </>
          )}
        </>
      ) : (
        <p className={classes.quiet}>{t('no_remedy')}</p>
      )}
      {habit && <p className={classes.caution}>{t('no_cause')}</p>}
      <div className={classes.acts}>
        <Button
          size="xs"
          leftSection={<IconListSearch size={16} aria-hidden />}
          disabled={place.stuck === 0}
          title={place.stuck === 0 ? t('none_stuck') : undefined}
          onClick={() => open(place.key, 'stuck')}
        >
          {t('open_stuck', { count: place.stuck })}
        </Button>
        {habit !== null && habit.without > 0 && (
          <Button size="xs" variant="default" onClick={() => open(place.key, 'stuck_without')}>
            {t('open_without', { count: habit.without })}
          </Button>
        )}
        {prescription && (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconBook2 size={16} aria-hidden />}
            renderRoot={(props) => (
              <Link
                {...props}
                to="/dictionary"
                search={{ term: `stage.${prescription.pipeline}.${prescription.stage.key}` }}
              />
            )}
          >
            {t('in_dictionary')}
          </Button>
        )}
      </div>
      <p className={classes.later}>{t('effect_later')}</p>
    </section>
  );
}

import { Autocomplete, Checkbox } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { KeyboardEvent } from 'react';
import { memo, useCallback, useId, useState } from 'react';
import type { Happening, LaidDeal } from '@/features/workshop/laid';
import type { Decisions } from '@/features/workshop/marks';
import { nameOfMark } from '@/features/workshop/marks';
import type { Words } from '@/features/workshop/use-words';
import { formatDate } from '@/lib/dates';
import { useLocale, useT } from '@/lib/use-locale';
import classes from '@/features/workshop/Workshop.module.css';

interface Props {
  deals: LaidDeal[];
  decisions: Decisions;
  words: Words;
  mark: (happening: string, name: string | null) => void;
}

/** Every deal from its opening to its close, with what happened between; what the customer confirmed is marked. */
export function Timelines({ deals, decisions, words, mark }: Props) {
  const t = useT('workshop');
  const [at, setAt] = useState<{ deal: string; index: number } | null>(null);
  const go = useCallback((deal: string, index: number) => setAt({ deal, index }), []);
  return (
    <section className={classes.card} aria-labelledby="timelines-title">
      <h2 id="timelines-title">{t('timelines')}</h2>
      <p className={classes.quiet}>{t('timelines_text')}</p>
      <ul className={classes.legend}>
        <li>
          <i className={classes.point} data-kind="evidence" data-marked /> {t('legend.confirmed')}
        </li>
        <li>
          <i className={classes.point} data-kind="evidence" /> {t('legend.evidence')}
        </li>
        <li>
          <i className={classes.point} data-kind="activity" /> {t('legend.activity')}
        </li>
        <li>
          <i className={classes.point} data-kind="visit" /> {t('legend.visit')}
        </li>
      </ul>
      <ol className={classes.lines}>
        {deals.map((deal) => {
          const index = at?.deal === deal.id ? at.index : null;
          const chosen = index === null ? undefined : deal.happenings[index];
          return (
            <li key={deal.id} className={classes.line}>
              <Line deal={deal} index={index} decisions={decisions} words={words} mark={mark} go={go} />
              {chosen && <Chosen key={chosen.id} happening={chosen} decisions={decisions} words={words} mark={mark} />}
            </li>
          );
        })}
      </ol>
    </section>
  );
}

interface LineProps {
  deal: LaidDeal;
  index: number | null;
  decisions: Decisions;
  words: Words;
  mark: Props['mark'];
  go: (deal: string, index: number) => void;
}

/** One deal: one stop for Tab, arrows from happening to happening, Space marks. */
const Line = memo(function Line({ deal, index, decisions, words, mark, go }: LineProps) {
  const t = useT('workshop');
  const locale = useLocale();
  const id = useId();
  const { happenings } = deal;
  const active = index ?? 0;
  const toggle = (happening: Happening | undefined) => {
    if (!happening) return;
    mark(happening.id, nameOfMark(happening, decisions) ? null : words.proposed(happening));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowLeft: active - 1, ArrowRight: active + 1, Home: 0, End: Infinity };
    const step = steps[event.key];
    if (step !== undefined) {
      event.preventDefault();
      const first = index === null && !['Home', 'End'].includes(event.key) ? 0 : step;
      go(deal.id, Math.max(0, Math.min(happenings.length - 1, first)));
    }
    if (event.key === ' ') {
      event.preventDefault();
      if (index === null) go(deal.id, 0);
      toggle(happenings[active]);
    }
  };
  return (
    <div className={classes.track}>
      <span className={classes.who}>
        <Link to="/deals/$dealId" params={{ dealId: deal.id }}>
          {deal.name}
        </Link>
        <small data-won={deal.isWon || undefined}>
          {[t(deal.isWon ? 'won' : 'lost'), formatDate(deal.closedAt.slice(0, 10), locale), deal.account]
            .filter(Boolean)
            .join(' · ')}
        </small>
      </span>
      <div
        className={classes.span}
        role="listbox"
        aria-multiselectable
        aria-orientation="horizontal"
        aria-label={t('line', { deal: deal.name, outcome: t(deal.isWon ? 'won' : 'lost') })}
        aria-activedescendant={index === null ? undefined : `${id}-${index}`}
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        {happenings.map((happening, place) => {
          const name = nameOfMark(happening, decisions);
          const said = words.happening(happening);
          return (
            <div
              key={happening.id}
              id={`${id}-${place}`}
              role="option"
              aria-selected={name !== null}
              aria-label={[said, formatDate(happening.at.slice(0, 10), locale), name && words.name(name)]
                .filter(Boolean)
                .join(', ')}
              title={`${said} · ${formatDate(happening.at.slice(0, 10), locale)}`}
              className={classes.point}
              data-kind={happening.kind}
              data-marked={name !== null || undefined}
              data-active={index === place || undefined}
              style={{ left: `${happening.place * 100}%` }}
              onClick={() => go(deal.id, place)}
            />
          );
        })}
      </div>
    </div>
  );
});

interface ChosenProps {
  happening: Happening;
  decisions: Decisions;
  words: Words;
  mark: Props['mark'];
}

/** The happening one looks at: did the customer confirm something with it, and what? */
function Chosen({ happening, decisions, words, mark }: ChosenProps) {
  const t = useT('workshop');
  const locale = useLocale();
  const name = nameOfMark(happening, decisions);
  const [typed, setTyped] = useState<string | null>(null);
  const finish = (label: string | null) => {
    if (label?.trim()) mark(happening.id, words.nameFrom(label.trim()));
    setTyped(null);
  };
  return (
    <div className={classes.chosen} role="group" aria-label={words.happening(happening)}>
      <span>
        <b>{words.happening(happening)}</b>
        <small>{[formatDate(happening.at.slice(0, 10), locale), happening.title].filter(Boolean).join(' · ')}</small>
      </span>
      <Checkbox
        size="xs"
        label={t('is_confirmation')}
        checked={name !== null}
        onChange={(event) => mark(happening.id, event.currentTarget.checked ? words.proposed(happening) : null)}
      />
      <Autocomplete
        size="xs"
        w={240}
        aria-label={t('what_confirmed')}
        placeholder={t('what_confirmed')}
        disabled={name === null}
        data={words.suggestions}
        limit={8}
        value={typed ?? (name === null ? '' : words.name(name))}
        onChange={setTyped}
        onOptionSubmit={(label) => finish(label)}
        onBlur={() => typed !== null && finish(typed)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.nativeEvent.isComposing && typed !== null) finish(typed);
        }}
      />
    </div>
  );
}

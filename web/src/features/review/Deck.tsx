import { Button } from '@mantine/core';
import { IconCheck, IconExternalLink, IconPlayerSkipForward } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useMemo, useRef } from 'react';
import { usePipeline } from '@/api/lookup';
import { dealQuery } from '@/api/queries';
import { MissingList } from '@/features/gate';
import { Actions } from '@/features/review/Actions';
import { Changes } from '@/features/review/Changes';
import { DealFacts } from '@/features/review/DealFacts';
import { Questions } from '@/features/review/Questions';
import type { ReviewEntry, ReviewState } from '@/features/review/queries';
import { useNote } from '@/features/review/use-note';
import type { Command } from '@/lib/commands';
import { useCommands } from '@/lib/commands';
import { useT, useText } from '@/lib/use-locale';
import { announce } from '@/ui/announce';
import classes from '@/features/review/Review.module.css';

interface Props {
  reviewId: string;
  entry: ReviewEntry;
  isReadOnly: boolean;
  /** Goes on with the next deal that is open. */
  goOn: () => void;
}

const focus = (selector: string) => document.querySelector<HTMLElement>(selector)?.focus();

/** One deal on the table: where it stands, what changed, the three questions, what is to be done. */
export function Deck({ reviewId, entry, isReadOnly, goOn }: Props) {
  const t = useT('review');
  const text = useText();
  const draft = useNote(reviewId, entry);
  const row = entry.deal;
  const { data: deal } = useQuery(dealQuery(row.id));
  const found = usePipeline(row.pipeline);
  const next = entry.gate && found?.pipeline.stages.find(({ key }) => key === entry.gate?.to);
  const said = { unreviewed: 'announce_unmarked', reviewed: 'announce_reviewed', skipped: 'announce_skipped' } as const;
  const mark = async (state: ReviewState, onward: boolean) => {
    if (!(await draft.save({ state }))) return;
    announce(t(said[state], { deal: row.name }));
    if (onward) goOn();
  };
  const { state } = entry;
  useDeckCommands({
    isReadOnly,
    isReviewed: state === 'reviewed',
    mark: (wanted, onward) => void mark(wanted, onward),
  });
  return (
    <article className={classes.deck} aria-label={row.name}>
      <div className={classes.main}>
        <header className={classes.head}>
          <div className={classes.names}>
            <h2>
              <Link to="/deals/$dealId" params={{ dealId: row.id }} title={t('open_deal', { deal: row.name })}>
                {row.name} <IconExternalLink size={15} aria-hidden />
              </Link>
            </h2>
            <p>{[`D-${row.number}`, row.account?.name, row.owner?.name].filter(Boolean).join(' · ')}</p>
          </div>
          <span className={classes.status} data-status={draft.status} role="status">
            {draft.status === 'saving' ? t('saving') : draft.status === 'saved' ? t('saved') : t('unsaved')}
          </span>
        </header>
        {found && <DealFacts row={row} deal={deal} found={found} changes={entry.changes} />}
        <Questions draft={draft} last={entry.last_note} isReadOnly={isReadOnly} />
        <Actions entry={entry} isReadOnly={isReadOnly} add={(action) => draft.save({ actions: [action] })} />
        {!isReadOnly && (
          <footer className={classes.foot}>
            <Button
              size="xs"
              variant="default"
              leftSection={<IconPlayerSkipForward size={15} aria-hidden />}
              onClick={() => void mark(state === 'skipped' ? 'unreviewed' : 'skipped', state !== 'skipped')}
            >
              {state === 'skipped' ? t('unmark') : t('skip')}
            </Button>
            <Button
              size="xs"
              variant="default"
              leftSection={<IconCheck size={15} aria-hidden />}
              aria-pressed={state === 'reviewed'}
              onClick={() => void mark(state === 'reviewed' ? 'unreviewed' : 'reviewed', false)}
            >
              {state === 'reviewed' ? t('unmark') : t('mark_reviewed')}
            </Button>
            <Button size="xs" onClick={() => void mark('reviewed', true)}>
              {t('save_and_go_on')}
            </Button>
          </footer>
        )}
      </div>
      <aside className={classes.side}>
        <Changes entry={entry} />
        <section className={classes.block} aria-label={next ? t('missing_for', { stage: text(next.name) }) : undefined}>
          {!next || !entry.gate ? (
            <p className={classes.quiet}>{t('closed_deal')}</p>
          ) : (
            <>
              <h3>{t('missing_for', { stage: text(next.name) })}</h3>
              {entry.gate.missing.length === 0 ? (
                <p className={classes.quiet}>{t('missing_none')}</p>
              ) : deal && found && !isReadOnly ? (
                <MissingList
                  missing={entry.gate.missing}
                  deal={deal}
                  playbook={found.playbook}
                  pipeline={found.pipeline}
                  to={next}
                  startsFolded
                />
              ) : (
                <ul className={classes.missing}>
                  {entry.gate.missing.map((item) => (
                    <li key={`${item.stage}/${item.kind}/${item.key}`}>{text(item.sentence)}</li>
                  ))}
                </ul>
              )}
            </>
          )}
        </section>
      </aside>
    </article>
  );
}

interface DeckKeys {
  isReadOnly: boolean;
  isReviewed: boolean;
  mark: (state: ReviewState, onward: boolean) => void;
}

/** The keys of the deal on the table. */
function useDeckCommands({ isReadOnly, isReviewed, mark }: DeckKeys): void {
  const t = useT('review');
  // What a key does follows what is typed; the list of keys does not.
  const latest = useRef(mark);
  useEffect(() => {
    latest.current = mark;
  });
  useCommands(
    useMemo<Command[]>(() => {
      if (isReadOnly) return [];
      const group = t('group');
      const set = (state: ReviewState, onward: boolean) => latest.current(state, onward);
      return [
        ...[1, 2, 3].map((number) => ({
          id: `review.question${number}`,
          group,
          label: t('focus_question', { number }),
          shortcut: `Digit${number}`,
          run: () => focus(`[data-question="${number}"]`),
        })),
        {
          id: 'review.action',
          group,
          label: t('add_action'),
          shortcut: 'KeyA',
          run: () => focus('[data-action-input]'),
        },
        {
          id: 'review.next_step',
          group,
          label: t('edit_next_step'),
          shortcut: 'KeyE',
          run: () => focus('[data-next-step]'),
        },
        {
          id: 'review.mark',
          group,
          label: isReviewed ? t('unmark') : t('mark_reviewed'),
          shortcut: 'KeyR',
          run: () => set(isReviewed ? 'unreviewed' : 'reviewed', false),
        },
        { id: 'review.skip', group, label: t('skip'), shortcut: 'KeyX', run: () => set('skipped', true) },
        {
          id: 'review.go_on',
          group,
          label: t('save_and_go_on'),
          shortcut: 'Mod+Enter',
          whileTyping: true,
          run: () => set('reviewed', true),
        },
      ];
    }, [t, isReadOnly, isReviewed]),
  );
}

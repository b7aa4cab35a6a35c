import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useEffectEvent, useRef, useState } from 'react';
import { api, body } from '@/api/client';
import type { Answers } from '@/features/review/answers';
import { answersOf, asSent, changedNames } from '@/features/review/answers';
import type { NewAction, Review, ReviewEntry, ReviewState } from '@/features/review/queries';
import { reviewQuery, takeNote } from '@/features/review/queries';
import { sendMerged } from '@/lib/merge';
import { useT } from '@/lib/use-locale';
import { useAskConflict } from '@/ui/conflict';
import { useWrite } from '@/ui/use-write';

/** How long one pauses before what was typed is saved. */
const PAUSE_MS = 1_000;

/** What else goes along with the answers. */
interface Along {
  state?: ReviewState;
  actions?: NewAction[];
}

/** The note of one deal being written: saved when one pauses, leaves a field or goes on. */
export interface NoteDraft {
  answers: Answers;
  set: (name: keyof Answers, value: string) => void;
  status: 'saved' | 'typing' | 'saving' | 'unsaved';
  /** Sends what is not saved yet, and what goes along; false when it was refused. */
  save: (along?: Along) => Promise<boolean>;
}

/** Puts a fresh entry into the review on screen. */
export function useSettleEntry(reviewId: string) {
  const client = useQueryClient();
  return useCallback(
    (entry: ReviewEntry) => {
      client.setQueryData(reviewQuery(reviewId).queryKey, (review: Review | undefined) => {
        if (!review) return review;
        const entries = review.entries.map((one) => (one.deal.id === entry.deal.id ? entry : one));
        const count = (state: ReviewState) => entries.filter((one) => one.state === state).length;
        return { ...review, entries, reviewed: count('reviewed'), skipped: count('skipped') };
      });
    },
    [client, reviewId],
  );
}

/** Writes the note of one deal. Mount it anew for each deal; what is unsaved when it goes is sent then. */
export function useNote(reviewId: string, entry: ReviewEntry): NoteDraft {
  const t = useT('review');
  const write = useWrite();
  const settle = useSettleEntry(reviewId);
  const askConflict = useAskConflict();
  const dealId = entry.deal.id;
  const [answers, setAnswers] = useState(() => answersOf(entry.note));
  const [status, setStatus] = useState<NoteDraft['status']>('saved');
  // What the server has, as far as we know; only we and our reloads move it.
  const base = useRef({ answers: answersOf(entry.note), version: entry.note?.version ?? 0 });
  const latest = useRef(answers);
  const queue = useRef<Promise<boolean>>(Promise.resolve(true));

  const read = (fresh: ReviewEntry) => {
    base.current = { answers: answersOf(fresh.note), version: fresh.note?.version ?? 0 };
    return { ...fresh, version: base.current.version };
  };

  const send = async ({ state, actions = [] }: Along): Promise<boolean> => {
    const typed = latest.current;
    const names = changedNames(base.current.answers, typed);
    if (names.length === 0 && !state && actions.length === 0) {
      setStatus('saved');
      return true;
    }
    setStatus('saving');
    const pick = (from: Answers) => Object.fromEntries(names.map((name) => [name, from[name]])) as Partial<Answers>;
    const written = await write({
      send: () =>
        sendMerged({
          change: pick(typed),
          before: pick(base.current.answers),
          version: base.current.version,
          send: async (change, version) => {
            const whole = { ...base.current.answers, ...change };
            return read(await takeNote(reviewId, dealId, { ...asSent(whole), state, actions }, version));
          },
          reload: async () => {
            const review = await body(
              api.GET('/api/v1/reviews/{review_id}', { params: { path: { review_id: reviewId } } }),
            );
            const fresh = review.entries.find(({ deal }) => deal.id === dealId);
            return read(fresh ?? entry);
          },
          valuesOf: (fresh) => pick(answersOf(fresh.note)),
          ask: askConflict(t('conflict_name', { deal: entry.deal.name }), {
            label: (field) => t(`question.${field as keyof Answers}`),
          }),
        }),
      settle: ({ record }) => settle(record),
    });
    const isStill = changedNames(base.current.answers, latest.current).length === 0;
    setStatus(!written.ok ? 'unsaved' : isStill ? 'saved' : 'typing');
    return written.ok;
  };

  // One after the other: two saves at once would be in each other's way.
  const save = (along: Along = {}): Promise<boolean> => {
    queue.current = queue.current.then(() => send(along));
    return queue.current;
  };

  const saveTyped = useEffectEvent(() => {
    if (changedNames(base.current.answers, latest.current).length > 0) void save();
  });
  useEffect(() => {
    if (status !== 'typing') return;
    const timer = setTimeout(() => saveTyped(), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [answers, status]);
  const leave = useRef(() => {});
  useEffect(() => {
    leave.current = () => {
      if (changedNames(base.current.answers, latest.current).length > 0) void save();
    };
  });
  useEffect(() => () => leave.current(), []);

  const set = (name: keyof Answers, value: string) => {
    latest.current = { ...latest.current, [name]: value };
    setAnswers(latest.current);
    setStatus('typing');
  };
  return { answers, set, status, save };
}

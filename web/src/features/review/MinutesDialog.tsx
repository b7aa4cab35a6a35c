import { Button, Group } from '@mantine/core';
import { IconCopy, IconFileText, IconMail, IconMailForward } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '@/api/client';
import type { Review } from '@/features/review/queries';
import { closeReview, minutesQuery, reviewQuery, reviewsQuery } from '@/features/review/queries';
import { may } from '@/lib/permissions';
import { saveFile } from '@/lib/save-file';
import { useLocale, useT, useText } from '@/lib/use-locale';
import { Dialog } from '@/ui/Dialog';
import { ErrorState, ListSkeleton } from '@/ui/states';
import { showToast } from '@/ui/toast-store';
import { useWrite } from '@/ui/use-write';
import classes from '@/features/review/Review.module.css';

/** The minutes: as they would read, then closed for good; to copy, take along or mail. */
export function MinutesDialog({ review, close }: { review: Review; close: () => void }) {
  const t = useT('review');
  const text = useText();
  const locale = useLocale();
  const client = useQueryClient();
  const write = useWrite();
  const { data, error, refetch } = useQuery(minutesQuery(review.id));
  const isFinal = review.closed_at !== null;
  const mayClose = may(review, 'review.hold');
  const end = () =>
    void write({
      send: () => closeReview(review.id),
      settle: (closed) => {
        client.setQueryData(reviewQuery(review.id).queryKey, closed);
        void client.invalidateQueries({ queryKey: minutesQuery(review.id).queryKey });
        void client.invalidateQueries({ queryKey: reviewsQuery.queryKey });
      },
      done: t('closed'),
    });
  const copy = async (minutes: string) => {
    try {
      await navigator.clipboard.writeText(minutes);
      showToast({ tone: 'done', text: t('copied') }, 4000);
    } catch {
      showToast({ tone: 'failed', text: t('copy_failed') });
    }
  };
  const download = async (format: 'md' | 'eml') => {
    const answer = await api.GET('/api/v1/reviews/{review_id}/minutes/file', {
      params: { path: { review_id: review.id }, query: { format, language: locale } },
      parseAs: 'blob',
    });
    saveFile(answer.data as unknown as Blob, `review-${review.week}.${format}`);
  };
  return (
    <Dialog onClose={close} size={760} title={isFinal ? t('minutes') : t('minutes_draft')}>
      {error && !data ? (
        <ErrorState error={error} retry={() => void refetch()} />
      ) : !data ? (
        <ListSkeleton rows={8} />
      ) : (
        <>
          {mayClose && !isFinal && <p className={classes.draftNote}>{t('minutes_draft_text')}</p>}
          <div className={classes.minutes} tabIndex={0} role="document" aria-label={t('minutes')}>
            <MinutesText text={text(data.text)} />
          </div>
          <p className={classes.recipients}>
            {data.recipients.length > 0 ? t('mail_to', { addresses: data.recipients.join(', ') }) : t('mail_nobody')}
            {' · '}
            {t('not_sent')}
          </p>
          <Group gap="xs" mt="sm">
            <Button
              size="xs"
              variant="default"
              leftSection={<IconCopy size={15} aria-hidden />}
              onClick={() => void copy(text(data.text))}
            >
              {t('copy')}
            </Button>
            <Button
              size="xs"
              variant="default"
              leftSection={<IconFileText size={15} aria-hidden />}
              onClick={() => void download('md')}
            >
              {t('download_md')}
            </Button>
            <Button
              size="xs"
              variant="default"
              leftSection={<IconMail size={15} aria-hidden />}
              onClick={() => void download('eml')}
            >
              {t('download_eml')}
            </Button>
            <Button
              size="xs"
              variant="default"
              component="a"
              href={text(data.mail_link)}
              leftSection={<IconMailForward size={15} aria-hidden />}
            >
              {t('mail')}
            </Button>
            {mayClose && !isFinal && (
              <Button size="xs" ml="auto" onClick={end} data-autofocus>
                {t('close_review')}
              </Button>
            )}
          </Group>
        </>
      )}
    </Dialog>
  );
}

/** The minutes' Markdown as far as it goes: titles and two levels of items. */
function MinutesText({ text }: { text: string }) {
  return text.split('\n').map((line, at) => {
    if (line.startsWith('# ')) return <h3 key={at}>{line.slice(2)}</h3>;
    if (line.startsWith('## ')) return <h4 key={at}>{line.slice(3)}</h4>;
    if (line.trim() === '') return null;
    const depth = line.startsWith('  ') ? 2 : 1;
    const said = line.trim().replace(/^- /, '');
    return (
      <p key={at} data-depth={depth} data-item={line.trim().startsWith('- ') || undefined}>
        {said.replace(/^\[ \] /, '☐ ').replace(/^\[x\] /, '☑ ')}
      </p>
    );
  });
}

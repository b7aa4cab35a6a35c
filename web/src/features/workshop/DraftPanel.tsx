import { Button, Modal } from '@mantine/core';
import { IconAlertTriangle, IconCircleX, IconDownload, IconRocket } from '@tabler/icons-react';
import { useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { sessionQuery } from '@/api/queries';
import { reportQuery } from '@/api/reports';
import type { Pipeline, Playbook } from '@/api/types';
import type { DraftStage } from '@/features/workshop/draft';
import { vanishing } from '@/features/workshop/draft';
import { lintQuery, publish } from '@/features/workshop/queries';
import { may } from '@/lib/permissions';
import { saveFile } from '@/lib/save-file';
import { useT, useText } from '@/lib/use-locale';
import { useWrite } from '@/ui/use-write';
import classes from '@/features/workshop/Workshop.module.css';

interface Props {
  playbook: Playbook;
  pipeline: Pipeline;
  stages: DraftStage[];
  /** The file they make; empty while there is none. */
  draft: string;
}

/** The published playbook with the proposed stages in it: checked, to take along, and to publish. */
export function DraftPanel({ playbook, pipeline, stages, draft }: Props) {
  const t = useT('workshop');
  const text = useText();
  const { data: session } = useSuspenseQuery(sessionQuery);
  const { data: standing } = useQuery(reportQuery('pipeline-summary', { pipeline: pipeline.key }));
  const [isAsking, setAsking] = useState(false);
  const source = useDeferredValue(draft);
  const { data: lint, isPlaceholderData } = useQuery(lintQuery(source));
  const gone = vanishing(pipeline, stages).map((stage) => {
    const row = standing?.rows.find((one) => one.stage === stage.key);
    return { stage, deals: typeof row?.count === 'number' ? row.count : 0 };
  });
  const held = gone.filter(({ deals }) => deals > 0);
  if (stages.length === 0) return null;
  const obstacle = !may(session, 'playbook.publish')
    ? t('may_not_publish')
    : !lint || isPlaceholderData
      ? t('being_checked')
      : !lint.is_publishable
        ? t('has_errors')
        : held.length > 0
          ? t('has_deals')
          : undefined;
  return (
    <section className={classes.card} aria-labelledby="draft-title">
      <h2 id="draft-title">{t('draft')}</h2>
      <p className={classes.quiet}>{t('draft_text', { name: text(playbook.name), version: playbook.version })}</p>
      {held.length > 0 && (
        <p className={classes.warn}>
          {t('held', {
            stages: held
              .map(({ stage, deals }) => t('held_stage', { stage: text(stage.name), count: deals }))
              .join(', '),
          })}
        </p>
      )}
      {lint && (
        <div role="status">
          {lint.findings.length === 0 ? (
            <p className={classes.fine}>{t('no_findings')}</p>
          ) : (
            <ul className={classes.findings}>
              {lint.findings.map(({ severity, code, line, column, message, suggestion }) => (
                <li key={`${code}:${line}:${column}`} data-severity={severity}>
                  {severity === 'error' ? (
                    <IconCircleX size={15} aria-label={t('error')} />
                  ) : (
                    <IconAlertTriangle size={15} aria-label={t('warning')} />
                  )}
                  <span>
                    <small>
                      {line}:{column}
                    </small>{' '}
                    {text(message)} {suggestion && <i>{text(suggestion)}</i>}
                  </span>
                </li>
              ))}
            </ul>
          )}
        </div>
      )}
      <details>
        <summary>{t('show_file')}</summary>
        <pre className={classes.source} tabIndex={0} aria-label={t('draft')}>
          {source}
        </pre>
      </details>
      <div className={classes.acts}>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconDownload size={16} aria-hidden />}
          onClick={() => saveFile(new Blob([source], { type: 'application/yaml' }), `${playbook.key}-draft.yaml`)}
        >
          {t('download')}
        </Button>
        <Button
          size="xs"
          leftSection={<IconRocket size={16} aria-hidden />}
          disabled={obstacle !== undefined}
          title={obstacle}
          onClick={() => setAsking(true)}
        >
          {t('publish')}
        </Button>
        {obstacle && <span className={classes.quiet}>{obstacle}</span>}
      </div>
      {isAsking && (
        <Confirm
          playbook={playbook}
          source={source}
          gone={gone.map(({ stage }) => text(stage.name))}
          close={() => setAsking(false)}
        />
      )}
    </section>
  );
}

interface ConfirmProps {
  playbook: Playbook;
  source: string;
  /** Stages that the new version does without. */
  gone: string[];
  close: () => void;
}

/** What publishing means, before it is done: it cannot be taken back. */
function Confirm({ playbook, source, gone, close }: ConfirmProps) {
  const t = useT('workshop');
  const common = useT('common');
  const text = useText();
  const client = useQueryClient();
  const write = useWrite();
  const [isSending, setSending] = useState(false);
  const send = async () => {
    setSending(true);
    const { ok } = await write({
      send: () => publish(source),
      settle: () => {
        for (const queryKey of [['playbooks'], ['dictionary'], ['report'], ['board']])
          void client.invalidateQueries({ queryKey });
      },
      done: t('published', { name: text(playbook.name), version: playbook.version + 1 }),
    });
    setSending(false);
    if (ok) close();
  };
  return (
    <Modal
      opened
      onClose={close}
      size={540}
      title={t('publish_title', { name: text(playbook.name), version: playbook.version + 1 })}
      closeButtonProps={{ 'aria-label': common('close') }}
    >
      <ul className={classes.meaning}>
        <li>{t('means.fixed')}</li>
        <li>{t('means.visits', { version: playbook.version })}</li>
        <li>{t('means.judged')}</li>
        {gone.length > 0 && <li>{t('means.gone', { stages: gone.join(', ') })}</li>}
        <li>{t('means.trial')}</li>
      </ul>
      <div className={classes.answers}>
        <Button variant="default" data-autofocus onClick={close}>
          {common('cancel')}
        </Button>
        <Button loading={isSending} onClick={() => void send()}>
          {t('publish_version', { version: playbook.version + 1 })}
        </Button>
      </div>
    </Modal>
  );
}

import { Popover } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { dictionaryQuery, findEntry } from '@/api/dictionary';
import { useStore } from '@/lib/store';
import { useT, useText } from '@/lib/use-locale';
import type { DefinitionRequest } from '@/ui/definition-request';
import { definitionRequest } from '@/ui/definition-request';
import classes from '@/ui/TermPopover.module.css';

/** What the word that was pressed means: a sentence, the formula, and the way to its page. Mounted once, by the shell. */
export default function TermPopover() {
  const request = useStore(definitionRequest);
  return request && <Explained key={request.term} request={request} />;
}

function close({ anchor }: DefinitionRequest) {
  definitionRequest.set(null);
  anchor.focus({ preventScroll: true });
}

/** The trap takes the focus only when a popover opens, and this one is open from the start. */
function takeFocus(link: HTMLAnchorElement | null) {
  link?.focus({ preventScroll: true });
}

function Explained({ request }: { request: DefinitionRequest }) {
  const t = useT('dictionary');
  const text = useText();
  const { data, isPending } = useQuery(dictionaryQuery);
  const entry = data && findEntry(data, request.term);
  const { left, top, width, height } = request.anchor.getBoundingClientRect();
  return (
    <Popover
      opened
      onChange={(opened) => !opened && close(request)}
      width={360}
      position="bottom-start"
      shadow="md"
      trapFocus
      withinPortal
      zIndex={400}
      transitionProps={{ duration: 80 }}
    >
      <Popover.Target>
        <span className={classes.anchor} style={{ left, top, width, height }} />
      </Popover.Target>
      <Popover.Dropdown className={classes.explained} aria-label={entry ? text(entry.name) : t('title')}>
        {entry ? (
          <>
            <b>{text(entry.name)}</b>
            <p>{text(entry.short)}</p>
            {entry.formula && <code>{entry.formula}</code>}
          </>
        ) : (
          <p>{isPending ? t('loading') : t('unknown')}</p>
        )}
        {/* Escape closes what explains, not the dialog it was asked from. */}
        <Link
          ref={takeFocus}
          data-mantine-stop-propagation
          to="/dictionary"
          search={{ term: entry?.key ?? request.term }}
          onClick={() => definitionRequest.set(null)}
        >
          {t('read_on')}
        </Link>
      </Popover.Dropdown>
    </Popover>
  );
}

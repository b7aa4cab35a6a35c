import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useDeferredValue, useMemo, useState } from 'react';
import { api, body } from '@/api/client';
import type { Command } from '@/lib/commands';
import { allCommands, commandRegistry } from '@/lib/commands';
import { isEnter, shortcutKeys } from '@/lib/keys';
import { matchesSearch } from '@/lib/search';
import { useStore } from '@/lib/store';
import { useT } from '@/lib/use-locale';
import { Dialog } from '@/ui/Dialog';
import classes from '@/app/CommandPalette.module.css';

/** Everything that can be done or found, by typing a part of its name. */
export default function CommandPalette({ close }: { close: () => void }) {
  const t = useT('common');
  const [text, setText] = useState('');
  const [active, setActive] = useState(0);
  const groups = useStore(commandRegistry);
  const found = useFoundRecords(useDeferredValue(text.trim()));
  const choices = useMemo(() => {
    const commands = allCommands(groups).filter((command) => !command.isHint && command.id !== 'palette.open');
    return [
      ...commands.filter((command) => matchesSearch(`${command.label} ${command.keywords ?? ''}`, text)),
      ...found,
    ];
  }, [groups, text, found]);
  const current = Math.min(active, choices.length - 1);

  const choose = (command: Command | undefined) => {
    if (!command || command.disabledBecause) return;
    close();
    // After the palette has given the focus back, so that a dialog the command opens can take it.
    setTimeout(command.run);
  };

  return (
    <Dialog onClose={close} withCloseButton={false} padding={0} size={560} yOffset="12vh" aria-label={t('palette')}>
      <input
        className={classes.input}
        role="combobox"
        aria-expanded
        aria-controls="palette-list"
        aria-activedescendant={choices[current] ? `palette-${current}` : undefined}
        aria-label={t('palette')}
        placeholder={t('palette_placeholder')}
        value={text}
        data-autofocus
        autoComplete="off"
        onChange={(event) => {
          setText(event.target.value);
          setActive(0);
        }}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown') setActive(Math.min(current + 1, choices.length - 1));
          else if (event.key === 'ArrowUp') setActive(Math.max(current - 1, 0));
          else if (isEnter(event)) choose(choices[current]);
          else return;
          event.preventDefault();
        }}
      />
      <ul id="palette-list" role="listbox" aria-label={t('palette')} className={classes.list}>
        {choices.map((command, index) => (
          <li
            key={command.id}
            id={`palette-${index}`}
            role="option"
            aria-selected={index === current}
            aria-disabled={command.disabledBecause ? true : undefined}
            className={classes.choice}
            ref={index === current ? (node) => node?.scrollIntoView({ block: 'nearest' }) : undefined}
            onMouseMove={() => setActive(index)}
            onClick={() => choose(command)}
          >
            <span className={classes.group}>{command.group}</span>
            <span className={classes.label}>
              {command.label}
              {command.disabledBecause && <small> · {command.disabledBecause}</small>}
            </span>
            {command.shortcut && shortcutKeys(command.shortcut).map((key, at) => <kbd key={at}>{key}</kbd>)}
          </li>
        ))}
        {choices.length === 0 && <li className={classes.none}>{t('palette_none')}</li>}
      </ul>
    </Dialog>
  );
}

/** Deals, accounts and people that have the text in their names, as commands that open them. The server searches. */
function useFoundRecords(text: string): Command[] {
  const t = useT('common');
  const navigate = useNavigate();
  const { data } = useQuery({
    queryKey: ['palette', text],
    queryFn: ({ signal }) => {
      const some = (limit: number) => ({ params: { query: { q: text, limit } }, signal });
      return Promise.all([
        body(api.GET('/api/v1/deals', some(8))),
        body(api.GET('/api/v1/accounts', some(4))),
        body(api.GET('/api/v1/contacts', some(4))),
      ]);
    },
    enabled: text.length > 0,
    staleTime: 5_000,
    placeholderData: (previous) => previous,
  });
  return useMemo(() => {
    if (text === '' || !data) return [];
    const [deals, accounts, contacts] = data;
    return [
      ...deals.rows.map(({ id, name, account }) => ({
        id: `deal.${id}`,
        group: t('group_deal'),
        label: [name, account?.name].filter(Boolean).join(' · '),
        run: () => void navigate({ to: '/deals/$dealId', params: { dealId: id } }),
      })),
      ...accounts.rows.map(({ id, name }) => ({
        id: `account.${id}`,
        group: t('nav_accounts'),
        label: name,
        run: () => void navigate({ to: '/accounts', search: { open: id } }),
      })),
      ...contacts.rows.map(({ id, name, account }) => ({
        id: `contact.${id}`,
        group: t('nav_contacts'),
        label: [name, account?.name].filter(Boolean).join(' · '),
        run: () => void navigate({ to: '/contacts', search: { open: id } }),
      })),
    ];
  }, [data, text, t, navigate]);
}

import { allCommands, commandRegistry } from '@/lib/commands';
import { shortcutKeys } from '@/lib/keys';
import { useStore } from '@/lib/store';
import { useT } from '@/lib/use-locale';
import { Dialog } from '@/ui/Dialog';
import classes from '@/app/ShortcutSheet.module.css';

/** Every shortcut of the page one is on. */
export default function ShortcutSheet({ close }: { close: () => void }) {
  const t = useT('common');
  const commands = allCommands(useStore(commandRegistry)).filter((command) => command.shortcut);
  const groups = [...new Set(commands.map((command) => command.group))];
  return (
    <Dialog onClose={close} title={t('shortcuts')} size={640}>
      <div className={classes.groups}>
        {groups.map((group) => (
          <section key={group}>
            <h3 className={classes.heading}>{group}</h3>
            <dl>
              {commands
                .filter((command) => command.group === group)
                .map((command) => (
                  <div key={command.id} className={classes.row}>
                    <dt>{command.label}</dt>
                    <dd>
                      {shortcutKeys(command.shortcut ?? '').map((key, at) => (
                        <kbd key={at}>{key}</kbd>
                      ))}
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}

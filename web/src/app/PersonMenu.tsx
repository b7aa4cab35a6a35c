import { Menu, useMantineColorScheme } from '@mantine/core';
import { IconKeyboard, IconLogout } from '@tabler/icons-react';
import type { Session } from '@/api/types';
import classes from '@/app/NavRail.module.css';
import { SCHEMES } from '@/app/schemes';
import { signOut } from '@/app/sign-out';
import { useT } from '@/lib/use-locale';

/** Who one is, how it should look, and the way out. */
export default function PersonMenu({ session, openShortcuts }: { session: Session; openShortcuts: () => void }) {
  const t = useT('common');
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Menu position="right-end" width={230} withinPortal>
      <Menu.Target>
        <button type="button" className={classes.person}>
          {initial(session.user.name)}
          <span className="visually-hidden">{t('person_menu', { name: session.user.name })}</span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {session.user.name} · {session.workspace.name}
        </Menu.Label>
        {SCHEMES.map(({ value, label, Icon }) => (
          <Menu.Item
            key={value}
            leftSection={<Icon size={16} aria-hidden />}
            rightSection={colorScheme === value ? '✓' : undefined}
            aria-current={colorScheme === value || undefined}
            onClick={() => setColorScheme(value)}
          >
            {t(label)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconKeyboard size={16} aria-hidden />} onClick={openShortcuts}>
          {t('shortcuts')}
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => void signOut()}>
          {t('sign_out')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** The letter that stands for a person: the given name's first syllable in Korean, the first letter otherwise. */
function initial(name: string): string {
  const trimmed = name.trim();
  return /^[가-힣]{2,4}$/.test(trimmed) ? trimmed.slice(-2) : (trimmed[0] ?? '?').toUpperCase();
}

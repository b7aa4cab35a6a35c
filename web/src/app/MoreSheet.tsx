import { Drawer, useMantineColorScheme } from '@mantine/core';
import { IconLanguage, IconLogout, IconSearch } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { Session } from '@/api/types';
import classes from '@/app/MoreSheet.module.css';
import { PLACES } from '@/app/places';
import { SCHEMES } from '@/app/schemes';
import { signOut } from '@/app/sign-out';
import { switchLocale } from '@/i18n/language';
import { useLocale, useT } from '@/lib/use-locale';
import { useGiveBackFocus } from '@/ui/use-give-back-focus';

interface Props {
  session: Session;
  openPalette: () => void;
  close: () => void;
}

/** What a phone's bar has no room for: the other places, search, language, appearance, and the way out. */
export default function MoreSheet({ session, openPalette, close }: Props) {
  const t = useT('common');
  const locale = useLocale();
  useGiveBackFocus();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const then = (act: () => void) => () => {
    close();
    act();
  };
  return (
    <Drawer
      opened
      onClose={close}
      position="bottom"
      size="auto"
      classNames={{ content: classes.sheet }}
      title={`${session.user.name} · ${session.workspace.name}`}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <nav aria-label={t('more')}>
        <ul className={classes.places}>
          {PLACES.filter(({ isMain }) => !isMain).map(({ to, label, Icon }) => (
            <li key={to}>
              <Link to={to} className={classes.place} activeProps={{ 'aria-current': 'page' }} onClick={close}>
                <Icon size={22} stroke={1.7} aria-hidden />
                {t(label)}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <ul className={classes.tools}>
        <li>
          <button type="button" onClick={then(openPalette)}>
            <IconSearch size={19} stroke={1.7} aria-hidden />
            {t('palette')}
          </button>
        </li>
        <li>
          <button
            type="button"
            lang={locale === 'ko' ? 'en' : 'ko'}
            onClick={then(() => void switchLocale(locale === 'ko' ? 'en' : 'ko'))}
          >
            <IconLanguage size={19} stroke={1.7} aria-hidden />
            {locale === 'ko' ? 'Switch to English' : '한국어로 보기'}
          </button>
        </li>
        <li className={classes.schemes}>
          {SCHEMES.map(({ value, label, Icon }) => (
            <button
              key={value}
              type="button"
              aria-pressed={colorScheme === value}
              onClick={() => setColorScheme(value)}
            >
              <Icon size={17} stroke={1.7} aria-hidden />
              {t(label)}
            </button>
          ))}
        </li>
        <li>
          <button type="button" onClick={then(() => void signOut())}>
            <IconLogout size={19} stroke={1.7} aria-hidden />
            {t('sign_out')}
          </button>
        </li>
      </ul>
    </Drawer>
  );
}

import {
  IconBook2,
  IconBuilding,
  IconChartDots,
  IconClipboardCheck,
  IconFileImport,
  IconHourglassLow,
  IconLayoutDashboard,
  IconLayoutKanban,
  IconSearch,
  IconSettings,
  IconTarget,
  IconUsers,
} from '@tabler/icons-react';
import { useSuspenseQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { sessionQuery } from '@/api/queries';
import { switchLocale } from '@/i18n/language';
import { Logo } from '@/ui/Logo';
import { useLocale, useT } from '@/lib/use-locale';
import classes from '@/app/NavRail.module.css';

const PLACES = [
  { to: '/board', label: 'nav_board', Icon: IconLayoutKanban },
  { to: '/dashboards', label: 'nav_dashboards', Icon: IconLayoutDashboard },
  { to: '/forecast', label: 'nav_forecast', Icon: IconTarget },
  { to: '/bottlenecks', label: 'nav_bottlenecks', Icon: IconHourglassLow },
  { to: '/reports', label: 'nav_reports', Icon: IconChartDots },
  { to: '/review', label: 'nav_review', Icon: IconClipboardCheck },
  { to: '/accounts', label: 'nav_accounts', Icon: IconBuilding },
  { to: '/contacts', label: 'nav_contacts', Icon: IconUsers },
  { to: '/import', label: 'nav_import', Icon: IconFileImport },
  { to: '/dictionary', label: 'nav_dictionary', Icon: IconBook2 },
  { to: '/settings', label: 'nav_settings', Icon: IconSettings },
] as const;

const PersonMenu = lazy(() => import('@/app/PersonMenu'));

/** Where one can go, and who one is. Along the left; along the bottom on a phone. */
export function NavRail(props: { openPalette: () => void; openShortcuts: () => void }) {
  const t = useT('common');
  const locale = useLocale();
  const { data: session } = useSuspenseQuery(sessionQuery);
  return (
    <nav className={classes.rail} aria-label={t('navigation')}>
      <Link to="/board" className={classes.logo} title={session.workspace.name} aria-label={t('to_board')}>
        <Logo size={32} />
      </Link>
      <ul className={classes.places}>
        {PLACES.map(({ to, label, Icon }) => (
          <li key={to}>
            <Link to={to} className={classes.place} activeProps={{ 'aria-current': 'page' }}>
              <Icon size={20} stroke={1.7} aria-hidden />
              <span>{t(label)}</span>
            </Link>
          </li>
        ))}
      </ul>
      <div className={classes.tools}>
        <button
          type="button"
          className={classes.tool}
          onClick={props.openPalette}
          aria-label={t('palette')}
          title={t('palette')}
        >
          <IconSearch size={19} stroke={1.7} aria-hidden />
        </button>
        <button
          type="button"
          className={classes.tool}
          lang={locale === 'ko' ? 'en' : 'ko'}
          onClick={() => void switchLocale(locale === 'ko' ? 'en' : 'ko')}
          title={locale === 'ko' ? 'Switch to English' : '한국어로 보기'}
        >
          <b>{locale === 'ko' ? 'EN' : '한'}</b>
          <span className="visually-hidden">{locale === 'ko' ? 'Switch to English' : '한국어로 보기'}</span>
        </button>
        <Suspense fallback={<span className={classes.person} />}>
          <PersonMenu session={session} openShortcuts={props.openShortcuts} />
        </Suspense>
      </div>
    </nav>
  );
}

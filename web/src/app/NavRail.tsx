import { IconDots, IconSearch } from '@tabler/icons-react';
import { useSuspenseQuery } from '@tanstack/react-query';
import { Link, useLocation } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { sessionQuery } from '@/api/queries';
import { isBehindMore, PLACES } from '@/app/places';
import { switchLocale } from '@/i18n/language';
import { Logo } from '@/ui/Logo';
import { useLocale, useT } from '@/lib/use-locale';
import classes from '@/app/NavRail.module.css';

const PersonMenu = lazy(() => import('@/app/PersonMenu'));
const MoreSheet = lazy(() => import('@/app/MoreSheet'));

/** Where one can go, and who one is. Along the left; on a phone the main places along the bottom, and "more". */
export function NavRail(props: { openPalette: () => void; openShortcuts: () => void }) {
  const t = useT('common');
  const locale = useLocale();
  const { data: session } = useSuspenseQuery(sessionQuery);
  const path = useLocation({ select: ({ pathname }) => pathname });
  const [isMore, setMore] = useState(false);
  return (
    <nav className={classes.rail} aria-label={t('navigation')}>
      <Link to="/board" className={classes.logo} title={session.workspace.name} aria-label={t('to_board')}>
        <Logo size={32} />
      </Link>
      <ul className={classes.places}>
        {PLACES.map(({ to, label, Icon, isMain }) => (
          <li key={to} data-aside={!isMain || undefined}>
            <Link to={to} className={classes.place} activeProps={{ 'aria-current': 'page' }}>
              <Icon size={20} stroke={1.7} aria-hidden />
              <span>{t(label)}</span>
            </Link>
          </li>
        ))}
        <li className={classes.more}>
          <button
            type="button"
            className={classes.place}
            aria-haspopup="dialog"
            aria-expanded={isMore}
            data-current={isBehindMore(path) || undefined}
            onClick={() => setMore(true)}
          >
            <IconDots size={20} stroke={1.7} aria-hidden />
            <span>{t('more')}</span>
          </button>
        </li>
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
      <Suspense>
        {isMore && <MoreSheet session={session} openPalette={props.openPalette} close={() => setMore(false)} />}
      </Suspense>
    </nav>
  );
}

import { Link } from '@tanstack/react-router';
import { useT } from '@/lib/use-locale';
import classes from '@/features/forecast/Forecast.module.css';

/** The three pages of forecasting: the call, how wrong calls were, and what a stage is worth. */
export function ForecastTabs() {
  const t = useT('forecast');
  const exact = { exact: true, includeSearch: false };
  return (
    <nav className={classes.tabs} aria-label={t('title')}>
      <Link to="/forecast" activeOptions={exact} activeProps={{ 'aria-current': 'page' }}>
        {t('tabs.forecast')}
      </Link>
      <Link to="/forecast/accuracy" activeOptions={exact} activeProps={{ 'aria-current': 'page' }}>
        {t('tabs.accuracy')}
      </Link>
      <Link to="/probabilities" activeOptions={exact} activeProps={{ 'aria-current': 'page' }}>
        {t('tabs.probabilities')}
      </Link>
    </nav>
  );
}

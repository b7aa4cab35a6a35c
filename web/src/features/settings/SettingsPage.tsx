import { Tabs } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useT } from '@/lib/use-locale';
import { ErrorBoundary } from '@/ui/ErrorBoundary';
import { PageHeader } from '@/ui/PageHeader';
import { ListSkeleton } from '@/ui/states';
import classes from '@/features/settings/Settings.module.css';

const PANELS = {
  people: lazy(() => import('@/features/settings/PeoplePanel')),
  teams: lazy(() => import('@/features/settings/TeamsPanel')),
  rates: lazy(() => import('@/features/settings/RatesPanel')),
  tokens: lazy(() => import('@/features/settings/TokensPanel')),
  playbooks: lazy(() => import('@/features/settings/PlaybooksPanel')),
};

type PanelKey = keyof typeof PANELS;
const KEYS = Object.keys(PANELS) as PanelKey[];

/** The people, teams, exchange rates and tokens of the workspace, and the playbooks it works by. */
export default function SettingsPage() {
  const t = useT('settings');
  const search = useSearch({ from: '/shell/settings' });
  const navigate = useNavigate();
  const tab = KEYS.find((key) => key === search.tab) ?? 'people';
  const Panel = PANELS[tab];
  return (
    <>
      <PageHeader title={t('title')} />
      <Tabs
        value={tab}
        onChange={(key) => void navigate({ to: '/settings', search: { tab: key ?? undefined } })}
        className={classes.page}
      >
        <Tabs.List>
          {KEYS.map((key) => (
            <Tabs.Tab key={key} value={key}>
              {t(`tabs.${key}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={tab}>
          <ErrorBoundary key={tab}>
            <Suspense fallback={<ListSkeleton rows={6} />}>
              <Panel />
            </Suspense>
          </ErrorBoundary>
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

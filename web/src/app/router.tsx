import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { asProblem } from '@/api/problem';
import { playbooksQuery, sessionQuery } from '@/api/queries';
import { NotFound } from '@/app/NotFound';
import { queryClient } from '@/app/query-client';
import { Shell } from '@/app/Shell';
import { ErrorState, ListSkeleton } from '@/ui/states';

/** Keeps the texts of a search that are there, and drops everything else. */
function texts<K extends string>(...names: K[]) {
  return (search: Record<string, unknown>): Partial<Record<K, string>> =>
    Object.fromEntries(
      names.flatMap((name) =>
        search[name] === undefined || search[name] === '' ? [] : [[name, String(search[name])]],
      ),
    ) as Partial<Record<K, string>>;
}

/** Keeps a search of any names; lists, such as the key of a row, as JSON. */
function anyTexts(search: Record<string, unknown>): Partial<Record<string, string>> {
  const text = (value: unknown) => (typeof value === 'object' ? JSON.stringify(value) : String(value));
  const given = Object.entries(search).filter(([, value]) => value !== undefined && value !== null && value !== '');
  return Object.fromEntries(given.map(([name, value]) => [name, text(value)]));
}

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound });

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: texts('next'),
  component: lazyRouteComponent(() => import('@/features/session/SignInPage')),
});

const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  validateSearch: texts('token'),
  component: lazyRouteComponent(() => import('@/features/setup/SetupPage')),
});

/** Everything behind the sign-in. */
const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  component: Shell,
  beforeLoad: async ({ location }) => {
    try {
      const session = await queryClient.ensureQueryData(sessionQuery);
      void queryClient.prefetchQuery(playbooksQuery);
      return { session };
    } catch (error) {
      const next = location.href === '/' ? undefined : location.href;
      if (asProblem(error).status === 401) throw redirect({ to: '/sign-in', search: { next } });
      throw error;
    }
  },
});

const index = createRoute({
  getParentRoute: () => shell,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/board' });
  },
});

const board = createRoute({
  getParentRoute: () => shell,
  path: '/board',
  validateSearch: texts('pipeline', 'owner', 'q', 'create'),
  component: lazyRouteComponent(() => import('@/features/board/BoardPage')),
});

const deal = createRoute({
  getParentRoute: () => shell,
  path: '/deals/$dealId',
  validateSearch: texts('tab', 'as_of'),
  component: lazyRouteComponent(() => import('@/features/deals/DealPage')),
});

const accounts = createRoute({
  getParentRoute: () => shell,
  path: '/accounts',
  validateSearch: texts('q', 'open'),
  component: lazyRouteComponent(() => import('@/features/accounts/AccountsPage')),
});

const contacts = createRoute({
  getParentRoute: () => shell,
  path: '/contacts',
  validateSearch: texts('q', 'open'),
  component: lazyRouteComponent(() => import('@/features/contacts/ContactsPage')),
});

const imports = createRoute({
  getParentRoute: () => shell,
  path: '/import',
  validateSearch: texts('id'),
  component: lazyRouteComponent(() => import('@/features/import/ImportPage')),
});

const dictionary = createRoute({
  getParentRoute: () => shell,
  path: '/dictionary',
  validateSearch: texts('term', 'kind', 'q'),
  component: lazyRouteComponent(() => import('@/features/dictionary/DictionaryPage')),
});

const settings = createRoute({
  getParentRoute: () => shell,
  path: '/settings',
  validateSearch: texts('tab'),
  component: lazyRouteComponent(() => import('@/features/settings/SettingsPage')),
});

const reviews = createRoute({
  getParentRoute: () => shell,
  path: '/review',
  component: lazyRouteComponent(() => import('@/features/review/ReviewsPage')),
});

const review = createRoute({
  getParentRoute: () => shell,
  path: '/review/$reviewId',
  validateSearch: texts('deal'),
  component: lazyRouteComponent(() => import('@/features/review/ReviewPage')),
});

const oneOnOne = createRoute({
  getParentRoute: () => shell,
  path: '/review/one-on-one/$userId',
  component: lazyRouteComponent(() => import('@/features/review/OneOnOnePage')),
});

const dashboards = createRoute({
  getParentRoute: () => shell,
  path: '/dashboards',
  validateSearch: anyTexts,
  component: lazyRouteComponent(() => import('@/features/insight/dashboard/DashboardsPage')),
});

const forecast = createRoute({
  getParentRoute: () => shell,
  path: '/forecast',
  validateSearch: anyTexts,
  component: lazyRouteComponent(() => import('@/features/forecast/ForecastPage')),
});

const forecastAccuracy = createRoute({
  getParentRoute: () => shell,
  path: '/forecast/accuracy',
  validateSearch: anyTexts,
  component: lazyRouteComponent(() => import('@/features/forecast/AccuracyPage')),
});

const probabilities = createRoute({
  getParentRoute: () => shell,
  path: '/probabilities',
  validateSearch: anyTexts,
  component: lazyRouteComponent(() => import('@/features/forecast/ProbabilitiesPage')),
});

const bottlenecks = createRoute({
  getParentRoute: () => shell,
  path: '/bottlenecks',
  validateSearch: anyTexts,
  component: lazyRouteComponent(() => import('@/features/bottleneck/BottleneckPage')),
});

const workshop = createRoute({
  getParentRoute: () => shell,
  path: '/workshop',
  validateSearch: anyTexts,
  component: lazyRouteComponent(() => import('@/features/workshop/WorkshopPage')),
});

const reports = createRoute({
  getParentRoute: () => shell,
  path: '/reports',
  component: lazyRouteComponent(() => import('@/features/insight/ReportsPage')),
});

const report = createRoute({
  getParentRoute: () => shell,
  path: '/reports/$name',
  validateSearch: anyTexts,
  component: lazyRouteComponent(() => import('@/features/insight/ReportPage')),
});

export const router = createRouter({
  routeTree: root.addChildren([
    signIn,
    setup,
    shell.addChildren([
      index,
      board,
      deal,
      accounts,
      contacts,
      imports,
      dictionary,
      settings,
      dashboards,
      forecast,
      forecastAccuracy,
      probabilities,
      bottlenecks,
      workshop,
      reports,
      report,
      reviews,
      review,
      oneOnOne,
    ]),
  ]),
  defaultPreload: 'intent',
  defaultPendingMs: 200,
  scrollRestoration: true,
  defaultPendingComponent: () => <ListSkeleton />,
  defaultErrorComponent: ({ error, reset }) => <ErrorState error={error} retry={reset} />,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}

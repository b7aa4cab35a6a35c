import {
  IconBook2,
  IconBuilding,
  IconChartDots,
  IconClipboardCheck,
  IconFileImport,
  IconHourglassLow,
  IconLayoutDashboard,
  IconLayoutKanban,
  IconSettings,
  IconTarget,
  IconUsers,
} from '@tabler/icons-react';

/** Where one can go. A phone's bar has room for the main ones; the others are behind "more". */
export const PLACES = [
  { to: '/board', label: 'nav_board', Icon: IconLayoutKanban, isMain: true },
  { to: '/dashboards', label: 'nav_dashboards', Icon: IconLayoutDashboard, isMain: true },
  { to: '/forecast', label: 'nav_forecast', Icon: IconTarget, isMain: true },
  { to: '/bottlenecks', label: 'nav_bottlenecks', Icon: IconHourglassLow, isMain: false },
  { to: '/reports', label: 'nav_reports', Icon: IconChartDots, isMain: false },
  { to: '/review', label: 'nav_review', Icon: IconClipboardCheck, isMain: true },
  { to: '/accounts', label: 'nav_accounts', Icon: IconBuilding, isMain: false },
  { to: '/contacts', label: 'nav_contacts', Icon: IconUsers, isMain: false },
  { to: '/import', label: 'nav_import', Icon: IconFileImport, isMain: false },
  { to: '/dictionary', label: 'nav_dictionary', Icon: IconBook2, isMain: false },
  { to: '/settings', label: 'nav_settings', Icon: IconSettings, isMain: false },
] as const;

/** Is this address one of the places behind "more"? */
export const isBehindMore = (path: string): boolean =>
  PLACES.some(({ to, isMain }) => !isMain && (path === to || path.startsWith(`${to}/`)));

import { useMantineColorScheme } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { switchLocale } from '@/i18n/language';
import { signOut } from '@/app/sign-out';
import type { Command } from '@/lib/commands';
import { useLocale, useT } from '@/lib/use-locale';
import { undoNewest } from '@/ui/toast-store';

/** The commands that are there on every page. */
export function useShellCommands(open: (overlay: 'palette' | 'shortcuts') => void): Command[] {
  const t = useT('common');
  const locale = useLocale();
  const navigate = useNavigate();
  const { setColorScheme } = useMantineColorScheme();
  return useMemo(() => {
    const go = t('group_go');
    const view = t('group_view');
    const general = t('group_general');
    return [
      {
        id: 'go.board',
        group: go,
        label: t('nav_board'),
        shortcut: 'KeyG KeyB',
        run: () => void navigate({ to: '/board' }),
      },
      {
        id: 'go.dashboards',
        group: go,
        label: t('nav_dashboards'),
        shortcut: 'KeyG KeyD',
        run: () => void navigate({ to: '/dashboards' }),
      },
      {
        id: 'go.forecast',
        group: go,
        label: t('nav_forecast'),
        shortcut: 'KeyG KeyF',
        keywords: 'roll-up commit quota call distribution 롤업 커밋 목표 콜',
        run: () => void navigate({ to: '/forecast' }),
      },
      {
        id: 'go.forecast_accuracy',
        group: go,
        label: t('nav_forecast_accuracy'),
        keywords: 'backtest calibration brier bias 백테스트 보정',
        run: () => void navigate({ to: '/forecast/accuracy' }),
      },
      {
        id: 'go.probabilities',
        group: go,
        label: t('nav_probabilities'),
        keywords: 'configured observed adopt 설정 관측 채택',
        run: () => void navigate({ to: '/probabilities' }),
      },
      {
        id: 'go.bottlenecks',
        group: go,
        label: t('nav_bottlenecks'),
        shortcut: 'KeyG KeyN',
        keywords: 'stuck slow remedy prescription 막힌 느린 처방',
        run: () => void navigate({ to: '/bottlenecks' }),
      },
      {
        id: 'go.workshop',
        group: go,
        label: t('nav_workshop'),
        keywords: 'stages playbook design draft 단계 설계 플레이북 초안',
        run: () => void navigate({ to: '/workshop' }),
      },
      {
        id: 'go.reports',
        group: go,
        label: t('nav_reports'),
        shortcut: 'KeyG KeyR',
        run: () => void navigate({ to: '/reports' }),
      },
      {
        id: 'go.review',
        group: go,
        label: t('nav_review'),
        shortcut: 'KeyG KeyW',
        keywords: 'weekly one-on-one 1:1 주간 리뷰',
        run: () => void navigate({ to: '/review' }),
      },
      {
        id: 'go.accounts',
        group: go,
        label: t('nav_accounts'),
        shortcut: 'KeyG KeyA',
        run: () => void navigate({ to: '/accounts' }),
      },
      {
        id: 'go.contacts',
        group: go,
        label: t('nav_contacts'),
        shortcut: 'KeyG KeyP',
        run: () => void navigate({ to: '/contacts' }),
      },
      {
        id: 'go.import',
        group: go,
        label: t('nav_import'),
        shortcut: 'KeyG KeyI',
        keywords: 'csv xlsx',
        run: () => void navigate({ to: '/import' }),
      },
      {
        id: 'go.dictionary',
        group: go,
        label: t('nav_dictionary'),
        shortcut: 'KeyG KeyT',
        keywords: 'glossary terms definitions 용어 정의',
        run: () => void navigate({ to: '/dictionary' }),
      },
      {
        id: 'go.settings',
        group: go,
        label: t('nav_settings'),
        shortcut: 'KeyG KeyS',
        run: () => void navigate({ to: '/settings' }),
      },
      {
        id: 'view.language',
        group: view,
        label: locale === 'ko' ? 'Switch to English' : '한국어로 보기',
        keywords: 'language 언어 english korean',
        run: () => void switchLocale(locale === 'ko' ? 'en' : 'ko'),
      },
      {
        id: 'view.light',
        group: view,
        label: t('scheme_light'),
        keywords: 'theme light',
        run: () => setColorScheme('light'),
      },
      {
        id: 'view.dark',
        group: view,
        label: t('scheme_dark'),
        keywords: 'theme dark',
        run: () => setColorScheme('dark'),
      },
      {
        id: 'view.auto',
        group: view,
        label: t('scheme_auto'),
        keywords: 'theme system',
        run: () => setColorScheme('auto'),
      },
      {
        id: 'palette.open',
        group: general,
        label: t('palette'),
        shortcut: 'Mod+KeyK',
        whileTyping: true,
        run: () => open('palette'),
      },
      {
        id: 'shortcuts.open',
        group: general,
        label: t('shortcuts'),
        shortcut: 'Shift+Slash',
        run: () => open('shortcuts'),
      },
      { id: 'undo', group: general, label: t('undo_newest'), shortcut: 'Mod+KeyZ', run: () => void undoNewest() },
      { id: 'session.end', group: general, label: t('sign_out'), keywords: 'logout', run: () => void signOut() },
    ];
  }, [t, locale, navigate, setColorScheme, open]);
}

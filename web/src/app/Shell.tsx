import { Outlet } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { NavRail } from '@/app/NavRail';
import { SessionRenewal } from '@/app/SessionRenewal';
import { TermHost } from '@/app/TermHost';
import { useLiveChanges } from '@/app/live';
import { useShellCommands } from '@/app/shell-commands';
import { useCommands, useShortcuts } from '@/lib/commands';
import { gateRequest } from '@/features/gate/request';
import { newDealRequest } from '@/lib/requests';
import { useStore } from '@/lib/store';
import { useT } from '@/lib/use-locale';
import { conflictRequest } from '@/ui/conflict';
import { ErrorBoundary } from '@/ui/ErrorBoundary';
import { ListSkeleton } from '@/ui/states';
import classes from '@/app/Shell.module.css';

const CommandPalette = lazy(() => import('@/app/CommandPalette'));
const CreateDealDialog = lazy(() => import('@/features/deals/CreateDealDialog'));
const GateDialog = lazy(() => import('@/features/gate/GateDialog'));
const ConflictDialog = lazy(() => import('@/ui/ConflictDialog'));
const ShortcutSheet = lazy(() => import('@/app/ShortcutSheet'));

type Overlay = 'palette' | 'shortcuts' | null;

/** The frame around every page: navigation, commands, live changes, and the way back in when a session expires. */
export function Shell() {
  const t = useT('common');
  const [overlay, setOverlay] = useState<Overlay>(null);
  useLiveChanges();
  useShortcuts();
  useCommands(useShellCommands(setOverlay));
  const isGated = useStore(gateRequest) !== null;
  const isConflicted = useStore(conflictRequest) !== null;
  const isCreating = useStore(newDealRequest) !== null;
  const close = () => setOverlay(null);
  return (
    <div className={classes.frame}>
      <a className={classes.skip} href="#main">
        {t('skip_to_content')}
      </a>
      <NavRail openPalette={() => setOverlay('palette')} openShortcuts={() => setOverlay('shortcuts')} />
      <main id="main" className={classes.main} tabIndex={-1}>
        <ErrorBoundary>
          <Suspense fallback={<ListSkeleton />}>
            <Outlet />
          </Suspense>
        </ErrorBoundary>
      </main>
      <Suspense>
        {overlay === 'palette' && <CommandPalette close={close} />}
        {isCreating && <CreateDealDialog />}
        {isGated && <GateDialog />}
        {isConflicted && <ConflictDialog />}
        {overlay === 'shortcuts' && <ShortcutSheet close={close} />}
      </Suspense>
      <TermHost />
      <SessionRenewal />
    </div>
  );
}

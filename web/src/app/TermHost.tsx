import type { ComponentType } from 'react';
import { useEffect, useState } from 'react';
import { useStore } from '@/lib/store';
import { definitionRequest } from '@/ui/definition-request';

/**
 * Shows what a word means once somebody asks. Loads the popover without suspending: a dialog that is open must neither
 * be hidden nor keep it waiting.
 */
export function TermHost() {
  const isAsked = useStore(definitionRequest) !== null;
  const [loaded, setLoaded] = useState<{ Popover: ComponentType }>();
  useEffect(() => {
    if (!isAsked || loaded) return;
    const forget = () => definitionRequest.set(null);
    import('@/ui/TermPopover').then(({ default: Popover }) => setLoaded({ Popover }), forget);
  }, [isAsked, loaded]);
  return isAsked && loaded ? <loaded.Popover /> : null;
}

import { autoScrollForElements } from '@atlaskit/pragmatic-drag-and-drop-auto-scroll/element';
import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine';
import { monitorForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { useEffect, useEffectEvent } from 'react';

/** Moves a deal when its card is dropped on a column, and scrolls the board while a card is held near its edge. */
export function useBoardDrop(
  scroller: React.RefObject<HTMLElement | null>,
  move: (id: string, stage: string) => void,
): void {
  const drop = useEffectEvent(move);
  useEffect(() => {
    if (!scroller.current) return;
    return combine(
      autoScrollForElements({ element: scroller.current }),
      monitorForElements({
        canMonitor: ({ source }) => source.data.kind === 'deal',
        onDrop: ({ source, location }) => {
          const stage = location.current.dropTargets[0]?.data.stage;
          if (typeof stage === 'string') drop(String(source.data.id), stage);
        },
      }),
    );
  }, [scroller]);
}

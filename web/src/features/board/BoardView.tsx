import { Button } from '@mantine/core';
import { IconFilterOff, IconLayoutKanban, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useMemo, useRef, useState } from 'react';
import type { BoardParams } from '@/api/board-cache';
import { boardQuery, findCard, withDeal } from '@/api/board-cache';
import type { Board, Pipeline } from '@/api/types';
import { BoardSkeleton } from '@/features/board/BoardSkeleton';
import { Column } from '@/features/board/Column';
import { MoveMenu } from '@/features/board/MoveMenu';
import { useBoardKeys } from '@/features/board/use-board-keys';
import { useBoardDrop } from '@/features/board/use-board-drop';
import { useFollowDeals } from '@/features/board/use-follow-deals';
import { useChangeStage } from '@/features/gate';
import { pendingPatches } from '@/lib/pending';
import { newDealRequest } from '@/lib/requests';
import { useStore } from '@/lib/store';
import { useT, useText } from '@/lib/use-locale';
import { EmptyState, ErrorState } from '@/ui/states';
import classes from '@/features/board/Board.module.css';

/** One pipeline as it is and as it changes: loading, empty, failed or there. */
export function BoardView({ pipeline, params }: { pipeline: Pipeline; params: BoardParams }) {
  const { data, error, refetch } = useQuery(boardQuery(params));
  const board = useShownBoard(data);
  useFollowDeals(params);

  if (error && !board) return <ErrorState error={error} retry={() => void refetch()} />;
  if (!board) return <BoardSkeleton columns={pipeline.stages.length} />;
  if (board.columns.every((column) => column.count === 0)) {
    return <NoDeals isFiltered={!!(params.owner || params.q)} pipeline={pipeline.key} />;
  }
  return <Columns board={board} pipeline={pipeline} params={params} />;
}

/** The columns themselves, moved by pointer, menu and keyboard. */
function Columns({ board, pipeline, params }: { board: Board; pipeline: Pipeline; params: BoardParams }) {
  const t = useT('board');
  const text = useText();
  const scroller = useRef<HTMLDivElement>(null);
  const [menu, setMenu] = useState<string | null>(null);
  const changeStage = useChangeStage();
  const move = (id: string, stage: string) => {
    const card = findCard(board, id);
    if (card && card.stage !== stage) void changeStage(card, stage);
  };
  const keys = useBoardKeys(board, scroller, move, setMenu);
  useBoardDrop(scroller, move);

  const totalLines = Math.max(1, ...board.columns.map((column) => column.totals.length));
  const card = menu === null ? undefined : findCard(board, menu);
  return (
    <>
      <p id="card-help" className="visually-hidden">
        {t('card_help')}
      </p>
      <div
        ref={scroller}
        className={classes.board}
        role="group"
        aria-label={t('columns', { pipeline: text(pipeline.name) })}
        onKeyDown={keys.onKeyDown}
        onFocus={keys.onFocus}
      >
        {pipeline.stages.map((stage) => {
          const column = board.columns.find(({ stage: key }) => key === stage.key);
          return (
            column && (
              <Column
                key={stage.key}
                stage={stage}
                column={column}
                params={params}
                totalLines={totalLines}
                active={keys.active}
                openMenu={setMenu}
              />
            )
          );
        })}
      </div>
      {card && (
        <MoveMenu card={card} pipeline={pipeline} move={(stage) => move(card.id, stage)} close={() => setMenu(null)} />
      )}
    </>
  );
}

/** The board as it will be when every pending change succeeds. */
function useShownBoard(data: Board | undefined): Board | undefined {
  const patches = useStore(pendingPatches);
  return useMemo(() => {
    if (!data) return undefined;
    return patches.reduce((board, { record, fields }) => {
      const card = findCard(board, record);
      return card ? withDeal(board, { ...card, ...fields }) : board;
    }, data);
  }, [data, patches]);
}

function NoDeals({ isFiltered, pipeline }: { isFiltered: boolean; pipeline: string }) {
  const t = useT('board');
  const navigate = useNavigate();
  return isFiltered ? (
    <EmptyState
      icon={<IconFilterOff size={24} />}
      title={t('filtered_empty_title')}
      text={t('filtered_empty_text')}
      action={
        <Button variant="default" onClick={() => void navigate({ to: '/board', search: { pipeline } })}>
          {t('clear_filter')}
        </Button>
      }
    />
  ) : (
    <EmptyState
      icon={<IconLayoutKanban size={24} />}
      title={t('empty_title')}
      text={t('empty_text')}
      action={
        <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => newDealRequest.set({ pipeline })}>
          {t('new_deal')}
        </Button>
      }
    />
  );
}

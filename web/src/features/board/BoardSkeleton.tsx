import { Bone, Late } from '@/ui/states';
import { useT } from '@/lib/use-locale';
import classes from '@/features/board/Board.module.css';

/** The board's shape while it loads. */
export function BoardSkeleton({ columns }: { columns: number }) {
  const t = useT('common');
  return (
    <Late>
      <div className={classes.board} aria-busy aria-label={t('loading')}>
        {Array.from({ length: columns }, (_, column) => (
          <div key={column} className={classes.column}>
            <div className={classes.head}>
              <Bone height={20} width="60%" />
              <Bone height={32} />
            </div>
            <div className={classes.bones}>
              {Array.from({ length: 4 }, (_, card) => (
                <Bone key={card} height={104} />
              ))}
            </div>
          </div>
        ))}
      </div>
    </Late>
  );
}

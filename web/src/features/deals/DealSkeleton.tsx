import { Bone } from '@/ui/states';
import classes from '@/features/deals/Deal.module.css';

/** The deal page's shape while it loads. */
export function DealSkeleton() {
  return (
    <div className={classes.page} aria-busy>
      <div className={classes.waiting}>
        <Bone width="46%" height={30} />
        <Bone height={62} />
        <Bone height={46} />
      </div>
      <div className={classes.columns}>
        <Bone height={480} />
        <Bone height={480} />
        <Bone height={480} />
      </div>
    </div>
  );
}

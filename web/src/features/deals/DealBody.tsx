import { useNavigate, useSearch } from '@tanstack/react-router';
import { ActivityPanel } from '@/features/deals/activity/ActivityPanel';
import { RecentActivity } from '@/features/deals/activity/RecentActivity';
import { useDealView } from '@/features/deals/deal-view';
import { DealHeader } from '@/features/deals/DealHeader';
import { EvidencePanel } from '@/features/deals/evidence/EvidencePanel';
import { Facts } from '@/features/deals/facts/Facts';
import { AsOfBar } from '@/features/deals/history/AsOfBar';
import { Timeline } from '@/features/deals/history/Timeline';
import { CloseDatePanel } from '@/features/deals/plan/CloseDatePanel';
import { MilestonePanel } from '@/features/deals/plan/MilestonePanel';
import { PocPanel } from '@/features/deals/plan/PocPanel';
import { ProcurementPanel } from '@/features/deals/plan/ProcurementPanel';
import { RiskPanel } from '@/features/deals/plan/RiskPanel';
import { BuyingRoles } from '@/features/deals/qualification/BuyingRoles';
import { QuestionSets } from '@/features/deals/qualification/QuestionSets';
import { NextStage } from '@/features/deals/stages/NextStage';
import { StagePath } from '@/features/deals/stages/StagePath';
import { WaiverPanel } from '@/features/deals/stages/WaiverPanel';
import { useT } from '@/lib/use-locale';
import classes from '@/features/deals/Deal.module.css';

const TABS = ['overview', 'plan', 'activity', 'history'] as const;
type Tab = (typeof TABS)[number];

/** The page in its order: what it is, where it stands, and by tab what it rests on. */
export function DealBody() {
  const t = useT('deal');
  const { deal, asOf } = useDealView();
  const navigate = useNavigate();
  const search = useSearch({ from: '/shell/deals/$dealId' });
  const tab: Tab = TABS.find((name) => name === search.tab) ?? 'overview';
  const show = (name: Tab) =>
    void navigate({
      to: '/deals/$dealId',
      params: { dealId: deal.id },
      search: (before) => ({ ...before, tab: name === 'overview' ? undefined : name }),
      replace: true,
    });
  const late = deal.plan?.milestones.filter(({ late_days }) => (late_days ?? 0) > 0).length ?? 0;
  return (
    <div className={classes.page} data-past={asOf !== undefined || undefined}>
      {asOf && <AsOfBar dealId={deal.id} asOf={asOf} />}
      <DealHeader />
      <Facts />
      <StagePath />
      <nav className={classes.tabs} aria-label={t('tabs')}>
        {TABS.map((name) => (
          <button
            key={name}
            type="button"
            className={classes.tab}
            aria-current={name === tab ? 'page' : undefined}
            onClick={() => show(name)}
          >
            {t(`tab.${name}`)}
            {name === 'plan' && late > 0 && (
              <span className={classes.count} data-tone="danger">
                {t('late_count', { count: late })}
              </span>
            )}
          </button>
        ))}
      </nav>
      {tab === 'overview' && (
        <div className={classes.columns}>
          <div className={classes.column}>
            <NextStage />
            <WaiverPanel />
            <RecentActivity />
          </div>
          <div className={classes.column}>
            <EvidencePanel />
          </div>
          <div className={classes.column}>
            <BuyingRoles />
            <QuestionSets />
          </div>
        </div>
      )}
      {tab === 'plan' && (
        <div className={classes.plan}>
          <div className={classes.column}>
            <MilestonePanel />
            <CloseDatePanel />
          </div>
          <div className={classes.column}>
            <ProcurementPanel />
            <RiskPanel />
            <PocPanel />
          </div>
        </div>
      )}
      {tab === 'activity' && <ActivityPanel />}
      {tab === 'history' && <Timeline />}
    </div>
  );
}

import type { ReportDefinition, ReportParams } from '@/api/reports';
import { Totals } from '@/features/insight/dashboard/Totals';
import { useT } from '@/lib/use-locale';
import { Definition } from '@/ui/Definition';

const SHOWN = ['count', 'amount_minor', 'configured_minor', 'observed_minor', 'adjusted_minor', 'stalled_minor'];

interface Props {
  definition: ReportDefinition;
  params: ReportParams;
  open: (measure: string) => void;
}

/** The open pipeline in one line: how much, and what it is worth by each of three probabilities. */
export function PipelineStrip(props: Props) {
  const t = useT('insight');
  const beside = (column: string) =>
    column === 'configured_minor' && (
      <Definition term="weighted-pipeline" label={t('three_weights')}>
        <span>{t('three_weights_text')}</span>
      </Definition>
    );
  return <Totals {...props} columns={SHOWN} beside={beside} />;
}

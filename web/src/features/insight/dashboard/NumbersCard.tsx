import { IconChartBarOff } from '@tabler/icons-react';
import type { ReportCell } from '@/api/reports';
import { Card } from '@/features/insight/dashboard/Card';
import type { CardSpec } from '@/features/insight/dashboard/cards';
import { Totals } from '@/features/insight/dashboard/Totals';
import { useChartHeight } from '@/features/insight/dashboard/use-chart-height';
import type { Question } from '@/features/insight/dashboard/use-questions';
import { WaitingCard } from '@/features/insight/dashboard/WaitingCard';
import { ReportFigure } from '@/features/insight/ReportFigure';
import { useSayCell } from '@/features/insight/use-say-cell';
import { formatDate } from '@/lib/dates';
import { useLocale, useT } from '@/lib/use-locale';
import { EmptyState } from '@/ui/states';

interface Props {
  card: CardSpec;
  number: number;
  question?: Question;
  view: 'chart' | 'table';
  setView: (view: 'chart' | 'table') => void;
  /** Opens the deals behind a cell; without a row those of all. */
  open: (row: ReportCell[] | undefined, measure: string) => void;
}

/** A dashboard that has numbers. */
export function NumbersCard({ card, number, question, view, setView, open }: Props) {
  const t = useT('insight');
  const locale = useLocale();
  const say = useSayCell();
  const height = useChartHeight();
  const title = t(`cards.${card.key}`);
  if (!question) return <WaitingCard number={number} title={title} text={t('not_yet')} Icon={IconChartBarOff} />;
  const { definition, params, search } = question;
  const days = [params.from, params.to].map((day) => (day ? formatDate(day, locale) : ''));
  const scope = card.isOfOnePipeline && params.pipeline ? say('pipeline', params.pipeline) : '';
  const about = [scope, params.from && days.join(' – ')].filter(Boolean).join(' · ');
  return (
    <Card number={number} title={title} period={about} definition={definition} search={search}>
      <ReportFigure
        definition={definition}
        params={params}
        name={title}
        height={height}
        view={view}
        setView={setView}
        open={open}
        draw={card.draw}
        empty={<EmptyState icon={<IconChartBarOff size={24} />} title={t('no_numbers')} text={t('no_numbers_text')} />}
      />
      {card.totals && (
        <Totals
          definition={definition}
          params={params}
          columns={card.totals}
          open={(measure) => open(undefined, measure)}
          isSmall
        />
      )}
    </Card>
  );
}

import type { IconRefresh } from '@tabler/icons-react';
import { Card } from '@/features/insight/dashboard/Card';
import { useT } from '@/lib/use-locale';
import { EmptyState } from '@/ui/states';

interface Props {
  number: number;
  title: string;
  /** What it waits for. */
  text: string;
  term?: string;
  Icon: typeof IconRefresh;
}

/** A dashboard whose numbers cannot exist yet says what will bring them, rather than showing zeros. */
export function WaitingCard({ number, title, text, term, Icon }: Props) {
  const t = useT('insight');
  return (
    <Card number={number} title={title} term={term}>
      <EmptyState icon={<Icon size={24} />} title={t('waits')} text={text} />
    </Card>
  );
}

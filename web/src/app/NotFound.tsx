import { IconMap2 } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useT } from '@/lib/use-locale';
import { EmptyState } from '@/ui/states';

/** An address that leads nowhere. */
export function NotFound() {
  const t = useT('common');
  return (
    <EmptyState
      icon={<IconMap2 size={24} />}
      title={t('not_found_title')}
      text={t('not_found_text')}
      action={<Link to="/board">{t('to_board')}</Link>}
    />
  );
}

import { Button } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { IconArrowLeft } from '@tabler/icons-react';
import { ImportList } from '@/features/import/ImportList';
import { ImportView } from '@/features/import/ImportView';
import { UploadPanel } from '@/features/import/UploadPanel';
import { useT } from '@/lib/use-locale';
import { PageHeader } from '@/ui/PageHeader';
import classes from '@/features/import/Import.module.css';

/** Bringing lists over from files: upload, map, try, run, and take back. */
export default function ImportPage() {
  const t = useT('import');
  const { id } = useSearch({ from: '/shell/import' });
  const navigate = useNavigate();
  const show = (next?: string) => void navigate({ to: '/import', search: { id: next } });
  return (
    <>
      <PageHeader
        title={t('title')}
        actions={
          id && (
            <Button
              size="xs"
              variant="default"
              leftSection={<IconArrowLeft size={15} aria-hidden />}
              onClick={() => show()}
            >
              {t('all_imports')}
            </Button>
          )
        }
      />
      <div className={classes.page}>
        {id ? (
          <ImportView key={id} id={id} />
        ) : (
          <>
            <UploadPanel uploaded={show} />
            <ImportList open={show} />
          </>
        )}
      </div>
    </>
  );
}

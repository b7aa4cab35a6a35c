import { Button, Group, Radio, Stack } from '@mantine/core';
import { useState } from 'react';
import { useStore } from '@/lib/store';
import { useT } from '@/lib/use-locale';
import type { Conflict } from '@/ui/conflict';
import { conflictRequest } from '@/ui/conflict';
import { Dialog } from '@/ui/Dialog';
import classes from '@/ui/ConflictDialog.module.css';

/** Two people changed the same fields: both values, and a choice for each. Mounted once, by the shell. */
export default function ConflictDialog() {
  const conflict = useStore(conflictRequest);
  return conflict && <Question conflict={conflict} />;
}

function Question({ conflict: { name, clashes, decide } }: { conflict: Conflict }) {
  const t = useT('common');
  const [choices, setChoices] = useState<Record<string, 'mine' | 'theirs'>>({});
  const all = (choice: 'mine' | 'theirs') =>
    setChoices(Object.fromEntries(clashes.map(({ field }) => [field, choice])));
  const isDecided = clashes.every(({ field }) => choices[field]);
  const left = clashes.filter(({ field }) => choices[field] === 'theirs').map(({ field }) => field);
  return (
    <Dialog
      onClose={() => decide(null)}
      size={560}
      // Over the form that asked.
      zIndex={400}
      title={t('conflict_title', { name })}
    >
      <Stack gap="md">
        <p className={classes.text}>{t('conflict_text')}</p>
        {clashes.map(({ field, label, mine, theirs }) => (
          <Radio.Group
            key={field}
            label={label}
            value={choices[field] ?? ''}
            onChange={(choice) => setChoices({ ...choices, [field]: choice as 'mine' | 'theirs' })}
          >
            <div className={classes.pair}>
              {(['mine', 'theirs'] as const).map((side) => (
                <label key={side} className={classes.side} data-chosen={choices[field] === side || undefined}>
                  <Radio value={side} label={t(side === 'mine' ? 'keep_mine' : 'take_theirs')} />
                  <span className={classes.value}>{side === 'mine' ? mine : theirs}</span>
                </label>
              ))}
            </div>
          </Radio.Group>
        ))}
        <Group justify="space-between">
          <Group gap="xs">
            {clashes.length > 1 && (
              <>
                <Button size="xs" variant="default" onClick={() => all('mine')}>
                  {t('all_mine')}
                </Button>
                <Button size="xs" variant="default" onClick={() => all('theirs')}>
                  {t('all_theirs')}
                </Button>
              </>
            )}
          </Group>
          <Group gap="xs">
            <Button size="xs" variant="default" onClick={() => decide(null)}>
              {t('cancel')}
            </Button>
            <Button size="xs" disabled={!isDecided} onClick={() => decide(new Set(left))}>
              {t('save')}
            </Button>
          </Group>
        </Group>
      </Stack>
    </Dialog>
  );
}

import { describe, expect, it } from 'vitest';
import { layOver, pendingPatches, withPending } from '@/lib/pending';

const deal = { id: 'd1', stage: 'discovery', name: 'Hanbit' };
const seen = () => withPending(deal, pendingPatches.get());

describe('pending changes', () => {
  it('roll back one by one: a failed first move leaves the second standing', () => {
    const takeOffFirst = layOver('d1', { stage: 'qualified' });
    const takeOffSecond = layOver('d2', { stage: 'proposal' });
    const other = { id: 'd2', stage: 'discovery', name: 'Narae' };
    takeOffFirst();
    expect(seen()).toBe(deal);
    expect(withPending(other, pendingPatches.get()).stage).toBe('proposal');
    takeOffSecond();
    expect(pendingPatches.get()).toHaveLength(0);
  });

  it('lie over each other in order', () => {
    const first = layOver('d1', { stage: 'qualified', name: 'Hanbit Inc.' });
    const second = layOver('d1', { stage: 'proposal' });
    expect(seen()).toEqual({ id: 'd1', stage: 'proposal', name: 'Hanbit Inc.' });
    second();
    expect(seen().stage).toBe('qualified');
    first();
  });
});

import { describe, expect, it } from 'vitest';
import type { Session, Team, User } from '@/api/types';
import { reachOf } from '@/features/review/reach';

const team = (id: string, parent_id: string | null, manager?: string) =>
  ({ id, name: id, parent_id, manager: manager ? { id: manager, name: manager } : null }) as Team;
const user = (id: string, role: User['role'], at?: string, is_active = true) =>
  ({ id, name: id, role, is_active, team: at ? { id: at, name: at } : null }) as User;
const me = (id: string, role: User['role']) => ({ id, role }) as Session['user'];

const teams = [team('sales', null, 'boss'), team('north', 'sales'), team('far-north', 'north'), team('care', null)];
const users = [
  user('boss', 'manager'),
  user('nora', 'ae', 'north'),
  user('finn', 'ae', 'far-north'),
  user('gone', 'ae', 'north', false),
  user('cara', 'csm', 'care'),
];
const names = ({ teams: reached, people }: ReturnType<typeof reachOf>) => [
  reached.map(({ id }) => id),
  people.map(({ id }) => id),
];

describe('whose reviews one can hold', () => {
  it('is everybody for an administrator, and nobody but oneself for a seller', () => {
    expect(names(reachOf(me('root', 'admin'), teams, users))[1]).toEqual(['boss', 'nora', 'finn', 'cara']);
    expect(names(reachOf(me('nora', 'ae'), teams, users))).toEqual([[], []]);
  });

  it('follows the teams a manager leads, however deep, without leavers', () => {
    expect(names(reachOf(me('boss', 'manager'), teams, users))).toEqual([
      ['sales', 'north', 'far-north'],
      ['nora', 'finn'],
    ]);
  });
});

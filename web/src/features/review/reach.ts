import type { Session, Team, User } from '@/api/types';

/** Whose reviews a person can hold, as the server decides too: administrators everybody's, managers those of their teams. */
export interface Reach {
  teams: Team[];
  people: User[];
}

/** A team and every team below it. */
function withThoseBelow(teams: readonly Team[], roots: readonly string[]): Set<string> {
  const reached = new Set(roots);
  for (let before = -1; before !== reached.size;) {
    before = reached.size;
    for (const { id, parent_id } of teams) if (parent_id && reached.has(parent_id)) reached.add(id);
  }
  return reached;
}

/** The teams and people whose deals the person may go through. */
export function reachOf(me: Session['user'], teams: readonly Team[], users: readonly User[]): Reach {
  const active = users.filter((user) => user.is_active && user.id !== me.id);
  if (me.role === 'admin') return { teams: [...teams], people: active };
  if (me.role !== 'manager') return { teams: [], people: [] };
  const own = users.find(({ id }) => id === me.id)?.team?.id;
  const roots = teams.filter(({ id, manager }) => id === own || manager?.id === me.id).map(({ id }) => id);
  const reached = withThoseBelow(teams, roots);
  return {
    teams: teams.filter(({ id }) => reached.has(id)),
    people: active.filter(({ team }) => team && reached.has(team.id)),
  };
}

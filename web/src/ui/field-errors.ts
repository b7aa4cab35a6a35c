import type { Problem } from '@/api/problem';

/** A refusal's errors by form field, for those the form has: `/amount/currency` belongs to `amount`. */
export function fieldErrors(problem: Problem, fields: readonly string[]): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const { pointer, detail } of problem.fields) {
    const field = pointer.split('/')[1] ?? '';
    const own = fields.includes(field) ? field : `${field}_id`;
    if (fields.includes(own)) errors[own] = detail;
  }
  return errors;
}

import type { Problem } from '@/api/problem';

/** The form's field that a JSON pointer is about: `/amount/currency` is `amount`, `/account` is `account_id`. */
function fieldAt(pointer: string, fields: readonly string[]): string | undefined {
  const named = pointer.split('/')[1] ?? '';
  return [named, `${named}_id`].find((field) => fields.includes(field));
}

/** A refusal's errors by form field, for those the form has. */
export function fieldErrors(problem: Problem, fields: readonly string[]): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const { pointer, detail } of problem.fields) {
    const field = fieldAt(pointer, fields);
    if (field) errors[field] ??= detail;
  }
  return errors;
}

/** A refusal's errors about what the form has no field for. */
export function otherErrors(problem: Problem, fields: readonly string[]): string[] {
  return problem.fields.filter(({ pointer }) => !fieldAt(pointer, fields)).map(({ detail }) => detail);
}

import type { Missing } from '@/api/types';

/** One field's error inside a problem; `pointer` is a JSON pointer into the request body. */
export interface FieldError {
  pointer: string;
  code: string;
  detail: string;
}

interface ProblemBody {
  code?: string;
  title?: string;
  detail?: string;
  errors?: FieldError[];
  missing?: Missing[];
  request_id?: string;
}

/** A refused or failed request, as the server described it (RFC 9457), or as the network failed. */
export class Problem extends Error {
  readonly code: string;
  readonly status: number;
  readonly detail: string | undefined;
  readonly fields: FieldError[];
  readonly missing: Missing[];
  readonly requestId: string | undefined;

  constructor(status: number, body: ProblemBody, requestId?: string) {
    super(body.title ?? body.code ?? `HTTP ${status}`);
    this.name = 'Problem';
    this.status = status;
    this.code = body.code ?? (status === 0 ? 'offline' : 'internal');
    this.detail = body.detail;
    this.fields = body.errors ?? [];
    this.missing = body.missing ?? [];
    this.requestId = body.request_id ?? requestId;
  }

  /** Nothing reached the server, or the server could not help it: the same request may succeed later. */
  get isTransient(): boolean {
    return this.status === 0 || this.status >= 500 || this.status === 429;
  }

  /** Someone else changed the record first. */
  get isConflict(): boolean {
    return this.status === 412 || this.code === 'version-conflict' || this.code === 'conflict';
  }
}

/** Anything thrown, as a problem. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  return new Problem(0, { code: 'unexpected', detail: error instanceof Error ? error.message : String(error) });
}

/** Reads the problem out of a response that is not ok. */
export async function problemOf(response: Response): Promise<Problem> {
  const requestId = response.headers.get('x-request-id') ?? undefined;
  try {
    return new Problem(response.status, (await response.json()) as ProblemBody, requestId);
  } catch {
    return new Problem(response.status, {}, requestId);
  }
}

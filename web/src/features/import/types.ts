/** What the rows of a file become. */
export type ImportObject = 'accounts' | 'contacts' | 'products' | 'users' | 'deals' | 'stage-history';

/** How far an import is. */
export type ImportState = 'uploaded' | 'ready' | 'running' | 'finished' | 'failed' | 'undone';

/** How a file becomes records: the JSON form of the YAML mapping file. */
export interface ImportMapping {
  as: ImportObject;
  key?: string | null;
  columns: Record<string, string>;
  values?: Record<string, Record<string, string>>;
  defaults?: Record<string, string>;
  formats?: Record<string, { date?: string | null; number?: string | null }>;
  preset?: string | null;
  file?: { encoding?: string | null; separator?: string | null; header?: boolean | null; sheet?: string | null } | null;
  mode?: string | null;
  create_missing?: string[];
}

/** One column of the file, as detected. */
export interface ImportColumn {
  header: string;
  samples: string[];
  kind: string;
  date_format?: string | null;
  ambiguous_formats: string[];
  empty_count: number;
  distinct_values?: string[] | null;
  suggested_field?: string | null;
  confidence_percent: number;
}

/** A value that matches nothing, but almost something. */
export interface NearMiss {
  column: string;
  value: string;
  suggestion: string;
  count: number;
}

/** Why a row was refused. */
export interface ImportRejection {
  row: number;
  column?: string | null;
  code: string;
  reason: string;
}

/** Counts of an import or a dry run, and its first refused rows. */
export interface ImportProgress {
  is_dry_run: boolean;
  processed: number;
  created: number;
  updated: number;
  unchanged: number;
  skipped?: number;
  rejected: number;
  /** When undone: records that stayed because something else points to them. */
  kept?: number;
  created_related: Record<string, number>;
  rejections: ImportRejection[];
  near_misses: NearMiss[];
}

/** An import: the file as detected, the mapping, and what became of its rows. */
export interface ImportRun {
  id: string;
  file_name: string;
  state: ImportState;
  encoding: string;
  separator?: string | null;
  preset?: string | null;
  row_count: number;
  columns: ImportColumn[];
  mapping?: ImportMapping | null;
  progress?: ImportProgress | null;
  failure?: string | null;
  sheets?: string[];
  created_by?: { id: string; name: string } | null;
  created_at: string;
  finished_at?: string | null;
  allowed_actions: string[];
}

/** The wire shapes of `/api/v1`, by the names the product uses. */
export interface Text {
  ko: string;
  en: string;
}

export type Role = 'admin' | 'manager' | 'ae' | 'sdr' | 'csm' | 'marketing' | 'executive';
export type Visibility = 'own' | 'team' | 'all';

export interface Money {
  amount_minor: number;
  currency: string;
}

export interface Named {
  id: string;
  name: string;
}

export interface Page<T> {
  rows: T[];
  next_cursor?: string | null;
}

export interface Workspace {
  id: string;
  name: string;
  home_currency: string;
  time_zone: string;
  fiscal_year_start_month: number;
  locale: 'ko' | 'en';
  amount_basis: 'acv' | 'tcv';
  version: number;
}

export interface User {
  id: string;
  email: string | null;
  name: string;
  role: Role;
  visibility: Visibility;
  team: Named | null;
  locale: 'ko' | 'en';
  time_zone: string;
  is_active: boolean;
  can_sign_in: boolean;
  version: number;
}

export interface Session {
  user: User;
  workspace: Workspace;
  allowed_actions: string[];
}

export interface Team {
  id: string;
  name: string;
  parent_id: string | null;
  manager: Named | null;
  version: number;
}

export type EvidenceKind = 'email' | 'meeting' | 'document' | 'page_view' | 'approval' | 'call' | 'form';
export type Origin = 'customer' | 'us' | 'system';
export type Strength = 'claimed' | 'captured' | 'customer_originated' | 'countersigned';
export type StageKind = 'open' | 'won' | 'lost';

export interface Reason {
  key: string;
  name: Text;
  details: Reason[];
}

export interface EvidenceType {
  key: string;
  name: Text;
  description: Text;
  origins: Origin[];
  kinds: EvidenceKind[];
}

export type RequiredField = string;

export interface RequiredEvidence {
  evidence_type: string;
  min_strength: Strength;
  origin?: Origin | null;
}

export interface Stage {
  key: string;
  name: Text;
  kind: StageKind;
  definition: Text;
  probability_percent: number;
  rot_days?: number | null;
  required_fields: RequiredField[];
  required_evidence: RequiredEvidence[];
  confirmed_by: string[];
  customer_confirmation: boolean;
  exit: { key: string; sentence: Text; when: string }[];
  remedy: Text;
}

export interface Pipeline {
  key: string;
  name: Text;
  object: 'deal' | 'renewal';
  stages: Stage[];
  question_sets: string[];
  milestone_template?: string | null;
}

export interface Question {
  key: string;
  text: Text;
  why: Text;
  role?: string | null;
}

export interface QuestionSet {
  key: string;
  name: Text;
  questions: Question[];
}

export interface MilestoneStep {
  key: string;
  name: Text;
  owner: 'buyer' | 'us';
  lead_time_days: number;
  after: string[];
}

export interface Playbook {
  key: string;
  name: Text;
  description: Text;
  pipelines: Pipeline[];
  evidence_types: EvidenceType[];
  loss_reasons: Reason[];
  backward_reasons: Reason[];
  close_date_reasons: Reason[];
  waiver_reasons: Reason[];
  question_sets: QuestionSet[];
  milestone_templates: { key: string; name: Text; steps: MilestoneStep[] }[];
  competitors: { key: string; name: Text }[];
  amount_basis: 'acv' | 'tcv';
  version: number;
}

export interface PlaybookVersion {
  key: string;
  version: number;
  name: Text;
  status: 'draft' | 'published';
  pipelines: string[];
  published_at: string | null;
  published_by: string | null;
}

export interface Token {
  id: string;
  name: string;
  user: Named;
  scopes: string[];
  created_at: string;
  last_used_at: string | null;
  expires_at: string | null;
}

export interface Account {
  id: string;
  name: string;
  kind: 'legal_entity' | 'branch' | 'brand' | 'group';
  domain: string | null;
  registration_number: string | null;
  parent: Named | null;
  industry: string | null;
  country: string | null;
  region: string | null;
  segment: string | null;
  employees: number | null;
  annual_revenue: Money | null;
  owner: Named | null;
  phone: string | null;
  website: string | null;
  external_id: string | null;
  created_at: string;
  updated_at: string;
  archived_at: string | null;
  version: number;
  allowed_actions: string[];
}

export interface Contact {
  id: string;
  account: Named | null;
  name: string;
  email: string | null;
  phone: string | null;
  title: string | null;
  owner: Named | null;
  created_at: string;
  updated_at: string;
  archived_at: string | null;
  version: number;
  allowed_actions: string[];
}

export interface Product {
  id: string;
  name: string;
  code: string | null;
  family: string | null;
  list_price: Money | null;
  is_active: boolean;
  version: number;
  allowed_actions: string[];
}

export type DealKind = 'new' | 'expansion' | 'renewal';
export type CloseBasis = 'customer_milestones' | 'customer_stated' | 'contract_expiry' | 'estimate';
export type Competition = 'sole' | 'competitive' | 'status_quo';
export type BuyingRoleKind =
  | 'economic_buyer'
  | 'champion'
  | 'user'
  | 'technical'
  | 'security'
  | 'legal'
  | 'procurement'
  | 'blocker'
  | 'influencer';
export type BuyingRoleState = 'identified' | 'engaged' | 'confirmed';

export interface BuyingRole {
  contact: Named;
  role: BuyingRoleKind;
  state: BuyingRoleState;
  evidence_id: string | null;
}

export interface Answer {
  set: string;
  question: string;
  answer: string;
  evidence_ids: string[];
}

export interface Loss {
  reason: string;
  detail?: string | null;
  competitor?: string | null;
  said_by?: 'customer' | 'us' | null;
  note?: string | null;
}

export interface ProcurementItem {
  key: string;
  kind: string;
  state: 'not_started' | 'in_progress' | 'blocked' | 'done' | 'not_needed';
  owner?: string | null;
  due_on?: string | null;
  note?: string | null;
}

export interface Milestone {
  key: string;
  name: Text;
  owner: 'buyer' | 'us';
  lead_time_days: number;
  after: string[];
  state: 'pending' | 'done';
  starts_on: string | null;
  due_on: string | null;
  done_on: string | null;
  late_days: number | null;
}

export interface MilestonePlan {
  template: string | null;
  anchor: 'start' | 'close';
  anchor_on: string | null;
  earliest_close_on: string | null;
  milestones: Milestone[];
}

export interface Rot {
  is_rotting: boolean;
  days_in_stage: number;
  limit_days?: number | null;
}

export interface DealRow {
  id: string;
  number: number;
  name: string;
  kind: DealKind;
  pipeline: string;
  stage: string;
  status: 'open' | 'won' | 'lost';
  account: Named | null;
  owner: Named | null;
  product: Named | null;
  amount: Money | null;
  weighted_minor: number | null;
  close_on: string | null;
  next_step: string | null;
  next_step_on: string | null;
  pushes: number;
  forecast_category: string | null;
  on_waiver: boolean;
  rot: Rot;
  opened_at: string;
  closed_at: string | null;
  stage_entered_at: string;
  last_customer_evidence_at: string | null;
  updated_at: string;
  archived_at: string | null;
  version: number;
  allowed_actions: string[];
}

export interface Deal extends DealRow {
  outcome: string | null;
  contact: Named | null;
  close_basis: CloseBasis | null;
  pushed_days: number;
  competition: Competition | null;
  competitors: string[];
  source: string | null;
  external_id: string | null;
  loss: Loss | null;
  playbook_version: number;
  buying_roles: BuyingRole[];
  answers: Answer[];
  plan: MilestonePlan | null;
  procurement: ProcurementItem[];
  created_at: string;
}

export interface Evidence {
  id: string;
  deal_id: string;
  evidence_type: string;
  kind: EvidenceKind;
  origin: Origin;
  strength: Strength;
  title: string;
  reference?: string | null;
  contact: Named | null;
  recorded_by: Named;
  occurred_at: string;
  recorded_at: string;
  retracted_at?: string | null;
  retracted_reason?: string | null;
}

export interface ColumnTotal {
  currency: string;
  amount_minor: number;
  weighted_minor: number;
}

export interface BoardColumn {
  stage: string;
  count: number;
  totals: ColumnTotal[];
  rotting: number;
  cards: DealRow[];
  next_cursor?: string | null;
}

export interface Board {
  pipeline: string;
  columns: BoardColumn[];
}

export type MissingKind =
  'field' | 'evidence' | 'customer_confirmation' | 'criterion' | 'loss_reason' | 'backward_reason' | 'won_checklist';

export type SatisfyAction =
  | 'set_field'
  | 'add_evidence'
  | 'set_buying_role'
  | 'answer_question'
  | 'complete_milestone'
  | 'clear_procurement'
  | 'set_poc'
  | 'request_waiver';

export interface Satisfy {
  action: SatisfyAction;
  target: string;
  accepts: string[];
}

export interface Missing {
  kind: MissingKind;
  stage: string;
  key: string;
  sentence: Text;
  satisfy: Satisfy[];
}

/** One committed change, as the live feed announces it. */
export interface ChangeEvent {
  seq: number;
  action: string;
  object_kind: string;
  object_id: string;
  deal_id?: string | null;
  version?: number | null;
  actor_id?: string | null;
}

export interface Judgement {
  from: string;
  to: string;
  is_met: boolean;
  missing: Missing[];
  waived: string[];
}

import type { Text } from '@/api/types';
import type { ImportObject } from '@/api/types';

/** One field a column can become. */
export interface ImportField {
  key: string;
  name: Text;
  /** What its cells are; matters for dates, which can be read in several ways, and for records named in cells. */
  shape: 'text' | 'date' | 'relation';
  /** Rows can be found again by it. */
  isUnique: boolean;
  /** The kind of record its cells name, when rows may call such records into being. */
  relatesTo?: Related;
}

/** Kinds of records that rows may call into being by naming them. */
export type Related = 'users' | 'accounts' | 'products' | 'contacts';

/** Kinds of records, in the order a set of files is best imported. */
export const OBJECTS: ImportObject[] = ['users', 'products', 'accounts', 'contacts', 'deals', 'stage-history'];

/** Related records a row may call into being, by what the rows become. */
export const CREATABLE: Record<ImportObject, Related[]> = {
  accounts: ['users'],
  contacts: ['accounts', 'users'],
  products: [],
  users: [],
  deals: ['users', 'accounts', 'products', 'contacts'],
  'stage-history': ['users'],
};

const field = (key: string, ko: string, en: string, isUnique = false): ImportField => ({
  key,
  name: { ko, en },
  shape: 'text',
  isUnique,
});
const date = (key: string, ko: string, en: string): ImportField => ({ ...field(key, ko, en), shape: 'date' });
const relation = (key: string, ko: string, en: string, relatesTo?: Related): ImportField => ({
  ...field(key, ko, en),
  shape: 'relation',
  ...(relatesTo ? { relatesTo } : {}),
});

/** The importer's fields, as it knows them; a test compares them with its own list. */
export const FIELDS: Record<ImportObject, ImportField[]> = {
  accounts: [
    field('name', '고객사 이름', 'Name', true),
    field('domain', '도메인', 'Domain', true),
    field('external_id', '외부 ID', 'External ID', true),
    field('registration_number', '사업자등록번호', 'Registration number', true),
    relation('parent', '상위 회사', 'Parent account'),
    field('kind', '구분', 'Kind'),
    field('industry', '업종', 'Industry'),
    field('country', '국가', 'Country'),
    field('region', '지역', 'Region'),
    field('segment', '세그먼트', 'Segment'),
    field('employees', '임직원 수', 'Employees'),
    field('annual_revenue', '연 매출', 'Annual revenue'),
    field('currency', '통화', 'Currency'),
    relation('owner', '담당자', 'Owner', 'users'),
    field('phone', '전화', 'Phone'),
    field('website', '웹사이트', 'Website'),
    date('created_on', '생성일', 'Created on'),
  ],
  contacts: [
    field('name', '이름', 'Name'),
    field('first_name', '이름(명)', 'First name'),
    field('last_name', '성', 'Last name'),
    field('email', '이메일', 'E-mail', true),
    field('external_id', '외부 ID', 'External ID', true),
    field('phone', '전화', 'Phone'),
    field('title', '직함', 'Title'),
    relation('account', '고객사', 'Account', 'accounts'),
    relation('owner', '담당자', 'Owner', 'users'),
    date('created_on', '생성일', 'Created on'),
  ],
  products: [
    field('name', '제품 이름', 'Name', true),
    field('code', '제품 코드', 'Code', true),
    field('external_id', '외부 ID', 'External ID', true),
    field('family', '제품군', 'Family'),
    field('list_price', '정가', 'List price'),
    field('currency', '통화', 'Currency'),
    field('is_active', '사용 여부', 'Active'),
  ],
  users: [
    field('name', '이름', 'Name', true),
    field('email', '이메일', 'E-mail', true),
    field('external_id', '외부 ID', 'External ID', true),
    field('role', '역할', 'Role'),
    relation('team', '팀', 'Team'),
    relation('manager', '팀장', 'Manager'),
    field('region', '지역 조직', 'Region'),
  ],
  deals: [
    field('external_id', '외부 ID', 'External ID', true),
    field('name', '딜 이름', 'Name', true),
    relation('account', '고객사', 'Account', 'accounts'),
    relation('contact', '담당 고객', 'Contact', 'contacts'),
    relation('owner', '담당자', 'Owner', 'users'),
    relation('product', '제품', 'Product', 'products'),
    field('pipeline', '파이프라인', 'Pipeline'),
    field('stage', '단계', 'Stage'),
    field('status', '상태', 'Status'),
    field('amount', '금액', 'Amount'),
    field('currency', '통화', 'Currency'),
    date('close_on', '마감 예정일', 'Close date (expected)'),
    date('closed_on', '종료일', 'Closed on'),
    date('opened_on', '시작일', 'Opened on'),
    field('kind', '유형', 'Kind'),
    field('close_basis', '마감 근거', 'Close basis'),
    field('next_step', '다음 행동', 'Next step'),
    date('next_step_on', '다음 행동일', 'Next step on'),
    field('competition', '경쟁 상황', 'Competition'),
    field('competitors', '경쟁사', 'Competitors'),
    field('source', '유입 경로', 'Source'),
    field('loss_reason', '실주 사유', 'Loss reason'),
    field('loss_note', '실주 메모', 'Loss note'),
  ],
  'stage-history': [
    relation('deal', '딜', 'Deal'),
    field('stage', '단계', 'Stage'),
    date('entered_on', '진입일', 'Entered on'),
    date('left_on', '이탈일', 'Left on'),
    relation('actor', '변경한 사람', 'Changed by', 'users'),
  ],
};

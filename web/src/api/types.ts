/** The wire shapes of the API under the product's names; all of them generated from `openapi.json`. */
import type { components } from '@/api/schema';

type Schemas = components['schemas'];

export type Text = Schemas['Text'];
export type Money = Schemas['Money'];
export type Named = Schemas['Named'];
export type Workspace = Schemas['Workspace'];
export type User = Schemas['User'];
export type Session = Schemas['Session'];
export type Team = Schemas['Team'];
export type Token = Schemas['Token'];
export type CreatedToken = Schemas['CreatedToken'];
export type Playbook = Schemas['Playbook'];
export type PlaybookVersion = Schemas['PlaybookVersion'];
export type Pipeline = Schemas['Pipeline'];
export type Stage = Schemas['Stage'];
export type Reason = Schemas['Reason'];
export type EvidenceType = Schemas['EvidenceType'];
export type QuestionSet = Schemas['QuestionSet'];
export type Question = Schemas['Question'];
export type Account = Schemas['Account'];
export type Contact = Schemas['Contact'];
export type Product = Schemas['Product'];
export type Deal = Schemas['Deal'];
export type DealRow = Schemas['DealRow'];
export type Evidence = Schemas['Evidence'];
export type BuyingRole = Schemas['BuyingRole'];
export type Answer = Schemas['Answer'];
export type Loss = Schemas['Loss'];
export type ProcurementItem = Schemas['ProcurementItem'];
export type MilestonePlan = Schemas['MilestonePlan'];
export type Milestone = Schemas['Milestone'];
export type Rot = Schemas['Rot'];
export type Risk = Schemas['Risk'];
export type Poc = Schemas['Poc'];
export type Board = Schemas['Board'];
export type BoardColumn = Schemas['BoardColumn'];
export type Total = Schemas['Total'];
export type Missing = Schemas['Missing'];
export type Satisfy = Schemas['Satisfy'];
export type Judgement = Schemas['Judgement'];
export type Waiver = Schemas['Waiver'];
export type StageVisit = Schemas['StageVisit'];
export type Activity = Schemas['Activity'];
export type JournalEntry = Schemas['JournalEntry'];
export type Actor = Schemas['Actor'];
export type Import = Schemas['Import'];
export type ImportObject = Schemas['ImportObject'];
export type ImportColumn = Schemas['ImportColumn'];
export type ImportFileOptions = Schemas['ImportFileOptions'];
export type ImportMapping = Schemas['ImportMapping'];
export type ImportProgress = Schemas['ImportProgress'];
export type NearMiss = Schemas['NearMiss'];
export type EvidenceKind = Schemas['EvidenceKind'];
export type Origin = Schemas['Origin'];
export type Strength = Schemas['Strength'];
export type StageKind = Schemas['StageKind'];
export type DealKind = Schemas['DealKind'];
export type CloseBasis = Schemas['CloseBasis'];
export type Competition = Schemas['Competition'];
export type BuyingRoleKind = Schemas['BuyingRoleKind'];
export type BuyingRoleState = Schemas['BuyingRoleState'];
export type MissingKind = Schemas['MissingKind'];
export type SatisfyAction = Schemas['SatisfyAction'];
export type Role = Schemas['Role'];
export type Visibility = Schemas['Visibility'];
export type Scope = Schemas['Scope'];
export type CreateDeal = Schemas['CreateDeal'];
export type EditDeal = Schemas['EditDeal'];
export type ChangeStage = Schemas['ChangeStage'];
export type AddEvidence = Schemas['AddEvidence'];
export type SetBuyingRole = Schemas['SetBuyingRole'];
export type SetMilestonePlan = Schemas['SetMilestonePlan'];
export type SetRisk = Schemas['SetRisk'];
export type ChangeCloseDate = Schemas['ChangeCloseDate'];
export type RequestWaiver = Schemas['RequestWaiver'];
export type CreateAccount = Schemas['CreateAccount'];
export type EditAccount = Schemas['EditAccount'];
export type CreateContact = Schemas['CreateContact'];
export type EditContact = Schemas['EditContact'];
export type CreateUser = Schemas['CreateUser'];
export type EditUser = Schemas['EditUser'];
export type CreateTeam = Schemas['CreateTeam'];
export type ProcurementState = Schemas['ProcurementState'];
export type AccountKind = Schemas['AccountKind'];
export type FieldError = Schemas['FieldError'];

/** One committed change, as the live feed announces it. */
export type ChangeEvent = Schemas['Event'];

/** One page of a list and where the next one starts. */
export interface Page<T> {
  rows: T[];
  next_cursor?: string | null;
}

import { useSuspenseQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { pipelineIn } from '@/api/lookup';
import { playbooksQuery, sessionQuery } from '@/api/queries';
import type { ReportDefinition } from '@/api/reports';
import type { InsightSearch } from '@/features/insight/asked';
import { askedOf, narrowingOf } from '@/features/insight/asked';
import { CARDS, searchOf } from '@/features/insight/dashboard/cards';
import { todayIn } from '@/lib/dates';

/** The strip's key among the questions. */
export const STRIP = 'pipeline';

const DEFAULT_PIPELINE = 'new-business';

/** What a card asks, and the state of the report's page when one goes there. */
export interface Question {
  definition: ReportDefinition;
  params: ReturnType<typeof askedOf>;
  search: InsightSearch;
}

/** What every card asks, by its key; a report the server does not know yet is missing. */
export function useQuestions(definitions: ReportDefinition[], search: InsightSearch): Map<string, Question> {
  const { data: session } = useSuspenseQuery(sessionQuery);
  const { fiscal_year_start_month, time_zone } = session.workspace;
  const { data: playbooks } = useSuspenseQuery(playbooksQuery);
  const firstPipeline = (pipelineIn(playbooks, DEFAULT_PIPELINE)?.pipeline ?? playbooks[0]?.pipelines[0])?.key;
  return useMemo(() => {
    const today = todayIn(time_zone);
    const ask = (report: string, own: InsightSearch): Question | undefined => {
      const definition = definitions.find(({ name }) => name === report);
      if (!definition) return undefined;
      const params = askedOf(definition, own, narrowingOf(own, fiscal_year_start_month, today));
      return {
        definition,
        params,
        search: { ...own, open: undefined, row: undefined, measure: undefined, tables: undefined },
      };
    };
    const strip = ask('pipeline-summary', {
      ...search,
      by: undefined,
      period: undefined,
      from: undefined,
      to: undefined,
    });
    const questions = new Map<string, Question>(strip && [[STRIP, strip]]);
    for (const card of CARDS) {
      const question = ask(card.report, searchOf(card, search, firstPipeline));
      if (question) questions.set(card.key, question);
    }
    return questions;
  }, [definitions, search, fiscal_year_start_month, time_zone, firstPipeline]);
}

import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useEffect, useState } from 'react';
import type { ReportCell, ReportDefinition, ReportParams } from '@/api/reports';
import { reportQuery } from '@/api/reports';
import { rowOf } from '@/features/insight/asked';
import { DealsDrawer } from '@/features/insight/DealsDrawer';
import { useSayCell } from '@/features/insight/use-say-cell';
import { useText } from '@/lib/use-locale';

interface Props {
  definition: ReportDefinition;
  params: ReportParams;
  /** The cell as it stands in the address. */
  row?: string;
  measure: string;
  close: () => void;
}

/** The deals behind the cell that the address names, under the name the cell has in the report. */
export function OpenedCell({ definition, params, row, measure, close }: Props): ReactNode {
  const text = useText();
  useFocusBack();
  const say = useSayCell();
  const { data } = useQuery(reportQuery(definition.name, params));
  const cells: ReportCell[] | undefined = rowOf(row);
  const columns = data?.columns ?? definition.columns;
  const keys = columns.filter(({ is_key }) => is_key);
  const label = columns.find(({ name }) => name === measure)?.label ?? definition.title;
  const names = cells?.map((cell, at) => say(keys[at]?.name ?? '', cell)) ?? [];
  const title = [text(label), ...names].join(' · ');
  return (
    <DealsDrawer report={definition.name} params={params} cell={{ row: cells, measure }} title={title} close={close} />
  );
}

/** When the drawer goes, the focus goes back to the number it was opened from. */
function useFocusBack(): void {
  const [opener] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      const back = () => (opener instanceof SVGElement || opener instanceof HTMLElement ? opener.focus() : undefined);
      // After the drawer has given up the focus it held.
      requestAnimationFrame(back);
    },
    [opener],
  );
}

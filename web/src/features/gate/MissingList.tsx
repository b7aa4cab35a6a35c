import { IconCheck, IconChevronDown, IconCircleDashed } from '@tabler/icons-react';
import { useId, useState } from 'react';
import type { Deal, Missing, Pipeline, Playbook, Satisfy, Stage } from '@/api/types';
import { REMEDIES } from '@/features/gate/remedies';
import { useT, useText } from '@/lib/use-locale';
import { Term } from '@/ui/Term';
import classes from '@/features/gate/Gate.module.css';

interface Props {
  missing: Missing[];
  deal: Deal;
  playbook: Playbook;
  pipeline: Pipeline;
  to: Stage;
  /** Nothing stands open before the person opens it. */
  startsFolded?: boolean;
}

const keyOf = (item: Missing) => `${item.stage}/${item.kind}/${item.key}`;

/** What a gate misses, by the stage that asks for it. What has been supplied meanwhile stays on the list, ticked. */
export function MissingList({ missing, deal, playbook, pipeline, to, startsFolded = false }: Props) {
  const text = useText();
  const t = useT('gate');
  const [seen, setSeen] = useState<Missing[]>(missing);
  const fresh = missing.filter((item) => !seen.some((known) => keyOf(known) === keyOf(item)));
  if (fresh.length > 0) setSeen([...seen, ...fresh]);
  const [opened, setOpened] = useState<string | null>(startsFolded ? '' : null);
  // Without a choice of the person's own, the first thing still missing stands open.
  const first = missing[0] && keyOf(missing[0]);
  const open =
    opened !== null && missing.some((item) => keyOf(item) === opened) ? opened : opened === '' ? null : first;
  const stages = pipeline.stages.filter(({ key }) => seen.some((item) => item.stage === key));
  return (
    <>
      {stages.map((stage) => (
        <section key={stage.key}>
          <h3 className={classes.stage}>
            <Term of={`stage.${pipeline.key}.${stage.key}`}>{t('asked_by', { stage: text(stage.name) })}</Term>
          </h3>
          <ul className={classes.items}>
            {seen
              .filter((item) => item.stage === stage.key)
              .map((item) => {
                const key = keyOf(item);
                const current = missing.find((one) => keyOf(one) === key);
                return (
                  <MissingItem
                    key={key}
                    item={current ?? item}
                    isThere={!current}
                    isOpen={open === key}
                    toggle={() => setOpened(open === key ? '' : key)}
                    supplied={() => setOpened(startsFolded ? '' : null)}
                    context={{ deal, playbook, pipeline, to: to.key }}
                  />
                );
              })}
          </ul>
        </section>
      ))}
    </>
  );
}

interface ItemProps {
  item: Missing;
  isThere: boolean;
  isOpen: boolean;
  toggle: () => void;
  supplied: () => void;
  context: { deal: Deal; playbook: Playbook; pipeline: Pipeline; to: string };
}

function MissingItem({ item, isThere, isOpen, toggle, supplied, context }: ItemProps) {
  const t = useT('gate');
  const text = useText();
  const panel = useId();
  const nameOf = useRemedyName(context);
  const [way, setWay] = useState(0);
  const ways = item.satisfy;
  const chosen = ways[way] ?? ways[0];
  const Remedy = chosen && REMEDIES[chosen.action];
  return (
    <li className={classes.item} data-there={isThere || undefined} data-open={(isOpen && !isThere) || undefined}>
      <button
        type="button"
        className={classes.ask}
        data-autofocus={isOpen || undefined}
        aria-expanded={isOpen && !isThere}
        aria-controls={panel}
        disabled={isThere}
        onClick={toggle}
      >
        {isThere ? (
          <IconCheck size={18} aria-label={t('there')} />
        ) : (
          <IconCircleDashed size={18} aria-label={t('missing')} />
        )}
        <span>{text(item.sentence)}</span>
        {!isThere && <IconChevronDown size={16} aria-hidden className={classes.chevron} />}
      </button>
      {isOpen && !isThere && (
        <div id={panel} className={classes.supply}>
          {ways.length > 1 && (
            <div className={classes.ways} role="group" aria-label={t('ways')}>
              {ways.map((one, index) => (
                <button
                  key={`${one.action}-${one.target}`}
                  type="button"
                  className={classes.way}
                  data-waiver={one.action === 'request_waiver' || undefined}
                  aria-pressed={one === chosen}
                  onClick={() => setWay(index)}
                >
                  {nameOf(one)}
                </button>
              ))}
            </div>
          )}
          {Remedy ? (
            <Remedy key={`${chosen.action}-${chosen.target}`} {...context} satisfy={chosen} done={supplied} />
          ) : (
            <p>{t('on_deal_page')}</p>
          )}
        </div>
      )}
    </li>
  );
}

/** What a way to satisfy something is called. */
function useRemedyName({ playbook, deal }: { playbook: Playbook; deal: Deal }) {
  const t = useT('gate');
  const text = useText();
  return ({ action, target }: Satisfy): string => {
    switch (action) {
      case 'add_evidence': {
        const type = playbook.evidence_types.find(({ key }) => key === target);
        return type ? text(type.name) : target;
      }
      case 'set_field':
        return t.has(`fields.${target}` as 'fields.amount') ? t(`fields.${target}` as 'fields.amount') : target;
      case 'set_buying_role':
        return t(`roles.${target}` as 'roles.champion');
      case 'complete_milestone': {
        const steps = [
          ...(deal.plan?.milestones ?? []),
          ...playbook.milestone_templates.flatMap((template) => template.steps),
        ];
        const step = steps.find(({ key }) => key === target);
        return step ? text(step.name) : target;
      }
      default:
        return t(`actions.${action}`);
    }
  };
}

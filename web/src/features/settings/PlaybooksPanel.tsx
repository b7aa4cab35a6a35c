import { Button, Select } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { playbooksQuery } from '@/api/queries';
import type { Playbook, Stage } from '@/api/types';
import { useT, useText } from '@/lib/use-locale';
import { Term } from '@/ui/Term';
import classes from '@/features/settings/Settings.module.css';

/** The published playbooks, readable: what each stage means and asks for. */
export default function PlaybooksPanel() {
  const t = useT('settings');
  const text = useText();
  const { data: playbooks } = useSuspenseQuery(playbooksQuery);
  const [key, setKey] = useState(playbooks[0]?.key ?? null);
  const playbook = playbooks.find((one) => one.key === key);
  return (
    <>
      <div className={classes.bar}>
        <p>{playbook && text(playbook.description)}</p>
        <Select
          aria-label={t('tabs.playbooks')}
          allowDeselect={false}
          value={key}
          data={playbooks.map((one) => ({ value: one.key, label: `${text(one.name)} · v${one.version}` }))}
          onChange={setKey}
        />
        <Button
          size="xs"
          variant="default"
          renderRoot={(props) => <Link {...props} to="/workshop" search={{ pipeline: playbook?.pipelines[0]?.key }} />}
        >
          {t('replay')}
        </Button>
      </div>
      {playbook?.pipelines.map((pipeline) => (
        <section key={pipeline.key}>
          <h2>{text(pipeline.name)}</h2>
          <ol className={classes.stages}>
            {pipeline.stages.map((stage, index) => (
              <StageCard
                key={stage.key}
                stage={stage}
                playbook={playbook}
                pipeline={pipeline.key}
                isFirst={index === 0}
              />
            ))}
          </ol>
        </section>
      ))}
    </>
  );
}

interface CardProps {
  stage: Stage;
  playbook: Playbook;
  pipeline: string;
  /** The words of the first card can be reached by keyboard; those of the others are the same. */
  isFirst: boolean;
}

function StageCard({ stage, playbook, pipeline, isFirst }: CardProps) {
  const t = useT('settings');
  const gate = useT('gate');
  const text = useText();
  const typeName = (key: string) => {
    const type = playbook.evidence_types.find((one) => one.key === key);
    return type ? text(type.name) : key;
  };
  const facts: [term: string, name: string, value: string][] = [
    [
      'required-field',
      t('stage.fields'),
      stage.required_fields.map((field) => gate(`fields.${field}` as 'fields.amount')).join(', '),
    ],
    [
      'evidence',
      t('stage.evidence'),
      stage.required_evidence.map(({ evidence_type }) => typeName(evidence_type)).join(', '),
    ],
    ['customer-confirmation', t('stage.confirmed_by'), stage.confirmed_by.map(typeName).join(', ')],
    ['exit-criterion', t('stage.exit'), stage.exit.map(({ sentence }) => text(sentence)).join(' · ')],
    ['rot', t('stage.remedy'), text(stage.remedy)],
  ];
  return (
    <li className={classes.stage}>
      <h3>
        <Term of={`stage.${pipeline}.${stage.key}`}>{text(stage.name)}</Term>
        <small>
          <Term of="configured-probability" isQuiet={!isFirst}>
            {t('stage.probability', { percent: stage.probability_percent })}
          </Term>
          {typeof stage.rot_days === 'number' && (
            <>
              {' · '}
              <Term of="rot" isQuiet={!isFirst}>
                {t('stage.rot', { days: stage.rot_days })}
              </Term>
            </>
          )}
        </small>
      </h3>
      <p>{text(stage.definition)}</p>
      <dl className={classes.facts}>
        {facts
          .filter(([, , value]) => value !== '')
          .map(([term, name, value]) => (
            <div key={name} style={{ display: 'contents' }}>
              <dt>
                <Term of={term} isQuiet={!isFirst}>
                  {name}
                </Term>
              </dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
    </li>
  );
}

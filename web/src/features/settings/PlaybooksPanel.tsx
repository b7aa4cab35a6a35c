import { Select } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { playbooksQuery } from '@/api/queries';
import type { Playbook, Stage } from '@/api/types';
import { useT, useText } from '@/lib/use-locale';
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
      </div>
      {playbook?.pipelines.map((pipeline) => (
        <section key={pipeline.key}>
          <h2>{text(pipeline.name)}</h2>
          <ol className={classes.stages}>
            {pipeline.stages.map((stage) => (
              <StageCard key={stage.key} stage={stage} playbook={playbook} />
            ))}
          </ol>
        </section>
      ))}
    </>
  );
}

function StageCard({ stage, playbook }: { stage: Stage; playbook: Playbook }) {
  const t = useT('settings');
  const gate = useT('gate');
  const text = useText();
  const typeName = (key: string) => {
    const type = playbook.evidence_types.find((one) => one.key === key);
    return type ? text(type.name) : key;
  };
  const facts: [string, string][] = [
    [t('stage.fields'), stage.required_fields.map((field) => gate(`fields.${field}` as 'fields.amount')).join(', ')],
    [t('stage.evidence'), stage.required_evidence.map(({ evidence_type }) => typeName(evidence_type)).join(', ')],
    [t('stage.confirmed_by'), stage.confirmed_by.map(typeName).join(', ')],
    [t('stage.exit'), stage.exit.map(({ sentence }) => text(sentence)).join(' · ')],
    [t('stage.remedy'), text(stage.remedy)],
  ];
  return (
    <li className={classes.stage}>
      <h3>
        {text(stage.name)}
        <small>
          {t('stage.probability', { percent: stage.probability_percent })}
          {typeof stage.rot_days === 'number' && ` · ${t('stage.rot', { days: stage.rot_days })}`}
        </small>
      </h3>
      <p>{text(stage.definition)}</p>
      <dl className={classes.facts}>
        {facts
          .filter(([, value]) => value !== '')
          .map(([name, value]) => (
            <div key={name} style={{ display: 'contents' }}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
    </li>
  );
}

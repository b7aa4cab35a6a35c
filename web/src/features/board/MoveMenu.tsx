import { Menu } from '@mantine/core';
import { IconArrowBackUp, IconArrowRight, IconCircleX, IconExternalLink, IconTrophy } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { stageIndex } from '@/api/lookup';
import type { DealRow, Pipeline, Stage } from '@/api/types';
import { may } from '@/lib/permissions';
import { useT, useText } from '@/lib/use-locale';

interface Props {
  card: DealRow;
  pipeline: Pipeline;
  move: (stage: string) => void;
  close: () => void;
}

/** Every stage a card can be moved to, beside the card: the way without dragging. */
export function MoveMenu({ card, pipeline, move, close }: Props) {
  const t = useT('board');
  const text = useText();
  const navigate = useNavigate();
  const element = document.querySelector<HTMLElement>(`[data-deal-id="${CSS.escape(card.id)}"]`);
  const place = element?.getBoundingClientRect();
  const mayMove = may(card, 'deal.change_stage');
  const here = stageIndex(pipeline, card.stage);
  const leave = () => {
    close();
    element?.focus({ preventScroll: true });
  };
  return (
    <Menu
      opened
      onClose={leave}
      position="right-start"
      width={240}
      trapFocus
      returnFocus={false}
      closeOnItemClick={false}
      // Not by keys outside: the key that opened it is still on its way up when it listens.
      clickOutsideEvents={['mousedown', 'touchstart']}
    >
      <Menu.Target>
        <span
          style={{
            position: 'fixed',
            left: place?.left,
            top: place?.top,
            width: place?.width,
            height: place?.height,
            pointerEvents: 'none',
          }}
        />
      </Menu.Target>
      <Menu.Dropdown aria-label={t('move_menu', { deal: card.name })}>
        <Menu.Label>{mayMove ? t('move_to') : t('not_allowed')}</Menu.Label>
        {pipeline.stages.map((stage, index) => (
          <Menu.Item
            key={stage.key}
            disabled={index === here || !mayMove}
            leftSection={<StageIcon stage={stage} isBefore={index < here} />}
            onClick={() => {
              leave();
              move(stage.key);
            }}
          >
            {text(stage.name)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconExternalLink size={15} aria-hidden />}
          onClick={() => void navigate({ to: '/deals/$dealId', params: { dealId: card.id } })}
        >
          {t('open_deal')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function StageIcon({ stage, isBefore }: { stage: Stage; isBefore: boolean }) {
  const Icon =
    stage.kind === 'won'
      ? IconTrophy
      : stage.kind === 'lost'
        ? IconCircleX
        : isBefore
          ? IconArrowBackUp
          : IconArrowRight;
  return <Icon size={15} aria-hidden />;
}

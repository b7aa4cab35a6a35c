import { Button, Menu, TextInput } from '@mantine/core';
import {
  IconArchive,
  IconArrowBackUp,
  IconArrowRight,
  IconChevronRight,
  IconCircleX,
  IconClockHour4,
  IconDots,
  IconEdit,
  IconPhone,
  IconTrophy,
} from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { settleDeal } from '@/api/board-cache';
import { api, body } from '@/api/client';
import { stageIndex } from '@/api/lookup';
import { LogActivity } from '@/features/deals/activity/LogActivity';
import { can, useDealView } from '@/features/deals/deal-view';
import { EditDealDialog } from '@/features/deals/EditDealDialog';
import { useChangeStage, useEditDeal } from '@/features/gate';
import type { Deal } from '@/api/types';
import type { Command } from '@/lib/commands';
import { useCommands } from '@/lib/commands';
import { isEnter } from '@/lib/keys';
import { useT, useText } from '@/lib/use-locale';
import { useWrite } from '@/ui/use-write';
import classes from '@/features/deals/DealHeader.module.css';

/** The deal's name, whose it is, and what can be done with it. */
export function DealHeader() {
  const t = useT('deal');
  const board = useT('board');
  const common = useT('common');
  const view = useDealView();
  const { deal, pipeline, asOf } = view;
  const text = useText();
  const navigate = useNavigate();
  const [open, setOpen] = useState<'edit' | 'log' | null>(null);
  const mayEdit = can(view, 'deal.edit');
  const mayLog = can(view, 'activity.write') || mayEdit;
  const why = asOf ? t('past_read_only') : common('no_permission');
  const lookBack = useMemo(
    () => () =>
      void navigate({
        to: '/deals/$dealId',
        params: { dealId: deal.id },
        search: (before) => ({ ...before, as_of: new Date().toISOString() }),
      }),
    [navigate, deal.id],
  );
  useCommands(
    useMemo<Command[]>(() => {
      const group = common('group_deal');
      return [
        {
          id: 'deal.log',
          group,
          label: t('log_call'),
          shortcut: 'KeyL',
          disabledBecause: mayLog ? undefined : why,
          run: () => setOpen('log'),
        },
        {
          id: 'deal.edit',
          group,
          label: t('edit'),
          shortcut: 'KeyE',
          disabledBecause: mayEdit ? undefined : why,
          run: () => setOpen('edit'),
        },
        { id: 'deal.as_of', group, label: t('look_back'), shortcut: 'KeyH', run: lookBack },
      ];
    }, [t, common, mayEdit, mayLog, why, lookBack]),
  );
  return (
    <header className={classes.header}>
      <div className={classes.title}>
        <p className={classes.crumbs}>
          <Link to="/board" search={{ pipeline: pipeline.key }}>
            {text(pipeline.name)}
          </Link>
          <IconChevronRight size={13} aria-hidden />
          {deal.account ? (
            <Link to="/accounts" search={{ open: deal.account.id }}>
              {deal.account.name}
            </Link>
          ) : (
            <span>{t('no_account')}</span>
          )}
          <span className={classes.number}>D-{deal.number}</span>
          <span className={classes.badge}>{t(`kinds.${deal.kind}`)}</span>
          {deal.on_waiver && (
            <span className={classes.badge} data-tone="seal">
              {board('waiver')}
            </span>
          )}
          {deal.archived_at && (
            <span className={classes.badge} data-tone="danger">
              {t('archived')}
            </span>
          )}
        </p>
        <DealName />
      </div>
      <div className={classes.actions}>
        {!asOf && (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconClockHour4 size={15} aria-hidden />}
            onClick={lookBack}
            title={t('look_back_text')}
          >
            {t('look_back')}
          </Button>
        )}
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPhone size={15} aria-hidden />}
          disabled={!mayLog}
          title={mayLog ? undefined : why}
          onClick={() => setOpen('log')}
        >
          {t('log_call')}
        </Button>
        <MoreMenu edit={() => setOpen('edit')} />
        <MoveButton />
      </div>
      {open === 'edit' && <EditDealDialog close={() => setOpen(null)} />}
      {open === 'log' && <LogActivity close={() => setOpen(null)} />}
    </header>
  );
}

/** The name, edited where it stands. */
function DealName() {
  const t = useT('deal');
  const view = useDealView();
  const edit = useEditDeal();
  // The deal as it was when the naming began goes with it: others may rename it meanwhile.
  const [draft, setDraft] = useState<{ name: string; deal: Deal } | null>(null);
  const mayEdit = can(view, 'deal.edit');
  const save = () => {
    const name = draft?.name.trim();
    setDraft(null);
    if (draft && name && name !== draft.deal.name) void edit({ deal: draft.deal, change: { name }, shown: { name } });
  };
  if (draft === null || !mayEdit)
    return (
      <h1 className={classes.name}>
        {view.deal.name}
        {mayEdit && (
          <button
            type="button"
            className={classes.rename}
            aria-label={t('rename')}
            title={t('rename')}
            onClick={() => setDraft({ name: view.deal.name, deal: view.deal })}
          >
            <IconEdit size={16} aria-hidden />
          </button>
        )}
      </h1>
    );
  return (
    <TextInput
      className={classes.naming}
      aria-label={t('name')}
      value={draft.name}
      autoFocus
      onFocus={(event) => event.target.select()}
      onChange={(event) => setDraft({ ...draft, name: event.target.value })}
      onBlur={save}
      onKeyDown={(event) => {
        if (isEnter(event)) save();
        if (event.key === 'Escape') setDraft(null);
      }}
    />
  );
}

function MoreMenu({ edit }: { edit: () => void }) {
  const t = useT('deal');
  const common = useT('common');
  const client = useQueryClient();
  const write = useWrite();
  const view = useDealView();
  const { deal } = view;
  const params = { path: { deal_id: deal.id } };
  const restore = () =>
    write({
      send: () => body(api.POST('/api/v1/deals/{deal_id}/restore', { params })),
      settle: (restored) => settleDeal(client, restored),
      done: t('restored', { deal: deal.name }),
    });
  const archive = () =>
    write({
      send: () => body(api.DELETE('/api/v1/deals/{deal_id}', { params })),
      settle: () => void client.invalidateQueries({ queryKey: ['deal', deal.id] }),
      done: t('archived_done', { deal: deal.name }),
      undo: () => void restore(),
    });
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <Button size="xs" variant="default" px={8} aria-label={common('more')} title={common('more')}>
          <IconDots size={16} aria-hidden />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconEdit size={15} aria-hidden />} disabled={!can(view, 'deal.edit')} onClick={edit}>
          {t('edit')}
        </Menu.Item>
        {deal.archived_at ? (
          <Menu.Item
            leftSection={<IconArrowBackUp size={15} aria-hidden />}
            disabled={!can(view, 'deal.restore')}
            onClick={() => void restore()}
          >
            {t('restore')}
          </Menu.Item>
        ) : (
          <Menu.Item
            leftSection={<IconArchive size={15} aria-hidden />}
            disabled={!can(view, 'deal.archive')}
            onClick={() => void archive()}
          >
            {t('archive')}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

/** Every stage the deal can be moved to. What a move misses is said by its gate. */
function MoveButton() {
  const board = useT('board');
  const t = useT('deal');
  const text = useText();
  const view = useDealView();
  const { deal, pipeline, asOf } = view;
  const changeStage = useChangeStage();
  const mayMove = can(view, 'deal.change_stage');
  const here = stageIndex(pipeline, deal.stage);
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <Button
          size="xs"
          disabled={!mayMove}
          title={mayMove ? undefined : asOf ? t('past_read_only') : board('not_allowed')}
          rightSection={<IconArrowRight size={15} aria-hidden />}
        >
          {board('move_to')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown aria-label={board('move_menu', { deal: deal.name })}>
        {pipeline.stages.map((stage, index) => {
          const Icon =
            stage.kind === 'won'
              ? IconTrophy
              : stage.kind === 'lost'
                ? IconCircleX
                : index < here
                  ? IconArrowBackUp
                  : IconArrowRight;
          return (
            <Menu.Item
              key={stage.key}
              disabled={index === here}
              leftSection={<Icon size={15} aria-hidden />}
              onClick={() => void changeStage(deal, stage.key)}
            >
              {text(stage.name)}
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}

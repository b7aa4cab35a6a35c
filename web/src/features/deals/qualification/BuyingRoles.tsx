import { Select } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { removeBuyingRole, setBuyingRole } from '@/api/deal-parts';
import type { BuyingRole, BuyingRoleKind } from '@/api/types';
import { can, useDealView } from '@/features/deals/deal-view';
import { FormPopover } from '@/features/deals/FormPopover';
import { Panel, PanelButton } from '@/features/deals/Panel';
import { RoleState } from '@/features/deals/qualification/RoleState';
import { BuyingRoleForm, useDealWrite } from '@/features/gate';
import { useT } from '@/lib/use-locale';
import classes from '@/features/deals/qualification/Qualification.module.css';

/** Roles in the order a purchase needs them; the first ones are gaps while nobody plays them. */
const ROLES: BuyingRoleKind[] = [
  'economic_buyer',
  'champion',
  'technical',
  'security',
  'legal',
  'procurement',
  'user',
  'influencer',
  'blocker',
];

/** Who plays which part in the purchase, and how far that is proven. */
export function BuyingRoles() {
  const t = useT('deal');
  const gate = useT('gate');
  const view = useDealView();
  const { deal } = view;
  const known = deal.buying_roles.toSorted((a, b) => ROLES.indexOf(a.role) - ROLES.indexOf(b.role));
  const gaps = ROLES.filter((role) => !known.some((one) => one.role === role));
  const confirmed = known.filter(({ state }) => state === 'confirmed').length;
  const mayEdit = can(view, 'deal.edit');
  return (
    <Panel
      title={t('buying_roles')}
      term="buying-role"
      note={known.length > 0 ? t('roles_confirmed', { confirmed, count: known.length }) : undefined}
      actions={
        mayEdit && (
          <RolePopover
            label={t('add_player')}
            target={(open) => (
              <PanelButton icon={<IconPlus size={15} aria-hidden />} onClick={open}>
                {t('add')}
              </PanelButton>
            )}
          />
        )
      }
    >
      {known.length > 0 && (
        <ul className={classes.roles}>
          {known.map((role) => (
            <RoleRow key={`${role.contact.id}-${role.role}`} role={role} />
          ))}
        </ul>
      )}
      {mayEdit && gaps.length > 0 && (
        <div className={classes.gaps} role="group" aria-label={t('roles_open')}>
          {gaps.map((role) => (
            <RolePopover
              key={role}
              role={role}
              label={gate(`roles.${role}`)}
              target={(open) => (
                <button type="button" className={classes.gap} data-key={role} onClick={open}>
                  <IconPlus size={13} aria-hidden />
                  {gate(`roles.${role}`)}
                </button>
              )}
            />
          ))}
        </div>
      )}
    </Panel>
  );
}

function RoleRow({ role }: { role: BuyingRole }) {
  const t = useT('deal');
  const gate = useT('gate');
  const view = useDealView();
  const { deal } = view;
  const save = useDealWrite(deal.id);
  const mayEdit = can(view, 'deal.edit');
  const { contact, state, evidence_id } = role;
  const remove = () =>
    save({
      send: () => removeBuyingRole(deal.id, contact.id, role.role),
      undo: () => setBuyingRole(deal.id, { contact_id: contact.id, role: role.role, state, evidence_id }),
      done: t('role_removed', { name: contact.name }),
    });
  const words = (
    <>
      <span className={classes.who}>
        <b>{contact.name}</b>
        <small>{gate(`roles.${role.role}`)}</small>
      </span>
      <RoleState state={state} />
    </>
  );
  return (
    <li className={classes.role}>
      {mayEdit ? (
        <RolePopover
          role={role.role}
          player={role}
          label={gate(`roles.${role.role}`)}
          target={(open) => (
            <button
              type="button"
              className={classes.person}
              onClick={open}
              title={t('change_fact', { fact: gate(`roles.${role.role}`) })}
            >
              {words}
            </button>
          )}
        />
      ) : (
        <span className={classes.person}>{words}</span>
      )}
      {mayEdit && (
        <span className={classes.remove}>
          <PanelButton
            icon={<IconX size={14} aria-hidden />}
            aria-label={t('remove_role', { name: contact.name })}
            title={t('remove_role', { name: contact.name })}
            onClick={() => void remove()}
          />
        </span>
      )}
    </li>
  );
}

interface PopoverProps {
  /** The part it is about; asked for when absent. */
  role?: BuyingRoleKind;
  /** Whose part, when somebody has it. */
  player?: BuyingRole;
  label: string;
  target: (open: () => void) => ReactNode;
}

function RolePopover({ role, player, label, target }: PopoverProps) {
  const t = useT('deal');
  const gate = useT('gate');
  const { deal, playbook, pipeline, stage } = useDealView();
  const [opened, setOpened] = useState(false);
  const [chosen, setChosen] = useState<BuyingRoleKind>('champion');
  const about = role ?? chosen;
  return (
    <FormPopover
      opened={opened}
      close={() => setOpened(false)}
      position="bottom-end"
      width={400}
      label={label}
      target={target(() => setOpened(!opened))}
    >
      {!role && (
        <Select
          mb="sm"
          label={t('which_role')}
          allowDeselect={false}
          value={chosen}
          data={ROLES.map((key) => ({ value: key, label: gate(`roles.${key}`) }))}
          onChange={(key) => key && setChosen(key as BuyingRoleKind)}
        />
      )}
      <BuyingRoleForm
        key={about}
        deal={deal}
        playbook={playbook}
        pipeline={pipeline}
        satisfy={{ action: 'set_buying_role', target: about, accepts: [] }}
        to={stage.key}
        player={player}
        isAnother={!player}
        done={() => setOpened(false)}
      />
    </FormPopover>
  );
}

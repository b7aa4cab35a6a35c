import { IconPlus, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { api, body } from '@/api/client';
import type { BuyingRole, BuyingRoleKind, Deal } from '@/api/types';
import { can, useDealView } from '@/features/deals/deal-view';
import { FormPopover } from '@/features/deals/FormPopover';
import { Panel, PanelButton } from '@/features/deals/Panel';
import { RoleState } from '@/features/deals/qualification/RoleState';
import { REMEDIES, useDealWrite } from '@/features/gate';
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
  return (
    <Panel
      title={t('buying_roles')}
      note={known.length > 0 ? t('roles_confirmed', { confirmed, count: known.length }) : undefined}
    >
      {known.length > 0 && (
        <ul className={classes.roles}>
          {known.map((role) => (
            <RoleRow key={`${role.contact.id}-${role.role}`} role={role} />
          ))}
        </ul>
      )}
      {can(view, 'deal.edit') && gaps.length > 0 && (
        <div className={classes.gaps} role="group" aria-label={t('roles_open')}>
          {gaps.map((role) => (
            <RolePopover
              key={role}
              role={role}
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
  const remove = () =>
    save(
      () =>
        body<Deal>(
          api.DELETE('/api/v1/deals/{deal_id}/buying-roles/{contact_id}/{role}', {
            params: { path: { deal_id: deal.id, contact_id: role.contact.id, role: role.role } },
          }),
        ),
      t('role_removed', { name: role.contact.name }),
    );
  const words = (
    <>
      <span className={classes.who}>
        <b>{role.contact.name}</b>
        <small>{gate(`roles.${role.role}`)}</small>
      </span>
      <RoleState state={role.state} />
    </>
  );
  return (
    <li className={classes.role}>
      {mayEdit ? (
        <RolePopover
          role={role.role}
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
            aria-label={t('remove_role', { name: role.contact.name })}
            title={t('remove_role', { name: role.contact.name })}
            onClick={() => void remove()}
          />
        </span>
      )}
    </li>
  );
}

function RolePopover({ role, target }: { role: BuyingRoleKind; target: (open: () => void) => React.ReactNode }) {
  const gate = useT('gate');
  const { deal, playbook, pipeline, stage } = useDealView();
  const [opened, setOpened] = useState(false);
  const Form = REMEDIES.set_buying_role;
  return (
    <FormPopover
      opened={opened}
      close={() => setOpened(false)}
      position="bottom-end"
      width={400}
      label={gate(`roles.${role}`)}
      target={target(() => setOpened(!opened))}
    >
      <Form
        deal={deal}
        playbook={playbook}
        pipeline={pipeline}
        satisfy={{ action: 'set_buying_role', target: role, accepts: [] }}
        to={stage.key}
        done={() => setOpened(false)}
      />
    </FormPopover>
  );
}

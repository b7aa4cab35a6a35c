import type { Page } from '@playwright/test';
import type { Api } from '../support/api.ts';
import { dealReadyForTheCustomersWord } from '../support/deals.ts';
import { expect, signIn, test } from '../support/test.ts';

const MANAGER = { name: 'Mina Manager', email: 'mina@example.com', password: 'correct horse battery' };

test('what proves a deal is recorded, excepted by a manager and retracted, and the journal tells it all', async ({
  page,
  browser,
  server,
  api,
}) => {
  test.setTimeout(120_000);
  const deal = await dealReadyForTheCustomersWord(api, 'Fraud alerts');
  await managerOf(api);
  const address = `${server.url}/deals/${deal.id}`;
  await signIn(page, server);
  await page.goto(address);

  await test.step('evidence is recorded with a pointer to the real thing', async () => {
    await page.getByRole('button', { name: 'Record: Reply from the customer' }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByText('It will count as: Claimed')).toBeVisible();
    await expect(dialog.getByLabel('Both sides have signed it')).toBeHidden();
    await dialog.getByLabel('Where is it?').fill('https://mail.example/reply');
    await dialog.getByLabel('When it happened').fill('2999-01-01');
    await dialog.getByRole('button', { name: 'Record evidence' }).click();
    await expect(dialog.getByLabel('When it happened')).toHaveAccessibleDescription('This day has not come yet.');
    await expect(dialog.getByLabel('Where is it?')).toHaveValue('https://mail.example/reply');
    await dialog.getByLabel('When it happened').fill(new Date().toISOString().slice(0, 10));
    await dialog.getByRole('button', { name: 'Record evidence' }).click();
    await expect(dialog).toBeHidden();
    await expect(page.getByRole('link', { name: 'Open: Reply from the customer' })).toBeVisible();
  });

  await test.step('a person takes part, and evidence shows it', async () => {
    await page.getByRole('button', { name: 'Champion', exact: true }).click();
    await choose(page, 'Champion', /Grace Buyer/);
    await choose(page, 'How far it is proven', 'Engaged');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(field(page, 'Backed by')).toHaveAttribute('aria-invalid', 'true');
    await choose(page, 'Backed by', 'Reply from the customer');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByRole('button', { name: 'Grace Buyer Champion Engaged' })).toBeVisible();
  });

  await test.step('a question is answered', async () => {
    await page.getByRole('button', { name: /Who argues for us/ }).click();
    await page.getByRole('textbox', { name: /Who argues for us/ }).fill('Grace, every Monday');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByRole('button', { name: /Answered .*Grace, every Monday/ })).toBeVisible();
  });

  await test.step('an exception is asked for, and granted by a manager with a word on why', async () => {
    await page.getByRole('button', { name: /both directions/ }).click();
    await page.getByRole('button', { name: 'Ask for an exception' }).click();
    await choose(page, 'Reason', 'Strategic account');
    await page.getByRole('button', { name: 'Ask for an exception' }).last().click();
    await expect(page.getByText('Asked for', { exact: true })).toBeVisible();

    const context = await browser.newContext({ locale: 'en-US' });
    const manager = await context.newPage();
    await signIn(manager, server, MANAGER);
    await manager.goto(address);
    await manager.getByRole('button', { name: 'Approve', exact: true }).click();
    await manager.getByLabel('Why').fill('The board knows them');
    await manager.getByRole('button', { name: 'Approve', exact: true }).last().click();
    await context.close();
    // The first page hears of it by itself.
    await expect(page.getByText('Approved', { exact: true })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Move to Discovery scheduled' })).toBeEnabled();
  });

  await test.step('evidence is retracted with a reason, and undone', async () => {
    await page.getByRole('button', { name: 'Retract: Reply from the customer' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Retract' }).click();
    await expect(dialog.getByLabel('Reason')).toHaveAccessibleDescription('This is needed.');
    await dialog.getByLabel('Reason').fill('It was about another project');
    await dialog.getByRole('button', { name: 'Retract' }).click();
    await expect(page.getByText(/Retracted .*: It was about another project/)).toBeVisible();
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await expect(page.getByRole('link', { name: 'Open: Reply from the customer' })).toHaveCount(2);
  });

  await test.step('the journal tells who did what and why', async () => {
    await page.getByRole('button', { name: 'History' }).click();
    for (const words of [
      'Buying role set',
      'Question answered',
      'Exception asked for',
      'Exception approved',
      'Evidence retracted',
      'The board knows them',
      'It was about another project',
    ])
      await expect(page.getByText(words).first()).toBeVisible();
    await expect(page.getByText(MANAGER.name).first()).toBeVisible();
  });
});

/** A manager of the team that the administrator, whose deal it is, belongs to. */
async function managerOf(api: Api): Promise<void> {
  const manager = await api.post('users', { ...MANAGER, role: 'manager' });
  const team = await api.post('teams', { name: 'Sales', manager_id: manager.id });
  const { user } = await api.get('session');
  for (const { id } of [manager, user]) await api.patch(`users/${id}`, { team_id: team.id });
}

/** The control with this label that stands last in the page: the one in the form just opened. */
function field(page: Page, label: string) {
  return page.locator('input').and(page.getByLabel(label)).last();
}

async function choose(page: Page, label: string, option: string | RegExp): Promise<void> {
  await field(page, label).click();
  await page.getByRole('option', { name: option }).first().click();
}

import { violations } from '../support/accessibility.ts';
import { customerAccepts, dealReadyForTheCustomersWord, evidence } from '../support/deals.ts';
import { expect, signIn, test } from '../support/test.ts';

test('one criterion more says what it would have stopped, and opens exactly those deals', async ({
  page,
  server,
  api,
}) => {
  // The first deal had the core need on record when it moved; the second did not.
  for (const [name, has] of [
    ['Churn dashboards', true],
    ['Warehouse sync', false],
  ] as const) {
    const deal = await dealReadyForTheCustomersWord(api, name);
    await customerAccepts(api, deal);
    if (has) await evidence(api, deal, 'core_need', 'customer', 'email');
    await api.post(`deals/${deal.id}/change-stage`, { to: 'discovery' });
  }
  await signIn(page, server);
  await page.goto(`${server.url}/workshop`);

  const panel = page.getByRole('region', { name: 'Replay history' });
  await expect(panel.getByRole('button', { name: 'Replay', exact: true })).toBeDisabled();
  await panel.getByRole('combobox', { name: 'Leaving the stage' }).click();
  await page.getByRole('option', { name: 'Prospecting', exact: true }).click();
  await panel.getByRole('combobox', { name: 'would also have asked for' }).fill('core need');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await panel.getByRole('button', { name: 'Replay', exact: true }).click();

  await expect(panel.getByTestId('replay-summary')).toContainText('Of 2 moves judged, 1 would have been stopped');
  await expect(panel.getByRole('heading', { name: 'What these numbers cannot say' })).toBeVisible();
  expect(await violations(page)).toEqual([]);

  await panel.getByRole('button', { name: /^1 Moves stopped/ }).click();
  await expect(page.getByTestId('deals-count')).toHaveAttribute('data-count', '1');
  await expect(page.getByRole('dialog').getByRole('link', { name: 'Warehouse sync' })).toBeVisible();
});

import type { Locator, Page } from '@playwright/test';
import { violations } from '../support/accessibility.ts';
import type { Api, Json } from '../support/api.ts';
import { customerAccepts, dealReadyForTheCustomersWord } from '../support/deals.ts';
import { expect, signIn, test } from '../support/test.ts';

test('a number of the dashboards opens exactly its deals, by mouse and by keyboard', async ({ page, server, api }) => {
  const deals = await threeDealsOneAhead(api);
  await signIn(page, server);
  await page.goto(`${server.url}/dashboards`);

  const total = page.locator('[data-measure="count"]');
  await expect(total).toHaveText('3');
  await total.click();
  await expectDeals(
    page,
    deals.map(({ name }) => name),
  );
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);

  const funnel = page.getByRole('figure', { name: 'Stage conversion' });
  const discovery = funnel.getByRole('button', { name: /^Discovery/ });
  await expect(discovery).toHaveAccessibleName(/: 1$/);
  await stop(funnel).focus();
  await page.keyboard.press('ArrowDown');
  await expect(discovery).toBeFocused();
  await page.keyboard.press('Enter');
  await expectDeals(page, [deals[0]!.name]);
  // The whole state is in the address: whoever gets the link sees the same deals.
  await page.reload();
  await expectDeals(page, [deals[0]!.name]);

  await page.getByRole('dialog').getByRole('link', { name: deals[0]!.name, exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`/deals/${deals[0]!.id}`));
});

test('a report says what it means, shows the same numbers as a table, and takes them along', async ({
  page,
  server,
  api,
}) => {
  await threeDealsOneAhead(api);
  await signIn(page, server);
  await page.goto(`${server.url}/reports`);
  await page.getByRole('link', { name: 'Stage conversion' }).click();

  await expect(page.getByRole('heading', { name: 'Definition' })).toBeVisible();
  await page.getByRole('button', { name: /as a table$/ }).click();
  const row = page.getByRole('row', { name: /^Prospecting/ });
  await row.getByRole('button', { name: '3', exact: true }).first().click();
  await expect(page.getByTestId('deals-count')).toHaveAttribute('data-count', '3');
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: /^Download/ }).click();
  const saved = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'CSV' }).click();
  expect((await saved).suggestedFilename()).toMatch(/^stage-conversion-.*\.csv$/);
});

test('as of a moment before the deals, the dashboards know none of them', async ({ page, server, api }) => {
  const before = new Date(Date.now() - 60_000).toISOString();
  await threeDealsOneAhead(api);
  await signIn(page, server);
  await page.goto(`${server.url}/dashboards?as_of=${before}`);
  await expect(page.getByText(/^As it was known on/)).toBeVisible();
  await expect(page.locator('[data-measure="count"][data-total="3"]')).toHaveCount(0);
  await page.getByRole('button', { name: 'Back to now' }).click();
  await expect(page.locator('[data-measure="count"]')).toHaveText('3');
});

test('the moment is chosen in words or from a calendar, by keyboard', async ({ page, server, api }) => {
  await threeDealsOneAhead(api);
  await signIn(page, server);
  await page.goto(`${server.url}/dashboards`);
  const moment = page.getByRole('button', { name: /^As of/ });
  await expect(moment).toHaveText('As of: Now');

  await moment.press('Enter');
  await page.getByRole('button', { name: /^End of last month/ }).press('Enter');
  await expect(page).toHaveURL(/as_of=\d{4}-\d{2}-\d{2}/);
  await expect(page.getByText(/^As it was known at the end of/)).toBeVisible();
  await expect(moment).toBeFocused();

  await moment.press('Enter');
  const calendar = page.getByRole('grid');
  const chosen = new URL(page.url()).searchParams.get('as_of')!;
  await calendar.locator(`[data-day="${chosen}"]`).press('ArrowLeft');
  await page.keyboard.press('Enter');
  const before = new Date(Date.parse(`${chosen}T12:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
  await expect(page).toHaveURL(new RegExp(`as_of=${before}`));
});

/** Three deals, of which the first has come one stage further. */
async function threeDealsOneAhead(api: Api): Promise<Json[]> {
  const deals: Json[] = [];
  for (const name of ['Ahead of the others', 'At the start', 'Also at the start']) {
    deals.push(await dealReadyForTheCustomersWord(api, name));
  }
  await customerAccepts(api, deals[0]!);
  await api.post(`deals/${deals[0]!.id}/change-stage`, { to: 'discovery' });
  return deals;
}

/** The one point of a chart that the Tab key reaches. */
function stop(figure: Locator): Locator {
  return figure.locator('[data-mark][tabindex="0"]');
}

/** The drawer lists these deals, and says how many they are. */
async function expectDeals(page: Page, names: string[]): Promise<void> {
  const drawer = page.getByRole('dialog');
  await expect(drawer.getByTestId('deals-count')).toHaveAttribute('data-count', String(names.length));
  await expect(drawer.locator('[data-deal-id]')).toHaveCount(names.length);
  for (const name of names) await expect(drawer.getByRole('link', { name, exact: true })).toBeVisible();
}

import { expect, signIn, test } from '../support/test.ts';

test('a person creates a deal and finds it in the first column', async ({ page, server, api }) => {
  await signIn(page, server);
  await page.getByRole('button', { name: 'New deal' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Data residency for 서울');
  await dialog.getByLabel('Name').press('Enter');
  await expect(dialog).toBeHidden();
  await expect(page.locator('[data-stage="prospecting"]').getByText('Data residency for 서울')).toBeVisible();
  const deals = await api.get('deals');
  expect(deals.rows.map((deal: { name: string }) => deal.name)).toEqual(['Data residency for 서울']);
});

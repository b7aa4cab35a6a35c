import { customerAccepts, dealReadyForTheCustomersWord } from '../support/deals.ts';
import { expect, signIn, test } from '../support/test.ts';

test('a move made elsewhere shows on an open board by itself', async ({ page, server, api }) => {
  const deal = await dealReadyForTheCustomersWord(api, 'Warehouse sync');
  await customerAccepts(api, deal);
  await signIn(page, server);
  await expect(page.locator(`[data-stage="prospecting"] [data-deal-id="${deal.id}"]`)).toBeVisible();

  await api.post(`deals/${deal.id}/change-stage`, { to: 'discovery' });

  await expect(page.locator(`[data-stage="discovery"] [data-deal-id="${deal.id}"]`)).toBeVisible();
  await expect(page.locator(`[data-stage="prospecting"] [data-deal-id="${deal.id}"]`)).toHaveCount(0);
});

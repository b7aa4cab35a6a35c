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

test('a deal that is given to somebody else leaves the board of whoever may not see it any more', async ({
  page,
  server,
  api,
}) => {
  const seller = { name: 'Sol Seller', email: 'sol@example.com', password: 'correct horse battery' };
  const { id: owner_id } = await api.post('users', { ...seller, role: 'ae' });
  const given = await api.post('deals', { name: 'Handed over', kind: 'new', pipeline: 'new-business', owner_id });
  const kept = await api.post('deals', { name: 'Still theirs', kind: 'new', pipeline: 'new-business', owner_id });
  await signIn(page, server, seller);
  await expect(page.locator(`[data-deal-id="${given.id}"]`)).toBeVisible();

  const { user } = await api.get('session');
  await api.patch(`deals/${given.id}`, { owner_id: user.id });

  await expect(page.locator(`[data-deal-id="${given.id}"]`)).toHaveCount(0);
  await expect(page.locator(`[data-deal-id="${kept.id}"]`)).toBeVisible();
});

import type { Api, Json } from '../support/api.ts';
import { violations } from '../support/accessibility.ts';
import { dealReadyForTheCustomersWord, evidence } from '../support/deals.ts';
import { expect, signIn, test } from '../support/test.ts';

/** The last day of the quarter that today is in. */
function endOfQuarter(): string {
  const today = new Date();
  const month = Math.floor(today.getUTCMonth() / 3) * 3 + 3;
  return new Date(Date.UTC(today.getUTCFullYear(), month, 0)).toISOString().slice(0, 10);
}

/** A deal that is expected to close this quarter, and in the pipeline by the rule: the customer agreed to the problem. */
async function dealOfTheQuarter(api: Api, name: string): Promise<Json> {
  const deal = await dealReadyForTheCustomersWord(api, name);
  await evidence(api, deal, 'problem_agreed', 'customer', 'meeting');
  const { close_date_reasons: reasons } = await api.get('playbooks/us-saas-new-business');
  const change = { close_on: endOfQuarter(), close_basis: 'estimate', reason: reasons[0].key };
  return api.post(`deals/${deal.id}/change-close-date`, change);
}

test('a call is frozen with its author, and every number opens its deals in one click', async ({ page, server, api }) => {
  await dealOfTheQuarter(api, 'Comes this quarter');
  await signIn(page, server);
  await page.goto(`${server.url}/forecast`);

  const bucket = page.locator('[data-line^="person:"] [data-bucket="pipeline"]');
  await expect(bucket).toHaveAttribute('data-minor', '4800000');
  await bucket.click();
  await expect(page.getByTestId('deals-count')).toHaveAttribute('data-count', '1');
  await page.getByRole('link', { name: 'Comes this quarter' }).click();
  await expect(page).toHaveURL(/\/deals\//);

  await page.goBack();
  await page.keyboard.press('Escape');
  await page.locator('[data-line^="person:"]').getByRole('button').first().click();
  const panel = page.locator('#call');
  await panel.getByLabel('Commit').fill('40k');
  await panel.getByLabel('Best case').fill('30k');
  await expect(panel.getByText('cannot be below the commit')).toBeVisible();
  await panel.getByLabel('Best case').fill('50k');
  await panel.getByLabel('Note').fill('Legal is done on Friday');
  await panel.getByRole('button', { name: 'Submit my call' }).click();
  const made = panel.locator('[data-call]');
  await expect(made).toHaveCount(1);
  await expect(made).toContainText('$40K');
  await expect(made).toContainText('Legal is done on Friday');

  const call = page.locator('[data-line^="person:"] [aria-describedby="call-tip"]');
  await call.focus();
  await expect(page.getByRole('tooltip')).toContainText('Ada Admin');
  expect(await violations(page)).toEqual([]);
  const { rows } = await api.get('forecast-submissions');
  expect(rows[0]).toMatchObject({ commit_minor: 4_000_000, best_minor: 5_000_000, kind: 'owner' });
});

test("a manager's category needs a reason, keeps the rule's beside it, and can be undone", async ({ page, server, api }) => {
  const deal = await dealOfTheQuarter(api, 'Surer than it looks');
  await signIn(page, server);
  await page.goto(`${server.url}/forecast`);
  await page.locator('[data-line^="person:"] [data-bucket="pipeline"]').click();
  await page.getByRole('button', { name: /override the category of Surer than it looks/ }).click();

  const dialog = page.getByRole('dialog', { name: /Forecast category/ });
  await expect(dialog.getByText('By the rule')).toBeVisible();
  await dialog.getByRole('combobox', { name: 'Category' }).click();
  await page.getByRole('option', { name: 'Commit' }).click();
  const save = dialog.getByRole('button', { name: 'Override', exact: true });
  await expect(save).toBeDisabled();
  await dialog.getByRole('combobox', { name: 'Reason' }).click();
  await page.getByRole('option').first().click();
  await save.click();
  await expect(dialog).toHaveCount(0);
  const overridden = await api.get(`deals/${deal.id}`);
  expect([overridden.forecast_category, overridden.rule_category]).toEqual(['commit', 'pipeline']);

  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(async () => (await api.get(`deals/${deal.id}`)).forecast_category).toBe('pipeline');
});

test('the waterfall adds up, and the slider shows a week before the deals, as it was then known', async ({ page, server, api }) => {
  await dealOfTheQuarter(api, 'New this week');
  await signIn(page, server);
  await page.goto(`${server.url}/forecast`);
  await expect(page.locator('[data-exact="true"]')).toContainText('$48,000');

  const waterfall = page.getByRole('figure', { name: /What changed the pipeline/ });
  await waterfall.locator('[data-mark][tabindex="0"]').focus();
  await page.keyboard.press('ArrowRight');
  await expect(waterfall.getByRole('button', { name: /^New/ })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('deals-count')).toHaveAttribute('data-count', '1');
  await page.keyboard.press('Escape');

  const slider = page.getByRole('slider', { name: 'Go back in time' });
  await slider.focus();
  for (let week = 0; week < 3; week += 1) await page.keyboard.press('ArrowLeft');
  await expect(page).toHaveURL(/as_of=\d{4}-\d{2}-\d{2}/);
  await expect(page.getByText(/^As it was then known/)).toBeVisible();
  await expect(page.locator('[data-bucket="pipeline"]')).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Submit my call' })).toBeDisabled();
  await page.getByRole('button', { name: 'Back to now' }).click();
  await expect(page.locator('[data-line^="person:"] [data-bucket="pipeline"]')).toHaveCount(1);
});

test('without history, accuracy and probabilities say that nothing can be said yet', async ({ page, server }) => {
  await signIn(page, server);
  await page.goto(`${server.url}/forecast/accuracy`);
  await expect(page.getByRole('heading', { name: 'Not enough history yet' })).toBeVisible();
  await page.goto(`${server.url}/probabilities`);
  await expect(page.locator('[data-stage="proposal"]')).toContainText('Nothing observed yet');
  expect(await violations(page)).toEqual([]);
});

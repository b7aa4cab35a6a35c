import { expect, signIn, test } from '../support/test.ts';

test('a rate is set, shown both ways before it is saved, corrected, and the correction undone', async ({ page, server, api }) => {
  await signIn(page, server);
  await page.goto(`${server.url}/settings?tab=rates`);
  await page.getByRole('button', { name: 'Add a rate' }).click();
  const form = page.getByRole('dialog');
  await form.getByRole('combobox', { name: 'Currency' }).fill('KRW');
  await page.getByRole('option', { name: /^KRW/ }).click();
  await form.getByLabel(/^From/).fill('2026-01-01');
  const rate = form.getByRole('textbox', { name: '1 KRW in USD' });

  await rate.fill('0');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form.getByText('A rate is above zero.')).toBeVisible();

  await rate.fill('0.00072');
  await expect(form.getByRole('status')).toContainText('₩10,000 = $7.20');
  await form.getByRole('button', { name: 'Save' }).click();
  const table = page.getByRole('table', { name: 'Rates of KRW' });
  await expect(table).toContainText('0.00072');

  await table.getByRole('button', { name: /^Correct/ }).click();
  await rate.fill('0.0072');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(table).toContainText('₩1,000 = $7.20');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(table).toContainText('₩10,000 = $7.20');

  const { rows } = await api.get('fx-rates');
  expect(rows).toMatchObject([{ currency: 'KRW', effective_on: '2026-01-01', rate: '0.00072' }]);
});

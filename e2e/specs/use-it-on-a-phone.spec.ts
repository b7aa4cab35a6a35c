import { violations } from '../support/accessibility.ts';
import { expect, signIn, test } from '../support/test.ts';

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

test('the bar below has the main places, and everything else is behind "more", by keyboard too', async ({ page, server }) => {
  await signIn(page, server);
  const bar = page.getByRole('navigation', { name: 'Main navigation' });
  for (const place of ['Board', 'Dashboards', 'Forecast', 'Weekly review'])
    await expect(bar.getByRole('link', { name: place, exact: true })).toBeInViewport();
  await expect(bar.getByRole('link', { name: 'Settings' })).toBeHidden();
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);

  const more = bar.getByRole('button', { name: 'More' });
  await more.press('Enter');
  const sheet = page.getByRole('dialog');
  await expect(sheet.getByRole('link')).toHaveText([
    'Bottlenecks',
    'Reports',
    'Accounts',
    'Contacts',
    'Import',
    'Data dictionary',
    'Settings',
  ]);
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(sheet).toHaveCount(0);
  await expect(more).toBeFocused();

  await more.press('Enter');
  await sheet.getByRole('link', { name: 'Settings' }).press('Enter');
  await expect(page).toHaveURL(/\/settings/);
  await expect(sheet).toHaveCount(0);
});

import { ADMIN } from '../support/server.ts';
import { expect, signIn, test } from '../support/test.ts';

test('a person signs in and lands on the board', async ({ page, server }) => {
  await signIn(page, server);
  await expect(page.getByRole('main')).toBeVisible();
});

test('a wrong password is refused in words', async ({ page, server }) => {
  await page.goto(`${server.url}/sign-in`);
  await page.getByLabel(/^e-?mail/i).fill(ADMIN.email);
  await page.locator('input[type=password]').fill('not the password');
  await page.keyboard.press('Enter');
  await expect(page.getByText('The e-mail or the password is not right.')).toBeVisible();
  await expect(page).toHaveURL(/sign-in/);
});

import { Server } from '../support/server.ts';
import { expect, test } from '../support/test.ts';

test('the link on the console leads a first administrator to an empty board', async ({ page }) => {
  const { server, setupLink } = await Server.empty();
  try {
    expect(setupLink).toContain('/setup?token=');
    await page.goto(setupLink);
    await page.getByLabel('Company or team').fill('Hanbit Cloud');
    await page.getByLabel('Your name').fill('Ada Admin');
    await page.getByLabel(/^e-?mail/i).fill('ada@example.com');
    await page.locator('input[type=password]').fill('correct horse battery');
    await page.getByRole('checkbox').uncheck();
    await page.locator('button[type=submit]').click();
    await page.waitForURL(/\/board/);
    await expect(page.getByText('No deals in this pipeline yet')).toBeVisible();

    await page.goto(setupLink);
    await expect(page.getByText('Hanbit Cloud')).toBeHidden();
    await expect(page.getByLabel('Company or team')).toBeHidden();
  } finally {
    await server.stop();
  }
});

import type { Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { violations } from '../support/accessibility.ts';
import { customer, evidence } from '../support/deals.ts';
import type { Api, Json } from '../support/api.ts';
import { expect, signIn, test } from '../support/test.ts';

test('deals are reviewed one after the other without the mouse, and the minutes can be taken along', async ({
  page,
  server,
  api,
}) => {
  test.setTimeout(120_000);
  const [first, second] = await twoDeals(api);
  await signIn(page, server);

  await test.step('a review opens with what has no word from the customer first', async () => {
    await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toBeVisible();
    await press(page, 'KeyG', 'KeyW');
    await page.getByRole('button', { name: 'Start', exact: true }).first().click();
    await expect(page.getByRole('heading', { level: 2, name: /Silent rollout/ })).toBeVisible();
    await expect(page.getByRole('navigation', { name: 'Deals to review' }).getByRole('button')).toHaveText([
      /Silent rollout/,
      /Proven rollout/,
    ]);
    await expect(page.getByRole('progressbar')).toHaveAttribute('aria-valuetext', '0 of 2');
  });

  await test.step('keys move through the queue and to the questions, also in the Hangul layout', async () => {
    await press(page, 'KeyJ');
    await expect(page.getByRole('heading', { level: 2, name: /Proven rollout/ })).toBeVisible();
    // The Hangul layout types ㅏ on the K key: the key counts, not the letter.
    await page.locator('body').dispatchEvent('keydown', { key: 'ㅏ', code: 'KeyK', bubbles: true });
    await expect(page.getByRole('heading', { level: 2, name: /Silent rollout/ })).toBeVisible();
    await press(page, 'Digit1');
    await page.keyboard.type('They asked for a price by mail');
    await press(page, 'Escape', 'Digit3');
    await page.keyboard.type('No budget yet');
    await expect(page.getByText('Saved', { exact: true })).toBeVisible();
    await expect.poll(async () => (await risksOf(api, first))[0]?.title).toBe('No budget yet');
  });

  await test.step('an action is a task of the deal, added in one line', async () => {
    await press(page, 'Escape', 'KeyA');
    await page.keyboard.type('Send the security answers');
    await press(page, 'Enter');
    await expect(page.getByRole('checkbox', { name: /Send the security answers/ })).toBeVisible();
    const tasks = (await api.get('tasks')).rows as Json[];
    expect(tasks.map(({ subject, deal_id }) => [subject, deal_id])).toEqual([
      ['Send the security answers', first!.id],
    ]);
  });

  await test.step('the next step is edited in place', async () => {
    await press(page, 'Escape', 'KeyE');
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type('Meet the finance team');
    await press(page, 'Enter');
    await expect.poll(async () => (await api.get(`deals/${first!.id}`)).next_step).toBe('Meet the finance team');
  });

  await test.step('saving goes on to the next deal, and everything stays when one comes back', async () => {
    await press(page, 'Digit2');
    await page.keyboard.type('The security team says yes');
    await page.keyboard.press('Control+Enter');
    await expect(page.getByRole('heading', { level: 2, name: /Proven rollout/ })).toBeVisible();
    await expect(page.getByRole('progressbar')).toHaveAttribute('aria-valuetext', '1 of 2, $48K reviewed');
    await page.reload();
    await page.getByRole('button', { name: /Silent rollout/ }).click();
    await expect(page.getByLabel('Which customer confirmation moves it on?')).toHaveValue('The security team says yes');
    await press(page, 'KeyJ', 'KeyX');
    await expect(page.getByRole('progressbar')).toHaveAttribute('aria-valuetext', /1 skipped/);
    expect(await violations(page)).toEqual([]);
  });

  await test.step('the minutes are read, closed for good, and taken along as a message', async () => {
    await page.getByRole('button', { name: 'Close the review' }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByText('Evidence for this stage: They asked for a price by mail')).toBeVisible();
    await dialog.getByRole('button', { name: 'Close the review' }).click();
    await expect(dialog.getByRole('heading', { name: 'Minutes', exact: true })).toBeVisible();
    await expect(dialog.getByRole('link', { name: 'Open in mail' })).toHaveAttribute('href', /^mailto:.*body=/);
    const arrived = page.waitForEvent('download');
    await dialog.getByRole('button', { name: 'Get mail file (.eml)' }).click();
    const message = readFileSync(await (await arrived).path(), 'utf8');
    expect(message).toContain('MIME-Version: 1.0\r\n');
    expect(Buffer.from(message.split('\r\n\r\n')[1]!, 'base64').toString()).toContain('Send the security answers');
    await page.keyboard.press('Escape');
    await expect(page.getByText('This review is closed. It can only be read.')).toBeVisible();
  });

  await test.step('the next review tells what changed, and what was said last time', async () => {
    await evidence(api, first!, 'two_way_reply', 'customer', 'email');
    const next = await api.post('reviews', { scope: 'own', week: '2999-W01' });
    await page.goto(`${server.url}/review/${next.id}?deal=${first!.id}`);
    const changes = page.getByRole('region', { name: /^Changed since/ });
    await expect(changes.getByText('two_way_reply')).toBeVisible();
    await expect(page.getByText('They asked for a price by mail')).toBeVisible();
    await expect(page.getByRole('checkbox', { name: /Send the security answers/ })).toBeVisible();
    expect(second!.id).not.toBe(first!.id);
  });
});

test('a manager sees one person at a glance and begins from what was left', async ({ page, server, api }) => {
  const [first] = await twoDeals(api);
  const me = (await api.get('session')).user as Json;
  const review = await api.post('reviews', { scope: 'own', week: '2026-W10' });
  await api.put(`reviews/${review.id}/deals/${first!.id}`, {
    state: 'reviewed',
    actions: [{ subject: 'Call the sponsor', due_on: '2026-03-06' }],
  });
  await api.post(`reviews/${review.id}/close`);
  await signIn(page, server);
  await page.goto(`${server.url}/review/one-on-one/${me.id}`);
  await expect(page.getByRole('heading', { level: 1, name: `One-on-one with ${me.name}` })).toBeVisible();
  await expect(page.getByText('Without customer evidence').locator('..')).toContainText('1');
  await expect(page.getByText('Overdue tasks').locator('..')).toContainText('1');
  const left = page.getByRole('checkbox', { name: 'Complete “Call the sponsor”' });
  await expect(left).toHaveCount(2);
  await left.first().click();
  await expect(page.getByText('Overdue tasks').locator('..')).toContainText('0');
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Start review' }).click();
  await expect(page).toHaveURL(/\/review\/[0-9a-f-]{36}/);
});

async function press(page: Page, ...codes: string[]): Promise<void> {
  for (const code of codes) await page.keyboard.press(code);
}

async function risksOf(api: Api, deal: Json | undefined): Promise<Json[]> {
  return (await api.get(`deals/${deal!.id}`)).risks as Json[];
}

/** One deal the customer has not spoken on, and one they have. */
async function twoDeals(api: Api): Promise<Json[]> {
  const { account, contact } = await customer(api);
  const deals: Json[] = [];
  for (const name of ['Silent rollout', 'Proven rollout']) {
    deals.push(
      await api.post('deals', {
        name,
        kind: 'new',
        pipeline: 'new-business',
        account_id: account.id,
        contact_id: contact.id,
        amount: { amount_minor: 4_800_000, currency: 'USD' },
        next_step: 'Agree on the agenda',
      }),
    );
  }
  await evidence(api, deals[1]!, 'two_way_reply', 'customer', 'email');
  return deals;
}

import type { Page } from '@playwright/test';
import { dealReadyForTheCustomersWord } from '../support/deals.ts';
import { expect, keepPicture, signIn, test } from '../support/test.ts';

const LANGUAGES = [
  {
    locale: 'en-US',
    stage: 'Discovery scheduled',
    from: 'Prospecting',
    missing: 'The contact talks with us in both directions and a first discovery meeting is fixed',
    where: 'Where is it?',
    record: 'Record evidence',
    moveNow: 'Move now',
  },
  {
    locale: 'ko-KR',
    stage: '디스커버리 확정',
    from: '잠재 고객 발굴',
    missing: '담당자와 양방향 커뮤니케이션이 시작됐고, 1차 탐색 미팅이 확정됨',
    where: '원본 위치',
    record: '증거 기록',
    moveNow: '지금 옮기기',
  },
];

for (const words of LANGUAGES) {
  test.describe(words.locale, () => {
    test.use({ locale: words.locale });

    test('a move is stopped until the customer has confirmed, and the dialog takes what is missing', async ({ page, server, api }) => {
      const deal = await dealReadyForTheCustomersWord(api, 'Churn dashboards');
      await signIn(page, server);

      await moveByKeyboard(page, deal.id, words.stage);

      const dialog = page.getByRole('dialog');
      await expect(dialog.getByText(words.missing)).toBeVisible();
      await expect(dialog.getByRole('button', { name: words.moveNow })).toBeDisabled();
      await expect(card(page, 'prospecting', deal.id)).toBeVisible();
      await keepPicture(page, `blocked-move-${words.locale}`);

      const moveNow = dialog.getByRole('button', { name: words.moveNow });
      for (let step = 0; step < 6 && !(await moveNow.isEnabled()); step += 1) {
        const left = await dialog.getByRole('listitem').filter({ has: page.locator('button:enabled') }).count();
        await dialog.getByLabel(words.where).fill(`https://mail.example/${step}`);
        await dialog.getByRole('button', { name: words.record }).last().click();
        await expect
          .poll(async () => (await moveNow.isEnabled()) || (await remaining(page)) < left, { timeout: 10_000 })
          .toBe(true);
      }
      await moveNow.click();

      await expect(dialog).toBeHidden();
      await expect(card(page, 'discovery', deal.id)).toBeVisible();
      expect((await api.get(`deals/${deal.id}`)).stage).toBe('discovery');
    });
  });
}

function card(page: Page, stage: string, id: string) {
  return page.locator(`[data-stage="${stage}"] [data-deal-id="${id}"]`);
}

function remaining(page: Page): Promise<number> {
  return page.getByRole('dialog').getByRole('listitem').filter({ has: page.locator('button:enabled') }).count();
}

/** Focuses the card, opens its stages with M and chooses one. */
async function moveByKeyboard(page: Page, id: string, stage: string): Promise<void> {
  await page.locator(`[data-deal-id="${id}"]`).focus();
  await page.keyboard.press('m');
  await page.getByRole('menuitem', { name: stage }).click();
}

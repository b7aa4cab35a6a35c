import type { Locator, Page } from '@playwright/test';
import { dealReadyForTheCustomersWord } from '../support/deals.ts';
import { expect, keepPicture, signIn, test } from '../support/test.ts';

const LANGUAGES = [
  {
    locale: 'en-US',
    stage: 'Discovery scheduled',
    from: 'Prospecting',
    missing: 'The contact talks with us in both directions and a first discovery meeting is fixed',
    accepted: 'Meeting accepted',
    where: 'Where is it?',
    record: 'Record evidence',
    moveNow: 'Move now',
  },
  {
    locale: 'ko-KR',
    stage: '디스커버리 확정',
    from: '잠재 고객 발굴',
    missing: '담당자와 양방향 커뮤니케이션이 시작됐고, 1차 탐색 미팅이 확정됨',
    accepted: '미팅 수락',
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
      await supply(dialog, words, 'https://mail.example/reply');
      await expect(dialog.getByRole('listitem').filter({ has: page.locator('button:enabled') })).toHaveCount(1);
      await dialog.getByRole('button', { name: words.accepted, exact: true }).click();
      await supply(dialog, words, 'https://calendar.example/accepted');
      await expect(moveNow).toBeEnabled();
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

/** Says where the evidence that the open item asks for can be found, and records it. */
async function supply(dialog: Locator, words: { where: string; record: string }, reference: string): Promise<void> {
  await dialog.getByLabel(words.where).fill(reference);
  await dialog.getByRole('button', { name: words.record }).last().click();
}

/** Focuses the card, opens its stages with M and chooses one. */
async function moveByKeyboard(page: Page, id: string, stage: string): Promise<void> {
  await page.locator(`[data-deal-id="${id}"]`).press('m');
  await page.getByRole('menuitem', { name: stage }).click();
}

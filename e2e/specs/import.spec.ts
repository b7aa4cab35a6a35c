import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { violations } from '../support/accessibility.ts';
import type { Json } from '../support/api.ts';
import { expect, signIn, test } from '../support/test.ts';

const DEALS = `Deal ID,Deal name,Company,Product,Stage,Amount,Expected close date
N-1,Churn dashboards,Hanbit Analytics,GTX Pro,Prospecting,4800,3/4/2027
N-2,Usage alerts,Hanbit Analytics,GTXPro,Discovery scheduled,1200.50,5/6/2027
N-3,Seat audit,Hanbit Analytics,GTX Pro,Prospecting,a lot,7/8/2027
`;

/** 회사명,도메인 / 한빛소프트,hanbit.example / 서울데이터,seoul-data.example as Korean Excel writes it: CP949. */
const KOREAN_ACCOUNTS = Buffer.from(
  'c8b8bbe7b8ed2cb5b5b8dec0ce0ac7d1bafbbcd2c7c1c6ae2c68616e6269742e6578616d706c650a' +
    'bcadbfefb5a5c0ccc5cd2c73656f756c2d646174612e6578616d706c650a',
  'hex',
);

test('a person brings deals in from a file, settles what is unclear, and takes all of it back', async ({ page, server, api }) => {
  await api.post('accounts', { name: 'Hanbit Analytics', kind: 'legal_entity' });
  await api.post('products', { name: 'GTX Pro' });
  await signIn(page, server);
  await page.getByRole('link', { name: 'Import' }).click();
  await chooseFile(page, 'deals.csv', Buffer.from(DEALS));
  await page.getByRole('button', { name: 'Look at the file' }).click();

  // 3/4/2027 is two days; nothing goes on before a person says which.
  const tryIt = page.getByRole('button', { name: 'Try without writing' });
  await expect(page.getByText('Say how the dates are written: Expected close date')).toBeVisible();
  await expect(tryIt).toBeDisabled();
  await page.getByLabel('How dates in Expected close date are written').selectOption('Day/month/year');
  await tryIt.click();

  // GTXPro is almost GTX Pro; nothing is corrected before a person says so.
  await expect(outcome(page, 'This is what would happen')).toBeVisible();
  await expect(page.getByRole('row', { name: /^3 Product There is no ‘GTXPro’/ })).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Take this over and try again' }).click();
  await expect(page.getByLabel('Meaning of GTXPro')).toHaveValue('GTX Pro');
  await expect(count(page, 'Created')).toHaveText('2');
  await expect(count(page, 'Refused')).toHaveText('1');
  expect((await api.get('deals')).rows).toEqual([]);

  await page.getByRole('button', { name: 'Import 3 rows' }).click();
  await expect(outcome(page, '2 rows are in')).toBeVisible();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Error file' }).click();
  const errors = await readFile(await (await download).path(), 'utf8');
  expect(errors).toContain('N-3,Seat audit,Hanbit Analytics,GTX Pro,Prospecting,a lot,7/8/2027,4,Amount,');
  expect(errors.trim().split('\n')).toHaveLength(2);

  await page.getByRole('button', { name: 'See the board' }).click();
  await expect(page.locator('[data-stage="prospecting"]').getByText('Churn dashboards')).toBeVisible();
  await expect(page.locator('[data-stage="discovery"]').getByText('Usage alerts')).toBeVisible();
  const { rows } = await api.get('deals?sort=name');
  expect(rows.map((deal: Json) => [deal.close_on, deal.product.name])).toEqual([
    ['2027-04-03', 'GTX Pro'],
    ['2027-06-05', 'GTX Pro'],
  ]);

  await page.getByRole('link', { name: 'Import' }).click();
  await page.getByRole('button', { name: 'deals.csv' }).click();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Undo the import' }).click();
  await expect(outcome(page, 'This import is undone')).toBeVisible();
  expect((await api.get('deals')).rows).toEqual([]);
  await page.getByRole('link', { name: 'Board', exact: true }).click();
  await expect(page.getByText('No deals in this pipeline yet')).toBeVisible();
});

test.describe('in Korean', () => {
  test.use({ locale: 'ko-KR' });

  test('a broken file is refused in words, and one whose answer got lost is not taken twice', async ({ page, server, api }) => {
    await signIn(page, server);
    await page.goto(`${server.url}/import`);
    await chooseFile(page, '사진.csv', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 1]));
    const lookAtIt = page.getByRole('button', { name: '파일 살펴보기' });
    await lookAtIt.click();
    await expect(page.getByRole('alert')).toContainText('텍스트 표가 아닌 바이너리 파일입니다');

    await page.getByRole('button', { name: /빼기$/ }).click();
    await page.getByText('고객사', { exact: true }).last().click();
    await chooseFile(page, '고객사.csv', KOREAN_ACCOUNTS);
    await page.route('**/api/v1/imports', loseTheFirstAnswer());
    await lookAtIt.click();
    await expect(page.getByRole('alert')).toBeVisible();
    await lookAtIt.click();
    await expect(page.getByLabel('인코딩')).toHaveValue('cp949');
    expect((await api.get('imports')).rows).toHaveLength(1);

    await page.getByRole('button', { name: '2행 가져오기' }).click();
    await expect(outcome(page, '2행을 가져왔습니다')).toBeVisible();
    await page.getByRole('button', { name: '고객사 보기' }).click();
    await expect(page.getByText('한빛소프트')).toBeVisible();
  });
});

function chooseFile(page: Page, name: string, buffer: Buffer): Promise<void> {
  return page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/csv', buffer });
}

function outcome(page: Page, sentence: string) {
  return page.getByRole('heading', { name: sentence });
}

function count(page: Page, name: string) {
  return page.getByRole('region').locator('div').filter({ has: page.locator('dt', { hasText: name }) }).locator('dd');
}

/** The server gets the request and answers, but the answer never arrives. */
function loseTheFirstAnswer(): Parameters<Page['route']>[1] {
  let isFirst = true;
  return async (route) => {
    if (!isFirst || route.request().method() !== 'POST') return route.continue();
    isFirst = false;
    await route.fetch();
    await route.abort();
  };
}

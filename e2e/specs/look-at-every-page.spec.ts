import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { violations } from '../support/accessibility.ts';
import { Api, type Json } from '../support/api.ts';
import { SAMPLE_ADMIN, Server } from '../support/server.ts';
import { expect, keepPicture, signIn, test } from '../support/test.ts';

const IMAGES = join(import.meta.dirname, '..', '..', 'docs', 'images');

// One server for all: making the sample takes a while, and looking changes nothing.
test.describe.configure({ mode: 'default', timeout: 300_000 });

let server: Server;
let deal: Json;
let review: Json;

test.beforeAll(async () => {
  test.setTimeout(300_000);
  server = await Server.withSample();
  const api = await Api.signIn(server.url, SAMPLE_ADMIN);
  const page = await api.get('deals?pipeline=new-business&stage=negotiation&limit=1');
  deal = page.rows[0];
  review = await api.post('reviews', { scope: 'person', person_id: deal.owner.id });
  await api.close();
});

test.afterAll(async () => server?.stop());

for (const locale of ['en-US', 'ko-KR']) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test.describe(`${locale} ${colorScheme}`, () => {
      test.use({ locale, colorScheme });

      test('every page is drawn, in the right language, and axe has nothing to say', async ({ page }) => {
        await signIn(page, server, SAMPLE_ADMIN);
        const found: string[] = [];
        for (const [name, path] of pages()) {
          await page.goto(`${server.url}${path}`);
          await settled(page);
          await keepPicture(page, `${name}-${locale.slice(0, 2)}-${colorScheme}`);
          for (const violation of await violations(page)) found.push(`${name}: ${violation}`);
          expect(await page.locator('html').getAttribute('lang')).toBe(locale.slice(0, 2));
        }
        expect(found).toEqual([]);
      });
    });
  }
}

for (const [locale, file] of [
  ['en-US', 'board.png'],
  ['ko-KR', 'board.ko.png'],
] as const) {
  test.describe(`picture for the README, ${locale}`, () => {
    test.use({ locale, viewport: { width: 1440, height: 860 } });

    test('the board', async ({ page }) => {
      await signIn(page, server, SAMPLE_ADMIN);
      await expect(page.locator('[data-deal-id]').first()).toBeVisible();
      await settled(page);
      const path = process.env.PROOFLINE_PICTURES ? join(IMAGES, file) : join(import.meta.dirname, '..', 'output', file);
      mkdirSync(IMAGES, { recursive: true });
      await page.screenshot({ path, animations: 'disabled' });
    });
  });
}

function pages(): [string, string][] {
  return [
    ['board', '/board'],
    ['renewals', '/board?pipeline=renewals'],
    ['deal', `/deals/${deal.id}`],
    ['deal-plan', `/deals/${deal.id}?tab=plan`],
    ['deal-activity', `/deals/${deal.id}?tab=activity`],
    ['deal-history', `/deals/${deal.id}?tab=history`],
    ['accounts', '/accounts'],
    ['contacts', '/contacts'],
    ['dashboards', '/dashboards'],
    ['dashboards-tables', '/dashboards?tables=coverage,conversion,cycle,accuracy'],
    ['dictionary', '/dictionary?term=win-rate'],
    ['dictionary-stage', '/dictionary?term=stage.new-business.proposal'],
    ['forecast', '/forecast'],
    ['forecast-then', `/forecast?as_of=${lastMonth()}`],
    ['forecast-accuracy', '/forecast/accuracy'],
    ['probabilities', '/probabilities'],
    ['bottlenecks', '/bottlenecks'],
    ['workshop', '/workshop'],
    ['reports', '/reports'],
    ['report', '/reports/win-rate?by=owner'],
    ['report-grid', '/reports/dwell?by=owner'],
    ['report-waterfall', '/reports/waterfall'],
    ['reviews', '/review'],
    ['review', `/review/${review.id}`],
    ['one-on-one', `/review/one-on-one/${deal.owner.id}`],
    ['import', '/import'],
    ['settings', '/settings'],
    ['rates', '/settings?tab=rates'],
  ];
}

/** A day some weeks ago. */
function lastMonth(): string {
  return new Date(Date.now() - 30 * 86_400_000).toISOString().slice(0, 10);
}

/** Until nothing is loading any more. Live updates keep one request open, so the network is never idle. */
async function settled(page: Page): Promise<void> {
  await expect(page.getByRole('main').getByRole('heading').first()).toBeVisible();
  await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
  await page.evaluate(() => document.fonts.ready);
}

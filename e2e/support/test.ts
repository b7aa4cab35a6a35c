import { test as base, expect, type Page } from '@playwright/test';
import { join } from 'node:path';
import { Api } from './api.ts';
import { ADMIN, Server } from './server.ts';

interface Fixtures {
  /** A server of this test's own, with an empty workspace and an administrator. */
  server: Server;
  /** The API as the administrator. */
  api: Api;
  /** Fails the test when the page logs an error or a request leaves our origin. */
  quiet: void;
}

export const test = base.extend<Fixtures>({
  server: async ({}, use) => {
    const server = await Server.withWorkspace();
    await use(server);
    await server.stop();
  },
  api: async ({ server }, use) => {
    const api = await Api.signIn(server.url);
    await use(api);
    await api.close();
  },
  quiet: [
    async ({ page }, use) => {
      const complaints: string[] = [];
      page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`));
      page.on('console', (message) => {
        // The browser itself logs every refused request; refusals are what some tests are about.
        const isRefusal = message.text().startsWith('Failed to load resource');
        if (message.type() === 'error' && !isRefusal) complaints.push(`console: ${message.text()}`);
      });
      page.on('request', (request) => {
        const url = new URL(request.url());
        const isOurs = ['127.0.0.1', 'localhost'].includes(url.hostname) || ['data:', 'blob:'].includes(url.protocol);
        if (!isOurs) complaints.push(`left our origin: ${request.url()}`);
      });
      await use();
      expect(complaints).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

/** Signs in through the page and waits for the board. */
export async function signIn(page: Page, server: Server, who: { email: string; password: string } = ADMIN): Promise<void> {
  await page.goto(`${server.url}/sign-in`);
  await page.getByLabel(/^(E-?mail|이메일)/i).fill(who.email);
  await page.locator('input[type=password]').fill(who.password);
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/board/);
}

/** Keeps a picture of the page in `output/`, to be looked at. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(import.meta.dirname, '..', 'output', `${name}.png`), animations: 'disabled' });
}

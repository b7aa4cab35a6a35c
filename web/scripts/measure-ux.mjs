/**
 * Measures what a person feels against a running sample workspace, and writes it as a table:
 *
 *   proofline demo --data sample-to-measure --keep --listen 127.0.0.1:7400
 *   npm run measure -- http://127.0.0.1:7400
 *
 * It adds deals until the board has 2,000 cards, so give it a workspace that may be thrown away. Playwright comes from
 * the browser tests' folder, the browser from the system.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';

const [server = 'http://127.0.0.1:7171'] = process.argv.slice(2);
const { chromium } = createRequire(new URL('../../e2e/package.json', import.meta.url))('@playwright/test');
const executablePath =
  process.env.PROOFLINE_CHROMIUM ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => existsSync(path));
const CARDS = 2000;
const RUNS = 5;

const browser = await chromium.launch({ executablePath, args: ['--disable-gpu', '--disable-background-networking'] });
const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-US' });
const page = await context.newPage();
await page.addInitScript(() => {
  window.seen = { lcp: 0, shift: 0, keys: [], long: 0 };
  const watch = (type, each, options = {}) =>
    new PerformanceObserver((list) => list.getEntries().forEach(each)).observe({ type, buffered: true, ...options });
  watch('largest-contentful-paint', ({ startTime }) => (window.seen.lcp = startTime));
  watch('layout-shift', ({ value, hadRecentInput }) => hadRecentInput || (window.seen.shift += value));
  watch('event', ({ name, duration }) => name === 'keydown' && window.seen.keys.push(duration), {
    durationThreshold: 16,
  });
  watch('longtask', ({ duration }) => (window.seen.long = Math.max(window.seen.long, duration)));
});

const sign = { email: 'admin@narae.example', password: 'proofline-demo' };
const headers = { 'X-Proofline-CSRF': '1', Origin: server };
const signedIn = await page.request.post(`${server}/api/v1/session`, { headers, data: sign });
if (!signedIn.ok()) throw new Error(`sign-in was refused: ${signedIn.status()}`);

const quantile = (values, share) =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))];
const ms = (value) => (value === undefined ? 'n/a' : `${Math.round(value)} ms`);
const rows = [];
const tell = (what, measured, aim) => {
  rows.push(`| ${what} | ${measured} | ${aim} |`);
  console.error(`${what}: ${measured}`);
};

const settled = async () => {
  await page.waitForFunction(() => document.querySelector('h1') && !document.querySelector('[aria-busy=true]'), null, {
    timeout: 60_000,
  });
  await page.waitForTimeout(700);
};

/** Warm: the browser has the files, the server has answered the page before. */
async function load(path) {
  await page.goto(server + path);
  await settled();
  const paints = [];
  const shifts = [];
  for (let run = 0; run < RUNS; run += 1) {
    await page.reload();
    await settled();
    const { lcp, shift } = await page.evaluate(() => window.seen);
    paints.push(lcp);
    shifts.push(shift);
  }
  return { paint: quantile(paints, 0.5), shift: Math.max(...shifts) };
}

// What is downloaded before anything is drawn.
const html = await (await page.request.get(server)).text();
const files = [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, file]) => file);
const sizes = { js: 0, css: 0 };
for (const file of files) {
  const content = await (await page.request.get(server + file)).body();
  sizes[file.endsWith('.css') ? 'css' : 'js'] += gzipSync(content).length;
}
tell('Entry JavaScript, gzipped', `${Math.round(sizes.js / 1000)} KB`, '≤ 190 KB');
tell('Entry CSS, gzipped', `${Math.round(sizes.css / 1000)} KB`, '≤ 25 KB');

const deal = (await (await page.request.get(`${server}/api/v1/deals?limit=1`)).json()).rows[0];
const PAGES = [
  ['Board', '/board', '≤ 1,000 ms'],
  ['Deal', `/deals/${deal.id}`, ''],
  ['Dashboards', '/dashboards', ''],
  ['Forecast', '/forecast', ''],
  ['Forecast accuracy', '/forecast/accuracy', ''],
  ['Stage probabilities', '/probabilities', ''],
  ['Bottlenecks', '/bottlenecks', ''],
  ['A report (win rate)', '/reports/win-rate', ''],
  ['Weekly review', '/review', ''],
  ['Data dictionary', '/dictionary?term=win-rate', ''],
  ['Accounts', '/accounts', ''],
  ['Settings', '/settings', ''],
];
for (const [name, path, aim] of PAGES) {
  const { paint, shift } = await load(path);
  tell(`${name}: largest paint, warm`, ms(paint), aim);
  tell(`${name}: layout shift`, shift.toFixed(3), '≤ 0.02');
}

/** From the click to the first frame with the other page's heading. */
async function change(link, heading) {
  return page.evaluate(
    ([to, title]) =>
      new Promise((resolve) => {
        const from = performance.now();
        document.querySelector(`nav a[href="${to}"]`).click();
        const look = () =>
          document.querySelector('h1')?.textContent.includes(title)
            ? resolve(performance.now() - from)
            : requestAnimationFrame(look);
        requestAnimationFrame(look);
      }),
    [link, heading],
  );
}
await page.goto(`${server}/board`);
await settled();
const changes = [];
for (let run = 0; run < RUNS; run += 1) {
  for (const [link, heading] of [
    ['/dashboards', 'Dashboards'],
    ['/forecast', 'Forecast'],
    ['/accounts', 'Accounts'],
    ['/board', 'Pipeline'],
  ]) {
    const took = await change(link, heading);
    if (run > 0) changes.push(took);
    await settled();
  }
}
tell('Route change, warm, p95', ms(quantile(changes, 0.95)), '≤ 200 ms');

// A board of 2,000.
const columns = (await (await page.request.get(`${server}/api/v1/board?pipeline=new-business`)).json()).columns;
const count = columns.reduce((sum, column) => sum + column.count, 0);
for (let at = count; at < CARDS; at += 8) {
  await Promise.all(
    Array.from({ length: 8 }, (_, one) =>
      page.request.post(`${server}/api/v1/deals`, {
        headers,
        data: {
          name: `Measured ${at + one}`,
          pipeline: 'new-business',
          account_id: deal.account.id,
          owner_id: deal.owner.id,
        },
      }),
    ),
  );
}
const { paint } = await load('/board');
tell(`Board of ${CARDS.toLocaleString('en')}: largest paint, warm`, ms(paint), '≤ 1,000 ms');
const drawn = await page.locator('[data-deal-id]').count();
tell(`Board of ${CARDS.toLocaleString('en')}: cards in the page`, String(drawn), '≤ 150');

const reset = () => page.evaluate(() => Object.assign(window.seen, { keys: [], long: 0 }));
await page.locator('[data-deal-id]').first().focus();
await reset();
for (let step = 0; step < 60; step += 1)
  await page.keyboard.press(step % 15 === 14 ? 'ArrowRight' : 'ArrowDown', { delay: 12 });
await page.waitForTimeout(300);
const walked = await page.evaluate(() => window.seen);
// The browser tells of no key that took less than 16 ms; they count as 16.
const keys = [...walked.keys, ...Array(Math.max(0, 60 - walked.keys.length)).fill(16)];
tell('Arrow keys between cards, key to paint, p95', ms(quantile(keys, 0.95)), '≤ 100 ms');

await page.locator('[data-deal-id]').first().focus();
await reset();
await page.keyboard.press('Shift+ArrowRight');
await page.waitForTimeout(1200);
const moved = await page.evaluate(() => window.seen.keys);
tell('Moving a card by keyboard, key to paint', ms(Math.max(16, ...moved)), '≤ 100 ms');
await page.keyboard.press('Escape');
await page.waitForTimeout(400);

await page.evaluate(() => {
  window.frames_ = [];
  let last = performance.now();
  const tick = (now) => {
    window.frames_.push(now - last);
    last = now;
    if (window.isDragging) requestAnimationFrame(tick);
  };
  window.isDragging = true;
  requestAnimationFrame(tick);
});
const from = await page.locator('[data-deal-id]').nth(1).boundingBox();
await reset();
await page.mouse.move(from.x + 40, from.y + 20);
await page.mouse.down();
for (let step = 1; step <= 60; step += 1) await page.mouse.move(from.x + 40 + step * 9, from.y + 20 + (step % 7) * 10);
const dragged = await page.evaluate(() => {
  window.isDragging = false;
  return { frames: window.frames_, long: window.seen.long };
});
await page.mouse.up();
await page.waitForTimeout(500);
await page.keyboard.press('Escape');
tell(
  'Dragging over the board: frame, p95',
  ms(quantile(dragged.frames.slice(2), 0.95)),
  '≤ 16 ms of work (a frame is 17 ms)',
);
tell('Dragging over the board: longest task', dragged.long ? ms(dragged.long) : 'none over 50 ms', '');

await page.goto(`${server}/board`);
await settled();
const opened = [];
for (let run = 0; run < RUNS; run += 1) {
  opened.push(
    await page.evaluate(
      () =>
        new Promise((resolve) => {
          const at = performance.now();
          document.dispatchEvent(
            new KeyboardEvent('keydown', { key: 'k', code: 'KeyK', ctrlKey: true, bubbles: true }),
          );
          const look = () =>
            document.querySelector('[role=dialog] input')
              ? resolve(performance.now() - at)
              : requestAnimationFrame(look);
          requestAnimationFrame(look);
        }),
    ),
  );
  await page.keyboard.press('Escape');
  await page.waitForTimeout(400);
}
tell(
  'Palette opens (the first time it is also loaded)',
  `${ms(opened[0])}, then ${ms(quantile(opened.slice(1), 0.95))}`,
  '≤ 100 ms',
);

console.log('| what | measured | aim |\n|---|---|---|\n' + rows.join('\n'));
await browser.close();

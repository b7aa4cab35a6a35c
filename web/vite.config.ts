import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

/** Where `npm run dev` finds a running server. */
const server = process.env.PROOFLINE_SERVER ?? 'http://127.0.0.1:7171';

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  // The server refuses writes whose Origin is not its Host, so the Host stays the one the browser knows.
  server: { port: 5173, proxy: { '/api': { target: server, changeOrigin: false } } },
  build: {
    // Lowering colours for old browsers would freeze the scheme switch; see the front-end decision record.
    target: 'es2022',
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    // The server's policy forbids `data:` scripts and the binary serves files with hashes in their names.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  test: { environment: 'happy-dom', include: ['src/**/*.test.{ts,tsx}'] },
});

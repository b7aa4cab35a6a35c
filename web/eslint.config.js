import { readdirSync } from 'node:fs';
import js from '@eslint/js';
import hooks from 'eslint-plugin-react-hooks';
import ts from 'typescript-eslint';

/** Features another feature may import, through their index only. */
const SHARED_FEATURES = ['gate', 'insight'];

const features = readdirSync(new URL('./src/features', import.meta.url));

const parents = { group: ['../*'], message: 'Import across folders with @/, so that the zones below can see it.' };
const features_ = { group: ['@/features/*'], message: 'ui, api, lib and i18n know no feature.' };
const shell = { group: ['@/app', '@/app/*'], message: 'Only the entry knows the application shell.' };

const zone = (files, patterns) => ({
  files,
  rules: { 'no-restricted-imports': ['error', { patterns }] },
});

export default ts.config(
  { ignores: ['dist', 'src/api/schema.d.ts'] },
  js.configs.recommended,
  ...ts.configs.recommended,
  hooks.configs.flat.recommended,
  {
    files: ['public/*.js', 'scripts/*.mjs', 'eslint.config.js'],
    rules: { 'no-undef': 'off', '@typescript-eslint/no-unused-vars': 'off' },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'no-console': 'error',
      eqeqeq: 'error',
      // The virtualiser and the form library return objects the compiler cannot memoise; we do not use the compiler.
      'react-hooks/incompatible-library': 'off',
    },
  },
  zone(['src/**/*.{ts,tsx}'], [parents]),
  zone(['src/{ui,api,lib,i18n,theme}/**/*.{ts,tsx}'], [parents, shell, features_]),
  ...features.map((feature) => {
    const others = features.filter((other) => other !== feature);
    const group = others.flatMap((other) =>
      SHARED_FEATURES.includes(other) ? [`@/features/${other}/*`] : [`@/features/${other}`, `@/features/${other}/*`],
    );
    return zone(
      [`src/features/${feature}/**/*.{ts,tsx}`],
      [
        parents,
        shell,
        { group, message: 'A feature imports another only when it is shared, and then through its index.' },
      ],
    );
  }),
);

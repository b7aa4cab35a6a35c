import { createTheme, localStorageColorSchemeManager } from '@mantine/core';
import type { CSSVariablesResolver, MantineColorsTuple } from '@mantine/core';

const pine: MantineColorsTuple = [
  '#e8f5f1',
  '#d2e8e1',
  '#a5d2c5',
  '#74bca8',
  '#66cbb4',
  '#2f8f7c',
  '#187466',
  '#0f5e54',
  '#0b4c44',
  '#073a34',
];

/** The component library wears the tokens of `tokens.css`. */
export const theme = createTheme({
  primaryColor: 'pine',
  primaryShade: { light: 7, dark: 4 },
  colors: { pine },
  autoContrast: true,
  luminanceThreshold: 0.35,
  fontFamily: 'var(--pl-font)',
  fontFamilyMonospace: 'var(--pl-font-mono)',
  fontSizes: {
    xs: 'var(--pl-text-xs)',
    sm: 'var(--pl-text-md)',
    md: 'var(--pl-text-lg)',
    lg: 'var(--pl-text-lg)',
    xl: 'var(--pl-text-xl)',
  },
  headings: { fontFamily: 'var(--pl-font)', fontWeight: '650' },
  defaultRadius: 'md',
  radius: { sm: 'var(--pl-radius-sm)', md: 'var(--pl-radius)', lg: 'var(--pl-radius-lg)' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    // Filled buttons take their text from the token: the library's own choice fails on the dark scheme's bright accent.
    Button: {
      vars: (_: unknown, { variant = 'filled' }: { variant?: string }) => ({
        root: variant === 'filled' ? { '--button-color': 'var(--pl-on-accent)' } : {},
      }),
    },
    Checkbox: { defaultProps: { iconColor: 'var(--pl-on-accent)' } },
    Modal: {
      defaultProps: {
        radius: 'lg',
        overlayProps: { backgroundOpacity: 0.45 },
        transitionProps: { duration: 120 },
      },
    },
    Menu: { defaultProps: { shadow: 'md', transitionProps: { duration: 80 } } },
    Select: {
      defaultProps: {
        checkIconPosition: 'right',
        // A list that opens by itself hides what is said under its field.
        openOnFocus: false,
        comboboxProps: { transitionProps: { duration: 80 } },
      },
    },
    MultiSelect: { defaultProps: { openOnFocus: false, comboboxProps: { transitionProps: { duration: 80 } } } },
    Tooltip: { defaultProps: { openDelay: 350 } },
  },
});

const semantic = {
  '--mantine-color-body': 'var(--pl-surface)',
  '--mantine-color-text': 'var(--pl-ink)',
  '--mantine-color-bright': 'var(--pl-ink)',
  '--mantine-color-dimmed': 'var(--pl-ink-3)',
  '--mantine-color-placeholder': 'var(--pl-ink-3)',
  '--mantine-color-error': 'var(--pl-danger)',
  '--mantine-color-anchor': 'var(--pl-accent)',
  '--mantine-color-default': 'var(--pl-surface)',
  '--mantine-color-default-hover': 'var(--pl-hover)',
  '--mantine-color-default-color': 'var(--pl-ink)',
  '--mantine-color-default-border': 'var(--pl-line-strong)',
  '--mantine-color-disabled': 'var(--pl-sunken)',
  '--mantine-color-disabled-color': 'var(--pl-ink-3)',
  '--mantine-color-disabled-border': 'var(--pl-line)',
};

/** Points the library's semantic variables at the tokens; in each scheme apart, or its own defaults would win. */
export const variables: CSSVariablesResolver = () => ({
  variables: { '--mantine-shadow-md': 'var(--pl-shadow-2)', '--mantine-shadow-xl': 'var(--pl-shadow-3)' },
  light: {
    ...semantic,
    '--mantine-color-gray-4': 'var(--pl-line-strong)',
    '--mantine-color-gray-1': 'var(--pl-sunken)',
  },
  dark: {
    ...semantic,
    '--mantine-color-dark-0': 'var(--pl-ink)',
    '--mantine-color-dark-2': 'var(--pl-ink-2)',
    '--mantine-color-dark-3': 'var(--pl-ink-3)',
    '--mantine-color-dark-4': 'var(--pl-line-strong)',
    '--mantine-color-dark-5': 'var(--pl-hover)',
    '--mantine-color-dark-6': 'var(--pl-raised)',
    '--mantine-color-dark-7': 'var(--pl-surface)',
    '--mantine-color-dark-8': 'var(--pl-sunken)',
  },
});

/** Where the chosen colour scheme is kept; `public/first-paint.js` reads the same key. */
export const schemeManager = localStorageColorSchemeManager({ key: 'proofline-scheme' });

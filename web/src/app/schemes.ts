import { IconMoon, IconSun, IconSunMoon } from '@tabler/icons-react';

/** How it can look. */
export const SCHEMES = [
  { value: 'light', label: 'scheme_light', Icon: IconSun },
  { value: 'dark', label: 'scheme_dark', Icon: IconMoon },
  { value: 'auto', label: 'scheme_auto', Icon: IconSunMoon },
] as const;

import '@/theme/mantine.css';
import '@/theme/tokens.css';
import '@/theme/base.css';
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { LanguageProvider, preferredLocale, switchLocale } from '@/i18n/language';
import { queryClient } from '@/app/query-client';
import { router } from '@/app/router';
import { schemeManager, theme, variables } from '@/theme/theme';
import { LiveRegion } from '@/ui/announce';
import { Toasts } from '@/ui/Toasts';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');

void switchLocale(preferredLocale(), false);

createRoot(root).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      cssVariablesResolver={variables}
      colorSchemeManager={schemeManager}
      defaultColorScheme="auto"
    >
      <LanguageProvider>
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={router} />
          <Toasts />
          <LiveRegion />
        </QueryClientProvider>
      </LanguageProvider>
    </MantineProvider>
  </StrictMode>,
);

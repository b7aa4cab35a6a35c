import { QueryClient } from '@tanstack/react-query';
import { asProblem } from '@/api/problem';

/** Everything read from the server. Live events keep it fresh, so little is asked again by itself. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (failures, error) => failures < 2 && asProblem(error).isTransient,
      refetchOnWindowFocus: false,
    },
  },
});

import { QueryErrorResetBoundary } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Component } from 'react';
import { ErrorState } from '@/ui/states';

class Boundary extends Component<{ reset: () => void; children: ReactNode }, { error: unknown }> {
  state = { error: null as unknown };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  render() {
    if (this.state.error === null) return this.props.children;
    const retry = () => {
      this.props.reset();
      this.setState({ error: null });
    };
    return <ErrorState error={this.state.error} retry={retry} />;
  }
}

/** Contains a failure to the panel it happened in, with a way to try again. */
export function ErrorBoundary({ children }: { children: ReactNode }) {
  return (
    <QueryErrorResetBoundary>{({ reset }) => <Boundary reset={reset}>{children}</Boundary>}</QueryErrorResetBoundary>
  );
}

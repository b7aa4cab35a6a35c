import type { ChangeEvent } from '@/api/types';

/** Follows every change the person may see; the browser reconnects by itself and resumes after the last one seen. */
export function followChanges(onChange: (event: ChangeEvent) => void, onGap: () => void): () => void {
  const source = new EventSource('/api/v1/events');
  let wasOpen = false;
  const receive = (message: MessageEvent<string>) => onChange(JSON.parse(message.data) as ChangeEvent);
  source.onmessage = receive;
  source.addEventListener('change', receive as EventListener);
  // The server forgot where we were: everything on screen may be old.
  source.addEventListener('reset', onGap);
  source.onopen = () => {
    if (wasOpen) onGap();
    wasOpen = true;
  };
  return () => source.close();
}

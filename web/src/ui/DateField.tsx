import type { TextInputProps } from '@mantine/core';
import { TextInput } from '@mantine/core';

type Props = Omit<TextInputProps, 'value' | 'onChange' | 'type'> & { value: string; onChange: (date: string) => void };

/** A calendar date, by the browser's own picker: it knows the reader's habits. An empty text is no date. */
export function DateField({ onChange, ...props }: Props) {
  return <TextInput type="date" max="9999-12-31" {...props} onChange={(event) => onChange(event.target.value)} />;
}

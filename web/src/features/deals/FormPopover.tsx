import { MantineThemeProvider, Popover } from '@mantine/core';
import type { ReactNode } from 'react';

/** Lists of a field inside a popover open inside it too: a click in them is no click outside. */
const WITHIN = { defaultProps: { comboboxProps: { withinPortal: false, transitionProps: { duration: 80 } } } };
const theme = { components: { Select: WITHIN, MultiSelect: WITHIN } };

interface Props {
  opened: boolean;
  close: () => void;
  width?: number;
  position?: 'bottom-start' | 'bottom-end';
  label: string;
  /** The control it opens at. */
  target: ReactNode;
  children: ReactNode;
}

/** A small form beside the thing it changes. Escape closes it and gives the focus back. */
export function FormPopover({ opened, close, width = 360, position = 'bottom-start', label, target, children }: Props) {
  return (
    <Popover
      opened={opened}
      onChange={(open) => !open && close()}
      width={width}
      position={position}
      shadow="md"
      trapFocus
      returnFocus
      withinPortal
      transitionProps={{ duration: 80 }}
    >
      <Popover.Target>{target}</Popover.Target>
      <Popover.Dropdown aria-label={label} p="md">
        <MantineThemeProvider theme={theme} inherit>
          {opened && children}
        </MantineThemeProvider>
      </Popover.Dropdown>
    </Popover>
  );
}

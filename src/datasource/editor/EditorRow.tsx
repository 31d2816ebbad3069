import { Box, Stack } from '@grafana/ui';
import type { ReactNode } from 'react';

/** One line of thought of the editor: fields that belong together, on a ground of their own, wrapping as needed. */
export function EditorRow({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <Box
      backgroundColor="secondary"
      borderRadius="default"
      paddingX={1.5}
      paddingTop={1}
      paddingBottom={1.5}
      role="group"
      aria-label={label}
    >
      <Stack direction="row" wrap="wrap" columnGap={2} rowGap={1.5} alignItems="flex-end">
        {children}
      </Stack>
    </Box>
  );
}

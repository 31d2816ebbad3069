import { Box, Stack } from '@grafana/ui';
import type { ReactNode } from 'react';

/**
 * One line of thought of the editor: fields that belong together, on a ground of their own, wrapping as needed. Each of
 * them has a description, so that they stand in line though one of them shows what is wrong with it.
 */
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
      grow={1}
      // Or a wide field would keep it from becoming narrower than that field.
      minWidth={0}
    >
      <Stack direction="row" wrap="wrap" columnGap={2} rowGap={1.5} alignItems="flex-start">
        {children}
      </Stack>
    </Box>
  );
}

import { Box, Stack, Text } from '@grafana/ui';
import { useId, type ReactNode } from 'react';

interface Props {
  readonly title: string;
  readonly description: string;
  readonly children: ReactNode;
}

/** A part of the configuration page, with what it is for. */
export function ConfigSection({ title, description, children }: Props) {
  const id = useId();
  return (
    <Box element="section" marginBottom={5} aria-labelledby={id}>
      <Stack direction="column" gap={2}>
        <Stack direction="column" gap={0.5}>
          <Text element="h3" id={id}>
            {title}
          </Text>
          <Text color="secondary">{description}</Text>
        </Stack>
        {children}
      </Stack>
    </Box>
  );
}

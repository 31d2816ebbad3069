import { Box, Button, Field, IconButton, Input, Stack, Text } from '@grafana/ui';
import type { HttpProps } from './httpProps';
import { SecretField } from './SecretField';
import { headerSecret, withHeaders, withoutHeader } from './upstream';

/** Headers that go with every question; their values are secrets. */
export function HeaderFields({ options, onChange, name, upstream, locked }: HttpProps) {
  const headers = upstream.headers ?? [];
  return (
    <Stack direction="column" gap={1}>
      <Text element="h4" variant="h6">
        HTTP headers
      </Text>
      <Text color="secondary" variant="bodySmall">
        A tenant, for example: X-Scope-OrgID. Values are kept as secrets.
      </Text>
      {headers.map((header, index) => (
        <Stack key={index} direction="row" wrap="wrap" gap={2} alignItems="flex-start">
          <Field noMargin label={`Header ${index + 1}`} invalid={header === ''} error="Name the header">
            <Input
              id={`tidemark-${name}-header-${index}`}
              width={30}
              disabled={locked}
              placeholder="X-Scope-OrgID"
              value={header}
              onChange={(event) => {
                const typed = event.currentTarget.value.trim();
                onChange(
                  withHeaders(
                    options,
                    name,
                    upstream,
                    headers.map((old, i) => (i === index ? typed : old))
                  )
                );
              }}
            />
          </Field>
          <SecretField
            options={options}
            onChange={onChange}
            secret={headerSecret(name, index)}
            label={`Value of header ${index + 1}`}
            disabled={locked}
          />
          <Box paddingTop={3}>
            <IconButton
              name="trash-alt"
              size="lg"
              disabled={locked}
              tooltip={
                index < headers.length - 1
                  ? `Remove header ${index + 1}. The values of the headers after it have to be entered again.`
                  : `Remove header ${index + 1}`
              }
              onClick={() => onChange(withoutHeader(options, name, upstream, index))}
            />
          </Box>
        </Stack>
      ))}
      <div>
        <Button
          variant="secondary"
          size="sm"
          icon="plus"
          disabled={locked}
          onClick={() => onChange(withHeaders(options, name, upstream, [...headers, '']))}
        >
          Add a header
        </Button>
      </div>
    </Stack>
  );
}

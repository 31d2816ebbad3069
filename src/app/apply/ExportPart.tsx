import { useEffect, useState } from 'react';
import { Button, RadioButtonGroup, Stack, Text } from '@grafana/ui';
import type { Pack } from '../../pack/compile';
import { CopyText } from '../frame/CopyText';
import { t } from '../t';
import type { Format } from './writeExport';

interface Written {
  readonly of: Format;
  readonly text: string;
  readonly file: string;
}

function download({ text, file }: Written): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = file;
  link.click();
  URL.revokeObjectURL(url);
}

/** The same as a file, for who applies with something else. */
export function ExportPart({ pack }: { readonly pack: Pack }) {
  const [format, setFormat] = useState<Format>();
  const [written, setWritten] = useState<Written>();
  useEffect(() => {
    let gone = false;
    if (format !== undefined) {
      // The writer of YAML is larger than the page, and needed by few.
      void import('./writeExport').then(({ writeExport, FILE_NAMES }) => {
        const head = t('apply.export-head', 'Exported from the Tidemark data source {{uid}}.', {
          uid: pack.datasourceUid,
        });
        return !gone && setWritten({ of: format, text: writeExport(pack, format, head), file: FILE_NAMES[format] });
      });
    }
    return () => {
      gone = true;
    };
  }, [pack, format]);
  const hints: Readonly<Record<Format, string>> = {
    yaml: t(
      'apply.export-yaml',
      'Goes below provisioning/alerting. Grafana reads it at its start; secrets stand in its environment.'
    ),
    json: t('apply.export-json', 'The same file as JSON, which Grafana provisions as well.'),
    terraform: t(
      'apply.export-terraform',
      'For the provider grafana/grafana. Secrets are variables; what it makes can be edited in Grafana.'
    ),
  };
  return (
    <Stack direction="column" gap={1}>
      <Text color="secondary">
        {t('apply.export-text', 'The same as a file, for who provisions Grafana or runs Terraform.')}
      </Text>
      <div>
        <RadioButtonGroup<Format>
          aria-label={t('apply.export-format', 'Format')}
          options={[
            { value: 'yaml', label: 'YAML' },
            { value: 'json', label: 'JSON' },
            { value: 'terraform', label: 'Terraform' },
          ]}
          {...(format !== undefined && { value: format })}
          onChange={setFormat}
        />
      </div>
      {written !== undefined && written.of === format && (
        <>
          <Text color="secondary">{hints[written.of]}</Text>
          <div>
            <Button variant="secondary" icon="download-alt" onClick={() => download(written)}>
              {t('apply.download', 'Download {{file}}', { file: written.file })}
            </Button>
          </div>
          <CopyText label={written.file} text={written.text} />
        </>
      )}
    </Stack>
  );
}

import type { Pack } from '../../pack/compile';
import { alertingFile } from '../../pack/grafana/file';
import { terraformText } from '../../pack/grafana/terraform';
import { yamlText } from '../../pack/text';

export const FORMATS = ['yaml', 'json', 'terraform'] as const;
export type Format = (typeof FORMATS)[number];

export const FILE_NAMES: Readonly<Record<Format, string>> = {
  yaml: 'tidemark.yaml',
  json: 'tidemark.json',
  terraform: 'tidemark.tf',
};

/** The pack as a file: for `provisioning/alerting`, or for Terraform. Secrets are named in it and not held. */
export function writeExport(pack: Pack, format: Format, head: string): string {
  switch (format) {
    case 'yaml':
      return yamlText(alertingFile(pack), [head]);
    case 'json':
      return `${JSON.stringify(alertingFile(pack), null, 2)}\n`;
    case 'terraform':
      return terraformText(pack, [head]);
  }
}

import type { DataSourcePluginOptionsEditorProps } from '@grafana/data';
import { Alert } from '@grafana/ui';
import type { TidemarkOptions, TidemarkSecrets } from '../types';
import { AppLinks } from './AppLinks';
import { DefinitionsSection } from './DefinitionsSection';
import { LogSection } from './LogSection';
import { UpstreamSection } from './UpstreamSection';

type Props = DataSourcePluginOptionsEditorProps<TidemarkOptions, TidemarkSecrets>;

/** The configuration page of the data source. */
export default function ConfigEditor({ options, onOptionsChange }: Props) {
  const locked = options.readOnly === true;
  return (
    <>
      {locked && (
        <Alert severity="info" title="These settings come from a provisioning file">
          Change jsonData and secureJsonData in that file, then restart Grafana or reload its provisioning. “Text
          (YAML)” below shows the definitions as they stand in such a file.
        </Alert>
      )}
      <AppLinks uid={options.uid} />
      <UpstreamSection options={options} onChange={onOptionsChange} locked={locked} />
      <LogSection options={options} onChange={onOptionsChange} locked={locked} />
      <DefinitionsSection
        jsonData={options.jsonData}
        onChange={(jsonData) => onOptionsChange({ ...options, jsonData })}
        locked={locked}
      />
    </>
  );
}

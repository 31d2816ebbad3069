import { useState } from 'react';
import { useAsync } from 'react-use';
import { useParams } from 'react-router-dom-v5-compat';
import { PluginContextProvider, type DataSourceSettings, type TestDataSourceResponse } from '@grafana/data';
import { getBackendSrv, getDataSourceSrv, HealthCheckError } from '@grafana/runtime';
import {
  Alert,
  Button,
  ErrorBoundaryAlert,
  Field,
  Input,
  LinkButton,
  LoadingPlaceholder,
  Stack,
  type AlertVariant,
} from '@grafana/ui';
import { Page } from '../chrome/Page';
import { loadDataSourcePlugin } from '../loader/plugins';

/** The settings page of one data source: the plugin's own editor, and "Save & test". */
export function DataSourceSettingsPage() {
  const { uid = '' } = useParams<{ uid: string }>();
  const state = useAsync(async () => {
    const settings = await getBackendSrv().get<DataSourceSettings>(
      `/api/datasources/uid/${encodeURIComponent(uid)}`,
      undefined,
      undefined,
      { showErrorAlert: false }
    );
    return { settings, plugin: await loadDataSourcePlugin(settings.type) };
  }, [uid]);
  if (state.error !== undefined) {
    return (
      <Page title="Data source">
        <Alert title="This data source cannot be shown">{messageOf(state.error)}</Alert>
      </Page>
    );
  }
  if (state.value === undefined) {
    return (
      <Page title="Data source">
        <LoadingPlaceholder text="Loading the settings" />
      </Page>
    );
  }
  return <Editor key={uid} {...state.value} />;
}

interface EditorProps {
  readonly settings: DataSourceSettings;
  readonly plugin: Awaited<ReturnType<typeof loadDataSourcePlugin>>;
}

interface Outcome {
  readonly severity: AlertVariant;
  readonly title: string;
  readonly text?: string;
}

function Editor({ settings, plugin }: EditorProps) {
  const [edited, setEdited] = useState(settings);
  const [outcome, setOutcome] = useState<Outcome>();
  const [testing, setTesting] = useState(false);
  const ConfigEditor = plugin.components.ConfigEditor;
  const readOnly = settings.readOnly === true;

  const saveAndTest = async (): Promise<void> => {
    setTesting(true);
    setOutcome(undefined);
    try {
      if (!readOnly) {
        const { datasource } = await getBackendSrv().put<{ datasource: DataSourceSettings }>(
          `/api/datasources/uid/${encodeURIComponent(settings.uid)}`,
          edited,
          { showErrorAlert: false }
        );
        setEdited(datasource);
        await getDataSourceSrv().reload();
      }
      const dataSource = await getDataSourceSrv().get(settings.uid);
      const result = (await dataSource.testDatasource()) as TestDataSourceResponse;
      setOutcome({ severity: result.status === 'success' ? 'success' : 'error', title: result.message });
    } catch (thrown) {
      const failure = causeOf(thrown);
      const verbose: unknown = failure instanceof HealthCheckError ? failure.details?.['verboseMessage'] : undefined;
      setOutcome({
        severity: 'error',
        title: messageOf(failure),
        ...(typeof verbose === 'string' && { text: verbose }),
      });
    } finally {
      setTesting(false);
    }
  };

  return (
    <Page title={settings.name} subTitle={`Type: ${plugin.meta.name}`}>
      {readOnly ? (
        <Alert severity="info" title="Provisioned data source">
          This data source was added by a file of the provisioning folder and cannot be changed here. Change the file
          and start again.
        </Alert>
      ) : (
        <Alert severity="warning" title="Changes live in memory only">
          The preview keeps what you save here until it is stopped, and writes no file. To keep it, put it into a file
          of the provisioning folder.
        </Alert>
      )}
      <Field label="Name" noMargin>
        <Input
          id="data-source-name"
          width={40}
          value={edited.name}
          readOnly={readOnly}
          onChange={(event) => setEdited({ ...edited, name: event.currentTarget.value })}
        />
      </Field>
      <PluginContextProvider meta={plugin.meta}>
        {ConfigEditor === undefined ? (
          <Alert title="This data source brings no settings editor" />
        ) : (
          <ErrorBoundaryAlert>
            <ConfigEditor options={edited} onOptionsChange={setEdited} />
          </ErrorBoundaryAlert>
        )}
      </PluginContextProvider>
      {outcome !== undefined && (
        <Alert severity={outcome.severity} title={outcome.title} data-testid="test-outcome">
          {outcome.text}
        </Alert>
      )}
      <Stack gap={1}>
        <Button disabled={testing} icon={testing ? 'spinner' : 'check'} onClick={() => void saveAndTest()}>
          {readOnly ? 'Test' : 'Save & test'}
        </Button>
        <LinkButton variant="secondary" icon="compass" href="/explore">
          Explore
        </LinkButton>
      </Stack>
    </Page>
  );
}

/** A data source with a backend rejects with its failed check wrapped up in a result. */
function causeOf(thrown: unknown): unknown {
  return typeof thrown === 'object' && thrown !== null && 'error' in thrown && thrown.error instanceof HealthCheckError
    ? thrown.error
    : thrown;
}

function messageOf(thrown: unknown): string {
  if (thrown instanceof Error) {
    return thrown.message;
  }
  if (typeof thrown === 'object' && thrown !== null && 'data' in thrown) {
    const data: unknown = thrown.data;
    if (typeof data === 'object' && data !== null && 'message' in data && typeof data.message === 'string') {
      return data.message;
    }
  }
  return 'It failed, and did not say why.';
}

import { useState } from 'react';
import { PluginExtensionExposedComponents, type DataSourceInstanceSettings, type TimeRange } from '@grafana/data';
import { usePluginComponent } from '@grafana/runtime';
import type { Panel } from '@grafana/schema';
import { Button, Modal } from '@grafana/ui';
import type { PanelPart } from '../model/parts';
import { t } from '../t';
import { may } from './permissions';

interface Props {
  readonly source: DataSourceInstanceSettings;
  readonly part: PanelPart;
  readonly range: TimeRange;
}

/** What Grafana's own form wants to know. */
interface FormProps {
  readonly buildPanel: () => Panel;
  readonly onClose: () => void;
  readonly timeRange: TimeRange;
  readonly options: { readonly useAbsolutePath: boolean };
}

const FORM = PluginExtensionExposedComponents.AddToDashboardFormV1;

/** The panel as a dashboard stores it. */
export function toPanel({ uid, type }: DataSourceInstanceSettings, part: PanelPart): Panel {
  const datasource = { uid, type };
  return {
    type: part.pluginId,
    title: part.title,
    datasource,
    targets: [{ ...part.question, datasource }],
    options: { ...part.options },
    fieldConfig: (part.fieldConfig ?? { defaults: {}, overrides: [] }) as NonNullable<Panel['fieldConfig']>,
  };
}

/** Opens Grafana's form that puts a panel on a dashboard; not offered where the person may change none. */
export function AddToDashboard({ source, part, range }: Props) {
  const [open, setOpen] = useState(false);
  const { component: Form } = usePluginComponent<FormProps>(FORM);
  if (Form === undefined || Form === null || !(may('dashboards:create') || may('dashboards:write'))) {
    return null;
  }
  const close = (): void => setOpen(false);
  return (
    <>
      <Button
        size="sm"
        fill="text"
        variant="secondary"
        icon="apps"
        aria-label={t('panel.add-label', 'Add to dashboard: {{title}}', { title: part.title })}
        onClick={() => setOpen(true)}
      >
        {t('panel.add', 'Add to dashboard')}
      </Button>
      {open && (
        <Modal isOpen title={t('panel.add', 'Add to dashboard')} onDismiss={close}>
          <Form
            buildPanel={() => toPanel(source, part)}
            onClose={close}
            timeRange={range}
            options={{ useAbsolutePath: true }}
          />
        </Modal>
      )}
    </>
  );
}

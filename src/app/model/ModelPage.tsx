import { useEffect, useMemo, useState } from 'react';
import { css } from '@emotion/css';
import { locationUtil, type DataSourceInstanceSettings, type GrafanaTheme2, type UrlQueryMap } from '@grafana/data';
import { getListedPanelPluginIds, locationService } from '@grafana/runtime';
import { Alert, LinkButton, LoadingPlaceholder, Stack, Text, useStyles2 } from '@grafana/ui';
import type { ModelInfo } from '../../model/resources';
import { ourSources, readModels, type SourceModels } from '../ask/sources';
import { definitionsOf } from '../ask/definitions';
import { Frame } from '../frame/Frame';
import { rawText } from '../frame/exploreUrl';
import type { PageTime } from '../frame/useTime';
import { Variable } from '../frame/Variable';
import { modelUrl, pageUrl } from '../routes';
import { t } from '../t';
import { ChangesPart } from './ChangesPart';
import { FeatureList } from './FeatureList';
import { Lights } from './Lights';
import { PanelCard } from './PanelCard';
import { partsOf } from './parts';

interface Props {
  readonly model: string;
  readonly query: UrlQueryMap;
  readonly time: PageTime;
}

/** One model from top to bottom: what changed, what moved, how well it does, and what comes out of it. */
export function ModelPage({ model, query, time }: Props) {
  const [sources, setSources] = useState<readonly SourceModels[]>();
  useEffect(() => {
    let gone = false;
    void Promise.all(ourSources().map(readModels)).then((found) => !gone && setSources(found));
    return () => {
      gone = true;
    };
  }, []);
  const wanted = query['var-datasource'];
  const source =
    sources?.find(({ settings }) => settings.uid === wanted) ??
    sources?.find(({ models }) => models.some(({ id }) => id === model));
  const info = source?.models.find(({ id }) => id === model);
  const nav = {
    text: info?.title ?? model,
    parentItem: {
      text: t('fleet.title', 'Fleet'),
      url: pageUrl('fleet'),
      // Grafana leaves out the app's own crumb, which leads to the fleet, too.
      parentItem: { text: 'Tidemark', url: pageUrl('fleet') },
    },
  };
  const raw = { from: rawText(time.range.raw.from), to: rawText(time.range.raw.to) };
  return (
    <Frame
      nav={nav}
      subTitle={info && <Subtitle info={info} source={source?.settings} />}
      time={time}
      variables={
        source !== undefined &&
        source.models.length > 0 && (
          <Variable
            label={t('variable.model', 'Model')}
            value={model}
            options={source.models.map(({ id, title }) => ({ value: id, label: title }))}
            // The way of a link begins with the path below which Grafana is served; that of its router does not.
            onChange={(value) =>
              locationService.push(locationUtil.stripBaseFromUrl(modelUrl(value, source.settings.uid, raw)))
            }
          />
        )
      }
    >
      {sources === undefined ? (
        <LoadingPlaceholder text={t('model.loading', 'Looking for the model')} />
      ) : source === undefined || info === undefined ? (
        <NoModel model={model} silent={source === undefined ? sources.filter(({ error }) => error) : [source]} />
      ) : (
        <Parts key={`${source.settings.uid}/${model}`} source={source.settings} model={model} time={time} />
      )}
    </Frame>
  );
}

/** Why there is nothing to show; `silent` are the data sources that may know the model and do not say. */
function NoModel({ model, silent }: { readonly model: string; readonly silent: readonly SourceModels[] }) {
  const failed = silent.find(({ error }) => error !== undefined);
  return (
    <Alert
      severity={failed === undefined ? 'warning' : 'error'}
      title={
        failed === undefined
          ? t('model.unknown', 'There is no model "{{model}}" here', { model })
          : t('fleet.source-failed', '{{name}} does not say which models it has', { name: failed.settings.name })
      }
    >
      <Stack direction="column" gap={1} alignItems="flex-start">
        {failed?.error ??
          t('model.unknown-text', 'Neither the settings of the data source nor the labels of its metrics name it.')}
        <Stack direction="row" gap={1} wrap="wrap">
          <LinkButton variant="secondary" href={pageUrl('fleet')}>
            {t('model.to-fleet', 'All models')}
          </LinkButton>
          {failed !== undefined && (
            <LinkButton
              variant="secondary"
              icon="list-ul"
              href={pageUrl('setup', { 'var-datasource': failed.settings.uid })}
            >
              {t('configuration.check', 'Check the set-up')}
            </LinkButton>
          )}
        </Stack>
      </Stack>
    </Alert>
  );
}

function Subtitle({
  info,
  source,
}: {
  readonly info: ModelInfo;
  readonly source: DataSourceInstanceSettings | undefined;
}) {
  return (
    <>
      {[
        info.owner ?? t('fleet.no-owner', 'No owner'),
        info.origin === 'settings'
          ? t('model.defined', 'defined in {{name}}', { name: source?.name ?? '' })
          : t('model.found', 'found in the metrics of {{name}}', { name: source?.name ?? '' }),
      ].join(' · ')}
    </>
  );
}

function Parts({
  source,
  model,
  time,
}: {
  readonly source: DataSourceInstanceSettings;
  readonly model: string;
  readonly time: PageTime;
}) {
  const styles = useStyles2(getStyles);
  const task = useMemo(() => definitionsOf(source).models.find(({ id }) => id === model)?.task, [source, model]);
  const [installed, setInstalled] = useState<ReadonlySet<string>>();
  const parts = useMemo(
    () => (installed === undefined ? [] : partsOf(model, task, installed)),
    [model, task, installed]
  );
  useEffect(() => {
    let gone = false;
    void getListedPanelPluginIds().then((ids) => !gone && setInstalled(new Set(ids)));
    return () => {
      gone = true;
    };
  }, []);
  useEffect(() => {
    // The address may name a part; it is there only now.
    document.getElementById(window.location.hash.slice(1))?.scrollIntoView();
  }, [parts]);
  return (
    <div className={styles.page}>
      <Lights source={source} model={model} range={time.range} />
      <section aria-labelledby="changes-title" className={styles.part}>
        <div id="changes-title">
          <Text element="h2" variant="h4">
            {t('part.changes', 'What changed')}
          </Text>
        </div>
        <ChangesPart source={source} model={model} range={time.range} />
      </section>
      {parts.map((part) => (
        <section key={part.id} id={part.id} aria-labelledby={`${part.id}-title`} className={styles.part}>
          <div>
            <div id={`${part.id}-title`}>
              <Text element="h2" variant="h4">
                {part.title}
              </Text>
            </div>
            <Text color="secondary">{part.lead}</Text>
          </div>
          {part.id === 'data' && <FeatureList source={source} model={model} range={time.range} />}
          {part.panels.map((panel) => (
            <PanelCard key={panel.id} source={source} part={panel} range={time.range} />
          ))}
        </section>
      ))}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  page: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(4) }),
  part: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1.5), scrollMarginTop: theme.spacing(8) }),
});

import { memo, useMemo, useState, type ComponentType } from 'react';
import type { DataFrame, PanelProps } from '@grafana/data';
import { Guard } from './Guard';
import { PanelFrame } from './PanelFrame';
import { answerKeeper, timeRangeKeeper } from './sameAnswer';
import type { SectionOptions, SectionOptionsRead } from './sectionOptions';

type Times = Pick<PanelProps, 'timeRange' | 'timeZone' | 'onChangeTimeRange'>;
type Props<Id extends string> = Pick<PanelProps<SectionOptions<Id>>, 'data' | 'options' | 'width' | 'height'> & Times;

/** In place of the parts, where there is nothing to show: why, and what to do. */
export interface MessageView {
  readonly state: 'message';
  readonly title: string;
  readonly text: string;
}

interface ReadyView {
  readonly state: 'ready';
  readonly notices: readonly string[];
}

/** What the parts of a panel are drawn from. */
export interface ContentProps<View> extends Times {
  readonly view: View;
  /** Without the scroll bar of the panel, which takes room from its content. */
  readonly width: number;
  readonly pageSize: number;
}

interface Definition<Id extends string, View extends ReadyView> {
  readonly panelId: string;
  readonly words: () => {
    /** What is said where the panel's own code fails. */
    readonly defect: string;
    readonly loading: string;
  };
  readonly parseOptions: (stored: unknown) => SectionOptionsRead<Id>;
  readonly toViewModel: (series: readonly DataFrame[], options: SectionOptions<Id>) => View | MessageView;
  readonly Content: ComponentType<ContentProps<View>>;
}

const SCROLL_BAR = 16;

/** A panel made of parts below one another. Its parts are drawn anew only where the answer, the options or the room change. */
export function partsPanel<Id extends string, View extends ReadyView>(definition: Definition<Id, View>) {
  const { panelId, words, parseOptions, toViewModel } = definition;
  // `memo` loses the generic props of what it is given.
  const Content = memo(definition.Content) as unknown as ComponentType<ContentProps<View>>;

  function Parts({ data, options: stored, width, height, timeRange, timeZone, onChangeTimeRange }: Props<Id>) {
    const { options, dropped } = useMemo(() => parseOptions(stored), [stored]);
    const [keepAnswer] = useState(answerKeeper);
    const [keepRange] = useState(timeRangeKeeper);
    const series = useMemo(() => keepAnswer(data.series), [keepAnswer, data.series]);
    const view = useMemo(() => toViewModel(series, options), [series, options]);
    return (
      <PanelFrame
        data={data}
        width={width}
        height={height}
        message={view.state === 'message' ? view : undefined}
        notices={view.state === 'message' ? dropped : [...dropped, ...view.notices]}
        loading={words().loading}
      >
        {view.state === 'ready' && (
          <Content
            view={view}
            width={width - SCROLL_BAR}
            pageSize={options.pageSize}
            timeRange={keepRange(timeRange)}
            timeZone={timeZone}
            onChangeTimeRange={onChangeTimeRange}
          />
        )}
      </PanelFrame>
    );
  }

  return function Panel(props: Props<Id>) {
    return (
      <Guard panelId={panelId} title={words().defect} dependencies={[props.data, props.options]}>
        <Parts {...props} />
      </Guard>
    );
  };
}

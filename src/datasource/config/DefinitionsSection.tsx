import { LoadingPlaceholder } from '@grafana/ui';
import { lazy, Suspense, useState } from 'react';
import { RadioChoice } from '../RadioChoice';
import type { TidemarkOptions } from '../types';
import { ConfigSection } from './ConfigSection';
import { DefinitionForms } from './DefinitionForms';
import { fitsForms } from './definitions';

/** Apart, because it brings the reader of YAML and Grafana's code editor. */
const DefinitionText = lazy(() => import('./DefinitionText'));

interface Props {
  readonly jsonData: TidemarkOptions;
  readonly onChange: (jsonData: TidemarkOptions) => void;
  readonly locked: boolean;
}

/** What is watched, and for whom. */
export function DefinitionsSection({ jsonData, onChange, locked }: Props) {
  const [view, setView] = useState<'forms' | 'text'>('forms');
  const showable = fitsForms(jsonData);
  const shown = showable ? view : 'text';
  return (
    <ConfigSection
      title="What to watch"
      description="Models, the teams that own them, and stored references. All of it is optional: any metric can be looked at without."
    >
      <div>
        <RadioChoice
          aria-label="Edit as"
          options={[
            { value: 'forms', label: 'Forms' },
            { value: 'text', label: 'Text (YAML)' },
          ]}
          disabledOptions={showable ? [] : ['forms']}
          value={shown}
          onChange={setView}
        />
      </div>
      {shown === 'forms' ? (
        <DefinitionForms jsonData={jsonData} onChange={onChange} locked={locked} />
      ) : (
        <Suspense fallback={<LoadingPlaceholder text="Loading the editor…" />}>
          <DefinitionText jsonData={jsonData} onChange={onChange} locked={locked} />
        </Suspense>
      )}
    </ConfigSection>
  );
}

import { CHANGES_FIELDS, HYPERPARAMETER_PREFIX, TIMELINE_FIELDS, VERSIONS_FIELDS } from '../../model';
import { asText, type Change } from '../query/models/changes';
import type { Period } from '../query/models/periods';
import type { Happening } from '../query/models/timeline';
import type { Field, FieldConfig, Frame, Notice } from './frame';
import { metaOf } from './meta';
import { wordsConfig } from './words';

const STAGE_CONFIG: FieldConfig = {
  displayNameFromDS: 'Stage',
  description: 'Deployed: it serves now. Else how its time ended: replaced by another version, rolled back, retired.',
  ...wordsConfig({
    deployed: { text: 'Deployed', tone: 'green' },
    rolled_back: { text: 'Rolled back', tone: 'red' },
    replaced: { text: 'Replaced' },
    retired: { text: 'Retired' },
  }),
};

const TABLE = { type: 'table', preferredVisualisationType: 'table' } as const;

function texts(name: string, values: ReadonlyArray<string | undefined>, config: FieldConfig): Field {
  return { name, type: 'string', values: values.map((value) => value ?? null), config };
}

function times(name: string, values: ReadonlyArray<number | undefined>, title: string): Field {
  return { name, type: 'time', values: values.map((value) => value ?? null), config: { displayNameFromDS: title } };
}

/** Numbers as a column of numbers, so that they can be sorted and drawn; anything else as text. */
function hyperparameterField(name: string, periods: readonly Period[]): Field {
  const values = periods.map(({ hyperparameters }) => hyperparameters[name]);
  const column = Object.values<string>(VERSIONS_FIELDS).includes(name) ? `${HYPERPARAMETER_PREFIX}${name}` : name;
  const config = { displayNameFromDS: name, description: 'A hyperparameter, as the version was logged with it.' };
  const numeric = values.every((value) => value === undefined || value === null || typeof value === 'number');
  return numeric
    ? {
        name: column,
        type: 'number',
        values: values.map((value) => (typeof value === 'number' && Number.isFinite(value) ? value : null)),
        config,
      }
    : texts(column, values.map(asText), config);
}

export function versionsFrame(periods: readonly Period[], notices: readonly Notice[], executed: string): Frame {
  const F = VERSIONS_FIELDS;
  const rows = [...periods].sort((a, b) => b.since - a.since);
  const of = <K extends keyof Period>(key: K): ReadonlyArray<Period[K]> => rows.map((period) => period[key]);
  const names = [...new Set(rows.flatMap(({ hyperparameters }) => Object.keys(hyperparameters)))].sort();
  return {
    name: 'versions',
    fields: [
      texts(F.version, of('version'), { displayNameFromDS: 'Version' }),
      texts(F.stage, of('stage'), STAGE_CONFIG),
      times(F.since, of('since'), 'Since'),
      times(F.until, of('until'), 'Until'),
      texts(F.role, of('role'), { displayNameFromDS: 'Role' }),
      texts(F.trainingData, of('trainingData').map(asText), {
        displayNameFromDS: 'Training data',
        custom: { minWidth: 260 },
      }),
      texts(F.runUrl, of('runUrl'), {
        displayNameFromDS: 'Run',
        description: 'Where the training run can be looked at.',
        custom: { minWidth: 260 },
        ...runLink(of('runUrl')),
      }),
      ...names.map((name) => hyperparameterField(name, rows)),
    ],
    meta: metaOf(notices, executed, TABLE),
  };
}

/** Only where all of them can be opened: what a log holds may be the name of a run, or something that nobody should open. */
function runLink(urls: ReadonlyArray<string | undefined>): Pick<FieldConfig, 'links'> {
  const told = urls.filter((url) => url !== undefined);
  return told.length > 0 && told.every((url) => /^https?:\/\//.test(url))
    ? { links: [{ title: 'Open the training run', url: '${__value.raw}', targetBlank: true }] }
    : {};
}

export function changesFrame(changes: readonly Change[], notices: readonly Notice[], executed: string): Frame {
  const F = CHANGES_FIELDS;
  const rows = [...changes].sort((a, b) => b.time - a.time);
  const of = <K extends keyof Change>(key: K): ReadonlyArray<Change[K]> => rows.map((change) => change[key]);
  return {
    name: 'changes',
    fields: [
      times(F.time, of('time'), 'Time'),
      texts(F.role, of('role'), { displayNameFromDS: 'Role' }),
      texts(F.from, of('from'), { displayNameFromDS: 'From version' }),
      texts(F.to, of('to'), { displayNameFromDS: 'To version' }),
      texts(F.what, of('what'), { displayNameFromDS: 'What changed' }),
      texts(F.before, of('before'), { displayNameFromDS: 'Before', description: 'Empty where it was not there.' }),
      texts(F.after, of('after'), { displayNameFromDS: 'After', description: 'Empty where it is gone.' }),
    ],
    meta: metaOf(notices, executed, TABLE),
  };
}

export function timelineFrame(happenings: readonly Happening[], notices: readonly Notice[], executed: string): Frame {
  const F = TIMELINE_FIELDS;
  const of = <K extends keyof Happening>(key: K): ReadonlyArray<Happening[K]> => happenings.map((one) => one[key]);
  return {
    name: 'timeline',
    fields: [
      times(F.time, of('time'), 'Time'),
      texts(F.title, of('title'), { displayNameFromDS: 'Title', custom: { minWidth: 260 } }),
      texts(F.text, of('text'), { displayNameFromDS: 'Text', custom: { minWidth: 420 } }),
      // A comma-separated list is what Grafana reads as tags.
      texts(
        F.tags,
        happenings.map(({ role, version, stage }) => ['model', stage, role, `version ${version}`].join(',')),
        { displayNameFromDS: 'Tags' }
      ),
      texts(F.version, of('version'), { displayNameFromDS: 'Version' }),
      texts(F.role, of('role'), { displayNameFromDS: 'Role' }),
      texts(F.stage, of('stage'), { displayNameFromDS: 'Stage' }),
    ],
    meta: metaOf(notices, executed, TABLE),
  };
}

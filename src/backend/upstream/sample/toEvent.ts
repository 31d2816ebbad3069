import type { EventKind, LogField } from '../../../model';
import { LINES, type Json, type ReadField } from '../../../scenario';
import type { EventByKind, EventQuestion } from '../events';
import { compileFeaturePatterns } from '../matching';
import { asText, featuresReader, nameReader, pathReader } from './readFields';
import type { Timed } from './told';

const text = (value: Json | undefined): string | undefined =>
  value === undefined || value === null ? undefined : asText(value);
const number = (value: Json | undefined): number | undefined => (typeof value === 'number' ? value : undefined);
const outcome = (value: Json | undefined): string | number | undefined =>
  typeof value === 'number' ? value : text(value);
const object = (value: Json | undefined): Readonly<Record<string, Json>> | undefined =>
  typeof value === 'object' && value !== null ? value : undefined;

function groupReader<K extends EventKind>({ event, source, groupBy }: EventQuestion<K>) {
  const readers = groupBy.map((name) => [name, nameReader(event, name, source)] as const);
  const none: Readonly<Record<string, string>> = {};
  return (told: Timed<K>['told']): Readonly<Record<string, string>> =>
    readers.length === 0 ? none : Object.fromEntries(readers.map(([name, read]) => [name, asText(read(told))]));
}

/** Makes events of the lines of one kind. */
export function eventMaker<K extends EventKind>(question: EventQuestion<K>): (line: Timed<K>) => EventByKind[K] {
  const makers: { readonly [E in EventKind]: () => (line: Timed<E>) => EventByKind[E] } = {
    prediction: () => predictionMaker(question as EventQuestion<'prediction'>),
    label: () => labelMaker(question as EventQuestion<'label'>),
    model: () => modelMaker(question as EventQuestion<'model'>),
    pipeline: () => pipelineMaker(question as EventQuestion<'pipeline'>),
  };
  return makers[question.event]();
}

function readers<K extends EventKind>({ event, source }: EventQuestion<K>) {
  return {
    field: (name: LogField): ReadField<K> => pathReader(event, source.fields[name], source),
    /** Where the line has no such field, a label of the stream may hold it. */
    label: (name: LogField): ReadField<K> => {
      const read = pathReader(event, source.fields[name], source);
      const { stream } = LINES[event];
      const label = Object.hasOwn(stream, source.fields[name]) ? stream[source.fields[name]] : undefined;
      return label === undefined ? read : (told) => read(told) ?? label(told);
    },
  };
}

function predictionMaker(
  question: EventQuestion<'prediction'>
): (line: Timed<'prediction'>) => EventByKind['prediction'] {
  const { field, label } = readers(question);
  const group = groupReader(question);
  const { features: wanted } = question;
  const features = featuresReader(
    question.source,
    wanted === 'all' ? () => true : wanted.length === 0 ? () => false : compileFeaturePatterns(wanted)
  );
  const [id, request, version, role] = [field('predictionId'), field('requestId'), label('version'), label('role')];
  const [prediction, confidence, probabilities] = [field('prediction'), field('confidence'), field('probabilities')];
  const [latency, error] = [field('latencyMs'), field('error')];
  return ({ time, told }) => ({
    event: 'prediction',
    time,
    group: group(told),
    predictionId: text(id(told)),
    requestId: text(request(told)),
    version: asText(version(told)),
    role: asText(role(told)),
    prediction: outcome(prediction(told)),
    confidence: number(confidence(told)),
    probabilities: object(probabilities(told)) as Readonly<Record<string, number>> | undefined,
    latencyMs: number(latency(told)),
    error: text(error(told)),
    features: features(told),
  });
}

function labelMaker(question: EventQuestion<'label'>): (line: Timed<'label'>) => EventByKind['label'] {
  const { field } = readers(question);
  const group = groupReader(question);
  const [id, label] = [field('predictionId'), field('label')];
  return ({ time, told }) => ({
    event: 'label',
    time,
    group: group(told),
    predictionId: text(id(told)),
    label: outcome(label(told)),
  });
}

function modelMaker(question: EventQuestion<'model'>): (line: Timed<'model'>) => EventByKind['model'] {
  const { field, label } = readers(question);
  const group = groupReader(question);
  const [version, role, stage] = [label('version'), label('role'), field('stage')];
  const [hyperparameters, trainingData, runUrl] = [field('hyperparameters'), field('trainingData'), field('runUrl')];
  return ({ time, told }) => ({
    event: 'model',
    time,
    group: group(told),
    version: asText(version(told)),
    role: asText(role(told)),
    stage: text(stage(told)),
    hyperparameters: object(hyperparameters(told)) ?? {},
    trainingData: trainingData(told),
    runUrl: text(runUrl(told)),
  });
}

function pipelineMaker(question: EventQuestion<'pipeline'>): (line: Timed<'pipeline'>) => EventByKind['pipeline'] {
  const { field } = readers(question);
  const group = groupReader(question);
  const [job, runId, status] = [field('job'), field('runId'), field('status')];
  const [durationS, rows, error] = [field('durationS'), field('rows'), field('error')];
  return ({ time, told }) => ({
    event: 'pipeline',
    time,
    group: group(told),
    job: text(job(told)),
    runId: text(runId(told)),
    status: text(status(told)),
    durationS: number(durationS(told)),
    rows: number(rows(told)),
    error: text(error(told)),
  });
}

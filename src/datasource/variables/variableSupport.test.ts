import { dateTime } from '@grafana/data';
import { interpolateQuery } from '../interpolate';
import type { TidemarkQuery, TidemarkVariableQuery } from '../types';
import { variableQuery } from './variableQuery';
import { findValues } from './variableSupport';

const from = dateTime('2026-11-22T00:00:00Z');
const to = dateTime('2026-11-23T00:00:00Z');
const range = { from, to, raw: { from, to } };

function find(query: Partial<TidemarkVariableQuery>, answer: unknown, replace = (text: string) => text) {
  const asked: unknown[] = [];
  // The edge of the network: what the backend would answer.
  const datasource = {
    ask: (...question: unknown[]) => (asked.push(question), Promise.resolve(answer as never)),
    applyTemplateVariables: (target: TidemarkQuery) => interpolateQuery(target, replace),
  };
  const targets = [{ refId: 'V', kind: 'models' as const, ...query }];
  return { asked, values: findValues(datasource, { targets, range, scopedVars: {} }) };
}

const times = { from: from.valueOf(), to: to.valueOf() };

describe('dashboard variables', () => {
  it('list models by title, and hold their ids', async () => {
    const { asked, values } = find({}, [{ id: 'fraud', title: 'Card fraud', origin: 'settings' }]);
    await expect(values).resolves.toEqual([{ text: 'Card fraud', value: 'fraud' }]);
    expect(asked).toEqual([['models', times, {}]]);
  });

  it('list the features of a model', async () => {
    const { asked, values } = find({ kind: 'features', model: '$model' }, [{ name: 'amount', kind: 'numeric' }]);
    await expect(values).resolves.toEqual([{ text: 'amount', value: 'amount' }]);
    expect(asked).toEqual([['features', { ...times, model: '$model' }, {}]]);
  });

  it('list versions as the values of the version label', async () => {
    const { asked, values } = find({ kind: 'versions', model: 'fraud' }, ['6', '7']);
    await expect(values).resolves.toEqual([
      { text: '6', value: '6' },
      { text: '7', value: '7' },
    ]);
    expect(asked).toEqual([['label-values', { ...times, model: 'fraud', label: 'version' }, {}]]);
  });

  it('list profiles of all models where none is named', async () => {
    const { asked, values } = find({ kind: 'profiles' }, ['train-7']);
    await expect(values).resolves.toEqual([{ text: 'train-7', value: 'train-7' }]);
    expect(asked).toEqual([['profiles', times, {}]]);
  });

  it('say what is missing, rather than answer an empty list', async () => {
    await expect(find({ kind: 'features' }, []).values).rejects.toThrow('Choose a model');
    await expect(find({ kind: 'label_values', model: 'fraud' }, []).values).rejects.toThrow('Choose a label');
  });

  it('ask nothing of a model whose variable is empty, rather than of all models', async () => {
    const { asked, values } = find({ kind: 'versions', model: '$model' }, ['6'], () => '');
    await expect(values).rejects.toThrow('$model stands for nothing yet');
    expect(asked).toEqual([]);
  });

  it('begin as the list of models, whatever Grafana hands over for a new one', () => {
    expect(variableQuery('')).toEqual({ refId: 'TidemarkVariable', kind: 'models' });
    expect(variableQuery(undefined)).toEqual({ refId: 'TidemarkVariable', kind: 'models' });
    expect(variableQuery({ refId: 'A', kind: 'nonsense' })).toEqual({ refId: 'A', kind: 'models' });
    expect(variableQuery({ refId: 'A', kind: 'features', model: 'fraud' })).toEqual({
      refId: 'A',
      kind: 'features',
      model: 'fraud',
    });
  });
});

import { annotationSupport } from './annotationSupport';
import type { TidemarkQuery } from '../types';

const annotation = (target?: TidemarkQuery) => ({
  name: 'Drift',
  enable: true,
  iconColor: 'red',
  ...(target && { target }),
});

describe('annotationSupport', () => {
  it('always asks for the verdict of each window', () => {
    const target: TidemarkQuery = { refId: 'Anno', queryType: 'drift', model: 'fraud', format: 'alert', window: '2h' };
    expect(annotationSupport.prepareQuery?.(annotation(target))).toEqual({
      ...target,
      queryType: 'drift_over_time',
      format: 'table',
    });
  });

  it.each(['models', 'pipeline'] as const)('asks the kind %s for its timeline alone', (queryType) => {
    const target: TidemarkQuery = { refId: 'Anno', queryType, model: 'fraud' };
    expect(annotationSupport.prepareQuery?.(annotation(target))).toEqual({
      ...target,
      format: 'table',
      frames: ['timeline'],
    });
  });

  it('asks nothing before it says what to look at', () => {
    expect(annotationSupport.prepareQuery?.(annotation())).toBeUndefined();
    expect(annotationSupport.prepareQuery?.(annotation({ refId: 'Anno' }))).toBeUndefined();
  });
});

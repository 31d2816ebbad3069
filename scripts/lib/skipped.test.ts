import { gatherSkipped } from './skipped';

describe('what was left out', () => {
  it('is one line for each thing that is absent', () => {
    expect(
      gatherSkipped([
        'SKIPPED: live: scrapes: Prometheus is absent. Install it with: apt-get install prometheus.',
        'SKIPPED: blocks: Prometheus is absent. Install it with: apt-get install prometheus.',
        'SKIPPED: pages: Chromium is absent. Install it.',
        'SKIPPED: blocks: Prometheus is absent. Install it with: apt-get install prometheus.',
      ])
    ).toEqual([
      'SKIPPED: Prometheus is absent. Install it with: apt-get install prometheus. Left out: live: scrapes; blocks',
      'SKIPPED: Chromium is absent. Install it. Left out: pages',
    ]);
  });

  it('keeps lines of another shape', () => {
    expect(gatherSkipped(['SKIPPED: no registry'])).toEqual(['SKIPPED: no registry']);
  });
});

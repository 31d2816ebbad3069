import type { EventUpstream } from '../../upstream/events';
import { tableEvents, type GivenEvent } from '../testing/tableEvents';
import { ask, FLIPS, NOW, refusal, request, requests, rows, said } from './testing/ask';

describe('an alert rule', () => {
  it('sees one value a number, each with labels of its own', async () => {
    const frames = await ask(FLIPS, { metrics: ['agreement', 'disagreement_rate'] }, { fromAlert: true });
    expect(frames.map(({ fields }) => [fields[0]?.name, fields[0]?.labels, fields[0]?.values])).toEqual([
      ['agreement', { model: 'fraud', metric: 'agreement' }, [50 / 60]],
      ['disagreement_rate', { model: 'fraud', metric: 'disagreement_rate' }, [1 - 50 / 60]],
    ]);
    expect(frames[0]?.meta.type).toBe('numeric-multi');
  });

  it('has no label read for numbers that need none', async () => {
    const upstream = tableEvents(FLIPS);
    await ask(upstream, { metrics: ['agreement'] }, { fromAlert: true });
    expect(upstream.asked.map(({ question }) => question.event)).toEqual(['prediction']);
  });

  it('sees the usual numbers where it names none; one without labels has no data, with the reason', async () => {
    const frames = await ask(FLIPS, {}, { fromAlert: true });
    expect(frames.map(({ name, fields }) => [name, fields[0]?.values[0]])).toEqual([
      ['agreement', 50 / 60],
      ['confident_disagreement_rate', null],
      ['shadow_worse', null],
    ]);
    expect(said(frames)).toContain('shadow_worse: No pair has a label yet');
    expect(said(frames)).toContain('confident_disagreement_rate: Both models are never confident at once');
  });

  it('sees 1 where the shadow should be rolled back, by segment where it asks', async () => {
    const events = [
      ...requests(300, { live: 'ok', shadow: 'ok', label: 'ok', features: { country: 'US' } }, 'a'),
      ...requests(300, { live: 'ok', shadow: 'bad', label: 'ok', features: { country: 'DE' } }, 'b'),
    ];
    const frames = await ask(events, { metrics: ['shadow_worse'], groupBy: ['country'] }, { fromAlert: true });
    expect(frames.map(({ fields }) => [fields[0]?.labels?.['country'], fields[0]?.values[0]])).toEqual([
      ['DE', 1],
      ['US', 0],
    ]);
  });

  it('has no data where nothing was answered, instead of an error or a zero', async () => {
    const frames = await ask([], { metrics: ['agreement', 'shadow_worse'] }, { fromAlert: true });
    expect(frames.map(({ fields }) => fields[0]?.values)).toEqual([[null], [null]]);
  });
});

describe('what is not as it should be', () => {
  it('names the several versions of a role, and compares them as one until they are filtered', async () => {
    const deployed = FLIPS.map((event, i) =>
      event.event === 'prediction' && event.role === 'live' && i % 4 === 0 ? { ...event, version: '6' } : event
    );
    const frames = await ask(deployed);
    expect(said(frames)).toMatch(/Several versions were live in this time: 6 \(\d+\), 7 \(\d+\)/);
    expect(rows(frames, 'summary')[0]).toMatchObject({ live_versions: '6, 7', pairs: 60 });
    const narrowed = await ask(deployed, { filters: { version: ['7', '8'] } });
    expect(said(narrowed)).not.toContain('Several versions');
    expect(rows(narrowed, 'summary')[0]).toMatchObject({ live_versions: '7' });
  });

  it('says that versions of one role alone leave nothing to compare', async () => {
    const events = requests(5, { live: 'ok', shadow: 'ok' }, 'a');
    expect(said(await ask(events, { filters: { version: '8' } }))).toMatch(
      /^filters: the versions that are named served one role alone\. Name those of both sides/
    );
    expect(said(await ask(events, { filters: { version: ['7', '8'] } }))).not.toContain('one role alone');
  });

  it('says that a shadow which answers nothing cannot be compared', async () => {
    const [summary] = rows(await ask(requests(5, { live: 'ok' }, 'a')), 'summary');
    expect(summary).toMatchObject({ pairs: 0, unpaired_live: 5, agreement: null, recommendation: 'hold' });
    expect(summary?.['reason']).toMatch(/^The shadow answered nothing, and live 5 requests\./);
  });

  it('says so where both answer, and never the same request', async () => {
    const events = [...requests(5, { live: 'ok' }, 'a'), ...requests(4, { shadow: 'ok' }, 'b')];
    const [summary] = rows(await ask(events), 'summary');
    expect(summary?.['reason']).toMatch(
      /^No request was answered by both, though live answered 5 and the shadow 4: check/
    );
  });

  it('says where labels and predictions use other words', async () => {
    const frames = await ask(requests(5, { live: 'true', shadow: 'true', label: 'fraud' }, 'a'));
    expect(said(frames)).toContain('No label (fraud) is one of the predictions (true)');
  });

  it('leaves out confidences and latencies that are none, and says so', async () => {
    const events = requests(5, { live: 'ok', shadow: 'ok', confidences: [97, 0.9], latencies: [-1, 5] }, 'a');
    const frames = await ask(events);
    expect(said(frames)).toContain(
      'Confidences that are not between 0 and 1, which are left out; log a probability: 5.'
    );
    expect(said(frames)).toContain('Latencies below 0, which are left out: 5.');
    expect(rows(frames, 'metrics').map(({ metric }) => metric)).toEqual(['accuracy', 'error_rate']);
  });

  it('counts lines with neither a prediction nor an error', async () => {
    const events: readonly GivenEvent[] = [
      ...request('a', { live: 'ok', shadow: 'ok' }),
      { event: 'prediction', time: NOW - 9, requestId: 'b', role: 'live' },
      { event: 'prediction', time: NOW - 8, requestId: 'b', role: 'shadow', prediction: 'ok' },
    ];
    const frames = await ask(events);
    expect(rows(frames, 'summary')[0]).toMatchObject({ pairs: 2, agreement: 1 });
    expect(said(frames)).toContain('Lines with neither a prediction nor an error, which are not compared: 1.');
  });

  it('gives up the matrix of far too many classes, and keeps agreement', async () => {
    const events = Array.from({ length: 400 }, (_, i) =>
      request(`r${i}`, { live: `user ${i}`, shadow: `item ${i % 200}` })
    ).flat();
    const frames = await ask(events);
    expect(rows(frames, 'summary')[0]).toMatchObject({ pairs: 400, agreement: 0, kappa: null, prediction_psi: null });
    expect(rows(frames, 'flips')).toEqual([]);
    expect(said(frames)).toContain('More than 500 different predictions are too many for a matrix of flips');
  });

  it.each([
    [{ filters: { role: 'live' } }, 'bad_query: filters: a shadow query reads both roles'],
    [{ groupBy: ['role'] }, 'bad_query: groupBy: a shadow query compares the roles live and shadow with each other'],
    [{ groupBy: ['pairs'] }, 'bad_query: groupBy: "pairs" is the name of a column of the answer itself'],
    [{ frames: ['matrix'] }, 'bad_query: frames: this kind of query answers no frame "matrix"; there is summary,'],
    [{ metrics: ['accuracy'] }, 'bad_query: metrics: this kind of query knows no number "accuracy"; there is pairs,'],
    [{ alpha: 0.7 }, 'bad_query: alpha: a recommendation rests on one-sided tests; write one below 0.5.'],
    [{ features: ['/(/'] }, 'bad_query: /(/ is not a regular expression'],
  ])('refuses %j', async (query, message) => {
    expect(await refusal(ask(FLIPS, query))).toContain(message);
  });

  it('says what to change where nothing at all is found', async () => {
    expect(await refusal(ask([], { filters: { country: 'XX' } }))).toMatch(
      /^no_current_data: Neither live nor shadow answered anything from .* in the stream {model="fraud",event="prediction"} .* or change the filters, or let the service tell its role\.$/
    );
    expect(await refusal(ask(undefined))).toMatch(
      /^no_current_data: .*: no metric of predictions of fraud has the label role/
    );
  });

  it('reads a sample of the requests where there are too many, both partners or neither, and says its share', async () => {
    const table = tableEvents(requests(2_000, { live: 'ok', shadow: 'ok', label: 'ok' }, 'r'));
    const upstream: EventUpstream = {
      ...table,
      count: async () => ({ value: 4_000_000, executed: '', notices: [] }),
    };
    const frames = await ask(upstream, { frames: ['summary'] });
    const [summary] = rows(frames, 'summary');
    expect(summary).toMatchObject({ sampled_fraction: 0.25, unpaired_live: 0, unpaired_shadow: 0 });
    expect(Math.abs(Number(summary?.['pairs']) - 500)).toBeLessThan(80);
    expect(Number(summary?.['labelled_pairs'])).toBeLessThan(Number(summary?.['pairs']));
    expect(said(frames)).toContain(
      '4,000,000 predictions are more than the 1,000,000 that are read at once: numbers rest on a sample of 25 % of the requests.'
    );
    expect(said(frames)).toContain('who was right rests on a sample of 25 % of them.');
  });

  it('stops reading once nobody waits for the answer, whatever the log still has', async () => {
    const controller = new AbortController();
    let read = 0;
    const endless: EventUpstream = {
      ...tableEvents([]),
      read: ((question: { event: string }) => ({
        async *[Symbol.asyncIterator]() {
          for (let i = 0; question.event === 'prediction'; i++) {
            read++;
            const line = { ...request(`r${i}`, { live: 'ok' })[0], group: {} };
            yield Array.from({ length: 5000 }, (_, k) => ({ ...line, requestId: `${i}/${k}` }));
          }
        },
        report: () => ({ executed: [], notices: [], lines: 0, unreadable: 0, cut: false }),
      })) as unknown as EventUpstream['read'],
    };
    const asked = ask(endless, {}, { signal: controller.signal });
    setTimeout(() => controller.abort(new Error('gone')), 60);
    await expect(asked).rejects.toThrow('gone');
    const until = read;
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect([until > 0, read]).toEqual([true, until]);
  });
});

import type { HeldBy, Part, Request, Step } from './change';
import { readLedger, union, withLedger, withoutLedger, type Ledger, type Made } from './ledger';
import { isProvided, provenanceOf, same, textOf } from './objects';
import { PATHS } from './paths';
import type { Scene } from './scene';

const isNothing = ({ contactPoints, muteTimings, policies }: Made): boolean =>
  contactPoints.length === 0 && muteTimings.length === 0 && !policies;

/** The message templates, and above them what has been made: written first with all that may be, last with all that is. */
export function planTemplate(scene: Scene, made: Made): Part {
  const { desired, snapshot, ledger, mine, lock } = scene;
  const { name, text } = desired.template;
  const now = snapshot.templates.find((one) => textOf(one, 'name') === name);
  const before = now === undefined ? undefined : textOf(now, 'template');
  const known = before === undefined ? {} : readLedger(before);
  const ledgerWith = (entry: Made): Ledger => ({ ...ledger, [desired.datasourceUid]: entry });
  const unused =
    desired.groups.length === 0 && isNothing(made) && Object.keys(ledger).every((uid) => uid === desired.datasourceUid);
  const wanted = text === '' ? withoutLedger(before ?? '') : text;
  const atFirst = withLedger(wanted, ledgerWith(union(mine, made)));
  const atLast = unused ? undefined : withLedger(wanted, ledgerWith(made));

  // Templates of a file are as good as ours, so long as there is nothing to take down above them.
  const isEnough = before !== undefined && known === undefined && before === wanted && isNothing(made);
  if (before === atLast || isEnough || (unused && known === undefined)) {
    return { changes: [], steps: [] };
  }
  const held: HeldBy | undefined =
    now === undefined ? undefined : isProvided(now) ? 'file' : known === undefined ? 'stranger' : undefined;
  const editable = now === undefined ? !lock : provenanceOf(now) === '';
  const what = atLast === undefined ? 'remove' : before === undefined ? 'make' : 'change';
  const base = { kind: 'template' as const, name };
  const write = (template: string): Request => ({
    method: 'PUT',
    path: PATHS.template(name),
    body: { template },
    editable,
  });
  const remove: Request = { method: 'DELETE', path: PATHS.template(name), editable };
  const back = before === undefined ? remove : write(before);
  const steps: Step[] = [
    ...(before === atFirst
      ? []
      : [
          {
            ...base,
            what: before === undefined ? ('make' as const) : ('change' as const),
            request: write(atFirst),
            undo: [back],
          },
        ]),
    ...(atLast === atFirst
      ? []
      : [
          {
            ...base,
            what: atLast === undefined ? ('remove' as const) : ('change' as const),
            request: atLast === undefined ? remove : write(atLast),
            undo: [write(atFirst)],
            last: true,
          },
        ]),
  ];
  const differs = [
    ...(before === undefined || withoutLedger(before) === wanted ? [] : [{ path: 'template' }]),
    ...(same(known, ledgerWith(made)) ? [] : [{ path: 'notes' }]),
  ];
  return {
    changes: [
      {
        ...base,
        key: name,
        what,
        differences: what === 'change' ? differs : [],
        ...(held === undefined ? {} : { held }),
      },
    ],
    steps,
  };
}

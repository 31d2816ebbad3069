import type { HeldBy, Part } from './change';
import { comparableRoute, differences } from './comparable';
import { isProvided, provenanceOf, records, same } from './objects';
import { BRANCH_MATCHER, isOurBranch } from './ours';
import { PATHS } from './paths';
import type { Scene } from './scene';

/** One branch of the tree of notification policies; root and all other branches stay as they are. */
export function planPolicies({ desired, snapshot, mine, others }: Scene): Part & { readonly made: boolean } {
  const { provenance: _, ...root } = snapshot.policies;
  const routes = records(root['routes']);
  const now = routes.find(isOurBranch);
  const { branch } = desired;
  const [had, has] = [
    now === undefined ? {} : comparableRoute(now),
    branch === undefined ? {} : comparableRoute(branch),
  ];
  const theirs = others.some(({ policies }) => policies);
  const made = branch !== undefined || (mine.policies && now !== undefined && theirs);
  // Without notes of it the branch is somebody else's, and not ours to remove.
  if (same(had, has) || (branch === undefined && !(mine.policies && !theirs))) {
    return { changes: [], steps: [], made };
  }
  const held: HeldBy | undefined = isProvided(snapshot.policies)
    ? 'file'
    : now !== undefined && theirs
      ? 'other-source'
      : now !== undefined && !mine.policies
        ? 'stranger'
        : undefined;
  const editable = provenanceOf(snapshot.policies) === '';
  const what = now === undefined ? 'make' : branch === undefined ? 'remove' : 'change';
  const after =
    now === undefined
      ? [...(branch === undefined ? [] : [branch]), ...routes]
      : routes.flatMap((route) => (route === now ? (branch === undefined ? [] : [branch]) : [route]));
  const base = { kind: 'policies' as const, name: BRANCH_MATCHER.join(''), what } as const;
  return {
    changes: [
      {
        ...base,
        key: 'policies',
        differences: what === 'change' ? differences(had, has) : [],
        ...(held === undefined ? {} : { held }),
      },
    ],
    steps: [
      {
        ...base,
        request: { method: 'PUT', path: PATHS.policies, body: { ...root, routes: after }, editable },
        undo: [{ method: 'PUT', path: PATHS.policies, body: root, editable }],
      },
    ],
    made,
  };
}

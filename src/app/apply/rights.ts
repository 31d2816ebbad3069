/** What the person may do, as Grafana tells it of them: an action, and whether anywhere. */
export type Permissions = Readonly<Record<string, boolean>>;

/** Ways to have a right: one of them, with all of its actions, is enough. As Grafana 12.4 asks for them. */
const WAYS = {
  rules: [
    ['alert.provisioning:write'],
    ['alert.rules.provisioning:write'],
    ['alert.rules:write', 'alert.rules:create', 'alert.rules:delete', 'alert.provisioning.provenance:write'],
  ],
  notifications: [
    ['alert.provisioning:write'],
    ['alert.notifications.provisioning:write'],
    ['alert.notifications:write', 'alert.provisioning.provenance:write'],
  ],
  folder: [['folders:create']],
} as const;
export type Right = keyof typeof WAYS;

/** Of the rights that something needs, the actions that are missing, in the words of Grafana. */
export function missingActions(needed: readonly Right[], permissions: Permissions): readonly string[] {
  const missing = needed.flatMap((right) => {
    const ways: ReadonlyArray<readonly string[]> = WAYS[right];
    const lacks = ways.map((way) => way.filter((action) => permissions[action] !== true));
    return lacks.some((way) => way.length === 0) ? [] : (lacks.at(-1) ?? []);
  });
  return [...new Set(missing)];
}

import type { Pack } from '../compile';
import { messageTemplates } from '../messages';
import { timeIntervals } from '../muting';
import { contactPointsOf, type Writing } from '../grafana/contactPoints';
import { fallbackOf, TEMPLATES, usedContactPoints } from '../grafana/file';
import { policyTree } from '../grafana/policies';
import { groupsOf } from '../grafana/rules';
import { secondsOf } from './comparable';
import type { Told } from './objects';
import { BRANCH_MATCHER } from './ours';

/** A text that stands in a variable of Grafana's environment where a file provisions; the API has to be given it. */
export interface Secret {
  /** The name of the contact point. */
  readonly contactPoint: string;
  /** Its uid. */
  readonly uid: string;
  /** The member of Grafana's settings that it goes into. */
  readonly field: string;
  readonly variable: string;
  /** Without one the contact point goes nowhere. */
  readonly optional: boolean;
}

export interface DesiredPoint {
  readonly uid: string;
  readonly name: string;
  readonly type: string;
  /** Without what has to be asked for. */
  readonly settings: Told;
  readonly secrets: readonly Secret[];
  readonly disableResolveMessage: boolean;
}

export interface DesiredGroup {
  readonly name: string;
  /** Seconds. */
  readonly interval: number;
  /** Without the folder, whose uid only Grafana knows. */
  readonly rules: readonly Told[];
}

/** All that Grafana is to have of one data source, in the words of its API. */
export interface Desired {
  readonly datasourceUid: string;
  readonly folder: string;
  readonly groups: readonly DesiredGroup[];
  readonly contactPoints: readonly DesiredPoint[];
  readonly muteTimings: ReadonlyArray<{ readonly name: string; readonly time_intervals: unknown }>;
  readonly template: { readonly name: string; readonly text: string };
  /** A branch of the notification policies, where routing by them was asked for. */
  readonly branch: Told | undefined;
}

const ASKED = '\u0000';
const TO_BE_ASKED: Writing = {
  variable: ({ env }) => `${ASKED}${env}`,
  optional: ({ env }) => `${ASKED}${env}${ASKED}`,
  text: (text) => text,
};

function point({ name, receivers }: ReturnType<typeof contactPointsOf>[number]): readonly DesiredPoint[] {
  return receivers.map(({ uid, type, settings, disableResolveMessage }) => {
    const entries = Object.entries(settings);
    const isAsked = (value: unknown): value is string => typeof value === 'string' && value.startsWith(ASKED);
    return {
      uid,
      name,
      type,
      settings: Object.fromEntries(entries.filter(([, value]) => !isAsked(value))),
      secrets: entries.flatMap(([field, value]): Secret[] =>
        isAsked(value)
          ? [
              {
                contactPoint: name,
                uid,
                field,
                variable: value.replaceAll(ASKED, ''),
                optional: value.endsWith(ASKED),
              },
            ]
          : []
      ),
      disableResolveMessage,
    };
  });
}

/** In a file `$$` is a dollar sign; the API replaces nothing. */
const withoutEscapes = (labels: Readonly<Record<string, string>>): Told =>
  Object.fromEntries(Object.entries(labels).map(([name, value]) => [name, value.replaceAll('$$', '$')]));

/**
 * One branch, which takes the alerts of this pack and no others, where the file has a whole tree: what an organisation
 * has beside it stays.
 */
function branchOf(pack: Pack): Told {
  const { orgId: _, ...tree } = policyTree(pack.teams, fallbackOf(pack), pack.options, pack.settings);
  return { ...tree, object_matchers: [BRANCH_MATCHER] };
}

/** Everything of a pack, as Grafana's provisioning API takes it. */
export function desiredOf(pack: Pack): Desired {
  const { settings, options, rules, datasourceUid } = pack;
  return {
    datasourceUid,
    folder: options.folder,
    groups: groupsOf(rules, options, settings, datasourceUid).map(({ name, interval, rules: all }) => ({
      name,
      interval: secondsOf(interval),
      rules: all.map(({ keepFiringFor, labels, ...rule }) => ({
        ...rule,
        keep_firing_for: keepFiringFor,
        labels: withoutEscapes(labels),
        ruleGroup: name,
      })),
    })),
    contactPoints: contactPointsOf(usedContactPoints(pack), TO_BE_ASKED).flatMap(point),
    muteTimings: (settings.alerting?.muteTimings ?? []).map((timing) => ({
      name: timing.name,
      time_intervals: timeIntervals(timing),
    })),
    // Grafana keeps no line break at the end.
    template: { name: TEMPLATES, text: messageTemplates('grafana').trimEnd() },
    branch: options.routing === 'policies' ? branchOf(pack) : undefined,
  };
}

/** Grafana is to have nothing of a data source any more. */
export function nothingOf(datasourceUid: string): Desired {
  return {
    datasourceUid,
    folder: '',
    groups: [],
    contactPoints: [],
    muteTimings: [],
    template: { name: TEMPLATES, text: '' },
    branch: undefined,
  };
}

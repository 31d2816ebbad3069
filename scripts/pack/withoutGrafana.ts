import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  alertmanagerConfig,
  lokiRules,
  messageTemplates,
  prometheusRules,
  prometheusTests,
  yamlText,
  type Pack,
} from '../../src/pack';
import { WRITTEN_BY, type Written } from './written';

interface Options {
  readonly head: readonly string[];
  readonly smarthost: string;
  readonly secret: (name: string) => string;
}

/** As a shell takes it: between single quotes, in which nothing is special. */
const shell = (text: string): string => `'${text.replace(/'/g, `'\\\\''`)}'`;

const SCORES = 'prometheus.scores.yml';
const RULES = 'prometheus.rules.yml';
const TEMPLATES = 'tidemark.tmpl';
const ALERTMANAGER = 'alertmanager.yml';

/** Trials are parted by how often they are evaluated, so that their names come and go with the settings. */
const TRIALS = /^prometheus\..+\.test\.yml$/;

/** What an earlier run wrote into the folder and this one does not; files of anybody else are left alone. */
export function goneFrom(folder: string, files: readonly Written[], root: string): readonly string[] {
  const there = resolve(root, folder);
  const now = new Set(files.map(({ file }) => file));
  return (existsSync(there) ? readdirSync(there) : [])
    .filter((name) => TRIALS.test(name) && !now.has(join(folder, name)))
    .filter((name) => readFileSync(join(there, name), 'utf8').startsWith(`# ${WRITTEN_BY}`))
    .map((name) => join(folder, name));
}

/** The files of a pack for who has Prometheus, Loki and Alertmanager alone. */
export function withoutGrafana(
  pack: Pack,
  folder: string,
  { head, smarthost, secret }: Options
): { readonly files: readonly Written[]; readonly notes: readonly string[] } {
  const prometheus = prometheusRules(pack);
  const loki = lokiRules(pack);
  const alertmanager = alertmanagerConfig(pack, { secret, smarthost, templates: TEMPLATES });
  const yaml = (name: string, content: unknown): Written => ({
    file: join(folder, name),
    text: yamlText(content, head),
  });
  const trials = prometheusTests(prometheus, { scores: SCORES, rules: RULES }).map(({ name, content }) => ({
    name: `prometheus.${name}.test.yml`,
    content,
  }));
  const checks = alertmanager.routes.map(({ labels, receiver }) => {
    const words = Object.entries(labels).map(([label, value]) => shell(`${label}=${value}`));
    return `amtool config routes test --config.file=${ALERTMANAGER} --verify.receivers=${shell(receiver)} ${words.join(' ')}`;
  });
  return {
    files: [
      yaml(SCORES, { groups: prometheus.scores }),
      yaml(RULES, { groups: prometheus.groups }),
      ...trials.map(({ name, content }) => yaml(name, content)),
      yaml('loki.rules.yml', { groups: loki.groups }),
      yaml(ALERTMANAGER, alertmanager.config),
      { file: join(folder, TEMPLATES), text: messageTemplates('alertmanager') },
      {
        file: join(folder, 'check.sh'),
        text: `#!/bin/sh\n# Whether every alert is told to whom it should be, and the rules do what they say.\nset -e\ncd "$(dirname "$0")"\npromtool check rules ${SCORES} ${RULES}\npromtool test rules ${trials.map(({ name }) => name).join(' ')}\namtool check-config ${ALERTMANAGER}\n${checks.join('\n')}\n`,
      },
    ],
    notes: [...prometheus.notes, ...loki.notes, ...alertmanager.notes],
  };
}

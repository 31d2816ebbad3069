/** Where Grafana's provisioning API has its objects. */
const ROOT = '/api/v1/provisioning';
const part = encodeURIComponent;

export const PATHS = {
  folders: '/api/folders',
  folder: (uid: string) => `/api/folders/${part(uid)}`,
  rules: `${ROOT}/alert-rules`,
  rule: (uid: string) => `${ROOT}/alert-rules/${part(uid)}`,
  group: (folder: string, name: string) => `${ROOT}/folder/${part(folder)}/rule-groups/${part(name)}`,
  /** The only list that tells how often groups are evaluated. */
  groups: '/api/ruler/grafana/api/v1/rules',
  contactPoints: `${ROOT}/contact-points`,
  contactPoint: (uid: string) => `${ROOT}/contact-points/${part(uid)}`,
  secrets: (name: string) => `${ROOT}/contact-points/export?format=json&decrypt=true&name=${part(name)}`,
  muteTimings: `${ROOT}/mute-timings`,
  muteTiming: (name: string) => `${ROOT}/mute-timings/${part(name)}`,
  templates: `${ROOT}/templates`,
  template: (name: string) => `${ROOT}/templates/${part(name)}`,
  policies: `${ROOT}/policies`,
} as const;

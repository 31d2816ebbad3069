/** Who runs the templates: each knows links of its own. */
export type Renderer = 'grafana' | 'alertmanager';

/** How bold and a link are written. */
interface Markup {
  readonly bold: (text: string) => string;
  readonly link: (url: string, words: string) => string;
}

const PLAIN: Markup = { bold: (text) => text, link: (url, words) => `${words}: ${url}` };
const SLACK: Markup = { bold: (text) => `*${text}*`, link: (url, words) => `<${url}|${words}>` };
const MARKDOWN: Markup = { bold: (text) => `**${text}**`, link: (url, words) => `[${words}](${url})` };

const when = (field: string, text: string): string => `{{ if ${field} }}${text}{{ end }}`;

/** The links below one alert: what to look at, what to do, and how to make it quiet. */
function links({ link }: Markup, renderer: Renderer): string {
  const all = [
    when('.Annotations.model_url', `\n${link('{{ .Annotations.model_url }}', 'Model')}`),
    when('.Annotations.dashboard_url', `\n${link('{{ .Annotations.dashboard_url }}', 'Dashboard')}`),
    when('.Annotations.runbook_url', `\n${link('{{ .Annotations.runbook_url }}', 'What to do')}`),
    ...(renderer === 'grafana' ? [when('.SilenceURL', `\n${link('{{ .SilenceURL }}', 'Silence')}`)] : []),
  ];
  return all.join('');
}

/** The cause first, in words; then since when, and what it means. */
function body(markup: Markup, renderer: Renderer): string {
  const since = '{{ .StartsAt.UTC.Format "2 Jan 15:04 UTC" }}';
  const summary = markup.bold('{{ .Annotations.summary }}');
  const what = when('.Annotations.description', '\n{{ .Annotations.description }}');
  const error = when('.Annotations.Error', '\n{{ .Annotations.Error }}');
  return (
    `{{ range .Alerts.Firing }}${summary}\nSince ${since}.${what}${error}${links(markup, renderer)}\n\n{{ end }}` +
    `{{ range .Alerts.Resolved }}Over since {{ .EndsAt.UTC.Format "2 Jan 15:04 UTC" }}: {{ .Annotations.summary }}\n{{ end }}`
  );
}

/** Of several alerts the worst severity, in the words that a person reads or a program knows. */
const worst = (critical: string, warning: string, info: string): string =>
  `{{ $worst := "${info}" }}{{ range .Alerts.Firing }}{{ if eq .Labels.severity "critical" }}{{ $worst = "${critical}" }}` +
  `{{ else if and (eq .Labels.severity "warning") (ne $worst "${critical}") }}{{ $worst = "${warning}" }}{{ end }}{{ end }}`;

const TITLE =
  `${worst('Critical', 'Warning', 'Info')}{{ if eq .Status "resolved" }}Over{{ else }}{{ $worst }}{{ end }}: ` +
  '{{ .CommonLabels.alertname }}{{ if .CommonLabels.concern }} ({{ .CommonLabels.concern }}){{ end }}' +
  '{{ if gt (len .Alerts.Firing) 1 }}, {{ len .Alerts.Firing }} alerts{{ end }}';

/** For the lock screen of a telephone. */
const LINE =
  '{{ template "tidemark.title" . }}{{ range $i, $alert := .Alerts.Firing }}{{ if eq $i 0 }}: {{ .Annotations.summary }}{{ end }}{{ end }}';

/** The words that PagerDuty has for severities. */
const SEVERITY = `${worst('critical', 'warning', 'info')}{{ $worst }}`;

const define = (name: string, text: string): string => `{{ define "tidemark.${name}" }}${text}{{ end }}`;

/** Message templates by name, each in the markup of those who show it. Both renderers are Go's `text/template`. */
export function messageTemplates(renderer: Renderer): string {
  return `${[
    define('title', TITLE),
    define('line', LINE),
    define('severity', SEVERITY),
    define('text', body(PLAIN, renderer)),
    define('message', '{{ template "tidemark.title" . }}\n\n{{ template "tidemark.text" . }}'),
    define('slack', body(SLACK, renderer)),
    define('markdown', body(MARKDOWN, renderer)),
  ].join('\n\n')}\n`;
}

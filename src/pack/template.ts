/** Go templates: what stands between `{{` and `}}` is run, and a name that a person chose must not be. */
export function literal(text: string): string {
  return text.replace(/\{\{|\}\}/g, (braces) => `{{ "${braces}" }}`);
}

/** The same within the quotation marks of a template's string. */
export function goString(text: string): string {
  return JSON.stringify(text);
}

/**
 * Text where Grafana's provisioning replaces `$NAME` by a variable of the environment: labels and settings of contact
 * points. Elsewhere it does not.
 */
export function withoutVariables(text: string): string {
  return text.replace(/\$/g, '$$$$');
}

/**
 * What Grafana prints of a value that is not there: of a number that could not be reckoned, and of an expression that had
 * nothing to reckon with.
 */
const NOTHING = ['NaN', '<nil>'];

/** A value of a rule in the words of `format`, such as `humanizePercentage`, and other words where there is none. */
export function valueText(refId: string, format: string, without = 'not known'): string {
  const value = `$values.${refId}.Value`;
  const isNothing = `eq (printf "%v" ${value}) ${NOTHING.map(goString).join(' ')}`;
  return `{{ if ${isNothing} }}${without}{{ else }}{{ ${format} ${value} }}{{ end }}`;
}

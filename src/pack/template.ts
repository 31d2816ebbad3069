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

/**
 * A label name as a part of a path. Prometheus 3 takes names of any characters there in an escaped form ("values
 * escaping"): `U__`, underscores doubled, and each character that is no letter, digit or underscore as `_<hex>_`.
 */
export function encodeLabelName(name: string): string {
  if (/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name)) {
    return name;
  }
  const escaped = Array.from(name, (char, index) => {
    if (char === '_') {
      return '__';
    }
    const plain = index === 0 ? /^[a-zA-Z]$/ : /^[a-zA-Z0-9]$/;
    return plain.test(char) ? char : `_${(char.codePointAt(0) ?? 0).toString(16)}_`;
  });
  return `U__${escaped.join('')}`;
}

/** Any of several values is for queries; a model's selector gives each label one. */
export function oneEach(selection: Record<string, string | string[]> | undefined): Record<string, string> | undefined {
  return (
    selection &&
    Object.fromEntries(
      Object.entries(selection).map(([label, value]) => [
        label,
        typeof value === 'string' ? value : (value.at(-1) ?? ''),
      ])
    )
  );
}

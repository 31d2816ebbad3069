import { Alert } from '@grafana/ui';

/** Why the editor has nothing to offer. The fields still take what is typed: the query may be right all the same. */
export function ResourceFailures({ failures }: { readonly failures: ReadonlyArray<string | undefined> }) {
  const told = [...new Set(failures.filter((failure) => failure !== undefined))];
  return told.length === 0 ? null : (
    <Alert severity="warning" title="Suggestions are missing">
      {told.map((failure) => (
        <div key={failure}>{failure}</div>
      ))}
    </Alert>
  );
}

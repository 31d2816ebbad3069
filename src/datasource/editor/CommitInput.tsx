import { Input } from '@grafana/ui';
import { useState, type ComponentProps } from 'react';

type Props = Omit<ComponentProps<typeof Input>, 'value' | 'onChange' | 'onBlur' | 'onKeyDown' | 'onCommit'> & {
  readonly value: string;
  /** Called when the person leaves the field or presses Enter, and only where the text has changed. */
  readonly onCommit: (text: string) => void;
};

/** A text field that speaks when its text is finished: a query is not run at every key. */
export function CommitInput({ value, onCommit, ...rest }: Props) {
  const [draft, setDraft] = useState({ text: value, of: value });
  // A value that was changed from outside wins over what was being typed for the former one.
  const text = draft.of === value ? draft.text : value;
  const commit = () => {
    if (text !== value) {
      onCommit(text);
    }
  };
  return (
    <Input
      {...rest}
      value={text}
      onChange={(event) => setDraft({ text: event.currentTarget.value, of: value })}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') {
          commit();
        }
      }}
    />
  );
}

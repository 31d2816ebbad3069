import { Button, Collapse, Stack, Text } from '@grafana/ui';
import { useState, type ReactNode } from 'react';
import { Lockable } from './Lockable';

interface Props<T> {
  readonly title: string;
  readonly description: string;
  readonly items: readonly T[];
  readonly onChange: (items: T[]) => void;
  /** The heading of an item. */
  readonly heading: (item: T) => string;
  /** What one is called, for buttons: `model`. */
  readonly what: string;
  /** A new one; without it, none is added here. */
  readonly create?: () => T;
  readonly empty: string;
  readonly locked: boolean;
  /** Whether an item holds something wrong, so that a closed one shows it. */
  readonly isFaulty: (index: number) => boolean;
  readonly renderItem: (item: T, index: number, edit: (item: T) => void) => ReactNode;
}

/** A list of definitions, each behind its heading. */
export function ItemList<T>(props: Props<T>) {
  const { title, description, items, onChange, heading, what, create, empty, locked, isFaulty, renderItem } = props;
  const [open, setOpen] = useState<number>();
  return (
    <Stack direction="column" gap={1}>
      <Text element="h4" variant="h5">
        {title}
      </Text>
      <Text color="secondary">{items.length === 0 ? empty : description}</Text>
      {items.map((item, index) => (
        <Collapse
          key={index}
          label={
            isFaulty(index) ? (
              <Text color="error">{`${heading(item)} – something here is not right yet`}</Text>
            ) : (
              heading(item)
            )
          }
          isOpen={open === index}
          onToggle={(isOpen) => setOpen(isOpen ? index : undefined)}
        >
          <Lockable locked={locked}>
            <Stack direction="column" gap={2}>
              {renderItem(item, index, (next) => onChange(items.map((old, i) => (i === index ? next : old))))}
              {!locked && (
                <div>
                  <Button
                    variant="destructive"
                    fill="outline"
                    size="sm"
                    icon="trash-alt"
                    onClick={() => {
                      setOpen(undefined);
                      onChange(items.filter((_, i) => i !== index));
                    }}
                  >
                    {`Remove this ${what}`}
                  </Button>
                </div>
              )}
            </Stack>
          </Lockable>
        </Collapse>
      ))}
      {create !== undefined && !locked && (
        <div>
          <Button
            variant="secondary"
            icon="plus"
            onClick={() => {
              setOpen(items.length);
              onChange([...items, create()]);
            }}
          >
            {`Add a ${what}`}
          </Button>
        </div>
      )}
    </Stack>
  );
}

import type { ComponentProps } from 'react';
import { Tooltip } from '@grafana/ui';
import { ReadableBadge } from './ReadableBadge';

interface Props extends Pick<ComponentProps<typeof ReadableBadge>, 'color' | 'icon'> {
  readonly text: string;
  /** The reason, on hover and on focus; none where it is empty. */
  readonly why?: string;
}

/** A state as icon, word and colour, with its reason. */
export function StatusBadge({ color, icon, text, why = '' }: Props) {
  const badge = <ReadableBadge color={color} icon={icon} text={text} />;
  return why === '' ? (
    badge
  ) : (
    <Tooltip content={why}>
      <span tabIndex={0} role="note" aria-label={`${text}: ${why}`}>
        {badge}
      </span>
    </Tooltip>
  );
}

import type { HeldBy, Kind, What } from '../../pack/apply';
import { t } from '../t';

export const kindNames = (): Readonly<Record<Kind, string>> => ({
  folder: t('apply.folders', 'Folder'),
  template: t('apply.templates', 'Message templates'),
  muteTiming: t('apply.mute-timings', 'Mute timings'),
  contactPoint: t('apply.contact-points', 'Contact points'),
  group: t('apply.groups', 'Evaluation groups'),
  rule: t('apply.rules', 'Alert rules'),
  policies: t('apply.policies', 'Notification policies'),
});

export const whatNames = (): Readonly<Record<What, string>> => ({
  make: t('apply.make', 'Make'),
  change: t('apply.change', 'Change'),
  remove: t('apply.remove', 'Remove'),
});

/** Why something is left alone, and what a person can do about it. */
export const heldTexts = (): Readonly<Record<HeldBy, string>> => ({
  file: t(
    'apply.held-file',
    'A file provides it, and would write over what is changed here. Change the file (npm run pack writes it), or take it out of the file.'
  ),
  stranger: t(
    'apply.held-stranger',
    'It bears this name and was not made here. Choose another name in the settings; a contact point that is there already has the type existing.'
  ),
  'mixed-group': t(
    'apply.held-mixed',
    'Its group holds rules that this data source did not make. Move those, or give this data source a folder of its own (alerting.folder).'
  ),
  'other-source': t(
    'apply.held-other',
    'Another Tidemark data source has made it, with other settings. Choose another name in one of the two.'
  ),
  'in-use': t('apply.held-in-use', 'Rules or policies of others still need it. It stays.'),
});

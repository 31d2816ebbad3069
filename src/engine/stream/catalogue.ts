import { adwinDefinition } from './adwin';
import { cusumDefinition } from './cusum';
import type { DetectorDefinition, DetectorId } from './definition';
import { ewmaDefinition } from './ewma';
import { kswinDefinition } from './kswin';
import { pageHinkleyDefinition } from './pageHinkley';

/** Every change detector. A missing row fails the type check, and so does a row under another's id. */
export const detectors = {
  cusum: cusumDefinition,
  ewma: ewmaDefinition,
  page_hinkley: pageHinkleyDefinition,
  adwin: adwinDefinition,
  kswin: kswinDefinition,
} satisfies { readonly [Id in DetectorId]: DetectorDefinition<Id> };

import { config } from '@grafana/runtime';

type Translate = (key: string, text: string) => string;

const ENGLISH: Translate = (_, text) => text;
let translate = ENGLISH;

/**
 * Loads the texts of the links in the language of the person. Links are registered while Grafana itself loads: whoever
 * reads English, in which they are written, waits for nothing, and others read English until their texts have come.
 */
export function loadLinkTexts(language: string = config.bootData.user.language): void {
  if (!/^en\b/i.test(language)) {
    void Promise.all([import('../loadTexts').then(({ loadTexts }) => loadTexts()), import('../t')]).then(
      ([, loaded]) => {
        translate = loaded.t;
      },
      // Without them the links are in English still.
      () => undefined
    );
  }
}

/** A text of a link, as far as texts have come. */
export const t: Translate = (key, text) => translate(key, text);

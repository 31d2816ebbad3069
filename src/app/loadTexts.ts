import { initPluginTranslations } from '@grafana/i18n';
import { APP_ID } from '../model/ids';

/** Loads the texts of the app's pages in the language that Grafana speaks. */
export const loadTexts = (): Promise<unknown> => initPluginTranslations(APP_ID);

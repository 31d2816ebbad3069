/** The ids under which Grafana knows the parts of Tidemark. Other programs rely on them. */
export const APP_ID = 'tidemark-drift-app';
export const DATASOURCE_ID = 'tidemark-drift-datasource';
export const DISTRIBUTION_PANEL_ID = 'tidemark-distribution-panel';
export const SHADOW_PANEL_ID = 'tidemark-shadow-panel';
export const ABSURD_PANEL_ID = 'tidemark-absurd-panel';

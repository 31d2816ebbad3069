/** Default names of the telemetry contract; a model of the settings may map any of them. */
export const TELEMETRY = {
  feature: 'model_feature',
  featureCategory: 'model_feature_category_total',
  featureMissing: 'model_feature_missing_total',
  featureLabel: 'feature',
  categoryLabel: 'category',
  modelLabel: 'model',
  versionLabel: 'version',
  roleLabel: 'role',
} as const;

export { answered, noAnswer } from './answer';
export type { Answer, Answered, NoAnswer, NoAnswerReason } from './answer';
export { describeRepair } from './repair';
export type { Repair, RepairKind } from './repair';

export { proportions, total } from './distribution/histogram';
export type { CategoricalHistogram, Histogram, NumericHistogram } from './distribution/histogram';
export type {
  AlignedPair,
  Bin,
  CategoricalBin,
  CategoricalPair,
  KnownCategoryBin,
  NumericBin,
  NumericPair,
  UnseenCategoriesBin,
} from './distribution/pair';
export { fromClassicBuckets } from './distribution/fromClassicBuckets';
export type { ClassicBucket } from './distribution/fromClassicBuckets';
export { fromSamples } from './distribution/fromSamples';
export type { SampledHistogram } from './distribution/fromSamples';
export { binOf } from './distribution/binOf';
export { numericBins } from './distribution/numericBins';
export { fromBinCounts } from './distribution/fromBinCounts';
export { fromCategoryCounts } from './distribution/fromCategoryCounts';
export { merge } from './distribution/merge';
export { coarsen, rebin } from './distribution/rebin';
export { align } from './distribution/align';
export { nativeBound, nativeRelativeError } from './distribution/nativeHistogram';
export type {
  CustomHistogram,
  ExponentialHistogram,
  NativeBucket,
  NativeHistogram,
} from './distribution/nativeHistogram';
export { fromPrometheusNative } from './distribution/fromPrometheusNative';
export type { PrometheusBucket, PrometheusNativeHistogram } from './distribution/fromPrometheusNative';
export { fromNativeHistogram } from './distribution/fromNativeHistogram';
export type { NativeOptions } from './distribution/fromNativeHistogram';
export { rebinNative } from './distribution/rebinNative';
export { mergeNative } from './distribution/mergeNative';
export { alignNative } from './distribution/alignNative';

export { freezeBins } from './binning/freezeBins';
export type { BinningSource, BinningStrategy } from './binning/strategy';

export { SCORE_IDS } from './score/definition';
export type {
  SampleSizes,
  Score,
  ScoreDefinition,
  ScoreId,
  ScoreOptions,
  ScoreValue,
  Thresholds,
  UsualThresholds,
} from './score/definition';
export { DEFAULT_SMOOTHING } from './score/smoothing';
export type { Smoothing } from './score/smoothing';
export { scores } from './score/catalogue';
export { PROMQL_SCORE_IDS } from './promql/catalogue';
export type { PromqlScoreId } from './promql/catalogue';
export { BIN_LABEL } from './promql/binVectors';
export { promqlExpression, recordingRules } from './promql/promql';
export type { PromqlInput, PromqlReference, RecordingOptions, RecordingRule, RuleGroup } from './promql/promql';
export { isMetricName, labelText, quoted, selectorText } from './promql/text';
export type { LabelMatcher } from './promql/text';
export { prsLimits } from './score/prs';
export type { PrsLimits } from './score/prs';

export { DRIFT_SCORE_IDS, driftScore, isSampleScore } from './driftScores';
export type { DriftScoreDefinition, DriftScoreId } from './driftScores';
export { sampleScores } from './sample/catalogue';
export { scoreOfValues } from './sample/scoreOfValues';
export { sketchValues } from './sample/sketchValues';
export { SAMPLE_SCORE_IDS } from './sample/definition';
export type { SampleScoreDefinition, SampleScoreId, SampleScoreOptions } from './sample/definition';
export { kolmogorovSmirnov } from './sample/kolmogorovSmirnov';
export { cramerVonMisesTest } from './sample/cramerVonMises';
export { andersonDarlingTest } from './sample/andersonDarling';
export { mannWhitney } from './sample/mannWhitney';
export { welch } from './sample/welch';
export { energyDistance, wassersteinDistance } from './sample/transport';
export { permutationTest } from './sample/permutation';
export { collector } from './sample/collector';
export type { Collected, Collector } from './sample/collector';
export { quantileOfHistogram } from './quantile/fromHistogram';
export { quantileOfSamples } from './quantile/fromSamples';
export { mmd } from './sample/mmd';
export { domainClassifier } from './sample/domainClassifier';
export type { DomainTest } from './sample/domainClassifier';
export type { SampleDistance, SampleScore, SampleTest } from './sample/result';
export type { Samples } from './sample/sides';
export type { Rows } from './sample/rows';
export { seeded } from './sample/random';
export type { Random } from './sample/random';

export { decide, VERDICTS } from './verdict/verdict';
export type { Decision, Evidence, Verdict } from './verdict/verdict';
export { psiSignificance } from './verdict/psiSignificance';
export type { PsiSignificance } from './verdict/psiSignificance';
export { contributions } from './verdict/contributions';
export type { Contribution } from './verdict/contributions';
export { benjaminiHochberg } from './verdict/benjaminiHochberg';
export { scoreNoise } from './verdict/resample';
export type { Resampling, ScoreNoise } from './verdict/resample';
export { power, sampleSizeFor } from './verdict/power';
export type { Plan } from './verdict/power';
export { steady, steadyVerdicts, UNSETTLED } from './verdict/hysteresis';
export type { HysteresisOptions, SteadyVerdict } from './verdict/hysteresis';
export { historyOf, historyOnBins, historyRank, historyVerdict } from './verdict/history';
export type { HistoryRank } from './verdict/history';
export { resolveThresholds } from './verdict/thresholds';
export type { ThresholdOverrides } from './verdict/thresholds';

export { assess } from './assess';
export type { AssessOptions, Assessment, AssessmentItem } from './assess';

export type { Estimate, EstimateOptions, MetricDefinition } from './metric';
export { wilson } from './proportion/wilson';
export { clopperPearson } from './proportion/clopperPearson';
export { smallestShareAboveNone, twoSharesP } from './special/twoShares';
export { fisher } from './proportion/fisher';
export type { FisherTest } from './proportion/fisher';
export { shareDifference } from './proportion/shareDifference';
export type { Hits, ShareDifference } from './proportion/shareDifference';
export { concentration } from './proportion/concentration';
export type { SegmentConcentration, SegmentCounts } from './proportion/concentration';

export { PAIRED_METRIC_IDS, pairedMetrics } from './paired/catalogue';
export type { PairedMetricId } from './paired/catalogue';
export { flipMatrix, flipMatrixFromRows, flips } from './paired/flipMatrix';
export type { FlipMatrix, PairCount } from './paired/flipMatrix';
export { agreement } from './paired/agreement';
export { kappa } from './paired/kappa';
export { outcomesFromRows } from './paired/outcomes';
export type { PairedOutcomes } from './paired/outcomes';
export { mcnemar } from './paired/mcnemar';
export type { McNemarOptions, McNemarTest } from './paired/mcnemar';
export { accuracyDifference } from './paired/accuracyDifference';
export {
  addDifference,
  differenceMoments,
  meanDifference,
  mergeMoments,
  noDifferences,
  pairedTTest,
} from './paired/pairedDifference';
export type { DifferenceMoments, PairedTest, RunningMoments } from './paired/pairedDifference';
export { confidentDisagreementRate, confidentDisagreements } from './paired/confidentDisagreement';
export type { ConfidentDisagreements, ConfidentPairs } from './paired/confidentDisagreement';
export { accuracyNonInferiority, lossNonInferiority } from './paired/nonInferiority';
export type { NonInferiority } from './paired/nonInferiority';
export { pairsNeededForDifference, pairsNeededForLoss, pairsNeededForNonInferiority } from './paired/pairsNeeded';
export type { PairsNeededOptions } from './paired/pairsNeeded';
export { recommend } from './paired/recommend';
export type { RecommendationOptions, Recommended } from './paired/recommend';
export { recommendLoss } from './paired/recommendLoss';
export type { LossRecommendationOptions } from './paired/recommendLoss';
export { recommendUnpaired } from './paired/recommendUnpaired';
export { RECOMMENDATIONS } from './paired/votes';
export type { OtherVotes, Recommendation } from './paired/votes';

export { calibrationMetrics } from './output/catalogue';
export { CALIBRATION_METRIC_IDS } from './output/definition';
export type { CalibrationError, CalibrationMetricDefinition, CalibrationMetricId } from './output/definition';
export { calibrationBuckets } from './output/calibrationBuckets';
export type { CalibrationBucket } from './output/calibrationBuckets';
export { referenceBuckets } from './output/referenceBuckets';
export { reliabilityCurve } from './output/reliabilityCurve';
export type { ReliabilityPoint } from './output/reliabilityCurve';
export { ece, mce } from './output/calibrationError';
export { brierDecomposition } from './output/brierDecomposition';
export type { BrierDecomposition } from './output/brierDecomposition';
export { calibrate, calibrated, referenceSize } from './output/calibration';
export type { Calibration } from './output/calibration';
export { confidentErrors } from './output/confidentErrors';
export type { ConfidentErrors, ConfidentErrorsOptions } from './output/confidentErrors';
export { BURN_RULES, errorBudget } from './output/errorBudget';
export type { BurnRate, BurnRule, ErrorBudget, ErrorBudgetOptions, WindowCounts } from './output/errorBudget';

export { performanceMetrics } from './performance/catalogue';
export { PERFORMANCE_METRIC_IDS } from './performance/definition';
export type {
  PerformanceData,
  PerformanceEstimate,
  PerformanceMetricDefinition,
  PerformanceMetricId,
  PerformanceOptions,
} from './performance/definition';
export { binaryConfusion, confusion, confusionFromRows } from './performance/confusion';
export type { BinaryCounts, ConfusionMatrix } from './performance/confusion';
export { scoredBuckets, scoredRows } from './performance/scored';
export type { ScoredPoint, ScoredPoints } from './performance/scored';
export { errorSums, regressionRows } from './performance/regressionRows';
export type { ErrorSums, RegressionRows } from './performance/regressionRows';
export { businessValue, businessValueDefinition } from './performance/businessValue';
export type { ValueMatrix } from './performance/businessValue';
export { CBPE_METRIC_IDS, cbpeFromBuckets, cbpeFromRows } from './performance/cbpe';
export type { CbpeEstimate, CbpeMetricId, CbpeOptions, ScoreBucket } from './performance/cbpe';
export { scoreBuckets } from './performance/scoreBuckets';
export type { Belief } from './performance/belief';
export { estimatedAccuracy } from './performance/estimatedAccuracy';
export type { EstimatedAccuracy, PredictedClass } from './performance/estimatedAccuracy';
export { estimatedLoss, lossBuckets } from './performance/estimatedLoss';
export type { EstimatedLoss, LossBucket } from './performance/estimatedLoss';
export { lossEdges } from './performance/lossEdges';
export { accuracyBounds, completeWindows, labelCompleteness } from './performance/labelCompleteness';
export type { CompletenessOptions, LabelledWindow, WindowCompleteness } from './performance/labelCompleteness';
export { labelDelays } from './performance/labelDelays';
export type { LabelDelays } from './performance/labelDelays';
export { estimateChange } from './performance/estimateChange';
export type { EstimateChange } from './performance/estimateChange';

export { datasetScores } from './dataset/catalogue';
export { DATASET_SCORE_IDS } from './dataset/definition';
export type { DatasetScoreDefinition, DatasetScoreId } from './dataset/definition';
export { featureWeights } from './dataset/weights';
export type { Weighed } from './dataset/weights';
export { driftedShare } from './dataset/driftedShare';
export type { DriftedShare, DriftedShareOptions, JudgedFeature } from './dataset/driftedShare';
export { worstFeature } from './dataset/worstFeature';
export type { FeatureReach } from './dataset/worstFeature';
export { splitPair } from './dataset/splitPair';
export type { PartCounts, PartHistograms, PartName, SplitPair } from './dataset/splitPair';
export { causesBy, decompose } from './dataset/decompose';
export type {
  BinPart,
  Cause,
  DecomposedItem,
  Decomposition,
  FeaturePart,
  Part,
  SegmentPart,
  SourcePart,
  VersionPart,
} from './dataset/decompose';
export type { Column } from './dataset/columns';
export { correlationMatrix } from './dataset/correlation';
export type { CorrelationMatrix, CorrelationMethod } from './dataset/correlation';
export { CORRELATION_THRESHOLDS, correlationChange } from './dataset/correlationChange';
export type { CorrelationChange, CorrelationChangeOptions, PairChange } from './dataset/correlationChange';
export { fitPca, reconstructionErrors } from './dataset/pca';
export type { Pca, PcaOptions } from './dataset/pca';
export { PCA_THRESHOLDS, pcaDrift } from './dataset/pcaDrift';
export type { PcaDrift, PcaDriftOptions } from './dataset/pcaDrift';
export { domainDrift } from './dataset/domainDrift';
export type { DomainDrift, DomainDriftOptions } from './dataset/domainDrift';

export { detectors } from './stream/catalogue';
export { DETECTOR_IDS } from './stream/definition';
export type {
  Alarm,
  Detection,
  DetectorDefinition,
  DetectorId,
  DetectorOptions,
  InControl,
  RunLength,
} from './stream/definition';
export { changePoint } from './stream/changePoint';
export type { ChangePoint } from './stream/changePoint';
export { inControlOf } from './stream/run';
export { simulatedRunLength } from './stream/simulatedRunLength';
export type { SimulatedRunLength } from './stream/simulatedRunLength';

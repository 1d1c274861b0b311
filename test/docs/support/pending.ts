// Examples that do not run yet. The list only shrinks.

export const pendingExamples: readonly string[] = [
  "amfmn-lab/kernel: Displayable",
  "amfmn-lab/kernel: TypeScriptLabError",
  "amfmn-lab/kernel: kernelHost",
  "amfmn-lab/views: RetrievalGallery",
  "amfmn-lab/views: SalientMaskViewer",
  "amfmn-lab/views: SimilarityHeatmap",
  "amfmn-lab/views: maskStages",
  "amfmn-lab/widgets: AnyWidget",
  "amfmn-lab/widgets: Figure",
  "amfmn-lab/widgets: Figure.extendTraces",
  "amfmn-lab/widgets: Widget.observe",
  "amfmn-lab/widgets: dlink",
  "amfmn-lab/widgets: plot",
  "amfmn-lab: createModel",
  "amfmn-lab: loadCheckpoint",
  "amfmn-lab: loadImageNetWeights",
  "amfmn-lab: trainAblations",
];

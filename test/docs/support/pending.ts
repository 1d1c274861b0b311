// Examples that do not run yet. The list only shrinks.

export const pendingExamples: readonly string[] = [
  "amfmn-lab/kernel: Displayable",
  "amfmn-lab/kernel: TypeScriptLabError",
  "amfmn-lab/kernel: kernelHost",
  "amfmn-lab: createModel",
  "amfmn-lab: loadCheckpoint",
  "amfmn-lab: loadImageNetWeights",
  "amfmn-lab: trainAblations",
];

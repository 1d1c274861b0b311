// A collapsed model gives every pair the same score. Its hinge loss is then twice the margin for each negative, its
// contrastive loss the logarithm of the batch size, and its gradients cancel, so that it stays there.
import type { Loss } from "../../models/contract/recipe.js";
import type { Batch } from "../loading/batches.js";
import type { StepOptions } from "../optimization/trainStep.js";

/** Epochs in a row in which each step has the loss of a collapsed model, after which it is pointed out. */
const epochsInARow = 2;

/** Relative distance to the loss of a collapsed model. */
const tolerance = 0.01;

/** The loss of a collapsed model in words. */
const places: Readonly<Record<Loss, string>> = {
  hinge: "twice the margin",
  contrastive: "the logarithm of the batch size",
};

/** Compares the losses of a run with those of a collapsed model. */
export class CollapseWatch {
  private steps = 0;
  private near = 0;
  private epochs = 0;
  private said = false;
  private loss: Loss = "hinge";

  /** Takes the loss of a step. */
  step(loss: number, batch: Batch, options: StepOptions): void {
    const collapsed = collapsedLoss(batch, options);
    this.loss = options.loss;
    this.steps += 1;
    if (collapsed > 0 && Math.abs(loss - collapsed) <= tolerance * collapsed) this.near += 1;
  }

  /** Ends an epoch. @returns a sentence for people, once, when the model seems to have collapsed */
  endEpoch(): string | undefined {
    const stuck = this.steps > 0 && this.near === this.steps;
    this.epochs = stuck ? this.epochs + 1 : 0;
    [this.steps, this.near] = [0, 0];
    if (this.epochs !== epochsInARow || this.said) return undefined;
    this.said = true;
    return (
      `the loss has been at ${places[this.loss]} for ${epochsInARow} epochs, which is the loss of a model that gives all pairs the same score; ` +
      `the model has probably collapsed: try a smaller learning rate${this.loss === "hinge" ? ", or begin without maxViolation" : ""}`
    );
  }
}

/** Returns the loss per pair when all scores are equal. */
function collapsedLoss({ pairs }: Batch, { loss, margin, maxViolation }: StepOptions): number {
  const size = pairs.length;
  if (loss === "contrastive") return Math.log(size);
  if (typeof margin === "number") return 2 * margin * (maxViolation ? 1 : size - 1);
  const { gamma, beta, similarity } = margin;
  let sum = 0;
  const ofColumn = new Array<number>(size).fill(0);
  for (const [row, { record }] of pairs.entries()) {
    let most = 0;
    for (const [column, { caption }] of pairs.entries()) {
      if (row === column) continue;
      const fallen = Math.exp(beta) - Math.exp(beta * similarity(record, caption));
      const violation = (gamma * fallen) / Math.expm1(beta);
      if (!maxViolation) sum += 2 * violation;
      most = Math.max(most, violation);
      ofColumn[column] = Math.max(ofColumn[column]!, violation);
    }
    if (maxViolation) sum += most;
  }
  if (maxViolation) sum += ofColumn.reduce((total, one) => total + one, 0);
  return sum / size;
}

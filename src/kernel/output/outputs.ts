// Outputs of running code: to the front end, or to the function that captures them.
import type { DisplayRequest, JsonObject, Output } from "../host/host.js";
import { toJson } from "../host/toJson.js";
import { validBundle } from "../protocol/schema/mimeBundle.js";
import type { RequestContext, Scope } from "../requests/context.js";
import { OutputSequence } from "./sequence.js";

/** Sends the outputs of running code to the front end or to the function that captures them. */
export class Outputs {
  constructor(private readonly context: RequestContext) {}

  /**
   * Shows a MIME bundle. An update reaches the front end also while outputs are captured.
   * @throws {JsonError} for a bundle or metadata that cannot be sent
   */
  display(
    { data, metadata = {}, transient = {}, update = false }: DisplayRequest,
    scope = this.context.scope(),
  ): void {
    if (update) this.context.publishOutput("update_display_data", { data, metadata, transient }, scope);
    else if (scope.take)
      this.capturedBy(scope, {
        output_type: "display_data",
        data: validBundle(data, "data"),
        metadata: toJson(metadata, "metadata") as JsonObject,
      });
    else this.context.publishOutput("display_data", { data, metadata, transient }, scope);
  }

  /** Removes the outputs before, at once or (`wait`) when the next output comes. */
  clear(wait: boolean): void {
    const scope = this.context.scope();
    if (scope.take) this.capturedBy(scope, { output_type: "clear_output", wait });
    else this.context.publishOutput("clear_output", { wait }, scope);
  }

  /** Shows an error. */
  error(output: Output & { output_type: "error" }, scope = this.context.scope()): void {
    const { output_type, ...report } = output;
    if (scope.take) this.capturedBy(scope, output);
    else this.context.publishOutput(output_type, report, scope);
  }

  /** Runs code and passes its outputs to `take`, in their order. */
  capture<T>(take: (output: Output) => void, run: () => T): T {
    const { running } = this.context.scope();
    return this.context.within({ running, outputs: new OutputSequence(), take }, run);
  }

  private capturedBy({ outputs, take }: Scope, output: Output): void {
    outputs.add(() => take!(output));
  }
}

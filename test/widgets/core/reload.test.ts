// The control comm of a real kernel, opened before and after the widgets' library is loaded.
import assert from "node:assert/strict";
import { test } from "node:test";
import { noJupyter, python, root, run } from "../../support/venv.js";

interface Answer {
  type: string;
  data: { method?: string; states?: Record<string, { model_name: string; state: { value?: number } }> };
}

test("a control comm is closed at once before the library is loaded, and gets all widgets after that", {
  skip: noJupyter,
}, async () => {
  const { code, stdout, stderr } = await run(python, [
    `${root}test/widgets/core/reload.py`,
    `${root}notebooks`,
  ]);
  assert.equal(code, 0, stderr);
  const { before, after } = JSON.parse(stdout) as { before: Answer; after: Answer };
  assert.equal(before.type, "comm_close");
  assert.equal(after.data.method, "update_states");
  const sliders = Object.values(after.data.states!).filter(
    ({ model_name: name }) => name === "IntSliderModel",
  );
  assert.deepEqual(
    sliders.map(({ state }) => state.value),
    [12],
  );
});

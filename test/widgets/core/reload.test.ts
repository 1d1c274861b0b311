// The control comm in a real kernel, also where a page opens one before the widgets' library is loaded.
import assert from "node:assert/strict";
import { test } from "node:test";
import { noJupyter, python, root, run } from "../../support/venv.js";

interface Answer {
  type: string;
  data: { method?: string; states?: Record<string, { model_name: string; state: { value?: number } }> };
}

test("a control comm from before the library is closed at once; one from after it gets the widgets", {
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

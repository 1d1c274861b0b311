// The conformance tests of Jupyter (jupyter_kernel_test) with all optional features.
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { noJupyter, python, root, run } from "../../support/venv.js";

const methods = [
  ..."kernel_info execute_stdout execute_stderr completion is_complete pager error".split(" "),
  ..."execute_result display_data history inspect clear_output recv_iopub_welcome_msg".split(" "),
];

describe("jupyter_kernel_test", { skip: noJupyter }, () => {
  let outcomes: Record<string, string> = {};

  before(async () => {
    const { stdout, stderr } = await run(python, [`${root}test/kernel/protocol/conformance.py`]);
    assert.notEqual(stdout, "", stderr);
    outcomes = JSON.parse(stdout) as Record<string, string>;
  });

  for (const method of methods) {
    test(`${method} passes`, () => assert.equal(outcomes[`test_${method}`], "passed"));
  }

  test("skips none of its methods and has no others", () => {
    assert.deepEqual(Object.keys(outcomes).sort(), methods.map((method) => `test_${method}`).sort());
  });
});

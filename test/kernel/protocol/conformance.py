"""Jupyter's own conformance tests with every optional feature switched on; prints what came of each as JSON."""
import json
import sys
import unittest

import jupyter_kernel_test


class Kernel(jupyter_kernel_test.KernelTests):
    kernel_name = "typescript-lab"
    language_name = "typescript"
    file_extension = ".ts"
    code_hello_world = "console.log('hello, world')"
    code_stderr = "console.error('oh no')"
    completion_samples = [
        {"text": "const word = 'a'; word.toUpp", "matches": {"toUpperCase"}},
        {"text": "Math.abs", "matches": {"abs"}},
    ]
    complete_code_samples = ["1", "const a = { b: [1, 2] };", "for (const x of [1]) { console.log(x) }", "`a${1}b`"]
    incomplete_code_samples = ["function f(", "for (const x of [1]) {", "`open", "/* open", "const a = ["]
    invalid_code_samples = ["const 1 = 2;", "let s = 'open", "a b c"]
    code_page_something = "page('a long text')"
    code_generate_error = "throw new Error('wanted')"
    code_execute_result = [
        {"code": "1 + 2 + 3", "result": "6"},
        {"code": "[1, 2].map((x) => x * 2)", "result": "[ 2, 4 ]"},
        {"code": "[3, 4].map((x) => x * 2)", "result": "[ 6, 8 ]"},
        {"code": "[3, 4].map((x) => x * 2)", "result": "[ 6, 8 ]"},
        {
            "code": "({ [Symbol.for('Jupyter.display')]: () => ({ 'text/html': '<b>bold</b>' }) })",
            "result": "<b>bold</b>",
            "mime": "text/html",
        },
    ]
    code_display_data = [
        {"code": "display('shown')", "mime": "text/plain"},
        {"code": "import * as tslab from 'tslab'; tslab.display.html('<b>x</b>')", "mime": "text/html"},
    ]
    code_history_pattern = "1 + 2*"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "Math.abs"
    code_clear_output = "clearOutput()"


class Welcome(jupyter_kernel_test.IopubWelcomeTests):
    kernel_name = "typescript-lab"
    support_iopub_welcome = True


class Result(unittest.TextTestResult):
    def __init__(self, *args):
        super().__init__(*args)
        self.outcomes = {}

    def addSuccess(self, test):
        super().addSuccess(test)
        self.outcomes.setdefault(test.id().rsplit(".", 1)[-1], "passed")

    def addSubTest(self, test, subtest, error):
        super().addSubTest(test, subtest, error)
        if error:
            self.outcomes[test.id().rsplit(".", 1)[-1]] = self._exc_info_to_string(error, test)

    def addFailure(self, test, error):
        super().addFailure(test, error)
        self.outcomes[test.id().rsplit(".", 1)[-1]] = self._exc_info_to_string(error, test)

    addError = addFailure

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self.outcomes[test.id().rsplit(".", 1)[-1]] = f"skipped: {reason}"


suite = unittest.TestSuite(unittest.defaultTestLoader.loadTestsFromTestCase(case) for case in (Kernel, Welcome))
result = unittest.TextTestRunner(stream=sys.stderr, verbosity=0, resultclass=Result).run(suite)
print(json.dumps(result.outcomes))

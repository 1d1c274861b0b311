"""Runs Python programs one after the other in this process, so that what they import is loaded once.

Reads a line of JSON for each program: {"script": path or "-c", "args": [...]}, as the command line of Python has them.
Prints a line of JSON: {"printed": text, "error": traceback or null}.
"""

import contextlib
import io
import json
import pathlib
import runpy
import sys
import traceback


def run(script, args):
    if script == "-c":
        code, *args = args
        sys.argv = ["-c", *args]
        exec(compile(code, "<string>", "exec"), {"__name__": "__main__"})
    else:
        sys.argv = [script, *args]
        sys.path.insert(0, str(pathlib.Path(script).parent))
        runpy.run_path(script, run_name="__main__")


answers = sys.stdout
for line in sys.stdin:
    request = json.loads(line)
    printed, error, path = io.StringIO(), None, [*sys.path]
    try:
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            run(request["script"], request["args"])
    except BaseException:
        error = traceback.format_exc()
    sys.path[:] = path
    print(json.dumps({"printed": printed.getvalue(), "error": error}), file=answers, flush=True)

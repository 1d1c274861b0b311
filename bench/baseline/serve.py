"""Serves the jobs of a baseline: reads one JSON object a line, `{"job": ..., ...}`, and does the job once.

The answer is `{"seconds": ..., "processor": ..., "memoryMB": ...}`. Processor is the seconds of processor time of all
cores, and memory is the peak of the resident memory, unless the baseline has a better figure.
"""

import json
import resource
import sys
import time


def serve(jobs, about, memory=lambda: None):
    """Prints `about`, then answers requests. Each of `jobs` prepares a run from the fields of a request and returns it."""
    named = {job.__name__: job for job in jobs}
    prepared = {}
    print(json.dumps(about), flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        key = json.dumps(request, sort_keys=True)
        if key not in prepared:
            prepared.clear()
            prepared[key] = named[request.pop("job")](**request)
        started, busy = time.perf_counter(), time.process_time()
        prepared[key]()
        seconds, processor = time.perf_counter() - started, time.process_time() - busy
        used = memory() or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({"seconds": seconds, "processor": processor, "memoryMB": used}), flush=True)

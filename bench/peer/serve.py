"""What every peer is: a process that reads one JSON object a line, `{"job": ..., ...}`, and does the job once.

It answers with `{"seconds": ..., "processor": ..., "memoryMB": ...}`, where processor is seconds of processor time,
all cores together, and memory the greatest resident memory so far unless the peer knows better.
"""

import json
import resource
import sys
import time


def serve(jobs, about, memory=lambda: None):
    """`jobs` are functions that prepare a run from the request's fields and return it; `about` is said first."""
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

"""Runs cells, given as JSON on standard input, in a real kernel, and prints what came of each as JSON."""
import json
import sys
import threading
import time

from jupyter_client.manager import start_new_kernel

cells = json.load(sys.stdin)
manager, client = start_new_kernel(kernel_name="typescript-lab", cwd=sys.argv[1])
results = []
try:
    for cell in cells:
        outputs = []

        def collect(message, outputs=outputs):
            content = message["content"]
            outputs.append({"type": message["msg_type"], **{k: v for k, v in content.items() if k != "metadata"}})

        if "interrupt" in cell:
            threading.Timer(cell["interrupt"], manager.interrupt_kernel).start()
        started = time.monotonic()
        reply = client.execute_interactive(cell["code"], output_hook=collect, timeout=60)
        results.append({"status": reply["content"]["status"], "seconds": time.monotonic() - started, "outputs": outputs})
finally:
    process = manager.provisioner.process
    manager.shutdown_kernel()
    client.stop_channels()
print(json.dumps({"results": results, "ended": process.poll() is not None}))

"""Round trips of slider moves through a kernel, timed from the page's side.

Opens an IntSlider in the kernel named, sends `value` updates as a page does, and waits for the answer: the echo that
the protocol asks for, and the update that an observer makes. Prints milliseconds as JSON.
"""
import json
import sys
import time

from jupyter_client.manager import start_new_kernel

KERNEL, ROUNDS, WARM_UP = sys.argv[1], int(sys.argv[2]), 50
CODE = {
    "typescript-lab": """import { IntSlider, IntText } from "amfmn-lab/widgets";
const text = new IntText();
const slider = new IntSlider({ max: 1000000 });
slider.observe("value", ({ new: value }) => { text.value = value; });""",
    "python3": """from ipywidgets import IntSlider, IntText
text = IntText()
slider = IntSlider(max=1000000)
slider.observe(lambda change: text.set_trait("value", change.new), "value")""",
}[KERNEL]

manager, client = start_new_kernel(kernel_name=KERNEL, cwd=sys.argv[3])
opened = {}


def collect(message):
    if message["msg_type"] == "comm_open":
        content = message["content"]
        opened[content["data"]["state"]["_model_name"]] = content["comm_id"]


def move(value):
    """Milliseconds until the echo and until the observer's update came."""
    content = {"comm_id": opened["IntSliderModel"], "data": {"method": "update", "state": {"value": value}, "buffer_paths": []}}
    message = client.session.msg("comm_msg", content)
    started = time.perf_counter()
    client.shell_channel.send(message)
    times = {}
    while len(times) < 2:
        answer = client.get_iopub_msg(timeout=10)
        if answer["msg_type"] != "comm_msg":
            continue
        data = answer["content"]["data"]
        if data["state"].get("value") != value:
            continue
        times[data["method"]] = 1000 * (time.perf_counter() - started)
    return times["echo_update"], times["update"]


try:
    client.execute_interactive(CODE, output_hook=collect, timeout=120)
    moves = [move(value) for value in range(1, ROUNDS + WARM_UP + 1)][WARM_UP:]
finally:
    client.stop_channels()
    manager.shutdown_kernel(now=True)
echo, update = zip(*moves)
print(json.dumps({"echo": sorted(echo), "update": sorted(update)}))

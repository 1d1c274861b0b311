"""Times round trips of slider moves through a kernel, from the side of the page.

Opens an IntSlider in a kernel, sends updates of `value` as a page does, and waits for the echo of the protocol and for
the update of an observer. It follows links between models as a page does. Prints milliseconds as JSON.
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
links = {}  # (model, trait) to the (model, trait) that follows it


def collect(message):
    """Reads a message that opens a model."""
    if message["msg_type"] != "comm_open":
        return
    content = message["content"]
    state = content["data"]["state"]
    opened[state["_model_name"]] = content["comm_id"]
    if state["_model_name"] == "DirectionalLinkModel":
        source, target = [(model.removeprefix("IPY_MODEL_"), trait) for model, trait in (state["source"], state["target"])]
        links[source] = target


def update(model, state):
    """Sends a change of a model, as a page does."""
    content = {"comm_id": model, "data": {"method": "update", "state": state, "buffer_paths": []}}
    client.shell_channel.send(client.session.msg("comm_msg", content))


def follow(model, state):
    """Sends the changes that links follow."""
    for trait, value in state.items():
        if (model, trait) in links:
            target, own = links[model, trait]
            update(target, {own: value})


def move(value):
    """Returns the milliseconds until the echo and until the observer's update."""
    started = time.perf_counter()
    update(opened["IntSliderModel"], {"value": value})
    times = {}
    while len(times) < 2:
        answer = client.get_iopub_msg(timeout=10)
        collect(answer)
        if answer["msg_type"] != "comm_msg":
            continue
        data = answer["content"]["data"]
        if data["method"] == "update":
            follow(answer["content"]["comm_id"], data["state"])
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
echoes, updates = zip(*moves)
print(json.dumps({"echo": sorted(echoes), "update": sorted(updates)}))

"""Plays a page that is loaded twice: once before the widgets' library is in the kernel, once after. Prints, as JSON,
what each control comm was answered."""
import json
import sys

from jupyter_client.manager import start_new_kernel

manager, client = start_new_kernel(kernel_name="typescript-lab", cwd=sys.argv[1])


def send(kind, comm, data, **more):
    client.shell_channel.send(client.session.msg(kind, {"comm_id": comm, "data": data, **more}))


def answer(comm):
    while True:
        message = client.get_iopub_msg(timeout=30)
        if message["content"].get("comm_id") == comm:
            return {"type": message["msg_type"], "data": message["content"]["data"]}


def load(comm):
    send("comm_open", comm, {}, target_name="jupyter.widget.control")
    send("comm_msg", comm, {"method": "request_states"})
    return answer(comm)


try:
    before = load("first")
    client.execute_interactive(
        'import { IntSlider } from "amfmn-lab/widgets";\nnew IntSlider({ value: 12 })', output_hook=lambda _: None, timeout=120
    )
    after = load("second")
finally:
    client.stop_channels()
    manager.shutdown_kernel(now=True)
print(json.dumps({"before": before, "after": after}))

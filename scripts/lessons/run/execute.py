"""Runs notebooks on their kernels, one after the other.

Reads a line of JSON for each notebook: {"source", "target", "folder"}. Runs the notebook in the folder and writes it
with its outputs to the target, also when a cell fails. Prints a line of JSON for each cell and one at the end.
"""

import json
import sys
import time

import nbclient
import nbformat
from jupyter_core.utils import ensure_async
from nbclient.exceptions import CellExecutionComplete


def report(**message):
    print(json.dumps(message), flush=True)


class Client(nbclient.NotebookClient):
    """Keeps the state that a widget gets after its cell has ended, such as the result of an async function.

    nbclient drops every message that belongs to an earlier cell, but a page shows it.
    """

    async def _async_poll_output_msg(self, parent_msg_id, cell, cell_index):
        while True:
            message = await ensure_async(self.kc.iopub_channel.get_msg(timeout=None))
            if message["parent_header"].get("msg_id") == parent_msg_id:
                try:
                    self.process_message(message, cell, cell_index)
                except CellExecutionComplete:
                    return
            elif message["msg_type"] in ("comm_open", "comm_msg"):
                self.handle_comm_msg(cell.outputs, message, cell_index)


def run(source, target, folder):
    notebook = nbformat.read(source, as_version=4)
    started: dict[int, float] = {}

    def on_start(cell, cell_index):
        started[cell_index] = time.monotonic()
        report(event="start", cell=cell_index, cells=len(notebook.cells))

    def on_end(cell, cell_index, execute_reply):
        report(event="end", cell=cell_index, seconds=time.monotonic() - started[cell_index])

    client = Client(
        notebook,
        timeout=900,
        resources={"metadata": {"path": folder}},
        store_widget_state=True,
        coalesce_streams=True,
        on_cell_execute=on_start,
        on_cell_executed=on_end,
    )
    try:
        client.execute()
    except nbclient.exceptions.CellExecutionError as error:
        report(event="error", cell=max(started), name=error.ename, traceback=error.traceback)
    except nbclient.exceptions.CellTimeoutError:
        report(event="error", cell=max(started), name="timeout", traceback="The cell ran for more than 15 minutes.")
    finally:
        nbformat.write(notebook, target)


for line in sys.stdin:
    run(**json.loads(line))
    report(event="written")

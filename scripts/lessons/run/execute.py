"""Runs one notebook on its kernel and writes it with its outputs. Prints a line of JSON for each cell."""

import json
import sys
import time

import nbclient
import nbformat

source, target, folder = sys.argv[1:4]
notebook = nbformat.read(source, as_version=4)
started: dict[int, float] = {}


def report(**message):
    print(json.dumps(message), flush=True)


def on_start(cell, cell_index):
    started[cell_index] = time.monotonic()
    report(event="start", cell=cell_index, cells=len(notebook.cells))


def on_end(cell, cell_index, execute_reply):
    report(event="end", cell=cell_index, seconds=time.monotonic() - started[cell_index])


client = nbclient.NotebookClient(
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
    failed = max(started)
    report(event="error", cell=failed, name=error.ename, traceback=error.traceback)
except nbclient.exceptions.CellTimeoutError:
    report(event="error", cell=max(started), name="timeout", traceback="The cell ran for more than 15 minutes.")
finally:
    nbformat.write(notebook, target)

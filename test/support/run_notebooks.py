"""Runs notebooks by nbclient. Reads a list of lists of cells from stdin, and writes the outputs and errors of each to a
file. Kernels inherit stdout, and Node makes it non-blocking, so that text for it may be lost."""
import json
import sys
from concurrent.futures import ThreadPoolExecutor

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError


def run(cells):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in cells])
    error = None
    try:
        NotebookClient(notebook, kernel_name="typescript-lab", timeout=60).execute()
    except CellExecutionError as failure:
        error = failure.ename
    return {"error": error, "outputs": [cell.outputs for cell in notebook.cells]}


with ThreadPoolExecutor(3) as pool, open(sys.argv[1], "w") as results:
    json.dump(list(pool.map(run, json.load(sys.stdin))), results)

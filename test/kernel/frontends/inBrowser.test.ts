// The kernel in JupyterLab and Notebook 7. One server and one Chromium serve all modules of this folder.
import "./shown.js";
import "./tables.js";
import "./debugger.js";

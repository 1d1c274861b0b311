// Widgets, figures and views in JupyterLab, Notebook 7 and exported pages. One server and one Chromium serve all modules
// of this folder.
import "./everyWidget.js";
import "./alive.js";
import "./anyWidget.js";
import "./exportedPage.js";
import "./layouts.js";
import "./localization.js";
import "./views/views.js";

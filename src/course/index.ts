// What the lessons share, so that a lesson shows its idea and nothing else: the data set, how long to train,
// pictures side by side, tables, and the answers of check cells.
export { check } from "./check.js";
export { cropsOf, type ViewsOptions } from "./crops.js";
export { courseFolder, lessonData } from "./data.js";
export { type Figure, type FigureOptions, figures } from "./figures.js";
export { lessonLength, trainFor } from "./length.js";
export { mapPictures } from "./maps.js";
export { table } from "./table.js";

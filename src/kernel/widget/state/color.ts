// Colors that ipywidgets accepts: names of CSS, #rgb, #rgba, #rrggbb, #rrggbbaa, rgb(), rgba(), hsl(), hsla() and var().

const names: ReadonlySet<string> = new Set(
  `aliceblue antiquewhite aqua aquamarine azure beige bisque black blanchedalmond blue blueviolet brown burlywood cadetblue
  chartreuse chocolate coral cornflowerblue cornsilk crimson cyan darkblue darkcyan darkgoldenrod darkgray darkgrey darkgreen
  darkkhaki darkmagenta darkolivegreen darkorange darkorchid darkred darksalmon darkseagreen darkslateblue darkslategray
  darkslategrey darkturquoise darkviolet deeppink deepskyblue dimgray dimgrey dodgerblue firebrick floralwhite forestgreen
  fuchsia gainsboro ghostwhite gold goldenrod gray grey green greenyellow honeydew hotpink indianred indigo ivory khaki lavender
  lavenderblush lawngreen lemonchiffon lightblue lightcoral lightcyan lightgoldenrodyellow lightgray lightgrey lightgreen
  lightpink lightsalmon lightseagreen lightskyblue lightslategray lightslategrey lightsteelblue lightyellow lime limegreen linen
  magenta maroon mediumaquamarine mediumblue mediumorchid mediumpurple mediumseagreen mediumslateblue mediumspringgreen
  mediumturquoise mediumvioletred midnightblue mintcream mistyrose moccasin navajowhite navy oldlace olive olivedrab orange
  orangered orchid palegoldenrod palegreen paleturquoise palevioletred papayawhip peachpuff peru pink plum powderblue purple
  rebeccapurple red rosybrown royalblue saddlebrown salmon sandybrown seagreen seashell sienna silver skyblue slateblue slategray
  slategrey snow springgreen steelblue tan teal thistle tomato transparent turquoise violet wheat white whitesmoke yellow
  yellowgreen`.split(/\s+/),
);

const hex = /^#(?:[\da-f]{3}|[\da-f]{4}|[\da-f]{6}|[\da-f]{8})$/i;
const whole = String.raw`\s*\d+%?\s*`;
const fraction = String.raw`\s*(?:\d+\.?\d*|\.\d+)%?\s*`;
const functions = new RegExp(
  `^(?:rgb\\(${whole},${whole},${whole}\\)|rgba\\(${whole},${whole},${whole},${fraction}\\)` +
    `|hsl\\(${fraction},${fraction},${fraction}\\)|hsla\\(${fraction},${fraction},${fraction},${fraction}\\))$`,
);
const variable = /^var\(--[\w-]+(?:,\s*(.+?)\s*)?\)$/;

/** Reports whether a text is a color. */
export function isColor(text: string): boolean {
  if (names.has(text.toLowerCase()) || hex.test(text) || functions.test(text)) return true;
  const found = variable.exec(text);
  return found !== null && (found[1] === undefined || isColor(found[1]));
}

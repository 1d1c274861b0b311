// Scenes with buildings: dense housing, storage tanks, solar farm.
import { shade } from "../drawing.js";
import { grounds, paint, type SceneClass } from "../facts.js";

/** Rows of houses with roofs of one color along a road. */
const denseresidential: SceneClass = {
  name: "denseresidential",
  draw(d, r) {
    const ground = r.pick([grounds[0]!, grounds[1]!, grounds[2]!, grounds[4]!]);
    const roof = r.pick(["red", "gray", "blue", "white", "brown", "orange"] as const);
    const rows = r.integer(2, 5);
    const pools = r.chance(0.4);
    const road = r.pick(["gray", "white", "brown"] as const);
    d.ground(ground.color);
    const height = SIDE_ROWS / rows;
    for (let row = 0; row < rows; row++) {
      const y = (row + 0.5) * height;
      for (let i = 0; i < 6; i++) {
        const x = 22 + i * 42;
        d.house(
          x,
          y - height * 0.12,
          32,
          Math.min(height * 0.5, 44),
          shade(paint[roof], r.between(0.9, 1.1)),
          r.between(-4, 4),
        );
        if (pools && r.chance(0.6)) {
          d.note("pool", x + 12, y + height * 0.27, 14, 9);
          d.ellipse(x + 12, y + height * 0.27, 7, 4.5, "#5fb7dd", { stroke: "#eeeeee" });
        } else d.tree(x + 14, y + height * 0.27, 5, "#3c6c36");
      }
      const street = (row + 1) * height - 5;
      if (row < rows - 1)
        d.road(
          `M-60 ${street} L316 ${street}`,
          11,
          { gray: "#77787c", white: "#d9d7cf", brown: "#8b6a48" }[road],
        );
    }
    return {
      place: "residential area",
      main: { count: rows, adjective: "", noun: `row of ${roof} houses`, plural: `rows of ${roof} houses` },
      action: r.pick(["arranged", "built"]),
      beside: pools
        ? {
            preposition: r.pick(["with", "near"]),
            thing: { count: 12, adjective: "blue", noun: "swimming pool" },
          }
        : {
            preposition: r.pick(["along", "beside"]),
            thing: { count: rows > 2 ? rows - 1 : 1, adjective: road, noun: "road" },
          },
      around: {
        preposition: r.pick(["on", "surrounded by"]),
        thing: { adjective: ground.adjective, noun: ground.noun },
      },
    };
  },
};
const SIDE_ROWS = 256;

/** Round tanks seen from above, with their long shadows. */
const storagetanks: SceneClass = {
  name: "storagetanks",
  draw(d, r) {
    const ground = r.pick(grounds);
    const color = r.pick(["white", "gray", "red", "blue"] as const);
    const count = r.pick([1, 2, 3, 4, 6, 9]);
    const roof = r.pick(["blue", "red", "white", "gray"] as const);
    d.ground(ground.color);
    d.box(146, 128, 208, 236, shade(ground.color, 0.85), {
      stroke: shade(ground.color, 0.65),
      strokeWidth: 2,
    });
    const columns = count === 1 ? 1 : count === 9 || count === 6 || count === 3 ? 3 : 2;
    const rows = Math.ceil(count / columns);
    const radius = count === 1 ? 74 : Math.min(200 / columns, 226 / rows) * 0.4;
    for (let i = 0; i < count; i++) {
      const x = 146 + ((i % columns) - (columns - 1) / 2) * (200 / columns);
      const y = 128 + (Math.floor(i / columns) - (rows - 1) / 2) * Math.min(226 / rows, 110);
      d.note("storage tank", x, y, 2 * radius, 2 * radius);
      d.ellipse(x, y, radius, radius, shade(paint[color], 0.75), { shadow: radius * 0.28 });
      d.ellipse(x, y, radius * 0.93, radius * 0.93, paint[color]);
      d.path(
        `M${x} ${y} L${x + radius * 0.9} ${y} A${radius * 0.9} ${radius * 0.9} 0 0 1 ${x} ${y + radius * 0.9} Z`,
        "#00000022",
      );
      d.ellipse(x, y, radius * 0.12, radius * 0.12, shade(paint[color], 0.7));
    }
    d.building(20, 128, 26, 190, paint[roof]);
    return {
      place: "oil depot",
      main: { count, adjective: color, noun: r.pick(["storage tank", "oil tank"]) },
      action: r.pick(["standing", "arranged"]),
      beside: {
        preposition: r.pick(["beside", "next to", "near"]),
        thing: { count: 1, adjective: roof, noun: r.pick(["building", "workshop"]) },
      },
      around: {
        preposition: r.pick(["on", "surrounded by"]),
        thing: { adjective: ground.adjective, noun: ground.noun },
      },
    };
  },
};

/** Rows of solar panels. */
const solarfarm: SceneClass = {
  name: "solarfarm",
  draw(d, r) {
    const ground = r.pick(grounds.slice(0, 4));
    const color = r.pick(["blue", "dark blue", "black"] as const);
    const rows = r.integer(3, 9);
    const roof = r.pick(["white", "red", "gray"] as const);
    d.ground(ground.color);
    d.road("M24 -60 L24 316", 12, "#b6a27c");
    const height = 256 / rows;
    for (let row = 0; row < rows; row++) {
      const y = (row + 0.5) * height;
      d.note("solar panel", 148, y, 196, height * 0.58);
      d.box(148, y, 196, height * 0.58, paint[color], { shadow: 3, stroke: "#c9d2da", strokeWidth: 1 });
      for (let x = 62; x < 246; x += 12) d.box(x, y, 0.9, height * 0.55, "#8fa6bf");
      d.box(148, y - height * 0.14, 194, height * 0.08, shade(paint[color], 1.5));
    }
    d.building(24, r.between(60, 196), 30, 34, paint[roof]);
    return {
      place: "solar farm",
      main: {
        count: rows,
        adjective: "",
        noun: `row of ${color} solar panels`,
        plural: `rows of ${color} solar panels`,
      },
      action: r.pick(["installed", "arranged"]),
      beside: {
        preposition: r.pick(["beside", "near", "next to"]),
        thing: { count: 1, adjective: roof, noun: r.pick(["building", "house"]) },
      },
      around: {
        preposition: r.pick(["on", "surrounded by"]),
        thing: { adjective: ground.adjective, noun: ground.noun },
      },
    };
  },
};

export const builtScenes: readonly SceneClass[] = [denseresidential, storagetanks, solarfarm];

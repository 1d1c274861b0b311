// Scenes of sport: baseball field, playground with a running track, tennis courts.
import { shade } from "../drawing.js";
import { grounds, paint, type SceneClass } from "../facts.js";

/** Baseball diamonds: a quarter disc of grass, an infield of bare soil, white base lines. */
const baseballfield: SceneClass = {
  name: "baseballfield",
  draw(d, r) {
    const ground = r.pick([grounds[1]!, grounds[2]!, grounds[3]!, grounds[4]!]);
    const infield = r.pick(["brown", "red", "yellow"] as const);
    const count = r.pick([1, 2, 4]);
    const stand = r.pick(["white", "blue", "gray", "red"] as const);
    d.ground(ground.color);
    const size = count === 1 ? 170 : count === 2 ? 104 : 92;
    const soil = { brown: "#a5744a", red: "#b2573b", yellow: "#d6bd7c" }[infield];
    const centers =
      count === 1
        ? [[50, 212]]
        : count === 2
          ? [
              [16, 160],
              [136, 160],
            ]
          : [
              [16, 112],
              [136, 112],
              [16, 232],
              [136, 232],
            ];
    for (const [x = 0, y = 0] of centers) {
      d.note("baseball field", x + size / 2, y - size / 2, size, size);
      d.path(`M${x} ${y} L${x} ${y - size} A${size} ${size} 0 0 1 ${x + size} ${y} Z`, "#6ea653", {
        stroke: "#e8e6d8",
        strokeWidth: 1.6,
      });
      const inner = size * 0.5;
      d.path(`M${x} ${y} L${x} ${y - inner} A${inner} ${inner} 0 0 1 ${x + inner} ${y} Z`, soil);
      d.box(x + inner * 0.38, y - inner * 0.38, inner * 0.44, inner * 0.44, "#6ea653");
      d.ellipse(x + inner * 0.38, y - inner * 0.38, inner * 0.07, inner * 0.07, soil);
    }
    if (count < 4)
      d.building(count === 1 ? 206 : 128, count === 1 ? 40 : 30, count === 1 ? 70 : 180, 34, paint[stand]);
    else d.building(128, 128, 200, 12, paint[stand]);
    d.scatterTrees(20, "#3b6a36", (x, y) => y < 22 || x > 244 || y > 238);
    return {
      place: "baseball park",
      main: { count, adjective: infield, noun: "baseball field" },
      action: r.pick(["located", "built"]),
      beside: {
        preposition: r.pick(["beside", "next to", "near"]),
        thing: { count: 1, adjective: stand, noun: "stand" },
      },
      around: {
        preposition: r.pick(["surrounded by", "on"]),
        thing: { adjective: ground.adjective, noun: ground.noun },
      },
    };
  },
};

/** A running track around a football field. */
const playground: SceneClass = {
  name: "playground",
  draw(d, r) {
    const ground = r.pick(grounds);
    const track = r.pick(["red", "blue", "black", "orange"] as const);
    const pitch = r.pick(["green", "dark green", "brown"] as const);
    const roof = r.pick(["white", "gray", "red", "blue"] as const);
    const houses = r.integer(1, 3);
    d.ground(ground.color);
    d.box(128, 146, 206, 128, paint[track], { round: 64 });
    for (const inset of [8, 16])
      d.box(128, 146, 206 - inset, 128 - inset, "none", {
        round: 64 - inset / 2,
        stroke: "#f1efe6",
        strokeWidth: 0.9,
      });
    d.note("football field", 128, 146, 166, 88);
    d.box(128, 146, 166, 88, { green: "#6fae50", "dark green": "#326b3a", brown: "#b08a5c" }[pitch], {
      round: 44,
    });
    d.box(128, 146, 112, 72, "none", { stroke: "#f5f3ea", strokeWidth: 1.6 });
    d.ellipse(128, 146, 13, 13, "none", { stroke: "#f5f3ea", strokeWidth: 1.4 });
    d.box(128, 146, 1.4, 72, "#f5f3ea");
    for (let i = 0; i < houses; i++)
      d.building(128 + (i - (houses - 1) / 2) * 76, 36, houses === 1 ? 150 : 62, 40, paint[roof]);
    d.scatterTrees(18, "#3b6a36", (_, y) => y > 224);
    return {
      place: "playground",
      main: { count: 1, adjective: pitch, noun: "football field" },
      action: r.pick(["surrounded", "circled"]),
      beside: {
        preposition: "by",
        thing: { count: 1, adjective: track, noun: r.pick(["track", "running track"]) },
      },
      around: {
        preposition: r.pick(["beside", "near", "next to"]),
        thing: { count: houses, adjective: roof, noun: "building" },
      },
    };
  },
};

/** Tennis courts in rows, colored inside and out. */
const tenniscourt: SceneClass = {
  name: "tenniscourt",
  draw(d, r) {
    const ground = r.pick(grounds.slice(0, 4));
    const court = r.pick(["blue", "red", "green", "purple"] as const);
    const apron = r.pick((["green", "red", "gray", "blue"] as const).filter((c) => c !== court));
    const count = r.pick([1, 2, 3, 4, 6]);
    d.ground(ground.color);
    const columns = count === 1 ? 1 : count === 6 ? 3 : count === 4 ? 2 : count;
    const rows = Math.ceil(count / columns);
    const scale = count === 1 ? 1.5 : 1;
    const [w, h] = [58 * scale, 94 * scale];
    d.box(128, 128, columns * (w + 10) + 14, rows * (h + 10) + 14, shade(paint[apron], 0.95), {
      stroke: "#d9d9d4",
      strokeWidth: 2,
    });
    for (let i = 0; i < count; i++) {
      const x = 128 + ((i % columns) - (columns - 1) / 2) * (w + 10);
      const y = 128 + (Math.floor(i / columns) - (rows - 1) / 2) * (h + 10);
      d.note("tennis court", x, y, w * 0.78, h * 0.86);
      d.box(x, y, w * 0.78, h * 0.86, paint[court], { stroke: "#f6f4ee", strokeWidth: 1.6 });
      d.box(x, y, w * 0.58, h * 0.46, "none", { stroke: "#f6f4ee", strokeWidth: 1.2 });
      d.box(x, y, w * 0.9, 1.6, "#f6f4ee", { shadow: 1.5 });
    }
    d.scatterTrees(34, "#36652f", (x, y) => x < 14 || x > 242 || y < 14 || y > 242);
    return {
      place: "sports ground",
      main: { count, adjective: court, noun: "tennis court" },
      action: r.pick(["arranged", "built"]),
      beside: { preposition: "on", thing: { adjective: apron, noun: "ground" } },
      around: {
        preposition: r.pick(["surrounded by", "near"]),
        thing: { adjective: ground.adjective, noun: ground.noun },
      },
    };
  },
};

export const sportScenes: readonly SceneClass[] = [baseballfield, playground, tenniscourt];

// Scenes of land and water: river, forest, farmland, beach, pond.
import type { Drawing } from "../drawing.js";
import { SIDE, shade } from "../drawing.js";
import { grounds, paint, type SceneClass } from "../facts.js";

const waters = { blue: "#3f7fb6", "dark green": "#2c564b", brown: "#8f7450" } as const;
type Water = keyof typeof waters;
const waterNames = Object.keys(waters) as Water[];

function houses(d: Drawing, count: number, roof: string, x: number, y: number, step: number): void {
  for (let i = 0; i < count; i++)
    d.house(x + (i - (count - 1) / 2) * step, y, 34, 26, roof, d.random.between(-8, 8));
}

/** A river that winds between two banks of different cover. */
const river: SceneClass = {
  name: "river",
  draw(d, r) {
    const water = r.pick(waterNames);
    const bank = r.pick(grounds.slice(0, 4));
    const count = r.integer(0, 4);
    const roof = r.pick(["red", "white", "blue"] as const);
    d.ground(bank.color);
    const bend = r.between(40, 80) * r.pick([-1, 1]);
    const width = r.between(44, 76);
    const course = `M-60 128 C20 ${128 + bend} 60 ${128 + bend} 128 128 S236 ${128 - bend} 316 128`;
    d.path(course, "none", { stroke: shade(bank.color, 0.75), strokeWidth: width + 10 });
    d.path(course, "none", { stroke: waters[water], strokeWidth: width });
    d.path(course, "none", { stroke: shade(waters[water], 1.12), strokeWidth: width * 0.35 });
    houses(d, count, paint[roof], 128, 24, 50);
    const trees = count === 0 || r.chance(0.4);
    if (trees) d.scatterTrees(90, "#2f5c2c", (_, y) => y > 216, 8);
    return {
      place: "river scene",
      main: { count: 1, adjective: `${r.pick(["winding", "curved"])} ${water}`, noun: "river" },
      action: r.pick(["flowing", "running"]),
      beside: count
        ? { preposition: r.pick(["past", "near"]), thing: { count, adjective: roof, noun: "house" } }
        : { preposition: r.pick(["past", "near"]), thing: { adjective: "many dense", noun: "trees" } },
      around: {
        preposition: r.pick(["through", "across"]),
        thing: { adjective: bank.adjective, noun: bank.noun },
      },
    };
  },
};

/** Dense trees, with a road, a pond or houses in a clearing. */
const forest: SceneClass = {
  name: "forest",
  draw(d, r) {
    const crown = r.pick(["green", "dark green", "yellow", "orange"] as const);
    const what = r.pick(["road", "pond", "house"] as const);
    const color =
      what === "road"
        ? r.pick(["gray", "brown"] as const)
        : what === "pond"
          ? "blue"
          : r.pick(["red", "white"] as const);
    const count = what === "house" ? r.integer(1, 4) : 1;
    const tree = { green: "#54893a", "dark green": "#28512a", yellow: "#b5a13d", orange: "#b8662c" }[crown];
    d.ground(shade(tree, 0.72));
    const bend = r.between(-50, 50);
    for (let y = 0; y < 18; y++) {
      for (let x = 0; x < 18; x++) {
        const [px, py] = [x * 15 + r.between(-4, 4), y * 15 + r.between(-4, 4)];
        const onRoad = what === "road" && Math.abs(py - 128 - bend * Math.sin((px / SIDE) * Math.PI)) < 22;
        const inClearing =
          what !== "road" && Math.hypot(px - 128, (py - 128) * 1.3) < (what === "pond" ? 66 : 62);
        if (!onRoad && !inClearing) d.tree(px, py, r.between(7.5, 11), tree);
      }
    }
    if (what === "road")
      d.road(`M-60 128 Q128 ${128 + bend * 2} 316 128`, 20, color === "gray" ? "#a3a39f" : "#9c7850");
    if (what === "pond") {
      d.note("pool", 128, 128, 124, 92);
      d.ellipse(128, 128, 62, 46, "#3f7fb6", { stroke: "#7d6c4d", strokeWidth: 4 });
    }
    if (what === "house") houses(d, count, paint[color as "red"], 128, 128, count > 3 ? 28 : 38);
    return {
      place: "forest",
      main: { count: undefined, adjective: `${r.pick(["dense", "thick"])} ${crown}`, noun: "forest" },
      action: r.pick(["growing", "spreading"]),
      beside: { preposition: r.pick(["around", "beside"]), thing: { count, adjective: color, noun: what } },
      around: {
        preposition: what === "road" ? "on both sides of" : "surrounding",
        thing: { count, adjective: color, noun: what },
      },
    };
  },
};

/** Rectangular or round fields in one, two or more colors. */
const farmland: SceneClass = {
  name: "farmland",
  draw(d, r) {
    const crops = { green: "#79a94c", "dark green": "#3c6d36", yellow: "#d2bd62", brown: "#946c48" } as const;
    const names = r.shuffle(Object.keys(crops) as (keyof typeof crops)[]);
    const [first, second] = [names[0]!, names[1]!];
    const round = r.chance(0.4);
    const count = round ? r.pick([1, 2, 4]) : r.pick([4, 6, 9]);
    d.ground(crops[second]);
    const columns = count === 1 ? 1 : count === 6 || count === 9 ? 3 : 2;
    const rows = Math.ceil(count / columns);
    const [w, h] = [SIDE / columns, SIDE / rows];
    for (let i = 0; i < count; i++) {
      const [x, y] = [((i % columns) + 0.5) * w, (Math.floor(i / columns) + 0.5) * h];
      const tone = shade(crops[first], r.between(0.9, 1.1));
      if (round) {
        const radius = Math.min(w, h) * 0.45;
        d.note("field", x, y, 2 * radius, 2 * radius);
        d.ellipse(x, y, radius, radius, tone, { stroke: shade(tone, 0.8) });
        for (let k = 1; k < 5; k++)
          d.ellipse(x, y, (radius * k) / 5, (radius * k) / 5, "none", { stroke: shade(tone, 0.9) });
      } else {
        d.note("field", x, y, w - 12, h - 12);
        d.box(x, y, w - 12, h - 12, tone, { stroke: shade(tone, 0.75) });
        for (let k = -w / 2 + 12; k < w / 2 - 8; k += 5) d.box(x + k, y, 1.2, h - 16, shade(tone, 0.87));
      }
    }
    const house = r.pick(["red", "white", "blue"] as const);
    d.house(r.between(90, 166), r.between(100, 156), 30, 22, paint[house], r.between(-20, 20));
    return {
      place: "farmland",
      main: { count, adjective: `${first} ${round ? "round" : "rectangular"}`, noun: "field" },
      action: r.pick(["arranged", "planted"]),
      beside: {
        preposition: r.pick(["around", "near"]),
        thing: { count: 1, adjective: house, noun: "house" },
      },
      around: { preposition: r.pick(["on", "beside"]), thing: { adjective: second, noun: "farmland" } },
    };
  },
};

/** Sea, surf, sand, and parasols or boats. */
const beach: SceneClass = {
  name: "beach",
  draw(d, r) {
    const water = r.pick(["blue", "green", "dark blue"] as const);
    const sand = r.pick(["yellow", "white", "gray"] as const);
    const land = r.pick(["green", "brown"] as const);
    const count = r.integer(2, 12);
    const color = r.pick(["red", "orange", "blue", "white"] as const);
    d.ground({ yellow: "#dcc58a", white: "#ece6d8", gray: "#a8a39a" }[sand]);
    const shore = r.between(96, 126);
    const wave = (y: number) => `M-60 -60 L316 -60 L316 ${y} Q240 ${y + 18} 192 ${y} T64 ${y} T-60 ${y} Z`;
    d.path(wave(shore + 12), "#f6f6f2");
    d.path(wave(shore), { blue: "#5b9cc9", green: "#58a795", "dark blue": "#33608c" }[water]);
    d.path(wave(shore - 40), { blue: "#3c7db3", green: "#3b8878", "dark blue": "#1f456f" }[water]);
    const edge = 212;
    d.box(128, 264, 400, 264 - edge + 50, land === "green" ? "#5f8f45" : "#94704a");
    for (let i = 0; i < count; i++) {
      const x = 128 + ((i % 6) - (Math.min(count, 6) - 1) / 2) * 38;
      const y = 158 + Math.floor(i / 6) * 26 + r.between(-3, 3);
      d.note("parasol", x, y, 18, 18);
      d.ellipse(x, y, 9, 9, paint[color], { shadow: 3 });
      d.ellipse(x, y, 3, 3, shade(paint[color], 1.3));
    }
    if (land === "green") d.scatterTrees(110, "#3a6b35", (_, y) => y > 222, 7);
    return {
      place: "beach",
      main: { count, adjective: color, noun: r.pick(["umbrella", "parasol"]) },
      action: r.pick(["standing", "placed"]),
      beside: { preposition: "on", thing: { adjective: sand, noun: "sand" } },
      around: { preposition: r.pick(["near", "beside"]), thing: { adjective: water, noun: "sea water" } },
    };
  },
};

/** One to four ponds. */
const pond: SceneClass = {
  name: "pond",
  draw(d, r) {
    const water = r.pick(waterNames);
    const ground = r.pick(grounds.slice(0, 4));
    const count = r.integer(1, 4);
    const trees = r.pick(["dark green", "yellow", "orange"] as const);
    d.ground(ground.color);
    const places =
      count === 1
        ? [[128, 128, 74]]
        : count === 2
          ? [
              [78, 90, 50],
              [180, 168, 50],
            ]
          : count === 3
            ? [
                [74, 78, 44],
                [184, 92, 44],
                [116, 186, 44],
              ]
            : [
                [72, 72, 42],
                [186, 70, 42],
                [70, 186, 42],
                [186, 184, 42],
              ];
    for (const [x = 0, y = 0, radius = 0] of places) {
      const points = Array.from({ length: 22 }, (_, k) => {
        const angle = (k / 22) * 2 * Math.PI;
        const far = radius * (1 + 0.14 * Math.sin(3 * angle + x) + 0.08 * Math.sin(5 * angle + y));
        return [x + far * Math.cos(angle), y + far * 0.9 * Math.sin(angle)] as const;
      });
      d.note("pool", x, y, 2.2 * radius, 2 * radius);
      d.polygon(points, waters[water], { stroke: shade(ground.color, 0.68), strokeWidth: 5 });
      d.ellipse(x - radius * 0.15, y - radius * 0.1, radius * 0.5, radius * 0.4, shade(waters[water], 1.1));
    }
    const tone = { "dark green": "#2d5a2d", yellow: "#b7a440", orange: "#bd6a2e" }[trees];
    d.scatterTrees(
      70,
      tone,
      (x, y) => places.every(([px = 0, py = 0, far = 0]) => Math.hypot(x - px, y - py) > far * 1.2 + 8),
      8,
    );
    return {
      place: "pond area",
      main: { count, adjective: water, noun: "pond" },
      action: r.pick(["lying", "located"]),
      beside: {
        preposition: r.pick(["among", "beside"]),
        thing: { adjective: `many ${trees}`, noun: "trees" },
      },
      around: {
        preposition: r.pick(["on", "surrounded by"]),
        thing: { adjective: ground.adjective, noun: ground.noun },
      },
    };
  },
};

export const natureScenes: readonly SceneClass[] = [river, forest, farmland, beach, pond];

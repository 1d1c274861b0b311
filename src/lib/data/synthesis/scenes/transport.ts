// Scenes of traffic: airport, port, parking lot, bridge, crossing.
import type { Drawing } from "../drawing.js";
import { shade } from "../drawing.js";
import { grounds, type Paint, paint, type SceneClass } from "../facts.js";

function plane(d: Drawing, x: number, y: number, size: number, color: string): void {
  const s = size / 20;
  const at = (points: readonly (readonly [number, number])[]) =>
    points.map(([a, b]) => [x + a * s, y + b * s] as const);
  const shadow = 3 * s;
  d.note("plane", x, y + 0.5 * s, 48 * s, 53 * s);
  d.polygon(
    at([
      [-4, -3],
      [4, -3],
      [24, 9],
      [24, 13],
      [3, 6],
      [-3, 6],
      [-24, 13],
      [-24, 9],
    ]),
    shade(color, 0.88),
    { shadow },
  );
  d.polygon(
    at([
      [-2, 17],
      [2, 17],
      [10, 24],
      [10, 27],
      [-10, 27],
      [-10, 24],
    ]),
    shade(color, 0.88),
    { shadow },
  );
  d.ellipse(x, y, 4 * s, 26 * s, color, { shadow });
  d.ellipse(x, y - 19 * s, 2.2 * s, 3 * s, shade(color, 0.45));
}

/** Planes in a row on an apron before a terminal, a runway along the other edge. */
const airport: SceneClass = {
  name: "airport",
  draw(d, r) {
    const ground = r.pick(grounds.slice(0, 4));
    const roof = r.pick(["white", "blue", "red", "gray"] as const);
    const color = r.pick(["white", "blue", "orange", "black"] as const);
    const count = r.integer(1, 5);
    d.ground(ground.color);
    d.box(128, 216, 400, 44, "#77787b");
    d.road("M-60 216 L316 216", 1, "#77787b", "#f4f4ee");
    d.box(128, 118, 300, 84, "#b9b9b4");
    d.building(128, 44, r.integer(150, 210), 46, paint[roof]);
    const size = count > 3 ? 17 : 21;
    const step = 220 / count;
    for (let i = 0; i < count; i++)
      plane(d, 128 + (i - (count - 1) / 2) * step, 116 + r.between(-6, 6), size, paint[color]);
    return {
      place: "airport",
      main: { count, adjective: color, noun: "plane" },
      action: r.pick(["parked", "stopped"]),
      beside: {
        preposition: r.pick(["beside", "near", "next to"]),
        thing: { count: 1, adjective: roof, noun: "terminal" },
      },
      around: {
        preposition: r.pick(["near", "beside"]),
        thing: { adjective: ground.adjective, noun: ground.noun },
      },
    };
  },
};

function boat(d: Drawing, x: number, y: number, length: number, color: string): void {
  const w = length * 0.34;
  d.note("boat", x, y, w, length);
  d.path(
    `M${x - w / 2} ${y + length / 2} L${x - w / 2} ${y - length * 0.15} Q${x - w / 2} ${y - length * 0.4} ${x} ${y - length / 2} Q${x + w / 2} ${y - length * 0.4} ${x + w / 2} ${y - length * 0.15} L${x + w / 2} ${y + length / 2} Z`,
    color,
    { shadow: 3, stroke: shade(color, 0.6) },
  );
  d.box(x, y + length * 0.15, w * 0.62, length * 0.4, shade(color, 1.25), { shadow: 1.5 });
}

/** Boats at both sides of a pier that reaches from a quay into the water. */
const port: SceneClass = {
  name: "port",
  draw(d, r) {
    const water = r.pick(["blue", "dark blue", "green"] as const);
    const color = r.pick(["white", "red", "orange", "black"] as const);
    const quay = r.pick(["gray", "brown", "white"] as const);
    const count = r.integer(2, 9);
    d.ground({ blue: "#3f78ad", "dark blue": "#1f3f66", green: "#47806f" }[water]);
    for (let i = 0; i < 40; i++) {
      d.ellipse(r.between(0, 256), r.between(60, 256), r.between(8, 22), 0.8, "#ffffff22");
    }
    d.box(128, 22, 320, 60, paint[quay], { shadow: 4 });
    d.box(128, 150, 16, 216, paint[quay], { shadow: 4 });
    for (let i = 0; i < 5; i++)
      d.box(30 + i * 50, 20, 30, 18, r.pick(["#b5532d", "#6b7f93", "#d8d5cc", "#4f6d4a"]), { shadow: 2 });
    const length = count > 6 ? 34 : 46;
    for (let i = 0; i < count; i++) {
      const left = i % 2 === 0;
      const row = Math.floor(i / 2);
      const rows = Math.ceil(count / 2);
      const y = 84 + (row + 0.5) * (170 / rows);
      boat(d, left ? 128 - 34 - (row % 2) * 34 : 128 + 34 + (row % 2) * 34, y, length, paint[color]);
    }
    return {
      place: "port",
      main: { count, adjective: color, noun: r.pick(["boat", "ship"]) },
      action: r.pick(["moored", "docked", "anchored"]),
      beside: {
        preposition: r.pick(["on both sides of", "beside"]),
        thing: { count: 1, adjective: quay, noun: r.pick(["pier", "dock"]) },
      },
      around: { preposition: "in", thing: { adjective: water, noun: "water" } },
    };
  },
};

/** Rows of cars in front of a building. */
const parking: SceneClass = {
  name: "parking",
  draw(d, r) {
    const ground = r.pick(grounds.slice(0, 4));
    const roof = r.pick(["white", "red", "blue", "brown", "none"] as const);
    const color = r.pick(["white", "red", "black", "blue"] as const);
    const rows = r.integer(1, 5);
    d.ground(ground.color);
    if (roof !== "none") d.building(128, 32, 190, 42, paint[roof]);
    d.box(128, 156, 216, 180, "#6f7174", { round: 4 });
    for (let row = 0; row < rows; row++) {
      const y = 156 + (row - (rows - 1) / 2) * 34;
      for (let i = 0; i < 14; i++) {
        const x = 37 + i * 14;
        d.box(x - 7, y, 1, 22, "#e8e6da");
        if (r.chance(0.88)) d.car(x, y, 90, r.chance(0.92) ? paint[color] : "#8f9498", 1.5);
      }
    }
    d.scatterTrees(14, "#3e6d38", (x, y) => y > 60 && (x < 16 || x > 240));
    return {
      place: "parking lot",
      main: { count: rows, adjective: "", noun: `row of ${color} cars`, plural: `rows of ${color} cars` },
      action: "parked",
      beside:
        roof === "none"
          ? { preposition: "on", thing: { count: 1, adjective: "gray", noun: "open square" } }
          : {
              preposition: r.pick(["beside", "in front of", "near"]),
              thing: { count: 1, adjective: roof, noun: "building" },
            },
      around: {
        preposition: r.pick(["near", "beside", "next to"]),
        thing: { adjective: ground.adjective, noun: ground.noun },
      },
    };
  },
};

/** A bridge, or two or three side by side, over a wide river. */
const bridge: SceneClass = {
  name: "bridge",
  draw(d, r) {
    const ground = r.pick(grounds.slice(0, 4));
    const water = r.pick(["blue", "dark green", "brown"] as const);
    const color = r.pick(["gray", "white", "red"] as const);
    const count = r.integer(1, 3);
    d.ground(ground.color);
    const bend = r.between(-26, 26);
    d.path(
      `M-60 74 Q128 ${74 + bend} 316 74 L316 186 Q128 ${186 + bend} -60 186 Z`,
      { blue: "#4b83b4", "dark green": "#2f5a4c", brown: "#94795a" }[water],
      {
        stroke: shade(ground.color, 0.7),
        strokeWidth: 4,
      },
    );
    for (let i = 0; i < count; i++) {
      const x = 128 + (i - (count - 1) / 2) * 64;
      const width = count === 1 ? 30 : 22;
      d.note("bridge", x, 128, width, 380);
      d.box(x, 128, width, 380, paint[color], { shadow: 7 });
      d.road(`M${x} -60 L${x} 316`, width * 0.62, "#6b6c70", "#eee9d0");
      for (let c = 0; c < 5; c++)
        d.car(
          x + r.pick([-4, 4]),
          r.between(0, 256),
          90,
          r.pick(["#eee", "#a33327", "#333333", "#2f5fa0"].map((v) => (v.length < 7 ? "#eeeeee" : v))),
          0.8,
        );
    }
    d.scatterTrees(26, "#3e6d38", (x, y) => (y < 60 || y > 212) && Math.abs(x - 128) > 96);
    return {
      place: "bridge scene",
      main: { count, adjective: color, noun: "bridge" },
      action: r.pick(["built", "standing"]),
      beside: {
        preposition: r.pick(["over", "across", "above"]),
        thing: { count: 1, adjective: water, noun: "river" },
      },
      around: {
        preposition: r.pick(["beside", "near"]),
        thing: { adjective: ground.adjective, noun: ground.noun },
      },
    };
  },
};

/** Two roads that cross at a roundabout with a colored island. */
const intersection: SceneClass = {
  name: "intersection",
  draw(d, r) {
    const ground = r.pick(grounds.slice(0, 4));
    const island = r.pick(["green", "red", "white", "yellow"] as const);
    const cars = r.integer(2, 10);
    const color = r.pick(["white", "red", "blue", "black"] as const);
    d.ground(ground.color);
    const roofs: Paint = r.pick(["red", "gray", "blue", "white"] as const);
    for (const [x, y] of [
      [38, 38],
      [218, 38],
      [38, 218],
      [218, 218],
    ] as const) {
      d.building(x + r.between(-4, 4), y + r.between(-4, 4), 56, 52, paint[roofs]);
    }
    d.road("M128 -60 L128 316", 40, "#75767a", "#f0ead2");
    d.road("M-60 128 L316 128", 40, "#75767a", "#f0ead2");
    d.ellipse(128, 128, 62, 62, "#75767a");
    d.note("roundabout", 128, 128, 68, 68);
    d.ellipse(128, 128, 34, 34, paint[island], { stroke: "#e7e4da", strokeWidth: 3 });
    for (let i = 0; i < cars; i++) {
      const far = r.between(70, 122) * r.pick([-1, 1]);
      const lane = r.pick([-11, 11]);
      if (i % 2 === 0) d.car(128 + far, 128 + lane, 0, paint[color], 1.5);
      else d.car(128 + lane, 128 + far, 90, paint[color], 1.5);
    }
    return {
      place: "intersection",
      main: { count: 1, adjective: island, noun: r.pick(["roundabout", "traffic island"]) },
      action: "built",
      beside: { preposition: "surrounded by", thing: { count: 4, adjective: roofs, noun: "building" } },
      around: {
        preposition: r.pick(["beside", "near"]),
        thing: { adjective: ground.adjective, noun: ground.noun },
      },
    };
  },
};

export const transportScenes: readonly SceneClass[] = [airport, port, parking, bridge, intersection];

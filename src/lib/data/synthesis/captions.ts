// Writes sentences and keywords about a scene in the style of RSITMD's annotators: short, in the present tense, with
// a count, a color and a relation in most of them, and with `gray` or `grey`.
import type { Random } from "../../base/random.js";
import type { SceneFacts, Thing } from "./facts.js";

const NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
const MASS = new Set(["land", "ground", "sand", "water", "grass", "soil", "forest", "farmland", "trees"]);

const isMany = (thing: Thing) => (thing.count ?? 1) > 1;
const isMass = (thing: Thing) => thing.count === undefined && MASS.has(thing.noun.split(" ").at(-1)!);
const article = (words: string) => (/^[aeiou]/.test(words) ? "an" : "a");

function nounOf(thing: Thing): string {
  return isMany(thing) ? (thing.plural ?? `${thing.noun}s`) : thing.noun;
}

/** Returns a thing with its article or count: `three white planes`, `a gray terminal`, `green lawn`. */
function indefinite(thing: Thing, random: Random): string {
  const words = `${thing.adjective} ${nounOf(thing)}`.trim();
  if (isMass(thing)) return words;
  const { count = 1 } = thing;
  if (count > NUMBERS.length - 1) return `${random.pick(["many", "lots of", "a lot of"])} ${words}`;
  if (count > 1) return `${NUMBERS[count]} ${words}`;
  return thing.count === 1 && random.chance(0.3) ? `one ${words}` : `${article(words)} ${words}`;
}

const definite = (thing: Thing) => `the ${thing.adjective} ${nounOf(thing)}`.replace("  ", " ");
const capital = (text: string) => text[0]!.toUpperCase() + text.slice(1);
const is = (thing: Thing) => (isMany(thing) || thing.noun === "trees" ? "are" : "is");

type Template = (facts: SceneFacts, random: Random) => string;

const near = ["near", "next to", "close to"];

const templates: readonly Template[] = [
  ({ main, action, beside }, r) =>
    `${indefinite(main, r)} ${is(main)} ${action} ${beside.preposition} ${indefinite(beside.thing, r)}.`,
  ({ main, action, beside, around }, r) =>
    `there ${is(main)} ${indefinite(main, r)} ${action} ${beside.preposition} ${definite(beside.thing)}, ${around.preposition} ${indefinite(around.thing, r)}.`,
  ({ place, main, beside }, r) =>
    `${article(place)} ${place} with ${indefinite(main, r)} is ${r.pick(near)} ${indefinite(beside.thing, r)}.`,
  ({ place, main, action, around }, r) =>
    `in the ${place}, ${indefinite(main, r)} ${is(main)} ${action} ${around.preposition} ${definite(around.thing)}.`,
  ({ place, main, beside }, r) =>
    `${indefinite(main, r)} and ${indefinite(beside.thing, r)} can be seen in the ${place}.`,
  ({ main, action, beside, around }, r) =>
    `${indefinite(main, r)} ${action} ${beside.preposition} ${indefinite(beside.thing, r)} ${is(main)} ${around.preposition} ${indefinite(around.thing, r)}.`,
  ({ place, main, around }, r) =>
    `the ${place} ${around.preposition} ${indefinite(around.thing, r)} has ${indefinite(main, r)}.`,
  ({ place, main, action, beside }, r) =>
    `it is ${article(place)} ${place} where ${indefinite(main, r)} ${is(main)} ${action} ${beside.preposition} ${definite(beside.thing)}.`,
  ({ main, beside, around }, r) =>
    `${indefinite(beside.thing, r)} ${is(beside.thing)} ${r.pick(near)} ${indefinite(main, r)} ${around.preposition} ${definite(around.thing)}.`,
];

/** Writes five different sentences about a scene. */
export function describe(facts: SceneFacts, random: Random): string[] {
  const spelling = (text: string) => (random.chance(0.15) ? text.replaceAll("gray", "grey") : text);
  return random
    .shuffle(templates)
    .slice(0, 5)
    .map((template) => spelling(capital(template(facts, random))));
}

/** Returns one to four keywords such as `white plane`, or `-airport` for a noun without an adjective. */
export function keywordsOf({ place, main, beside, around }: SceneFacts, random: Random): string[] {
  const word = ({ adjective, noun }: Thing) => (adjective ? `${adjective} ${noun}` : `-${noun}`);
  const all = [word(main), ...random.shuffle([`-${place}`, word(beside.thing), word(around.thing)])];
  return all.slice(0, random.integer(1, 4));
}

import { type toSvg, weightMatrix } from "spikeloom";
import { votersPerAction } from "./brain.ts";
import type { Life, Opinion } from "./learner.ts";
import { meanOf, smoothed } from "./statistics.ts";
import { actions, goal, moveLimit, placeCount, positionOf, side } from "./world.ts";

type Figure = Parameters<typeof toSvg>[0];
type Mark = Figure["panels"][number]["marks"][number];

/** Episodes before and after each point of a curve over which it averages. */
const REACH = 2;

/** Lives of the same length with the same signals. */
export interface Group {
  readonly name: string;
  readonly lives: readonly Life[];
}

/** Draw moves over episodes: faint for each life, full for the mean of a group, with chance and the optimum. */
export function learningCurve(
  groups: readonly Group[],
  { chance, best }: { readonly chance: number; readonly best: number },
): Figure {
  const curves = groups.map(({ lives }) =>
    lives.map(({ episodes }) => episodes.map(({ moves }) => moves)),
  );
  const length = Math.max(...curves.flat().map((curve) => curve.length));
  const line = (values: readonly number[], look: Pick<LineMark, "colour" | "faint">): Mark => {
    const x = Float64Array.from(values, (_, k) => k + 1);
    return { kind: "line", x, y: Float64Array.from(values), ...look };
  };
  const level = (value: number, colour: LineMark["colour"]): Mark =>
    line(new Array<number>(length).fill(value), { colour, faint: false });
  const marks = curves.flatMap((group, colour) => {
    const mean = Array.from({ length }, (_, k) => meanOf(group.map((curve) => curve[k] ?? 0)));
    return [
      ...group.map((curve) => line(smoothed(curve, REACH), { colour, faint: true })),
      line(smoothed(mean, REACH), { colour, faint: false }),
    ];
  });
  const panel: Figure["panels"][number] = {
    title: "Moves to the goal",
    remark: `lives and their mean, each point over ${2 * REACH + 1} episodes; an episode ends after ${moveLimit} moves`,
    x: { kind: "number", label: "episode", unit: "", from: 1, until: length },
    y: { kind: "number", label: "moves", unit: "", from: 0, until: moveLimit + 2 },
    marks: [level(chance, "ink"), level(best, "muted"), ...marks],
    legend: [
      ...groups.map(({ name, lives }, colour) => ({
        text: `${name} (${lives.length})`,
        colour,
      })),
      { text: "random walk", colour: "ink" },
      { text: "shortest paths", colour: "muted" },
    ],
    height: 320,
    sharesX: false,
  };
  return { width: 720, theme: "light", panels: [panel] };
}

type LineMark = Extract<Mark, { kind: "line" }>;

/** Draw the world: the critic's value of each place, and the direction of the votes there. */
export function policyMap(opinions: readonly Opinion[]): Figure {
  const values = opinions.map(({ value }) => Math.min(1, Math.max(0, value)));
  const squares = opinions.flatMap((_, place): Mark[] => {
    // Nothing is learned at the goal, where there is no input.
    if (place === goal) return [];
    const [x, y] = positionOf(place);
    const [left, right] = [Float64Array.of(x - 0.5), Float64Array.of(x + 0.5)];
    const [low, high] = [Float64Array.of(y - 0.5), Float64Array.of(y + 0.5)];
    // Half of the scale, so that arrows are visible on it.
    const colour = { shade: (values[place] ?? 0) / 2 };
    return [{ kind: "blocks", left, right, low, high, colour, seamless: true }];
  });
  const arrows = opinions.flatMap(({ votes }, place): Mark[] =>
    place === goal ? [] : [arrow(positionOf(place), votes)],
  );
  const [x, y] = positionOf(goal).map((at) => (at + 0.5) / side) as [number, number];
  const axis = (label: string): Figure["panels"][number]["x"] => {
    return { kind: "number", label, unit: "", from: -0.5, until: side - 0.5 };
  };
  const shades = [0, 0.5, 1].map((value) => {
    return { text: `value ${value}`, colour: { shade: value / 2 } };
  });
  const panel: Figure["panels"][number] = {
    title: "What was learned",
    remark: "arrows: mean direction of the votes",
    x: axis("column"),
    y: axis("row"),
    marks: [...squares, ...arrows, { kind: "text", x, y, text: "goal", colour: "ink" }],
    legend: shades,
    height: 520,
    sharesX: false,
  };
  return { width: 520, theme: "light", panels: [panel] };
}

/** Draw an arrow in the mean direction of the votes, whose length shows their agreement. */
function arrow([x, y]: readonly [number, number], votes: readonly number[]): Mark {
  const sum = (axis: 0 | 1): number =>
    actions.reduce((all, steps, action) => all + steps[axis] * (votes[action] ?? 0), 0);
  const [right, up] = [sum(0), sum(1)];
  const [tipX, tipY] = [x + right / 2, y + up / 2];
  const barb = (turn: 1 | -1): readonly [number, number] => [
    tipX - (right - turn * up) / 6,
    tipY - (up + turn * right) / 6,
  ];
  const [[leftX, leftY], [rightX, rightY]] = [barb(1), barb(-1)];
  const [tailX, tailY] = [x - right / 2, y - up / 2];
  return {
    kind: "line",
    x: Float64Array.of(tailX, tipX, leftX, Number.NaN, tipX, rightX),
    y: Float64Array.of(tailY, tipY, leftY, Number.NaN, tipY, rightY),
    colour: "ink",
    faint: false,
  };
}

/** Draw the weights from places to voters. */
export function actorWeights({ actor }: Life): Figure {
  const from = { label: "places", size: placeCount };
  const to = {
    label: "voters: right, up, left, down",
    size: actions.length * votersPerAction,
  };
  return weightMatrix([{ ...actor, label: "weight", from, to }], { title: "The actor's synapses" });
}

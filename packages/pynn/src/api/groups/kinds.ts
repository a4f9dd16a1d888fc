import type { CellNames } from "../cells/cell-type.ts";
import { checkGroup, checkText } from "../check-arguments.ts";
import { countTo } from "../count-to.ts";
import { SELECTION } from "../errors.ts";
import type { Rng } from "../random/rng.ts";
import { show } from "../show.ts";
import type { Point, Positions } from "../space/space.ts";
import { connectorRng, type SimulationState } from "../state.ts";
import { picked } from "../values/stored-values.ts";
import type { Assembly, Group, Population, PopulationView } from "./group.ts";
import { type GroupParts, neuron, type PlainGroup, plainGroup } from "./make-group.ts";
import type { NeuronId } from "./neuron-id.ts";
import {
  type Members,
  makeMembers,
  membersOf,
  type PopulationState,
  pickMembers,
} from "./population-state.ts";
import { readSelector, readSlice, type Selector } from "./selection.ts";

/** Create the group of a whole population. */
export function populationGroup(state: SimulationState, population: PopulationState): Population {
  const { label, key, size, type, structure, annotations } = population;
  const members = makeMembers([{ population, neurons: countTo(size) }]);
  const parts = { state, members, label, key, blockName: label, annotations };
  const self: Population = withParts(plainGroup(parts), parts, () => self, {
    kind: "population" as const,
    celltype: type.name,
    structure: { name: structure.name, parameters: structure.parameters },
    get initialValues() {
      const all = Object.entries(type.initial).map(([name, value]) => {
        const stored = population.initial.get(name) ?? value;
        return [name, picked(stored, countTo(size), true)] as const;
      });
      return Object.fromEntries(all);
    },
    setPositions(positions: readonly [ArrayLike<number>, ArrayLike<number>, ArrayLike<number>]) {
      population.positions = readPositions(positions, size, `${label}.positions`);
    },
    nearest: (point: Point) => nearest(parts, point),
  });
  return self;
}

/** Parent of a view, and its members. */
interface ViewParts {
  readonly parent: Group;
  readonly members: Members;
  /** By default PyNN's. */
  readonly label?: string | undefined;
}

/** Create a view of some members of a group. */
export function viewGroup(
  state: SimulationState,
  { parent, members, label: given }: ViewParts,
): PopulationView {
  const population = members.parts[0]?.population as PopulationState;
  const label = given ?? `view of '${parent.label}' with size ${members.size}`;
  checkText(label, "PopulationView.label");
  const parts: GroupParts = {
    state,
    members,
    label,
    get key() {
      return `${population.key}[${members.parts.map(({ neurons }) => neurons.join()).join()}]`;
    },
    blockName: population.label,
    annotations: {},
  };
  const grandparent = "grandparent" in parent ? (parent as PopulationView).grandparent : parent;
  const self: PopulationView = withParts(plainGroup(parts), parts, () => self, {
    kind: "view" as const,
    celltype: population.type.name,
    parent,
    grandparent,
    indexInGrandparent: (indices: readonly number[]) =>
      Uint32Array.from(indices, (index) => grandparent.idToIndex(members.ids[index] ?? -1)),
    nearest: (point: Point) => nearest(parts, point),
  });
  return self;
}

/** Combine groups; a neuron of several of them occurs once in the assembly. */
export function assemblyGroup(
  state: SimulationState,
  groups: readonly Group[],
  given?: string,
): Assembly {
  if (!Array.isArray(groups) || groups.length === 0) {
    const [place, message] = ["Assembly", "An assembly needs a list of groups."];
    throw SELECTION({ place, message, expected: "[a, b]", got: show(groups) });
  }
  for (const group of groups) checkGroup(group, "Assembly");
  const label = given ?? `assembly${state.assemblies}`;
  checkText(label, "Assembly.label");
  const populations = groups.flatMap((group) =>
    "populations" in group ? (group as Assembly).populations : [group],
  );
  const seen = new Set<number>();
  const parts = populations.flatMap((group) =>
    group[membersOf].parts.map(({ population, neurons }) => ({
      population,
      neurons: neurons.filter((own) => {
        const id = population.firstId + own;
        return !seen.has(id) && seen.add(id) !== undefined;
      }),
    })),
  );
  const members = makeMembers(parts.filter(({ neurons }) => neurons.length > 0));
  // Last, so that a refused assembly is not counted.
  const key = `assembly${state.assemblies++}`;
  const own = { state, members, label, key, blockName: label, annotations: {} };
  const self: Assembly = withParts(plainGroup(own), own, () => self, {
    kind: "assembly" as const,
    populations,
  });
  return self;
}

type Selecting = Pick<Group, "slice" | "select" | "sample" | "plus">;

// Getters stay getters: a group reflects its populations.
function withParts<Extra extends object>(
  plain: PlainGroup,
  parts: GroupParts,
  self: () => Group,
  extra: Extra,
): PlainGroup & Selecting & Extra {
  const all = [plain, selecting(parts, self), extra].map(Object.getOwnPropertyDescriptors);
  return Object.defineProperties({}, Object.assign({}, ...all)) as PlainGroup & Selecting & Extra;
}

function selecting(parts: GroupParts, self: () => Group): Selecting {
  const { state, members, label } = parts;
  const { size } = members;
  const view = (indices: Uint32Array): PopulationView =>
    viewGroup(state, { parent: self(), members: pickMembers(members, indices) });
  return {
    slice(start = 0, stop = size, step = 1) {
      return view(readSlice({ start, stop, step }, size, label));
    },
    select: (selector: Selector) => view(readSelector(selector, size, label)),
    sample: (n: number, rng?: Rng) => view(sampled(parts, n, rng)),
    plus: (other: Group) => assemblyGroup(state, [self(), other]),
  };
}

function sampled(
  { state, members, label, key }: GroupParts,
  n: number,
  rng: Rng | undefined,
): Uint32Array {
  if (!(Number.isInteger(n) && n > 0 && n <= members.size)) {
    const message = "There are fewer neurons to select from.";
    const expected = `an integer from 1 to ${members.size}`;
    throw SELECTION({ place: `${label}.sample`, message, expected, got: String(n) });
  }
  const draws = connectorRng(state, rng).open(`population/${key}/sample`);
  return draws.distinct(members.size, n).sort();
}

function readPositions(given: unknown, size: number, place: string): Positions {
  const axes: readonly unknown[] = Array.isArray(given) ? given : [];
  const isAxis = (axis: unknown): axis is ArrayLike<number> =>
    (Array.isArray(axis) || ArrayBuffer.isView(axis)) &&
    (axis as ArrayLike<number>).length === size &&
    Array.from(axis as ArrayLike<unknown>).every(Number.isFinite);
  if (axes.length !== 3 || !axes.every(isAxis)) {
    const [message, expected] = ["Each neuron needs a position.", `3 lists of ${size} numbers`];
    throw SELECTION({ place, message, expected, got: show(given) });
  }
  return axes.map((axis) => Float64Array.from(axis)) as unknown as Positions;
}

function nearest(parts: GroupParts, point: Point): NeuronId<CellNames> {
  if (!Array.isArray(point) || point.length !== 3 || !point.every(Number.isFinite)) {
    const [message, expected] = ["This is not a valid point.", "[x, y, z]"];
    throw SELECTION({ place: `${parts.label}.nearest`, message, expected, got: show(point) });
  }
  const [x, y, z] = plainGroup(parts).positions;
  let found = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let k = 0; k < parts.members.size; k++) {
    const square =
      ((x[k] as number) - point[0]) ** 2 +
      ((y[k] as number) - point[1]) ** 2 +
      ((z[k] as number) - point[2]) ** 2;
    if (square < least) [found, least] = [k, square];
  }
  return neuron(parts, found);
}

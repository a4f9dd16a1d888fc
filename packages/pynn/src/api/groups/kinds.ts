import type { CellNames } from "../cells/cell-type.ts";
import { countTo } from "../count-to.ts";
import { SELECTION } from "../errors.ts";
import type { Rng } from "../random/rng.ts";
import type { Point } from "../space/space.ts";
import { connectorRng, type SimulationState } from "../state.ts";
import { picked } from "../values/stored-values.ts";
import type { AnyGroup, Assembly, Group, Population, PopulationView } from "./group.ts";
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

/** Make the group that is a whole population. */
export function populationGroup(state: SimulationState, population: PopulationState): Population {
  const { label, size, type, structure } = population;
  const members = makeMembers([{ population, neurons: countTo(size) }]);
  const parts = { state, members, label, blockName: label };
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
      const [x, y, z] = positions.map((axis) => Float64Array.from(axis)) as [
        Float64Array,
        Float64Array,
        Float64Array,
      ];
      if ([x, y, z].some((axis) => axis.length !== size)) {
        const message = "Each neuron has its place.";
        const got = [x, y, z].map((axis) => axis.length).join(", ");
        throw SELECTION({ place: `${label}.positions`, message, expected: `3 x ${size}`, got });
      }
      population.positions = [x, y, z];
    },
    nearest: (point: Point) => nearest(parts, point),
  });
  return self;
}

/** Where a view was taken from, and what it holds. */
interface ViewParts {
  readonly parent: AnyGroup;
  readonly members: Members;
  readonly label: string;
}

/** Make a view of some members of a group. */
export function viewGroup(
  state: SimulationState,
  { parent, members, label }: ViewParts,
): PopulationView {
  const population = members.parts[0]?.population as PopulationState;
  const parts = { state, members, label, blockName: population.label };
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

/** Put groups together; a neuron that is in several of them is in the assembly once. */
export function assemblyGroup(
  state: SimulationState,
  groups: readonly AnyGroup[],
  label: string,
): Assembly {
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
  const own = { state, members, label, blockName: label };
  const self: Assembly = withParts(plainGroup(own), own, () => self, {
    kind: "assembly" as const,
    populations,
  });
  return self;
}

type Selecting = Pick<Group, "slice" | "select" | "sample" | "plus">;

// Getters stay getters: what a group shows follows its populations.
function withParts<Extra extends object>(
  plain: PlainGroup,
  parts: GroupParts,
  self: () => Group,
  extra: Extra,
): PlainGroup & Selecting & Extra {
  const all = [plain, selecting(parts, self), extra].map(Object.getOwnPropertyDescriptors);
  return Object.defineProperties({}, Object.assign({}, ...all)) as PlainGroup & Selecting & Extra;
}

function selecting({ state, members, label }: GroupParts, self: () => Group): Selecting {
  const { size } = members;
  const view = (indices: Uint32Array, name: string): PopulationView =>
    viewGroup(state, { parent: self(), members: pickMembers(members, indices), label: name });
  return {
    slice(start = 0, stop = size, step = 1) {
      const indices = readSlice({ start, stop, step }, size, label);
      return view(indices, `${label}[${start}:${stop}${step === 1 ? "" : `:${step}`}]`);
    },
    select: (selector: Selector) =>
      view(readSelector(selector, size, label), `${label}[${selector.length} selected]`),
    sample: (n: number, rng?: Rng) =>
      view(sampled({ state, members, label }, n, rng), `sample of ${n} from ${label}`),
    plus: (other: AnyGroup) => assemblyGroup(state, [self(), other], `${label}+${other.label}`),
  };
}

function sampled(
  { state, members, label }: Omit<GroupParts, "blockName">,
  n: number,
  rng: Rng | undefined,
): Uint32Array {
  if (!(Number.isInteger(n) && n > 0 && n <= members.size)) {
    const message = "There are not so many neurons to choose from.";
    const expected = `an integer from 1 to ${members.size}`;
    throw SELECTION({ place: `${label}.sample`, message, expected, got: String(n) });
  }
  const draws = connectorRng(state, rng).open(`population/${label}/sample`);
  return draws.distinct(members.size, n).sort();
}

function nearest(parts: GroupParts, point: Point): NeuronId<CellNames> {
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

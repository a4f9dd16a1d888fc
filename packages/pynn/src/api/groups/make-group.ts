import type { CellNames } from "../cells/cell-type.ts";
import {
  checkKind,
  checkOptions,
  checkRecord,
  checkText,
  type OptionNames,
  readNames,
} from "../check-arguments.ts";
import { type CurrentSource, injectCurrent } from "../currents.ts";
import { NAME, SELECTION } from "../errors.ts";
import { makeBlock } from "../recording/block.ts";
import { canRecord, recordMembers } from "../recording/record.ts";
import { latestSegment } from "../recording/segments.ts";
import type { Point, Positions } from "../space/space.ts";
import { checkGoesOn, type SimulationState } from "../state.ts";
import { writeText } from "../text-files.ts";
import { describeGroup } from "./describe.ts";
import type { GetDataOptions, Group } from "./group.ts";
import {
  checkVariable,
  getParameter,
  setInitial,
  setParameters,
  type ValueOwner,
} from "./group-values.ts";
import { indexOfId, type NeuronId, withParameters } from "./neuron-id.ts";
import {
  type Members,
  memberAt,
  membersOf,
  type PopulationState,
  pickMembers,
} from "./population-state.ts";
import { positionsOf } from "./positions.ts";
import { readIndex } from "./selection.ts";

/** Components of a group. */
export interface GroupParts {
  readonly state: SimulationState;
  readonly members: Members;
  readonly label: string;
  /** Key of random streams. */
  readonly key: string;
  /** Names of the group's data; those of a view are its population's. */
  readonly blockName: string;
  readonly annotations: Record<string, unknown>;
}

/** A group without the functions that create groups from it. */
export type PlainGroup = Omit<Group, "slice" | "select" | "sample" | "plus">;

/** Create the common parts of all groups. */
export function plainGroup(parts: GroupParts): PlainGroup {
  const { members, label, annotations } = parts;
  const { ids, size } = members;
  return {
    label,
    size,
    allCells: ids,
    firstId: ids[0] as number,
    lastId: ids[size - 1] as number,
    receptorTypes: sharedReceptors(members),
    conductanceBased: shared(members, ({ type }) => type.conductanceBased),
    injectable: members.parts.every(({ population }) => population.type.injectable),
    annotations,
    get positions() {
      return gather(parts);
    },
    at: (index) => neuron(parts, readIndex(index, size, label)),
    *[Symbol.iterator]() {
      for (let k = 0; k < size; k++) yield neuron(parts, k);
    },
    idToIndex: (id) => indexOfId(ids, id, label),
    get(name, options = {}) {
      checkText(name, `${label}.get`);
      checkOptions(options, { simplify: true }, `${label}.get`);
      return getParameter(parts, name, options.simplify ?? true);
    },
    set: (values) => setParameters(parts, values),
    initialize: (values) => setInitial(parts, values),
    annotate(more) {
      checkRecord(more, `${label}.annotate`, "name: value");
      Object.assign(annotations, more);
    },
    describe: () => describeGroup(label, members),
    inject: (source) => inject(source, parts),
    ...recording(parts),
    savePositions: (path) =>
      writeText(parts.state, { path, kind: "positions" }, positionLines(parts)),
    [membersOf]: members,
  };
}

function inject(source: CurrentSource, { members, label }: ValueOwner): void {
  checkKind(source, "current", `${label}.inject`);
  injectCurrent(source, members, label);
}

type Recording = Pick<
  Group,
  | "record"
  | "canRecord"
  | "findUnits"
  | "getData"
  | "writeData"
  | "getSpikeCounts"
  | "meanSpikeCount"
>;

function recording(parts: GroupParts): Recording {
  const { state, members, label } = parts;
  function getData(
    variables: "all" | string | readonly string[] = "all",
    options: GetDataOptions = {},
  ) {
    const names = readNames(variables, `${label}.getData`);
    checkOptions(options, dataOptionNames, `${label}.getData`);
    if (variables !== "all") for (const name of names) checkRecordable(parts, name);
    const block = makeBlock(state, {
      members,
      label: parts.blockName,
      description: describeGroup(label, members),
      variables: variables === "all" ? undefined : new Set(names),
    });
    if (options.clear === true) clearData(parts);
    return block;
  }
  return {
    record: (variables, options = {}) => recordMembers(parts, variables, options),
    canRecord: (variable) =>
      members.parts.every(({ population }) => canRecord(population, variable)),
    findUnits: (variable) => findUnits(parts, variable),
    getData,
    writeData(path, variables, options = {}) {
      checkText(path, `${label}.writeData`);
      writeText(state, { path, kind: "data" }, blockText(getData(variables, options)));
    },
    getSpikeCounts: () => spikeCounts(parts),
    meanSpikeCount() {
      const counts = [...spikeCounts(parts).values()];
      return counts.reduce((sum, count) => sum + count, 0) / counts.length;
    },
  };
}

const dataOptionNames: OptionNames<GetDataOptions> = { clear: true };

function checkRecordable({ members, label }: GroupParts, name: string): void {
  if (members.parts.some(({ population }) => canRecord(population, name))) return;
  const known = members.parts.flatMap(({ population }) => Object.keys(population.type.units));
  const all = ["spikes", ...new Set(known)].join(", ");
  throw NAME({ place: label, what: "variable", name, known: all });
}

/** Return the unit of a variable or parameter that all members have. */
function findUnits({ members, label }: GroupParts, name: string): string {
  checkText(name, `${label}.findUnits`);
  const units = members.parts.map(({ population: { type } }) => {
    const known: Readonly<Record<string, string>> = {
      spikes: "ms",
      ...type.parameterUnits,
      ...type.units,
    };
    if (Object.hasOwn(known, name)) return known[name] as string;
    const place = `${label} (${type.name})`;
    const all = Object.keys(known).join(", ");
    throw NAME({ place, what: "variable or parameter", name, known: all });
  });
  const [unit = "", ...others] = new Set(units);
  if (others.length === 0) return unit;
  const message = `The units of "${name}" differ between the populations of this group.`;
  throw SELECTION({ place: label, message, got: [unit, ...others].join(", ") });
}

/** Create the record of one neuron. */
export function neuron(parts: GroupParts, index: number): NeuronId<CellNames> {
  const { state, members, label } = parts;
  const { population, neuron: own } = memberAt(members, index);
  const id = population.firstId + own;
  const owner = {
    state,
    members: pickMembers(members, Uint32Array.of(index)),
    label: `${label}[${index}]`,
    key: `${population.key}[${own}]`,
  };
  const names = Object.keys(population.type.defaults);
  return withParameters<CellNames>(
    {
      kind: "neuron",
      label: owner.label,
      id,
      index,
      get position(): Point {
        const [x, y, z] = positionsOf(state, population);
        return [x[own] as number, y[own] as number, z[own] as number];
      },
      get: (name) => getParameter(owner, name, true),
      set: (values) => setParameters(owner, values),
      getParameters: () =>
        Object.fromEntries(names.map((name) => [name, getParameter(owner, name, true)])),
      getInitialValue(variable) {
        checkVariable(population, variable, owner.label);
        const stored = population.initial.get(variable) ?? population.type.initial[variable] ?? 0;
        return typeof stored === "number" ? stored : (stored[own] as number);
      },
      setInitialValue: (variable, value) => setInitial(owner, { [variable]: value }),
      inject: (source) => inject(source, owner),
      [membersOf]: owner.members,
    },
    names,
  );
}

function gather({ state, members }: GroupParts): Positions {
  const [first] = members.parts;
  if (members.parts.length === 1 && first?.neurons.length === first?.population.size && first) {
    return positionsOf(state, first.population);
  }
  const axes = [0, 1, 2].map(() => new Float64Array(members.size));
  let from = 0;
  for (const { population, neurons } of members.parts) {
    const there = positionsOf(state, population);
    neurons.forEach((own, k) => {
      axes.forEach((axis, a) => {
        axis[from + k] = there[a as 0 | 1 | 2][own] as number;
      });
    });
    from += neurons.length;
  }
  return axes as unknown as Positions;
}

function positionLines(parts: GroupParts): string {
  const [x, y, z] = gather(parts);
  const lines = Array.from(parts.members.ids, (id, k) => `${id}\t${x[k]}\t${y[k]}\t${z[k]}`);
  return `${lines.join("\n")}\n`;
}

function spikeCounts({ state, members }: GroupParts): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const { population, neurons } of members.parts) {
    const stored = latestSegment(state, population);
    if (stored?.spiking === undefined) continue;
    const perNeuron = new Uint32Array(population.size);
    for (const own of stored.spikes().neurons) perNeuron[own] = (perNeuron[own] as number) + 1;
    for (const own of neurons) {
      if (stored.spiking.has(own)) counts.set(population.firstId + own, perNeuron[own] as number);
    }
  }
  return counts;
}

function clearData({ state, members }: GroupParts): void {
  checkGoesOn(state, "getData({ clear: true })");
  for (const population of new Set(members.parts.map((part) => part.population))) {
    state.session.clear(population.number);
    population.segments.length = 0;
    population.recordedFrom = state.session.time;
    population.isCleared = true;
  }
}

function blockText(block: unknown): string {
  const plain = (_: string, value: unknown): unknown =>
    ArrayBuffer.isView(value) ? Array.from(value as unknown as ArrayLike<number>) : value;
  return `${JSON.stringify(block, plain)}\n`;
}

function sharedReceptors({ parts }: Members): readonly string[] {
  const [first, ...others] = parts.map(({ population }) => population.type.receptors);
  return (first ?? []).filter((name) => others.every((receptors) => receptors.includes(name)));
}

function shared<T>({ parts }: Members, compute: (population: PopulationState) => T): T | undefined {
  const values = new Set(parts.map(({ population }) => compute(population)));
  return values.size === 1 ? [...values][0] : undefined;
}

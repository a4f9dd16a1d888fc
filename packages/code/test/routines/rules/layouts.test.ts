import type { PlasticityRecord, SynapseRecord } from "@spikeloom/kernel";
import { lowerSynapse, type SynapseProgram } from "@spikeloom/program";
import { describe, expect, it } from "vitest";
import { together as convention } from "../../../../../tools/test/conventions.ts";
import { drawSeed } from "../../../../../tools/test/draws.ts";
import { numbers as testNumbers } from "../../../../../tools/test/test-numbers.ts";
import type { ArrayPlace, Routine } from "../../../src/form/routine.ts";
import { type ElementType, elementBytes, type FloatType } from "../../../src/form/types.ts";
import { type EventDraw, eventDraw } from "../../../src/routines/rules/draws.ts";
import { motionTables } from "../../../src/routines/rules/motion-tables.ts";
import type { Records, RuleArrays } from "../../../src/routines/rules/rule-arrays.ts";
import { eventKey, ruleRoutines } from "../../../src/routines/rules/rule-routines.ts";
import { sortByTarget } from "../../../src/routines/rules/structure.ts";
import { interpret } from "../../../src/targets/javascript/interpret.ts";
import { type WasmMemory, wasm } from "../../../src/targets/webassembly/encoder/api.ts";
import { moduleBuilder } from "../../../src/targets/webassembly/encoder/module.ts";
import { webAssemblyRoutine } from "../../../src/targets/webassembly/routine.ts";

const about = "for a test";
const head = { contract: 1, about, cite: ["doi:10.1000/182"], weightUnit: "1" } as const;
const dt = 0.1;

/** Traces at both ends, state that evolves, a third factor, a trace stored once, a named event and draws. */
const rule: PlasticityRecord = {
  ...head,
  kind: "plasticity",
  name: "rule",
  parameters: { tau: { default: "3 ms", about }, a: { default: 0.1, about } },
  traces: {
    x: { of: "pre", decay: "tau" },
    y: { of: "post", decay: "tau" },
    g: { of: "global", decay: "tau" },
  },
  state: { c: { initial: 0.25, unit: "1", about } },
  dynamics: { c: { derivative: "-c / tau", when: "event" } },
  modulators: { dopamine: { unit: "1", about } },
  on: {
    pre: { x: "x + 1", c: "c + a * y", weight: "weight - 0.3 * a * y * (1 + g)" },
    post: { y: "y + 1", c: "c + a * x", weight: "weight + 0.4 * a * x" },
    reward: { g: "g + 1", weight: "weight + 0.05 * c * dopamine" },
  },
};

const released: SynapseRecord = {
  ...head,
  kind: "synapse",
  name: "released",
  parameters: { tau_s: { default: "5 ms", about } },
  state: { s: { initial: 1, unit: "1", about } },
  dynamics: { s: { derivative: "(1 - s) / tau_s", when: "event" } },
  on: { pre: { s: "s - 0.5 * s * int(rand() < 0.5)" } },
  deliver: "weight * s",
};

function lower(models: { plasticity?: PlasticityRecord; synapse?: SynapseRecord }): SynapseProgram {
  const constants = new Map(Object.entries({ tau: 3, a: 0.1, tau_s: 5 }));
  const { plasticity, synapse } = models;
  return lowerSynapse({
    plasticity: plasticity && { model: plasticity, constants },
    synapse: synapse && { model: synapse, constants },
    dt,
    convention,
  });
}

const [sources, targets] = [3, 5];
const columns = [
  { dendritic: 0, late: false },
  { dendritic: 4, late: true },
];
const delays = [3, 10];
const synapses = sources * targets * columns.length;

type Placed<Element extends ElementType = ElementType> = ArrayPlace<Element> & {
  readonly address: number;
  readonly length: number;
};

/** Whether fields of records are arrays of their own, so that pointers are numbers, or adjacent. */
type Fields = "apart" | "adjacent";

interface Options {
  readonly fields: Fields;
  readonly lazy: boolean;
  readonly precision: FloatType;
}

/** Lay out the arrays of a rule for three sources with two synapses, of different delay, onto each of five targets. */
function layOut(program: SynapseProgram, { fields, lazy, precision }: Options) {
  let size = 64;
  const take = (bytes: number, align = 64): number => {
    const address = Math.ceil(size / align) * align;
    size = address + bytes;
    return address;
  };
  const array = <Element extends ElementType>(
    name: string,
    element: Element,
    length: number,
  ): Placed<Element> => {
    const address = take(length * elementBytes[element]);
    return { name, element, passed: false, counted: "elements", address, length };
  };
  const floats = (names: Iterable<string>, length: number) =>
    new Map([...names].map((name) => [name, array(name, precision, length)]));
  const records = <Field extends string>(
    count: number,
    words: readonly Field[],
    variables: readonly string[],
    { ring = 1 } = {},
  ): Records<Field> & { readonly variables: ReadonlyMap<string, ArrayPlace> } => {
    const all = [
      ...words.map((name) => [name, "i32"] as const),
      ...variables.map((name) => [name, precision] as const),
    ];
    const stride = fields === "apart" ? 1 : 2 ** Math.ceil(Math.log2(8 * all.length));
    const first = fields === "apart" ? 0 : take(count * stride, ring * stride);
    const made = all.map(([name, element], k): [string, ArrayPlace] => {
      if (fields === "apart") return [name, array(name, element, count)];
      const address = 8 * k;
      const field = { name, element, passed: false, counted: "bytes" } as const;
      return [name, Object.assign(field, { address, length: 0 })];
    });
    const found = new Map(made);
    return {
      first,
      stride,
      fields: Object.fromEntries(made.slice(0, words.length)) as Record<Field, ArrayPlace>,
      variables: new Map(variables.map((name) => [name, found.get(name) as ArrayPlace])),
    };
  };
  const capacity = 64;
  const before = program.target.map((name) => `${name} before`);
  const entries = records(targets * capacity, ["sent"], [...program.target, ...before], {
    ring: capacity,
  });
  const named = (prefix: string): ReadonlyMap<string, ArrayPlace> =>
    new Map(
      program.target.map((name) => [name, entries.variables.get(`${name}${prefix}`) as ArrayPlace]),
    );
  const lists = (length: number, of: number) => ({
    length,
    capacity: of,
    lists: array("lists", "i32", length * of),
    counts: array("counts", "i32", length),
  });
  const place = (values: Float64Array): Placed => {
    const table = array("coefficient", precision, values.length);
    tables.push([table, values]);
    return table;
  };
  const tables: [Placed, Float64Array][] = [];
  const motion = (kind: keyof SynapseProgram["motion"]) =>
    motionTables(program.motion[kind], { dt, precision, place });
  const ring = { length: 8 };
  const arrays: RuleArrays = {
    program,
    number: 0,
    lazy,
    drawnBy: "target",
    precision,
    dt,
    table: {
      sources,
      count: synapses,
      segments: columns.length,
      hasDenseRows: false,
      delays: array("delays", "i32", columns.length),
      offsets: array("offsets", "i32", sources * columns.length + 1),
      targets: array("targets", "u16", synapses),
      weights: { kind: "constant", weight: 1 },
      sums: array("sums", precision, targets),
      ring: undefined,
    },
    part: { start: 1, every: 2, size: targets },
    variables: floats(program.synapse, synapses),
    last: array("last", "i32", synapses),
    numbers: array("number", "i32", synapses),
    spikes: lists(16, sources),
    motion: {
      synapse: motion("synapse"),
      source: motion("source"),
      target: motion("target"),
      common: motion("common"),
    },
    columns,
    delays: records(columns.length, ["dendritic", "late", "applied"], []),
    segments: records(sources * columns.length, ["from", "last"], program.source),
    history: {
      capacity,
      entries,
      newest: array("newest", "i32", targets),
      after: named(""),
      before: named(" before"),
      recent: undefined,
    },
    safe: array("safe", "i32", 1),
    common: {
      ...ring,
      before: floats(program.common, ring.length),
      after: floats(program.common, ring.length),
      modulators: floats(program.modulators, ring.length),
      events: new Map(
        [...program.named.keys()].map((name) => [name, array(name, "i32", ring.length)]),
      ),
    },
    ends: new Map(),
    inputs: new Map(),
    eager: lazy
      ? undefined
      : {
          ...lists(16, targets),
          offsets: array("own offsets", "i32", targets * columns.length + 1),
          synapses: array("own", "i32", synapses),
          segments: array("own segments", "i32", synapses),
        },
    structure: undefined,
  };
  return { arrays, tables, bytes: () => size };
}

type Call = (...values: readonly number[]) => number;
type Laid = ReturnType<typeof layOut>;

const addressOf = (array: ArrayPlace): number => (array as Placed).address;

const views = { f64: Float64Array, f32: Float32Array, i32: Int32Array, u16: Uint16Array } as const;

function viewOf(buffer: ArrayBufferLike, array: ArrayPlace): Float64Array {
  const { element, address, length } = array as Placed<keyof typeof views>;
  return new views[element](buffer as ArrayBuffer, address, length) as Float64Array;
}

function write(buffer: ArrayBufferLike, array: ArrayPlace, pointer: number, value: number): void {
  const at = addressOf(array) + pointer * (array.counted === "bytes" ? 1 : 4);
  new DataView(buffer).setInt32(at, value, true);
}

const never = -(2 ** 23);

/** Write the initial state. */
function fill({ arrays, tables }: Laid, buffer: ArrayBufferLike): void {
  const { table, segments, delays: each, history, variables, numbers } = arrays;
  const view = (array: ArrayPlace) => viewOf(buffer, array);
  for (const [array, values] of tables) view(array).set(values);
  view(table.delays).set(delays);
  view(table.offsets).set(
    Array.from({ length: view(table.offsets).length }, (_, k) => k * targets),
  );
  view(table.targets).set(Array.from({ length: synapses }, (_, k) => k % targets));
  if (numbers !== undefined) view(numbers).set(Array.from({ length: synapses }, (_, k) => k));
  for (const [name, array] of variables) {
    view(array).set(Array.from({ length: synapses }, (_, k) => (name === "weight" ? k + 1 : 0.5)));
  }
  view(arrays.safe).fill(never / 2);
  columns.forEach(({ dendritic, late }, column) => {
    const at = each.first + column * each.stride;
    write(buffer, each.fields.dendritic, at, dendritic);
    write(buffer, each.fields.late, at, late ? 1 : 0);
    write(buffer, each.fields.applied, at, never / 2);
    for (let source = 0; source < sources; source++) {
      const own = segments.first + (source * columns.length + column) * segments.stride;
      write(buffer, segments.fields.from, own, dendritic);
    }
  });
  const { entries, capacity, newest } = history;
  for (let k = 0; k < targets * capacity; k++) {
    write(buffer, entries.fields.sent, entries.first + k * entries.stride, never);
  }
  view(newest).set(
    Array.from({ length: targets }, (_, k) => entries.first + k * capacity * entries.stride),
  );
  sortByTarget(arrays, view as Parameters<typeof sortByTarget>[1]);
}

type Machine = (
  laid: Laid,
  routines: ReadonlyMap<string, Routine>,
  draw: EventDraw,
) => { readonly buffer: ArrayBufferLike; readonly call: (name: string) => Call };

const interpreted: Machine = ({ bytes }, routines, draw) => {
  const memory = { buffer: new ArrayBuffer(Math.ceil(bytes() / 64) * 64) };
  const externalOf =
    () =>
    (...values: readonly unknown[]) =>
      draw(...(values as Parameters<EventDraw>));
  return {
    buffer: memory.buffer,
    call(name) {
      const routine = routines.get(name) as Routine;
      const run = interpret(routine, { memory, addressOf, externalOf });
      const { length } = routine.passed;
      return (...values) => Number(run(values.slice(0, length), values.slice(length))[0] ?? 0);
    },
  };
};

const compiled: Machine = ({ bytes }, routines, draw) => {
  const pages = Math.ceil(bytes() / 65_536);
  const m = moduleBuilder({ memory: { export: "memory", min: pages } });
  const params = ["i32", "i32", "i32", "i32", "i32", "i32", "f64"] as const;
  const drawn = m.importFunc(["env", "draw"], { params, results: ["f64"] });
  for (const [exported, routine] of routines) {
    webAssemblyRoutine(m, routine, { addressOf, exported, externalOf: () => drawn });
  }
  const { exports } = new wasm.Instance(new wasm.Module(m.build()), { env: { draw } });
  return {
    buffer: (exports["memory"] as WasmMemory).buffer,
    call: (name) => exports[name] as Call,
  };
};

/** Run a rule for some hundred steps of drawn spikes and events; returns all variables and all that arrived. */
function run(program: SynapseProgram, machine: Machine, options: Options): readonly number[] {
  const laid = layOut(program, options);
  const { arrays } = laid;
  const { spikes, eager, common, table, variables, segments } = arrays;
  const { routines } = ruleRoutines(arrays);
  const list = { address: laid.bytes() };
  const { buffer, call } = machine(
    { ...laid, bytes: () => list.address + 4 * targets },
    routines,
    eventDraw({ seed: 7, trial: 0 }, [arrays]),
  );
  fill(laid, buffer);
  const view = (array: ArrayPlace) => viewOf(buffer, array);
  const calls = new Map([...routines.keys()].map((name) => [name, call(name)]));
  const act = (name: string, ...values: readonly number[]): number =>
    calls.get(name)?.(...values) ?? 0;
  const next = testNumbers(drawSeed);
  const some = (count: number): readonly number[] =>
    Array.from({ length: count }, (_, k) => k).filter(() => next() < 0.15);
  for (let step = 0; step < 200; step++) {
    for (const array of common.modulators.values()) {
      view(array)[step & (common.length - 1)] = Math.sin(step);
    }
    act("begin", step);
    for (const [name, array] of common.events) {
      const times = step % 50 === 20 ? 2 : 0;
      view(array)[step & (common.length - 1)] = times;
      for (let k = 0; k < times; k++) act(eventKey("common", name), step);
      const isDue = columns.some(({ dendritic }) => (step - dendritic) % 50 === 20);
      if (!isDue) continue;
      act("settle", step);
      act(eventKey("named", name), step);
    }
    if (eager !== undefined) view(eager.counts)[step & (eager.length - 1)] = 0;
    act("spikes", step, 1);
    act("arrive", step);
    const [from, to] = [some(sources), some(targets)];
    const slot = step & (spikes.length - 1);
    view(spikes.lists).set(from, slot * spikes.capacity);
    view(spikes.counts)[slot] = from.length;
    new Int32Array(buffer as ArrayBuffer, list.address, targets).set(to);
    if (calls.has("note")) {
      const noted = act("note", list.address, to.length, step);
      expect(noted, `spikes noted in step ${step}`).toBe(to.length);
    }
    if (eager !== undefined) {
      view(eager.lists).set(to, (step & (eager.length - 1)) * eager.capacity);
      view(eager.counts)[step & (eager.length - 1)] = to.length;
    }
    act("spikes", step, 0);
    if (step % 20 === 19) act("settle", step + 1);
  }
  act("settle", 200);
  expect(segments.stride === 1).toBe(options.fields === "apart");
  return [table.sums, ...variables.values()].flatMap((array) => [...view(array)]);
}

describe("the routines of a rule give the same numbers whether fields are apart or adjacent", () => {
  const programs = {
    rule: lower({ plasticity: rule }),
    synapse: lower({ synapse: released }),
    both: lower({ plasticity: rule, synapse: released }),
  };
  const cases = Object.entries(programs).flatMap(([name, program]) =>
    (["f64", "f32"] as const).flatMap((precision) =>
      (program.lazy.possible ? [false, true] : [false]).map(
        (lazy) =>
          [
            `${name}, ${precision}, ${lazy ? "deferred" : "at once"}`,
            program,
            precision,
            lazy,
          ] as const,
      ),
    ),
  );

  it.each(cases)("%s", (_, program, precision, lazy) => {
    const expected = run(program, interpreted, { fields: "adjacent", lazy, precision });
    expect(expected.some((value) => !Number.isFinite(value))).toBe(false);
    // All synapses have changed.
    expect(new Set(expected.slice(targets, targets + synapses)).size).toBe(synapses);
    for (const machine of [interpreted, compiled]) {
      const values = run(program, machine, { fields: "apart", lazy, precision });
      expect(values, `seed ${drawSeed}`).toEqual(expected);
    }
  });

  it("and whether spikes of targets are deferred or applied at once", () => {
    const options = { fields: "apart", precision: "f64" } as const;
    expect(programs.rule.lazy.possible).toBe(true);
    const atOnce = run(programs.rule, interpreted, { ...options, lazy: false });
    const deferred = run(programs.rule, interpreted, { ...options, lazy: true });
    deferred.forEach((value, k) => void expect(value).toBeCloseTo(atOnce[k] as number, 10));
  });
});

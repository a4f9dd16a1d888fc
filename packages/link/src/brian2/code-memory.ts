import {
  type ArrayPlace,
  compileModule,
  elementBytes,
  moduleBuilder,
  wasm,
  webAssemblyRoutine,
} from "@spikeloom/code";
import { memoryPlan } from "../memory-plan.ts";
import { type CodeRoutine, type CodeTask, codeRoutine } from "./code-routine.ts";
import type { ActionDefinition, RunDefinition } from "./definition.ts";
import { elementOf, paddedBytes } from "./elements.ts";

/** An action with a code object. */
export type CodedAction = Extract<ActionDefinition, { readonly code: unknown }>;

/** Compute a code object on elements; returns the number of events. */
export type RunCode = (count: number) => number;

/** An action with its code. */
export interface CompiledAction {
  readonly task: CodeTask;
  readonly made: CodeRoutine;
  readonly run: RunCode;
}

/** Arrays of a run, and the code that changes them. */
export interface CodeMemory {
  floats(place: ArrayPlace): Float64Array;
  integers(place: ArrayPlace): Int32Array;
  numbersOf(array: number): Float64Array;
  integersOf(array: number): Int32Array;
  bytesOf(array: number): Uint8Array;
  placeOf(array: number): ArrayPlace;
  copy(from: number, to: ArrayPlace): void;
  /** Content of an integer array's only element. */
  integerOf(array: number): number;
  /** Replace elements from a place on; fractions are dropped for integers. */
  store(array: number, from: number, values: Float64Array): void;
  compiled(action: CodedAction): CompiledAction;
}

/** Compile the code objects of a run, and place its arrays in memory; `data` holds the arrays in order. */
export function codeMemory(
  definition: RunDefinition,
  data: Uint8Array,
  poisson: (mean: number) => number,
): CodeMemory {
  const plan = memoryPlan();
  const places = definition.arrays.map(({ name, type, length }) =>
    plan.reserve(name, elementOf[type], length),
  );
  const placeOf = (array: number): ArrayPlace => places[array] as ArrayPlace;
  const lengthOf = (array: number): number => definition.arrays[array]?.length ?? 0;
  const isTruth = (array: number): boolean => definition.arrays[array]?.type === "bool";
  const coded = new Map<CodedAction, Omit<CompiledAction, "run">>();
  const given = { placeOf, lengthOf, reserve: plan.reserve };
  const codePlaces = { array: placeOf, lengthOf, isTruth, own: plan.reserve };
  for (const { actions = [] } of definition.objects) {
    for (const action of actions) {
      if (!("code" in action)) continue;
      const task = taskOf(action, definition, given);
      coded.set(action, { task, made: codeRoutine(task, codePlaces) });
    }
  }
  const memory = new wasm.Memory({ initial: plan.pages, maximum: plan.pages });
  const { buffer } = memory;
  const m = moduleBuilder({ memory: { import: ["env", "memory"], min: 1, max: 65_536 } });
  const draw = m.importFunc(["env", "poisson"], { params: ["f64"], results: ["f64"] });
  [...coded.values()].forEach(({ made }, k) => {
    webAssemblyRoutine(m, made.routine, {
      addressOf: plan.addressOf,
      exported: `code${k}`,
      externalOf: () => draw,
    });
  });
  const module = compileModule(m.build());
  const { exports } = new wasm.Instance(module, { env: { memory, poisson } });
  const runs = new Map(
    [...coded.keys()].map((action, k) => [action, exports[`code${k}`] as RunCode]),
  );
  const bytesAt = (place: ArrayPlace, length: number): Uint8Array =>
    new Uint8Array(buffer, plan.addressOf(place), length * elementBytes[place.element]);
  const floats = (place: ArrayPlace): Float64Array =>
    new Float64Array(buffer, plan.addressOf(place), plan.lengthOf(place));
  const integers = (place: ArrayPlace): Int32Array =>
    new Int32Array(buffer, plan.addressOf(place), plan.lengthOf(place));
  const bytesOf = (array: number): Uint8Array => bytesAt(placeOf(array), lengthOf(array));
  let at = 0;
  definition.arrays.forEach((array, k) => {
    const bytes = bytesOf(k);
    bytes.set(data.subarray(at, at + bytes.length));
    at += paddedBytes(array);
  });
  return {
    floats,
    integers,
    numbersOf: (array) => floats(placeOf(array)),
    integersOf: (array) => integers(placeOf(array)),
    bytesOf,
    placeOf,
    copy: (from, to) => bytesAt(to, lengthOf(from)).set(bytesOf(from)),
    integerOf(array) {
      const place = placeOf(array);
      return place.element === "i64"
        ? Number(new BigInt64Array(buffer, plan.addressOf(place), 1)[0])
        : (integers(place)[0] as number);
    },
    store(array, from, values) {
      const place = placeOf(array);
      const at = [plan.addressOf(place), plan.lengthOf(place)] as const;
      if (place.element === "f32") new Float32Array(buffer, ...at).set(values, from);
      else if (place.element === "i32") new Int32Array(buffer, ...at).set(values, from);
      else new Float64Array(buffer, ...at).set(values, from);
    },
    compiled: (action) => ({
      ...(coded.get(action) as Omit<CompiledAction, "run">),
      run: runs.get(action) as RunCode,
    }),
  };
}

interface Given {
  placeOf(array: number): ArrayPlace;
  lengthOf(array: number): number;
  reserve(name: string, element: "f64" | "i32", length: number): ArrayPlace;
}

function taskOf(
  action: CodedAction,
  definition: RunDefinition,
  { placeOf, lengthOf, reserve }: Given,
): CodeTask {
  const { code } = action;
  const most = Math.max(1, ...Object.values(code.names).map(lengthOfName));
  function lengthOfName(one: (typeof code.names)[string]): number {
    return one.kind === "array" ? lengthOf(one.array) : 1;
  }
  switch (action.kind) {
    case "update":
      return { code, most: Math.max(most, action.count) };
    case "cable": {
      const length = Math.max(1, action.count);
      const names = ["_gtot", "_I0"];
      const outputs = names.map((name) => {
        return [name, reserve(`${name} of ${code.name}`, "f64", length)] as const;
      });
      return { code, most: Math.max(most, length), outputs: new Map(outputs) };
    }
    case "threshold": {
      const { events, refractory, count } = action;
      const own = { code, most: Math.max(most, count), events: placeOf(events) };
      return { ...own, refractory };
    }
    case "reset":
      return { code, most: lengthOf(action.events), list: placeOf(action.events) };
    case "synapses": {
      const synapses = lengthOf((definition.queues[action.queue] as { sources: number }).sources);
      const list = reserve(`${code.name} synapses`, "i32", Math.max(1, synapses));
      return { code, most: Math.max(1, synapses), list, stepwise: true };
    }
    case "sum": {
      const length = Math.max(1, action.count);
      const value = reserve(`${code.name} values`, "f64", length);
      return { code, most: length, outputs: new Map([["_synaptic_var", value]]) };
    }
    case "record-events": {
      const length = lengthOf(action.events);
      const list = reserve(`${code.name} events`, "i32", length);
      const record = definition.records[action.record]?.columns ?? [];
      return { code, most: length, list, outputs: outputsOf(record, code.name, length, reserve) };
    }
    case "record-state": {
      const length = lengthOf(action.indices);
      const record = (definition.records[action.record]?.columns ?? []).slice(1);
      const list = placeOf(action.indices);
      return { code, most: length, list, outputs: outputsOf(record, code.name, length, reserve) };
    }
  }
}

function outputsOf(
  columns: readonly string[],
  name: string,
  length: number,
  reserve: Given["reserve"],
): ReadonlyMap<string, ArrayPlace> {
  return new Map(
    columns.map((column) => [
      `_to_record_${column}`,
      reserve(`${column} of ${name}`, "f64", Math.max(1, length)),
    ]),
  );
}

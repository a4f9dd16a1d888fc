import {
  type ArrayPlace,
  elementBytes,
  type RunKernel,
  webAssemblyKernel,
  webAssemblyRoutine,
} from "@spikeloom/code";
import {
  type Callable,
  compileModule,
  type ModuleBuilder,
  moduleBuilder,
  wasm,
} from "@spikeloom/code/encoder";
import { memoryPlan } from "../memory-plan.ts";
import { type CodeRoutine, type CodeTask, codeRoutine } from "./code-routine.ts";
import type { ActionDefinition, RunDefinition } from "./definition.ts";
import { elementOf, messageBytes, paddedBytes } from "./elements.ts";
import { type VectorCode, vectorCode } from "./vector-code.ts";

/** An action with a code object. */
export type CodedAction = Extract<ActionDefinition, { readonly code: unknown }>;

/** Compute a code object on elements; returns the number of events. */
export type RunCode = (count: number) => number;

/** An action with its code. */
export interface CompiledAction {
  readonly task: CodeTask;
  readonly made: Omit<CodeRoutine, "routine">;
  readonly run: RunCode;
}

/** Arrays of a run, and the code that changes them. */
export interface CodeMemory {
  floats(place: ArrayPlace): Float64Array;
  integers(place: ArrayPlace): Int32Array;
  numbersOf(array: number): Float64Array;
  integersOf(array: number): Int32Array;
  /** The element of an array with a single one of 64 bits. */
  longOf(array: number): BigInt64Array;
  /** Content of an array as in a message. */
  read(array: number): Uint8Array;
  /** Replace the content of an array by that of a message. */
  write(array: number, bytes: Uint8Array): void;
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
  const coded = new Map<
    CodedAction,
    Omit<CompiledAction, "run"> & { vector?: VectorCode | undefined }
  >();
  const given = { placeOf, lengthOf, reserve: plan.reserve };
  const codePlaces = { array: placeOf, lengthOf, isTruth, own: plan.reserve };
  for (const { actions = [] } of definition.objects) {
    for (const action of actions) {
      if (!("code" in action)) continue;
      const task = taskOf(action, definition, given);
      const size = "count" in action && action.kind !== "sum" ? action.count : 0;
      const vector = vectorCode(task, size, codePlaces);
      const made = vector ? { draws: vector.draws, copies: [] } : codeRoutine(task, codePlaces);
      coded.set(action, { task, made, vector });
    }
  }
  const memory = new wasm.Memory({ initial: plan.pages, maximum: plan.pages });
  const { buffer } = memory;
  const m = moduleBuilder({ memory: { import: ["env", "memory"], min: 1, max: 65_536 } });
  const draw = m.importFunc(["env", "poisson"], { params: ["f64"], results: ["f64"] });
  const floats = (place: ArrayPlace): Float64Array =>
    new Float64Array(buffer, plan.addressOf(place), plan.lengthOf(place));
  const integers = (place: ArrayPlace): Int32Array =>
    new Int32Array(buffer, plan.addressOf(place), plan.lengthOf(place));
  const views = { floats, integers, placeOf };
  const options = { addressOf: plan.addressOf, externalOf: () => draw };
  [...coded.values()].forEach(({ made, vector }, k) => {
    if (vector !== undefined) writeVectorCode(m, k, vector, options);
    else webAssemblyRoutine(m, (made as CodeRoutine).routine, { ...options, exported: `code${k}` });
  });
  const module = compileModule(m.build());
  const { exports } = new wasm.Instance(module, { env: { memory, poisson } });
  const runs = new Map(
    [...coded].map(([action, { task, vector }], k): [CodedAction, RunCode] => {
      const run = exports[`code${k}`] as RunCode;
      if (vector === undefined) return [action, run];
      const before = exports[`before${k}`] as () => void;
      const kernel = exports[`code${k}`] as RunKernel;
      const out = task.events === undefined ? 0 : plan.addressOf(task.events);
      const compute = (): number => {
        before();
        return kernel(0, out);
      };
      const after = refractoriness(task, views);
      return [action, after === undefined ? compute : () => after(compute())];
    }),
  );
  const bytesAt = (place: ArrayPlace, length: number): Uint8Array =>
    new Uint8Array(buffer, plan.addressOf(place), length * elementBytes[place.element]);
  const bytesOf = (array: number): Uint8Array => bytesAt(placeOf(array), lengthOf(array));
  const write = (array: number, bytes: Uint8Array): void => {
    if (isTruth(array)) floats(placeOf(array)).set(bytes);
    else bytesOf(array).set(bytes);
  };
  let at = 0;
  definition.arrays.forEach((array, k) => {
    write(k, data.subarray(at, at + messageBytes(array)));
    at += paddedBytes(array);
  });
  return {
    floats,
    integers,
    numbersOf: (array) => floats(placeOf(array)),
    integersOf: (array) => integers(placeOf(array)),
    longOf: (array) => new BigInt64Array(buffer, plan.addressOf(placeOf(array)), 1),
    read: (array) => (isTruth(array) ? Uint8Array.from(floats(placeOf(array))) : bytesOf(array)),
    write,
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

interface WriteOptions {
  addressOf(place: ArrayPlace): number;
  externalOf(): Callable;
}

/** Write vector code as exported functions: `before`, then the kernel. */
function writeVectorCode(
  m: ModuleBuilder,
  number: number,
  { before, kernel, slots, common, size }: VectorCode,
  options: WriteOptions,
): void {
  webAssemblyRoutine(m, before.routine, { ...options, exported: `before${number}` });
  const addresses = new Map([...slots].map(([name, place]) => [name, options.addressOf(place)]));
  const layout = { slots: addresses, size, precision: "f64", common } as const;
  webAssemblyKernel({ m }, `code${number}`, kernel, layout);
}

interface Views {
  floats(place: ArrayPlace): Float64Array;
  integers(place: ArrayPlace): Int32Array;
  placeOf(array: number): ArrayPlace;
}

/** Start the refractory periods of a threshold's events; undefined if it has none. */
function refractoriness(
  { refractory, events }: CodeTask,
  { floats, integers, placeOf }: Views,
): ((count: number) => number) | undefined {
  if (refractory === undefined || events === undefined) return undefined;
  const list = integers(events);
  const ready = floats(placeOf(refractory.ready));
  const last = floats(placeOf(refractory.last));
  const now = floats(placeOf(refractory.t));
  return (count) => {
    for (let k = 0; k < count; k++) {
      const event = list[k] as number;
      ready[event] = 0;
      last[event] = now[0] as number;
    }
    return count;
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

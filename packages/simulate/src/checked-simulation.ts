import { type BackendRecord, faultOfPlugin, isRecord, type Simulation } from "@spikeloom/kernel";
import type { NetworkProgram } from "@spikeloom/program";
import { type FiniteSearch, finiteSearch } from "./finite/find-not-finite.ts";
import type { SampleWatch } from "./finite/sample-watch.ts";
import type { RecordingWatch, Wrong } from "./recording-watch.ts";

interface Checked {
  readonly backend: BackendRecord;
  readonly program: NetworkProgram;
  readonly wrong: Wrong;
  readonly recording: RecordingWatch;
  /** Whether the sink threw this error and the backend only rethrows it. */
  readonly isOfSink: (fault: unknown) => boolean;
}

/** A simulation whose backend results are checked and whose values can be searched. */
export interface PreparedSimulation extends Simulation {
  readonly findNotFinite: FiniteSearch;
}

/** Asynchronous methods of a simulation. */
type Asked = Exclude<
  keyof Simulation,
  "step" | "dt" | "summary" | "workers" | "isLost" | "advance" | "close"
>;

/** Type that a promise must resolve to, with its check; the first part of a request is its name. */
interface Answer {
  readonly expected: string;
  test(value: unknown, size: number | undefined): boolean;
}

const nothing: Answer = { expected: "a promise", test: () => true };
const saved: Answer = {
  expected: "a record of what changes",
  test: (value) => isRecord(value) && isRecord(value["header"]),
};

const answers: { readonly [Name in Asked]-?: Answer } = {
  state: {
    expected: "a Float64Array, a value for each neuron",
    test: (value, size) => value instanceof Float64Array && value.length === size,
  },
  spikeHash: {
    expected: "sixteen hexadecimal digits",
    test: (value) => typeof value === "string" && /^[0-9a-f]{16}$/.test(value),
  },
  spikeCount: {
    expected: "a whole number from 0 on",
    test: (value) => Number.isSafeInteger(value) && (value as number) >= 0,
  },
  areFinite: { expected: "true or false", test: (value) => typeof value === "boolean" },
  profile: {
    expected: "a list, or nothing",
    test: (value) => value === undefined || Array.isArray(value),
  },
  synapses: {
    expected: "sources, targets and delays, as many of each",
    test: (value) => isRecord(value) && areEnds(value),
  },
  synapseState: { expected: "a Float64Array", test: (value) => value instanceof Float64Array },
  setState: nothing,
  setSynapseState: nothing,
  sendSpikes: nothing,
  setInput: nothing,
  setModulator: nothing,
  trigger: nothing,
  save: saved,
  carry: saved,
};

/** Methods of every simulation, and those that depend on a capability of the backend. */
const needed: readonly string[] = ["advance", "close", "state", "spikeHash", "spikeCount"];
const promised: Readonly<Record<string, readonly Asked[]>> = {
  "synapse-recorders": ["synapses", "synapseState"],
  checkpoint: ["save"],
};

/** Check a simulation, and from then on every value that its promises resolve to. */
export function checkedSimulation(
  given: unknown,
  checked: Checked & { readonly recorded: SampleWatch },
): PreparedSimulation {
  checkSimulation(given, checked);
  const { workers, dt } = given;
  const names = Object.keys(answers) as Asked[];
  const asked = names.filter((name) => given[name] !== undefined);
  const promises = Object.fromEntries(
    asked.map((name) => [name, answered(given, name, checked)]),
  ) as unknown as Pick<Simulation, Asked>;
  return {
    ...promises,
    findNotFinite: finiteSearch(checked.program, promises, checked.recorded),
    ...(workers !== undefined && { workers }),
    dt,
    get step() {
      return given.step;
    },
    get isLost() {
      return given.isLost === true;
    },
    get summary() {
      return given.summary;
    },
    advance: advancing(given, checked),
    close: () => ended(() => given.close(), checked),
  };
}

/** Advance to the requested step, whether or not the previous request has finished. */
function advancing(simulation: Simulation, checked: Checked): Simulation["advance"] {
  const { recording } = checked;
  let asked = simulation.step;
  recording.start(asked);
  return (steps) => {
    asked += steps;
    const until = asked;
    recording.ask(asked);
    return ended(
      () => simulation.advance(steps),
      checked,
      () => {
        const { step } = simulation;
        // A caller that does not await may have requested more in the meantime.
        if (step >= until && step <= asked && Number.isSafeInteger(step)) {
          return recording.reach(until);
        }
        throw checked.wrong('"step" after "advance"', String(until), step);
      },
    );
  };
}

/** Call a method that is synchronous or returns a promise. */
function ended(
  call: () => unknown,
  { backend, isOfSink }: Checked,
  check: () => void = () => undefined,
): void | Promise<void> {
  const named = (fault: unknown): unknown =>
    isOfSink(fault) ? fault : faultOfPlugin(backend, `backend "${backend.name}"`, fault);
  let given: unknown;
  try {
    given = call();
  } catch (fault) {
    throw named(fault);
  }
  if (!isRecord(given) || typeof given["then"] !== "function") return check();
  return Promise.resolve(given).then(check, (fault) => {
    throw named(fault);
  });
}

/** Call the backend immediately, in the order of the calls, and check its result once it resolves. */
function answered(
  simulation: Simulation,
  name: Asked,
  { backend, program: { populations }, wrong }: Checked,
): (...request: readonly unknown[]) => Promise<unknown> {
  const { expected, test } = answers[name];
  const methods = simulation as unknown as Readonly<
    Record<Asked, (...request: readonly unknown[]) => unknown>
  >;
  return async (...request) => {
    let value: unknown;
    try {
      value = await methods[name](...request);
    } catch (fault) {
      throw faultOfPlugin(backend, `backend "${backend.name}"`, fault);
    }
    if (test(value, populations.get(String(request[0]))?.size)) return value;
    throw wrong(`"${name}" of a simulation`, expected, value);
  };
}

function areEnds({ sources, targets, delays }: Readonly<Record<string, unknown>>): boolean {
  return (
    sources instanceof Uint32Array &&
    targets instanceof Uint32Array &&
    delays instanceof Int32Array &&
    sources.length === targets.length &&
    sources.length === delays.length
  );
}

function checkSimulation(
  given: unknown,
  { backend, program: { dt }, wrong }: Checked,
): asserts given is Simulation {
  if (typeof given !== "object" || given === null) {
    throw wrong("a simulation", "a record that can be advanced", given);
  }
  const simulation = given as Partial<Simulation>;
  const owed = new Set([...needed, ...backend.provides.flatMap((name) => promised[name] ?? [])]);
  for (const name of ["advance", "close", ...Object.keys(answers)] as (Asked | "advance")[]) {
    const value = simulation[name];
    const isNeeded = owed.has(name);
    if (typeof value === "function" || (value === undefined && !isNeeded)) continue;
    const expected = isNeeded ? "a function" : "a function, or nothing";
    throw wrong(`"${name}" of a simulation`, expected, value);
  }
  const { step, summary } = simulation;
  if (typeof step !== "number" || !Number.isSafeInteger(step) || step < 0) {
    throw wrong('"step" of a simulation', "a whole number from 0 on", step);
  }
  if (simulation.dt !== dt) throw wrong('"dt" of a simulation', `${dt} ms`, simulation.dt);
  for (const name of ["neurons", "synapses", "bytes"] as const) {
    const count: unknown = summary?.[name];
    if (typeof count === "number" && Number.isFinite(count) && count >= 0) continue;
    throw wrong(`"${name}" of a summary`, "a finite number from 0 on", count);
  }
}

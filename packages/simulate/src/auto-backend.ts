import {
  type BackendBatch,
  type BackendRecord,
  defineBackend,
  type EstimateOptions,
  type JobEstimate,
  type OptionValues,
  type PluginOption,
  type ProgramRecord,
  pluginOptions,
  type SavedState,
  type Simulation,
  type SimulationJob,
  type SpikeLoomError,
  throwAll,
} from "@spikeloom/kernel";
import { missingCapabilities } from "@spikeloom/network";
import { changed, inTurn } from "./batch/in-turn.ts";
import { NO_BACKEND } from "./errors.ts";

/** A backend that could run a program. */
interface Candidate {
  readonly backend: BackendRecord;
  /** All options of the backend; undefined if it lacks one that was given. */
  readonly options: OptionValues | undefined;
  readonly errors: readonly SpikeLoomError[];
}

/** A backend that can run a program, and its cost. */
interface AbleBackend {
  readonly backend: BackendRecord;
  readonly options: OptionValues;
  readonly estimate: JobEstimate;
}

type Asked = Pick<EstimateOptions, "stack" | "revisable">;

/**
 * Create a backend that runs each program on the fastest of several backends.
 *
 * It compares the estimated times of the backends that can run the program and that have all given options. The notes of
 * its estimates and summaries name the choice and the reason. A saved run continues on the backend that saved it. Throws
 * `SL_NO_BACKEND` if no backend has all options that were given.
 */
export function autoBackend(backends: readonly BackendRecord[]): BackendRecord {
  const names = backends.map(({ name }) => name).join(", ");
  const candidatesFor = (
    program: ProgramRecord,
    given: OptionValues,
    asked: Asked,
  ): readonly Candidate[] =>
    backends.map((backend) => {
      const needs = program.requires.map((capability) => ({ place: "the program", capability }));
      const options = optionsFor(backend, given);
      const missing = missingCapabilities(needs, backend);
      if (missing.length > 0 || options === undefined) return { backend, options, errors: missing };
      return { backend, options, errors: backend.check(program, options, asked) };
    });
  const faultsOf = (
    candidates: readonly Candidate[],
    given: OptionValues,
  ): readonly SpikeLoomError[] => {
    const [nearest] = candidates
      .filter(({ errors }) => errors.length > 0)
      .toSorted((a, b) => a.errors.length - b.errors.length);
    if (nearest !== undefined) return nearest.errors;
    return [NO_BACKEND({ backends: names, given: Object.keys(given).join(", ") })];
  };
  const choose = (program: ProgramRecord, given: OptionValues, asked: EstimateOptions) => {
    const candidates = candidatesFor(program, given, asked);
    const able = candidates.flatMap(({ backend, options, errors }): readonly AbleBackend[] => {
      if (options === undefined || errors.length > 0) return [];
      return [{ backend, options, estimate: backend.estimate(program, options, asked) }];
    });
    const [chosen] = able.toSorted((a, b) => secondsOf(a) - secondsOf(b));
    if (chosen !== undefined) return { chosen, reason: reasonOf(chosen, able) };
    throwAll(faultsOf(candidates, given));
    throw new Error("A program that no backend can run has errors.");
  };
  const prepareOn = async (
    program: ProgramRecord,
    job: SimulationJob,
    on: (backend: BackendRecord) => Pick<BackendRecord, "prepare">,
  ): Promise<Simulation> => {
    const { state, options: given } = job;
    if (state !== undefined) {
      const { backend, options } = savedBackend(backends, state, given);
      return await on(backend).prepare(program, { ...job, options });
    }
    const { chosen, reason } = choose(program, given, job);
    const { backend, options } = chosen;
    const simulation = await on(backend).prepare(program, { ...job, options });
    return withNote(simulation, `backend: ${reason}`);
  };
  return defineBackend({
    name: "auto",
    about: `The fastest of ${names} for the expected activity of a network.`,
    provides: [...new Set(backends.flatMap(({ provides }) => provides))],
    options: commonOptions(backends),
    check(program, given, asked) {
      const candidates = candidatesFor(program, given, asked);
      const isAble = candidates.some(
        ({ options, errors }) => options !== undefined && errors.length === 0,
      );
      return isAble ? [] : faultsOf(candidates, given);
    },
    estimate(program, given, wanted) {
      const { chosen, reason } = choose(program, given, wanted);
      const { estimate } = chosen;
      return { ...estimate, notes: [["backend", reason], ...estimate.notes] };
    },
    prepare: (program, job) => prepareOn(program, job, (backend) => backend),
    async prepareBatch({ copies, options: given }) {
      const batches = new Map<BackendRecord, BackendBatch>();
      for (const backend of backends) {
        const options = optionsFor(backend, given);
        const own = options && (await backend.prepareBatch?.({ copies, options }));
        batches.set(backend, own ?? inTurn(backend));
      }
      const all = [...batches.values()];
      return {
        atOnce: Math.max(...all.map(({ atOnce }) => atOnce)),
        prepare: (program, job) =>
          prepareOn(program, job, (backend) => batches.get(backend) ?? backend),
        async close() {
          for (const batch of all) await batch.close();
        },
      };
    },
  });
}

/** List the options of all backends, without defaults: an option counts only if it is given. */
function commonOptions(backends: readonly BackendRecord[]): Readonly<Record<string, PluginOption>> {
  const options = new Map<string, PluginOption>();
  for (const one of backends) {
    for (const [name, { default: _, ...option }] of Object.entries(one.options ?? {})) {
      if (!options.has(name)) options.set(name, option);
    }
  }
  return Object.fromEntries(options);
}

/** Complete the given options; undefined if the backend lacks one of them. */
function optionsFor(
  { name, options = {} }: BackendRecord,
  given: OptionValues,
): OptionValues | undefined {
  // A backend without a choice of precision computes in f64, and one without a choice of workers on one.
  const usual: OptionValues = { precision: "f64", workers: 1 };
  const own = Object.entries(given).filter(
    ([key, value]) => options[key] !== undefined || value !== usual[key],
  );
  if (own.some(([key]) => options[key] === undefined)) return undefined;
  return pluginOptions({ kind: "backend", name, options }, Object.fromEntries(own));
}

/** Find the backend that saved a state. */
function savedBackend(
  backends: readonly BackendRecord[],
  state: SavedState,
  given: OptionValues,
): { readonly backend: BackendRecord; readonly options: OptionValues } {
  for (const backend of backends) {
    const options = optionsFor(backend, given);
    if (backend.name === state.backend && options !== undefined) return { backend, options };
  }
  const names = backends.map(({ name }) => name).join(", ");
  throw NO_BACKEND({ backends: names, given: `a state saved by "${state.backend}"` });
}

/** Time of a second of the simulation; a backend that estimates none is assumed to be the slowest. */
function secondsOf({ estimate }: AbleBackend): number {
  return estimate.seconds?.perSecond ?? Number.POSITIVE_INFINITY;
}

function reasonOf(chosen: AbleBackend, able: readonly AbleBackend[]): string {
  const text = (one: AbleBackend): string => {
    const { seconds } = one.estimate;
    if (seconds === undefined) return `${one.backend.name} estimates no time`;
    const digits = seconds.perSecond.toPrecision(2);
    return `${one.backend.name} takes about ${Number(digits)} s per simulated second (${seconds.reason})`;
  };
  const others = able.filter((one) => one !== chosen);
  if (others.length === 0) return `${chosen.backend.name}, the only one that can run this network`;
  return `${chosen.backend.name}: ${[chosen, ...others].map(text).join("; ")}`;
}

/** Add a note to the summary of a simulation. */
function withNote(simulation: Simulation, note: string): Simulation {
  return changed(simulation, {
    summary: ({ summary }) => ({ ...summary, notes: [note, ...summary.notes] }),
  });
}

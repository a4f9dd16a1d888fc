import { type NetworkRecord, SpikeLoomError, type Stack } from "@spikeloom/kernel";
import type { PreparedSimulation } from "./checked-simulation.ts";
import { DIVERGED } from "./errors.ts";
import type { NotFinite, Reach } from "./finite/not-finite.ts";
import { helpfulIntegrators } from "./helpful-integrators.ts";
import { timeOfStep } from "./run-length.ts";
import { stopwatch } from "./stopwatch.ts";

/** What a run does once a value is not finite: end in an error, or warn. */
export type OnDivergence = "stop" | "warn";

/** What a run is told about values that are no longer finite, and about warnings. */
export interface DivergenceOptions {
  /** `stop` where it is not given. */
  readonly onDivergence?: OnDivergence | undefined;
  /** Told of each warning as it comes up; `result.warnings` has them all. */
  readonly onWarning?: ((warning: SpikeLoomError) => void) | undefined;
}

/** The value with which a run is known to have diverged. */
export interface Divergence
  extends Pick<NotFinite, "kind" | "name" | "variable" | "index" | "value"> {
  /** In ms: it became so after `from`, at `until` at the latest; both are the same where it was recorded. */
  readonly from: number;
  readonly until: number;
}

/** Watches whether the values of a simulation stay finite. */
export interface DivergenceWatch {
  /** Search where it is time to, or now; throws `SL_DIVERGED` where the run is to stop. */
  check(options?: { readonly now?: boolean }): Promise<void>;
  /** The first that was found. */
  readonly found: Divergence | undefined;
  /** Whether this ended the run. */
  ended(fault: unknown): boolean;
}

/** What a watch is made with. */
export interface WatchOptions extends DivergenceOptions {
  readonly network: NetworkRecord;
  readonly stack: Stack;
  readonly dt: number;
  readonly precision: "f64" | "f32";
}

/** A search may take this share of the time between two of them. */
const share = 1 / 500;
/** Wall time in ms after which neurons are searched at the latest, which is when a result file is flushed. */
const patience = 1000;

/** Watch whether values stay finite, at a cost that nobody can measure. */
export function watchDivergence(
  simulation: PreparedSimulation,
  options: WatchOptions,
): DivergenceWatch {
  const { onDivergence = "stop", onWarning } = options;
  const elapsed = stopwatch();
  const searched = { neurons: { at: 0, cost: 0 }, all: { at: 0, cost: 0 } };
  const warned = new Set<string>();
  let since = simulation.step;
  let first: Divergence | undefined;
  let fault: SpikeLoomError | undefined;
  const isDue = (reach: Reach): boolean => {
    const { at, cost } = searched[reach];
    const wait = cost / share;
    return elapsed() - at >= (reach === "all" ? wait : Math.min(wait, patience));
  };
  const tell = (found: readonly NotFinite[]): void => {
    const [earliest] = [...found].sort((a, b) => (a.step ?? Infinity) - (b.step ?? Infinity));
    if (earliest === undefined) return;
    const now = { ...options, since, step: simulation.step };
    first ??= divergenceOf(earliest, now);
    if (onDivergence === "stop") {
      const others = elsewhere(found, earliest).slice(0, mostOthers);
      fault = joined([earliest, ...others].map((one) => errorOf(divergenceOf(one, now), options)));
      throw fault;
    }
    for (const one of found) {
      const key = JSON.stringify([one.kind, one.name, one.variable]);
      if (warned.has(key)) continue;
      warned.add(key);
      onWarning?.(errorOf(divergenceOf(one, now), options));
    }
  };
  return {
    async check({ now = false } = {}) {
      const reach = now || isDue("all") ? "all" : "neurons";
      if (!now && !isDue(reach)) return;
      const began = elapsed();
      const found = await simulation.findNotFinite(reach);
      const at = elapsed();
      searched.neurons = { at, cost: at - began };
      if (reach === "all") searched.all = searched.neurons;
      tell(found);
      since = simulation.step;
    },
    get found() {
      return first;
    },
    ended: (error) => fault !== undefined && error === fault,
  };
}

/** Populations and projections that an error names beside the first. */
const mostOthers = 4;

/** The first value of each other population and projection: one may have been carried to the next. */
function elsewhere(found: readonly NotFinite[], first: NotFinite): readonly NotFinite[] {
  const placeOf = ({ kind, name }: NotFinite): string => JSON.stringify([kind, name]);
  const places = new Map([first, ...found].reverse().map((one) => [placeOf(one), one]));
  places.delete(placeOf(first));
  return found.filter((one) => places.get(placeOf(one)) === one);
}

function joined([first, ...others]: readonly SpikeLoomError[]): SpikeLoomError {
  const { code, summary: message, place, expected, got, next } = first as SpikeLoomError;
  return new SpikeLoomError(code, { message, place, expected, got, next }, others);
}

function divergenceOf(
  { kind, name, variable, index, value, step }: NotFinite,
  now: { readonly dt: number; readonly since: number; readonly step: number },
): Divergence {
  const [from, until] = step === undefined ? [now.since, now.step] : [step, step];
  const times = { from: timeOfStep(from, now.dt), until: timeOfStep(until, now.dt) };
  return { kind, name, variable, index, value, ...times };
}

function errorOf(divergence: Divergence, options: WatchOptions): SpikeLoomError {
  const { network, stack, dt, precision, onDivergence } = options;
  const { kind, name } = divergence;
  const integrators = kind === "neuron" ? helpfulIntegrators({ network, name, stack }) : [];
  return DIVERGED({ ...divergence, dt, precision, onDivergence, integrators });
}

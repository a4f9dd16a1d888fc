import { type NetworkRecord, SpikeLoomError, type Stack } from "@spikeloom/kernel";
import type { PreparedSimulation } from "./checked-simulation.ts";
import { DIVERGED } from "./errors.ts";
import type { NotFinite, Reach } from "./finite/not-finite.ts";
import { helpfulIntegrators } from "./helpful-integrators.ts";
import { timeOfStep } from "./run-length.ts";
import { stopwatch } from "./stopwatch.ts";

/** Response of a run to a non-finite value: stop with an error, or warn. */
export type OnDivergence = "stop" | "warn";

/** Options of a run for non-finite values and warnings. */
export interface DivergenceOptions {
  /** Default: `stop`. */
  readonly onDivergence?: OnDivergence | undefined;
  /** Called with each warning as it occurs; `result.warnings` lists all of them. */
  readonly onWarning?: ((warning: SpikeLoomError) => void) | undefined;
}

/** First value that showed the divergence of a run. */
export interface Divergence
  extends Pick<NotFinite, "kind" | "name" | "variable" | "index" | "value"> {
  /** In ms: it became non-finite after `from` and no later than `until`; both are equal if it was recorded. */
  readonly from: number;
  readonly until: number;
}

/** Watches whether the values of a simulation stay finite. */
export interface DivergenceWatch {
  /** Search if a search is due, or immediately; throws `SL_DIVERGED` if the run is to stop. */
  check(options?: { readonly now?: boolean }): Promise<void>;
  /** The first non-finite value found. */
  readonly found: Divergence | undefined;
  /** Whether it ended the run. */
  ended(fault: unknown): boolean;
}

/** Options of a watch. */
export interface WatchOptions extends DivergenceOptions {
  /** Undefined for a program, whose equations are already discretised. */
  readonly network?: NetworkRecord | undefined;
  readonly stack: Stack;
  readonly dt: number;
  readonly precision: "f64" | "f32";
}

/** Maximum share of wall time spent on searches. */
const share = 1 / 500;
/** Maximum wall time in ms between searches of neurons; equals the flush interval of result files. */
const patience = 1000;
/** Steps before the first search. It is the slowest, so the next one waits; most networks that diverge do so by then. */
const firstSearch = 16;

/** Watch whether values stay finite, at negligible cost. */
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
    const isFirst = searched.neurons.at === 0;
    if (isFirst && simulation.step - since < firstSearch && elapsed() < patience) return false;
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

/** Maximum number of further populations and projections that an error names. */
const mostOthers = 4;

/** First non-finite value of each other population and projection, as non-finite values spread. */
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
  const canChange = network !== undefined && kind === "neuron";
  const integrators = canChange ? helpfulIntegrators({ network, name, stack }) : [];
  return DIVERGED({ ...divergence, dt, precision, onDivergence, integrators });
}

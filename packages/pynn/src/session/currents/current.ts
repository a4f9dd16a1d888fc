import type { Columns, CurrentRequest } from "../session.ts";
import type { SessionPopulation } from "../session-population.ts";
import { type CurrentParameters, currentParameters } from "./current-parameters.ts";
import { type Waveform, type WaveformContext, waveform } from "./waveform.ts";

/** Target neurons of a current. */
export interface Injection {
  readonly population: SessionPopulation;
  readonly neurons: Uint32Array;
}

/** State of a current source. */
export interface Current {
  /** A class of PyNN. */
  readonly kind: string;
  readonly parameters: CurrentParameters;
  readonly injections: Injection[];
  /** Its waveform from the current step on. */
  readonly waveform: Waveform;
  /** Whether it was changed after its start, so that its past differs from its present waveform. */
  readonly isChanged: boolean;
  /** Change its parameters from a step on. */
  change(given: Columns, step: number): void;
  /** Its values at all steps up to this one, in nA; the mean over neurons if these differ. */
  trace(step: number): Float64Array;
  /** Discard its past values, and draw noise for a trial. */
  reset(trial: number): void;
}

/** Create a current source from its definition. */
export function makeCurrent(
  { kind, parameters: given }: CurrentRequest,
  context: WaveformContext,
): Current {
  const { place } = context;
  let parameters = currentParameters(kind, given, { place });
  let { trial } = context;
  const make = (wanted: CurrentParameters, before?: number): Waveform =>
    waveform(kind, wanted, { ...context, trial, ...(before !== undefined && { before }) });
  let pieces = [{ from: 0, waveform: make(parameters) }];
  const injections: Injection[] = [];
  return {
    kind,
    injections,
    get parameters() {
      return parameters;
    },
    get waveform() {
      return (pieces.at(-1) as (typeof pieces)[0]).waveform;
    },
    get isChanged() {
      return pieces.length > 1;
    },
    change(changed, step) {
      const wanted = currentParameters(kind, changed, { before: parameters, place });
      const earlier = pieces.filter(({ from }) => from < step);
      const piece = { from: step, waveform: make(wanted, earlier.at(-1)?.waveform.at(step)) };
      parameters = wanted;
      pieces = [...earlier, piece];
    },
    trace(step) {
      const values = new Float64Array(step + 1);
      const neurons = injections.reduce((sum, { neurons: { length } }) => sum + length, 0);
      pieces.forEach(({ from, waveform: current }, k) => {
        const until = Math.min(step + 1, pieces[k + 1]?.from ?? step + 1);
        for (let one = from; one < until; one++) values[one] = meanAt(current, one, neurons);
      });
      return values;
    },
    reset(next) {
      trial = next;
      pieces = [{ from: 0, waveform: make(parameters) }];
    },
  };
}

/** The mean over neurons, as reported by NEST's noise generator. */
function meanAt({ at, isIndividual }: Waveform, step: number, neurons: number): number {
  if (isIndividual !== true || neurons === 0) return at(step);
  let sum = 0;
  for (let neuron = 0; neuron < neurons; neuron++) sum += at(step, neuron);
  return sum / neurons;
}

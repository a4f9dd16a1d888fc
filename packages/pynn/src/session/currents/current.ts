import type { SessionPopulation } from "../definition.ts";
import type { Columns, CurrentRequest } from "../session.ts";
import { type CurrentParameters, currentParameters } from "./current-parameters.ts";
import { type Waveform, type WaveformContext, waveform } from "./waveform.ts";

/** Neurons that a current goes into. */
export interface Injection {
  readonly population: SessionPopulation;
  readonly neurons: Uint32Array;
}

/** A current source as it stands. */
export interface Current {
  /** A class of PyNN. */
  readonly kind: string;
  readonly parameters: CurrentParameters;
  readonly injections: Injection[];
  /** What it is from the present step on. */
  readonly waveform: Waveform;
  /** Whether it was changed after its start, so that what it was differs from what it is. */
  readonly isChanged: boolean;
  /** Let it have other parameters from a step on. */
  change(given: Columns, step: number): void;
  /** What it was and is at the steps from 0 to this one, in nA. */
  trace(step: number): Float64Array;
  /** Forget what it was. */
  reset(): void;
}

/** Make a current source of what was asked for. */
export function makeCurrent(
  { kind, parameters: given }: CurrentRequest,
  context: WaveformContext,
): Current {
  const { place } = context;
  let parameters = currentParameters(kind, given, { place });
  let pieces = [{ from: 0, waveform: waveform(kind, parameters, context) }];
  const last = (): Waveform => (pieces.at(-1) as (typeof pieces)[0]).waveform;
  return {
    kind,
    injections: [],
    get parameters() {
      return parameters;
    },
    get waveform() {
      return last();
    },
    get isChanged() {
      return pieces.length > 1;
    },
    change(changed, step) {
      const wanted = currentParameters(kind, changed, { before: parameters, place });
      const piece = { from: step, waveform: waveform(kind, wanted, context) };
      parameters = wanted;
      pieces = [...pieces.filter(({ from }) => from < step), piece];
    },
    trace(step) {
      const values = new Float64Array(step + 1);
      pieces.forEach(({ from, waveform: { at } }, k) => {
        const until = Math.min(step + 1, pieces[k + 1]?.from ?? step + 1);
        for (let one = from; one < until; one++) values[one] = at(one);
      });
      return values;
    },
    reset() {
      pieces = [{ from: 0, waveform: last() }];
    },
  };
}

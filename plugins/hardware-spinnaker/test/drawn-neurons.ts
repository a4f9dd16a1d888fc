import { type Draw, newDraw } from "../../../tools/test/draws.ts";

/** Ticks of a drawn neuron. */
export const ticks = 1000;

/** Number of drawn neurons. */
export const neurons = 200;

/** Sources of a neuron: four that excite it, two that inhibit it. */
export const sources: readonly ("exc" | "inh")[] = ["exc", "exc", "exc", "exc", "inh", "inh"];

/** Parameters of a neuron as sPyNNaker loads them, all but the shifts in s16.15. */
export interface DrawnNeuron {
  readonly v_init: number;
  readonly v_rest: number;
  readonly c_m: number;
  readonly tau_m: number;
  readonly i_offset: number;
  readonly v_reset: number;
  readonly tau_refrac: number;
  readonly dt: number;
  readonly tau_exc: number;
  readonly tau_inh: number;
  readonly v_threshold: number;
  readonly shift_exc: number;
  readonly shift_inh: number;
  /** Weight of each source, a word of 16 bits. */
  readonly weights: readonly number[];
  /** Ticks in which the spikes of each source arrive, ascending. */
  readonly arrivals: readonly (readonly number[])[];
}

/** Draw a neuron; numbers of every fourth one leave their words. */
export function drawNeuron(which: number): DrawnNeuron {
  const draw = newDraw(31, which);
  const isWild = which % 4 === 3;
  const word = (low: number, high: number): number => between(draw, low, high);
  const dt = draw(2) === 0 ? 32_768 : 3277;
  const mV = 32_768;
  const v_rest = word(-80 * mV, -50 * mV);
  return {
    v_init: word(-80 * mV, -45 * mV),
    v_rest,
    c_m: isWild ? word(1, 4000) : word(3000, 60_000),
    tau_m: word(dt, draw(8) === 0 ? 2 ** 31 - 1 : 40 * mV),
    i_offset: isWild ? word(-(2 ** 31), 2 ** 31 - 1) : word(-mV, 2 * mV),
    v_reset: v_rest + word(-5 * mV, 5 * mV),
    tau_refrac: word(0, 5 * mV),
    dt,
    tau_exc: word(500, 20 * mV),
    tau_inh: word(500, 20 * mV),
    v_threshold: word(-50 * mV, -40 * mV),
    shift_exc: draw(isWild ? 16 : 4),
    shift_inh: draw(isWild ? 16 : 4),
    weights: sources.map(() => draw(isWild || draw(6) === 0 ? 65_536 : 12_000)),
    arrivals: sources.map(() => {
      const period = 3 + draw(60);
      return Array.from({ length: ticks }, (_, tick) => tick).filter(
        (tick) => tick > 0 && draw(period) === 0,
      );
    }),
  };
}

/** A whole number in a range, drawn from two words. */
function between(draw: Draw, low: number, high: number): number {
  const size = high - low + 1;
  return low + ((draw(65_536) * 65_536 + draw(65_536)) % size);
}

/** Digest of a sequence of words: FNV-1a over 32 bits each. */
export function digest(words: Iterable<number>): number {
  let hash = 0x811c9dc5;
  for (const word of words) hash = Math.imul(hash ^ word, 0x01000193);
  return hash >>> 0;
}

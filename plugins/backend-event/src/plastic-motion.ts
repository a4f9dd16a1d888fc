import { compileExpression, propagator } from "@spikeloom/equations";
import { hostFunctions } from "@spikeloom/equations/functions";
import type { Motion } from "@spikeloom/program";

/** Moves the variables of a frame over a time in ms. */
export type Mover = (frame: Float64Array, elapsed: number) => void;

const { exp, exprel } = hostFunctions as Record<"exp" | "exprel", (x: number) => number>;

/**
 * Create the function that moves variables between events; undefined if they do not move.
 *
 * Synapses of a row often move over the same time, so the last solution of each system is reused.
 */
export function moverOf(motion: Motion, slots: ReadonlyMap<string, number>): Mover | undefined {
  const slotOf = (name: string): number => slots.get(name) as number;
  const movers = motion.systems.map(({ states, numeric }): Mover => {
    const own = states.map(slotOf);
    const [first = 0, second] = own;
    let [known, scale, shift] = [Number.NaN, 1, 0];
    if (second === undefined) {
      const [slope = 0, drive = 0] = [numeric.a[0], numeric.b[0]];
      return (frame, elapsed) => {
        if (elapsed !== known) {
          known = elapsed;
          scale = exp(slope * elapsed);
          shift = drive === 0 ? 0 : drive * elapsed * exprel(slope * elapsed);
        }
        frame[first] = scale * (frame[first] as number) + shift;
      };
    }
    let { p, q } = propagator(numeric, 0);
    const width = own.length;
    const next = new Float64Array(width);
    return (frame, elapsed) => {
      if (elapsed !== known) {
        known = elapsed;
        ({ p, q } = propagator(numeric, elapsed));
      }
      for (let i = 0; i < width; i++) {
        let sum = q[i] as number;
        for (let j = 0; j < width; j++) {
          sum += (p[i * width + j] as number) * (frame[own[j] as number] as number);
        }
        next[i] = sum;
      }
      for (let i = 0; i < width; i++) frame[own[i] as number] = next[i] as number;
    };
  });
  const time = slotOf("elapsed");
  for (const { state, next } of motion.own) {
    const [slot, code] = [slotOf(state), compileExpression(next, { slots })];
    movers.push((frame, elapsed) => {
      frame[time] = elapsed;
      frame[slot] = code(frame);
    });
  }
  if (movers.length === 0) return undefined;
  return (frame, elapsed) => {
    for (const move of movers) move(frame, elapsed);
  };
}

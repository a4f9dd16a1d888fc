import { javascriptScalar } from "@spikeloom/code";
import type { Motion, SynapseProgram } from "@spikeloom/program";
import { levelAddress, levelBits, type MotionEntry } from "./motion-table.ts";

/** How the variables of synapses move between events, and where the coefficients lie. */
export interface BuiltMotion {
  readonly states: readonly (readonly string[])[];
  readonly entries: readonly MotionEntry[];
  readonly own: Motion["own"];
  /** What brings a weight that moves back within its bounds. */
  readonly movedWeight: SynapseProgram["movedWeight"];
  readonly precision: "f64" | "f32";
  readonly dt: number;
}

/** The variables that move between events. */
export function movingStates({ states, own }: BuiltMotion): readonly string[] {
  return [...states.flat(), ...own.map(({ state }) => state)];
}

/** Make what moves the variables of one synapse over some steps, as the code of a machine does. */
export function mover(
  { states, entries, own, precision, dt }: BuiltMotion,
  buffer: ArrayBufferLike,
): (values: Map<string, number>, steps: number) => void {
  const isDouble = precision === "f64";
  const numbers = isDouble ? new Float64Array(buffer) : new Float32Array(buffer);
  const bytes = isDouble ? 8 : 4;
  const round = isDouble ? (x: number): number => x : Math.fround;
  const level = (values: Map<string, number>, at: number, index: number): void => {
    states.forEach((names, system) => {
      const results = names.map((_, to) => {
        let sum: number | undefined;
        for (const entry of entries) {
          if (entry.system !== system || entry.to !== to) continue;
          const place = levelAddress(entry, at, precision) / bytes + index;
          const coefficient = numbers[place] as number;
          const from = entry.from === undefined ? undefined : (names[entry.from] as string);
          const term =
            from === undefined ? coefficient : round(coefficient * (values.get(from) as number));
          sum = sum === undefined ? term : round(sum + term);
        }
        return sum ?? 0;
      });
      names.forEach((name, to) => void values.set(name, results[to] as number));
    });
  };
  return (values, steps) => {
    let rest = steps;
    for (let at = 0; at < levelBits.length && (at === 0 || rest !== 0); at++) {
      const bits = levelBits[at] as number;
      level(values, at, rest & (2 ** bits - 1));
      rest >>>= bits;
    }
    if (own.length === 0) return;
    const elapsed = round(round(steps) * round(dt));
    const next = own.map(({ next: value }) =>
      javascriptScalar(value, precision, (name) =>
        name === "elapsed" ? elapsed : values.get(name),
      ),
    );
    own.forEach(({ state }, k) => void values.set(state, next[k] as number));
  };
}

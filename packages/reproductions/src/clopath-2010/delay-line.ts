import type { Assignments, StateRecord } from "@spikeloom/kernel";

/** A delayed variable: state, and the assignments that shift it. */
export interface DelayLine {
  readonly state: Readonly<Record<string, StateRecord>>;
  /** One group of a step. */
  readonly step: Assignments;
}

/** Delay a potential by some steps; `late_...` is the oldest value. */
export function delayLine(
  variable: string,
  { steps, initial }: { readonly steps: number; readonly initial: string },
): DelayLine {
  const names = Array.from({ length: steps }, (_, k) => `past_${k + 1}_${variable}`);
  const line = [variable, ...names, `late_${variable}`];
  const about = (k: number): string => `${variable} of ${k} steps ago`;
  const state = line.slice(1).map((name, k): readonly [string, StateRecord] => {
    return [name, { initial, unit: "mV", about: about(k) }];
  });
  const moves = line.slice(1).map((name, k) => [name, line[k] ?? variable] as const);
  return { state: Object.fromEntries(state), step: Object.fromEntries(moves) };
}

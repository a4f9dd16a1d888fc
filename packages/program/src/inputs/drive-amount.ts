import { type Code, compileExpression } from "@spikeloom/equations";
import { formatInternal, parseUnit } from "@spikeloom/units";
import { DRIVE_CHANCE, DRIVE_RATE, STIMULUS_VALUE } from "../errors.ts";
import type { DriveProgram } from "./stimulus-program.ts";

/** Maximum mean of a count; up to it, the probability of no spike is a normal number. */
const mostMean = 500;
// -n log(1 - p) is below 2 log(2) n p for p up to 0.5.
const mostRare = 360;
const { dimension } = parseUnit("Hz");

/**
 * Convert a rate to the parameter of the count distribution of one step.
 *
 * This is the mean of a Poisson count; for a binomial one, the probability that one source spikes. `where` describes the
 * place of a rate that is out of range.
 */
export type DriveAmount = (rate: number, where?: () => string) => number;

/**
 * Prepare the conversion of a drive's rates.
 *
 * Rates that are out of range are rejected.
 */
export function driveAmount(
  { law, sources, index }: Pick<DriveProgram, "law" | "sources" | "index">,
  { dt, next }: { readonly dt: number; readonly next?: string | undefined },
): DriveAmount {
  const place = `stimuli[${index}].rate`;
  const isBinomial = law === "binomial";
  const most = isBinomial ? mostRare : mostMean;
  return (rate, where = () => "") => {
    const chance = rate * dt;
    const mean = isBinomial ? sources * Math.min(chance, 1 - chance) : chance * sources;
    // Also false for NaN; the texts are created only if there is an error.
    if (rate >= 0 && mean >= 0 && mean <= most) return isBinomial ? chance : mean;
    const text = (Number.isNaN(rate) ? "NaN" : formatInternal(rate, dimension)) + where();
    if (!(rate >= 0)) {
      const message = "The rate of a Poisson stimulus must be a number that is not negative.";
      const more = next === undefined ? {} : { next };
      throw STIMULUS_VALUE({ place, message, expected: "at least 0 Hz", got: text, ...more });
    }
    if (isBinomial && !(chance <= 1)) throw DRIVE_CHANCE({ place, rate: text, dt, chance });
    throw DRIVE_RATE({ place, rate: text, count: sources, dt, most, mean });
  };
}

/** Below this mean number of spikes per step, gaps are drawn if the rate is constant. */
const rareBelow = 0.05;

/**
 * Whether the spikes of a target are drawn as gaps between them, not as counts.
 *
 * This depends on its own constant mean alone, so that its draws depend on no other target.
 */
export function isRare({ law, rate }: DriveProgram, amount: number): boolean {
  return law === "poisson" && rate.kind !== "changing" && amount < rareBelow;
}

/** Suggest a remedy for a formula that is out of range. */
export const cutOff = 'Limit a formula from below: "max(0*Hz, ...)".';

/** Places of `t` and `i` in the frame that a rate reads. */
export const rateSlots: ReadonlyMap<string, number> = new Map([
  ["t", 0],
  ["i", 1],
]);

/** Amounts of a drive whose rate changes over time. */
export interface ChangingAmount {
  /** Convert a neuron's rate at a time. */
  amount(rate: number, t: number, neuron?: number): number;
  /** Compute the amount at a time; without a neuron, for a rate shared by all of them. */
  at(t: number, neuron?: number): number;
}

/**
 * Prepare the amounts of a drive whose rate changes over time.
 *
 * Returns undefined for other rates.
 */
export function changingAmount(drive: DriveProgram, dt: number): ChangingAmount | undefined {
  const { rate } = drive;
  if (rate.kind !== "changing") return undefined;
  const convert = driveAmount(drive, { dt, next: cutOff });
  const compute: Code = compileExpression(rate.value, { slots: rateSlots });
  const frame = new Float64Array(2);
  let time = 0;
  let target: number | undefined;
  const where = (): string =>
    target === undefined ? ` at ${time} ms` : ` at ${time} ms for neuron ${target}`;
  const amount: ChangingAmount["amount"] = (value, t, neuron) => {
    time = t;
    target = neuron;
    return convert(value, where);
  };
  return {
    amount,
    at(t, neuron) {
      frame[0] = t;
      frame[1] = neuron ?? 0;
      return amount(compute(frame), t, neuron);
    },
  };
}

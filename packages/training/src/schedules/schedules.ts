import { hostFunctions } from "@spikeloom/equations/functions";

/** Says by what the rate of an optimiser is scaled: in an epoch, of so many. */
export interface Schedule {
  (epoch: number, epochs: number): number;
  /** How a training file has it, with its options; code without it cannot be told from other code. */
  readonly named?: { readonly name: string; readonly [option: string]: string | number };
}

const named = (schedule: Schedule, name: string, options: Record<string, number> = {}): Schedule =>
  Object.assign((epoch: number, epochs: number) => schedule(epoch, epochs), {
    named: { name, ...options },
  });

const cos = hostFunctions["cos"] as (x: number) => number;

/** The rate as it is. */
export const constantRate: Schedule = named(() => 1, "constant");

/**
 * Let the rate fall along half a cosine to nothing at the end.
 *
 * @cite doi:10.48550/arXiv.1608.03983, equation 5, without restarts
 */
export const cosineRate: Schedule = named(
  (epoch, epochs) => 0.5 * (1 + cos((Math.PI * epoch) / epochs)),
  "cosine",
);

/** Make a schedule that scales the rate by `factor` after each `every` epochs. */
export function steppedRate(every: number, factor: number): Schedule {
  const stepped: Schedule = (epoch) => {
    let scale = 1;
    for (let k = every; k <= epoch; k += every) scale *= factor;
    return scale;
  };
  return named(stepped, "stepped", { every, factor });
}

/** Make a schedule that rises over so many epochs, and then is another. */
export function warmedRate(over: number, then: Schedule): Schedule {
  const warmed: Schedule = (epoch, epochs) =>
    epoch < over ? (epoch + 1) / (over + 1) : then(epoch - over, Math.max(1, epochs - over));
  // A file names one that warms to a cosine.
  return then === cosineRate ? named(warmed, "warmed-cosine", { over }) : warmed;
}

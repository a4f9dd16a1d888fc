import { hostFunctions } from "@spikeloom/equations/functions";

/** Scale of an optimiser's rate for an epoch, out of a number of epochs. */
export interface Schedule {
  (epoch: number, epochs: number): number;
  /** Its form in a training file, with its options; code without it cannot be compared with other code. */
  readonly named?: { readonly name: string; readonly [option: string]: string | number };
}

const named = (schedule: Schedule, name: string, options: Record<string, number> = {}): Schedule =>
  Object.assign((epoch: number, epochs: number) => schedule(epoch, epochs), {
    named: { name, ...options },
  });

const cos = hostFunctions["cos"] as (x: number) => number;

/** Constant learning rate. */
export const constantRate: Schedule = named(() => 1, "constant");

/**
 * Decay the rate along half a cosine, to zero at the end.
 *
 * @cite doi:10.48550/arXiv.1608.03983, equation 5, without restarts
 */
export const cosineRate: Schedule = named(
  (epoch, epochs) => 0.5 * (1 + cos((Math.PI * epoch) / epochs)),
  "cosine",
);

/** Create a schedule that scales the rate by `factor` every `every` epochs. */
export function steppedRate(every: number, factor: number): Schedule {
  const stepped: Schedule = (epoch) => {
    let scale = 1;
    for (let k = every; k <= epoch; k += every) scale *= factor;
    return scale;
  };
  return named(stepped, "stepped", { every, factor });
}

/** Create a schedule that warms up over so many epochs and continues with another. */
export function warmedRate(over: number, then: Schedule): Schedule {
  const warmed: Schedule = (epoch, epochs) =>
    epoch < over ? (epoch + 1) / (over + 1) : then(epoch - over, Math.max(1, epochs - over));
  // A file specifies a warm-up to a cosine.
  return then === cosineRate ? named(warmed, "warmed-cosine", { over }) : warmed;
}

import { hostFunctions } from "@spikeloom/equations/functions";

/** Says by what the rate of an optimiser is scaled: in an epoch, of so many. */
export type Schedule = (epoch: number, epochs: number) => number;

const cos = hostFunctions["cos"] as (x: number) => number;

/** The rate as it is. */
export const constantRate: Schedule = () => 1;

/**
 * Let the rate fall along half a cosine to nothing at the end.
 *
 * @cite doi:10.48550/arXiv.1608.03983, equation 5, without restarts
 */
export const cosineRate: Schedule = (epoch, epochs) => 0.5 * (1 + cos((Math.PI * epoch) / epochs));

/** Make a schedule that scales the rate by `factor` after each `every` epochs. */
export function steppedRate(every: number, factor: number): Schedule {
  return (epoch) => {
    let scale = 1;
    for (let k = every; k <= epoch; k += every) scale *= factor;
    return scale;
  };
}

/** Make a schedule that rises over so many epochs, and then is another. */
export function warmedRate(over: number, then: Schedule): Schedule {
  return (epoch, epochs) =>
    epoch < over ? (epoch + 1) / (over + 1) : then(epoch - over, Math.max(1, epochs - over));
}

import type { NeuronsInTime } from "./event-neurons.ts";

/** Functions that let an event of a neuron take place; afterwards its schedule says when the next one is due. */
interface OwnEvents {
  /** Event besides spikes, such as the end of a refractory period. */
  happen(neuron: number, time: number): void;
  fire(neuron: number, time: number): void;
  /** End a refractory period that lasts while a condition holds. */
  end?(neuron: number, time: number): void;
}

/**
 * Create the function that runs a neuron up to its next arrival.
 *
 * At one time, its other events come before arrivals, and spikes after them: where an arrival follows at the time, other events
 * at it happen too. Without an arrival, what is due at the time is left.
 */
export function ownEvents(
  neurons: Pick<NeuronsInTime, "schedule" | "strides" | "nextSpike" | "outcome">,
  { happen, fire, end }: OwnEvents,
): (neuron: number, until: number, isArrival: boolean) => void {
  const { own, due, isExact } = neurons.schedule;
  const { time: apart, flag } = neurons.strides;
  return (n, until, isArrival) => {
    for (;;) {
      const mine = own[n] as number;
      const next = due[n * apart] as number;
      if (mine <= next) {
        if (isArrival ? mine > until : mine >= until) return;
        happen(n, mine);
      } else {
        if (next >= until) return;
        if (isExact[n * flag] === 1) {
          if (neurons.outcome?.(n) === "release") end?.(n, next);
          else fire(n, next);
        } else {
          // Not before its bound, so that the order of events does not depend on when it is computed.
          const horizon =
            neurons.outcome === undefined ? Number.POSITIVE_INFINITY : Math.min(until, mine);
          const exact = Math.max(next, neurons.nextSpike(n, horizon));
          due[n * apart] = Math.min(mine, exact);
          isExact[n * flag] = neurons.outcome?.(n) === "later" ? 0 : 1;
        }
      }
    }
  };
}

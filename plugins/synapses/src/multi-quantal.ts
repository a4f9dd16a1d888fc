import { defineSynapse } from "@spikeloom/kernel";
import {
  facilitationDynamics,
  facilitationParameters,
  facilitationState,
  use,
} from "./facilitation.ts";
import { binomial } from "./sites.ts";

/**
 * Define a synapse with at most this many release sites.
 *
 * Each releases and recovers at random.
 */
export function multiQuantalUpTo(most: number) {
  return defineSynapse({
    name: most === 8 ? "multi-quantal" : `multi-quantal-${most}`,
    about: `Up to ${most} release sites that randomly release one quantum each and recover.`,
    cite: ["doi:10.3389/neuro.10.027.2009", "doi:10.1152/jn.00258.2001"],
    parameters: {
      ...facilitationParameters,
      tau_rec: {
        default: "800 ms",
        about: "mean time until an empty site is refilled",
        min: "0 ms",
        exclusive: true,
      },
      n: { default: 1, about: "release sites", type: "integer", min: 1, max: most },
    },
    state: {
      ...facilitationState,
      full: { initial: "n", unit: "1", about: "full sites after the last spike" },
      waiting: {
        initial: 0,
        unit: "1",
        about: "probability that a site that was empty then still is",
      },
    },
    expressions: {
      ...use,
      empty: { value: "n - full", unit: "1", about: "empty sites after the last spike" },
      ready: {
        value: `full + ${binomial(most, "empty", "1 - waiting")}`,
        unit: "1",
        about: "full sites at this spike",
        constantOverStep: true,
      },
      released: {
        value: binomial(most, "ready", "u_plus"),
        unit: "1",
        about: "sites that release at this spike",
        constantOverStep: true,
      },
    },
    dynamics: {
      ...facilitationDynamics,
      waiting: { derivative: "-waiting / tau_rec", when: "event" },
    },
    on: { pre: { u: "u_plus", full: "ready - released", waiting: "1" } },
    deliver: "weight * released",
  });
}

/** Up to eight release sites, each of which releases and recovers at random. */
export const multiQuantal = multiQuantalUpTo(8);

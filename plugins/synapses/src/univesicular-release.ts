import { defineSynapse } from "@spikeloom/kernel";
import { binomial } from "./sites.ts";

/**
 * Define a synapse with at most this many docked vesicles.
 *
 * A spike releases at most one of them.
 */
export function univesicularReleaseUpTo(most: number) {
  return defineSynapse({
    name: most === 8 ? "univesicular-release" : `univesicular-release-${most}`,
    about: `A pool of up to ${most} docked vesicles; a spike releases at most one.`,
    cite: ["doi:10.1523/JNEUROSCI.0631-05.2005", "doi:10.1523/JNEUROSCI.20-04-01575.2000"],
    parameters: {
      n: { default: Math.min(5, most), about: "docking sites", type: "integer", min: 1, max: most },
      u_0: {
        default: 0.3,
        about: "probability that one docked vesicle is released",
        min: 0,
        max: 1,
      },
      tau_rec: {
        default: "500 ms",
        about: "mean time until an empty site is refilled",
        min: "0 ms",
        exclusive: true,
      },
    },
    state: {
      docked: { initial: "n", unit: "1", about: "docked vesicles after the last spike" },
      waiting: {
        initial: 0,
        unit: "1",
        about: "probability that a site that was empty then still is",
      },
    },
    expressions: {
      empty: { value: "n - docked", unit: "1", about: "empty sites after the last spike" },
      ready: {
        value: `docked + ${binomial(most, "empty", "1 - waiting")}`,
        unit: "1",
        about: "docked vesicles at this spike",
        constantOverStep: true,
      },
      released: {
        value: "int(rand() < 1 - (1 - u_0)**ready)",
        unit: "1",
        about: "whether this spike releases a vesicle",
        constantOverStep: true,
      },
    },
    dynamics: { waiting: { derivative: "-waiting / tau_rec", when: "event" } },
    on: { pre: { docked: "ready - released", waiting: "1" } },
    deliver: "weight * released",
  });
}

/** A pool of up to eight docked vesicles; a spike releases at most one. */
export const univesicularRelease = univesicularReleaseUpTo(8);

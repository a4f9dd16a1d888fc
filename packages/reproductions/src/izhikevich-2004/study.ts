import { readReference } from "../reference.ts";
import { runPublished, spikesOf } from "../run-published.ts";
import type { Measured, Study } from "../study.ts";
import { patternNetwork } from "./network.ts";
import { type Pattern, patterns } from "./patterns.ts";
import json from "./reference.json" with { type: "json" };

/** Izhikevich 2004: the twenty patterns of figure 1. */
export const izhikevich2004: Study = {
  reference: readReference(json),
  isRandom: false,
  parts: {
    ...Object.fromEntries(
      Object.entries(patterns).map(([letter, pattern]) => [
        `${letter} ${pattern.about}`,
        () => measurePattern(pattern),
      ]),
    ),
    "M at another step": () => measureAtStep("M", 0.25),
    "N at another step": () => measureAtStep("N", 0.25),
    "P at another step": () => measureAtStep("P", 0.005),
    "Q at another step": () => measureAtStep("Q", 0.005),
  },
};

/** The patterns depend on their step: with another one they differ. */
function measureAtStep(letter: string, dt: number): Promise<Measured> {
  const pattern = patterns[letter];
  return pattern === undefined ? Promise.resolve({}) : measurePattern({ ...pattern, dt });
}

async function measurePattern(pattern: Pattern): Promise<Measured> {
  const { times } = spikesOf(await runPublished(patternNetwork(pattern)));
  const [first = Number.NaN] = times;
  return { spikes: times.length, "first spike": first, "last spike": times.at(-1) ?? Number.NaN };
}

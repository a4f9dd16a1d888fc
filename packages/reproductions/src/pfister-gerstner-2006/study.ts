import { readReference } from "../reference.ts";
import { runPublished } from "../run-published.ts";
import type { Measured, Study } from "../study.ts";
import { lastValues } from "../synapse-values.ts";
import { pairingNetwork, pairings, type parameterSets } from "./network.ts";
import json from "./reference.json" with { type: "json" };

/** Pfister and Gerstner 2006: how the triplet rule depends on the frequency of pairs. */
export const pfisterGerstner2006: Study = {
  reference: readReference(json),
  isRandom: false,
  parts: {
    full: () => measureSet("full"),
    minimal: () => measureSet("minimal"),
  },
};

async function measureSet(set: keyof typeof parameterSets): Promise<Measured> {
  const weights = lastValues(await runPublished(pairingNetwork(set)), "learning");
  const changes = pairings.map(({ frequency, lag }, synapse) => {
    const change = (weights[synapse] ?? Number.NaN) - 1;
    return [`${lag > 0 ? "+" : ""}${lag} ms, ${frequency} Hz`, change] as const;
  });
  return Object.fromEntries(changes);
}

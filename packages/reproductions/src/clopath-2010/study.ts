import { readReference } from "../reference.ts";
import { runPublished } from "../run-published.ts";
import type { Measured, Study } from "../study.ts";
import { snapshotsOf } from "../synapse-values.ts";
import { pairingNetwork, pairings, type preparations } from "./network.ts";
import json from "./reference.json" with { type: "json" };

/** Clopath and others 2010: how voltage-based plasticity depends on order and frequency of pairs. */
export const clopath2010: Study = {
  reference: readReference(json),
  isRandom: false,
  parts: {
    adex: () => measurePairings("adex"),
    "hodgkin-huxley": () => measurePairings("hodgkin-huxley"),
  },
};

async function measurePairings(preparation: keyof typeof preparations): Promise<Measured> {
  const snapshots = snapshotsOf(await runPublished(pairingNetwork(preparation)), "learning");
  const weights = pairings.map(({ name, source }, synapse) => {
    // Effects of the last spike only; later potentiation is not counted.
    const last = (source.at(-1) ?? 0) + 1;
    const snapshot = snapshots.find(({ time }) => time > last - 0.05);
    const weight = snapshot?.values[synapse] ?? Number.NaN;
    // In percent, scaled to fifteen times as many pairs.
    return [name, 100 + (15 * 100 * (weight - 0.5)) / 0.5] as const;
  });
  return Object.fromEntries(weights);
}

import { readReference } from "../reference.ts";
import type { Study } from "../study.ts";
import json from "./reference.json" with { type: "json" };
import { runBrunelState } from "./run-state.ts";

/** Brunel 2000: the four states of figure 8. */
export const brunel2000: Study = {
  reference: readReference(json),
  isRandom: true,
  parts: {
    A: async (seed) => (await runBrunelState("A", seed)).measured,
    B: async (seed) => (await runBrunelState("B", seed)).measured,
    C: async (seed) => (await runBrunelState("C", seed)).measured,
    D: async (seed) => (await runBrunelState("D", seed)).measured,
  },
};

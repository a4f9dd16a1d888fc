import type { StateRecord } from "@spikeloom/kernel";

/** The share of open receptors. */
export const gateState: { readonly gate: StateRecord } = {
  gate: { initial: 0, unit: "1", about: "share of open receptors" },
};

/** What opens them, where they do not open at once. */
export const driveState: { readonly drive: StateRecord } = {
  drive: { initial: 0, unit: "1", about: "transmitter that opens receptors" },
};

/** The share that a lone spike opens. */
export const opening = {
  opening: { default: 0.6, about: "share that a lone spike opens", min: 0, max: 1 },
} as const;

import type { StateRecord } from "@spikeloom/kernel";

/** Fraction of open receptors. */
export const gateState: { readonly gate: StateRecord } = {
  gate: { initial: 0, unit: "1", about: "fraction of open receptors" },
};

/** Transmitter that opens receptors over time. */
export const driveState: { readonly drive: StateRecord } = {
  drive: { initial: 0, unit: "1", about: "transmitter that opens receptors" },
};

/** Fraction opened by a single spike. */
export const opening = {
  opening: { default: 0.6, about: "fraction opened by a single spike", min: 0, max: 1 },
} as const;

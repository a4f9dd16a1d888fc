import { defineHardware, type Loss, type NetworkRecord, type Placement } from "@spikeloom/kernel";
import { parseQuantity, toInternal } from "@spikeloom/units";
import { clock } from "spikeloom";

const most = 127;

/** A chip whose weights are multiples of a 127th of the largest, with 16 neurons per core. */
export const twoLimits = defineHardware({
  name: "two-limits",
  about: "Weights of eight bits, sixteen neurons on a core.",
  provides: clock().provides,
  limits: {
    weight: {
      value: most,
      unit: "1",
      about: "greatest weight",
      source: "doi:10.1109/MM.2018.112130359",
    },
    neurons: {
      value: 16,
      unit: "1",
      about: "neurons on a core",
      source: "doi:10.1109/MM.2018.112130359",
    },
  },
  losses: { rounded: "A weight that lies between two that the chip has." },
  async map(network) {
    const losses: Loss[] = [];
    return { network: quantised(network, losses), placement: placed(network), losses };
  },
  emulate: () => ({ ...clock(), name: "two-limits-emulator" }),
});

function quantised(network: NetworkRecord, losses: Loss[]): NetworkRecord {
  const weights = (network.projections ?? []).map(({ weight }) => quantity(weight));
  const step = Math.max(...weights.map(Math.abs)) / most;
  const projections = network.projections?.map((projection, k) => {
    const value = weights[k] ?? 0;
    const rounded = Math.round(value / step) * step;
    if (Math.abs(rounded - value) <= 1e-9 * step) return projection;
    const message = `It is ${value} pA; the chip has ${rounded} pA.`;
    losses.push({ code: "rounded", place: `projections[${k}].weight`, message });
    return { ...projection, weight: `${rounded} pA` };
  });
  return { ...network, ...(projections && { projections }) };
}

function quantity(weight: unknown): number {
  if (typeof weight !== "string") throw new Error("weights are quantities");
  return toInternal(parseQuantity(weight));
}

function placed({ populations }: NetworkRecord): readonly Placement[] {
  let core = 0;
  return Object.entries(populations).flatMap(([population, { size }]) =>
    Array.from({ length: Math.ceil(size / 16) }, (_, k) => ({
      population,
      chip: 0,
      core: core++,
      from: 16 * k,
      until: Math.min(size, 16 * (k + 1)),
    })),
  );
}

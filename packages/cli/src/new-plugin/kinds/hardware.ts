import { docstring, drivenNetwork, givenSource, type PluginTemplate } from "../template.ts";

/** Hardware with 8-bit weights. */
export const hardwareTemplate: PluginTemplate = {
  group: "hardware",
  isAbove: true,
  source: ({
    name,
    id,
    about,
    cite,
  }) => `import { defineHardware, type Loss, type NetworkRecord, type Placement } from "@spikeloom/kernel";
import { clock } from "spikeloom";

// Invented limits. Cite the manufacturer's documentation for each limit of your hardware.
const source = "https://example.com/no-such-chip";
const limits = {
  weight: { value: 127, unit: "1", about: "largest weight, in quantisation steps", source },
  neurons: { value: 16, unit: "1", about: "neurons per core", source },
};

${docstring(about)}
export const ${id} = defineHardware({
  name: "${name}",
  about: ${JSON.stringify(about)},${givenSource(cite)}
  provides: clock().provides,
  limits,
  losses: { rounded: "A weight is rounded to the nearest one that the hardware supports." },
  async map(network) {
    const losses: Loss[] = [];
    return { network: quantised(network, losses), placement: placed(network), losses };
  },
  // A backend that emulates the hardware bit by bit; this one computes like the clock.
  emulate: () => ({ ...clock(), name: "${name}-emulator" }),
});

/** Round weights to multiples of a step, which is a fraction of the largest weight. */
function quantised(network: NetworkRecord, losses: Loss[]): NetworkRecord {
  const weights = (network.projections ?? []).map(({ weight }) => quantityOf(weight));
  const step = Math.max(...weights.map(([value]) => Math.abs(value))) / limits.weight.value;
  // If all weights are 0, there is nothing to round.
  if (!(step > 0)) return network;
  const projections = network.projections?.map((projection, k) => {
    const [value, unit] = weights[k] ?? [0, ""];
    const rounded = Math.round(value / step) * step;
    if (Math.abs(rounded - value) <= 1e-9 * step) return projection;
    const message = ["Rounded from", value, unit, "to", rounded, unit].join(" ") + ".";
    losses.push({ code: "rounded", place: "projections[" + k + "].weight", message });
    return { ...projection, weight: rounded + " " + unit };
  });
  return { ...network, ...(projections && { projections }) };
}

function quantityOf(weight: unknown): readonly [value: number, unit: string] {
  const [, value, unit] = /^(\\S+) (.+)$/.exec(String(weight)) ?? [];
  if (value === undefined || unit === undefined) throw new Error("Weights are quantities.");
  return [Number(value), unit];
}

/** Assign the neurons of each population to cores in order. */
function placed({ populations }: NetworkRecord): Placement[] {
  const most = limits.neurons.value;
  let core = 0;
  return Object.entries(populations).flatMap(([population, { size }]) =>
    Array.from({ length: Math.ceil(size / most) }, (_, k) => ({
      population,
      from: most * k,
      until: Math.min(size, most * (k + 1)),
      chip: 0,
      core: core++,
    })),
  );
}
`,
  suite: {
    name: "hardwareSuite",
    claims: ({ name }) => `hardwareSuite(stack.get("hardware", "${name}"), { stack, network })`,
  },
  network: () => {
    const network = drivenNetwork({}) as { readonly projections: readonly object[] };
    const [first] = network.projections;
    return { ...network, projections: [first, { ...first, name: "weak", weight: "0.1234 mV" }] };
  },
};

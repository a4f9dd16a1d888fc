import type { ByteSource, NetworkRecord } from "@spikeloom/kernel";
import { arrayOf } from "../nir/input-data.ts";
import { NETX_DATA } from "./errors.ts";
import type { NetworkFromNetx } from "./network-from-netx.ts";

/**
 * Set the input of a network.
 *
 * Sources: one row per step and one number per neuron, 0 or 1. An input layer: one row of values, which act as its biases.
 */
export async function withNetxInput(
  { network, input }: NetworkFromNetx,
  source: ByteSource,
): Promise<NetworkRecord> {
  const refuse = (expected: string, got: string): never => {
    throw NETX_DATA({ path: source.name, expected, got });
  };
  const { population, size } = input;
  const { shape, values } = await arrayOf(source, refuse);
  const own = network.populations[population];
  if (own === undefined) return network;
  const changed = (more: object): NetworkRecord => {
    return {
      ...network,
      populations: { ...network.populations, [population]: { ...own, ...more } },
    };
  };
  if (input.kind === "payloads")
    return refuse("a network whose input are spikes or biases", "payloads");
  if (input.kind === "biases") {
    if (values.length !== size) refuse(`${size} numbers`, `${shape.join(" × ")} numbers`);
    const bias = Float64Array.from(values, (value) =>
      Math.trunc(input.weight * value + input.bias),
    );
    return changed({ parameters: { ...own.parameters, bias: { values: bias }, bias_exp: 6 } });
  }
  const [steps = 0] = shape;
  if (values.length !== steps * size) {
    refuse(`rows of ${size} numbers`, `${shape.join(" × ")} numbers`);
  }
  const times = Array.from({ length: size }, () => [] as number[]);
  for (let step = 0; step < steps; step++) {
    for (let k = 0; k < size; k++) {
      const value = values[step * size + k] ?? 0;
      if (value !== 0 && value !== 1) refuse("0 or 1", `${value} in row ${step}`);
      // A spike in the first step is stamped with the end of the step.
      if (value === 1) times[k]?.push(step + 1);
    }
  }
  return { ...changed({ times }), duration: `${steps} ms` };
}

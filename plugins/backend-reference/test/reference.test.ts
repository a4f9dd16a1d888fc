import type { NetworkRecord } from "@spikeloom/kernel";
import { checkRun, estimateNetwork } from "@spikeloom/simulate";
import { expect, it } from "vitest";
import { defaultStack as stack } from "../../../tools/test/default-stack.ts";
import { reference as backend } from "../src/index.ts";

const network: NetworkRecord = {
  format: "spikeloom-network",
  version: 1,
  populations: { E: { model: "lif-curr-exp", size: 12 } },
  projections: [
    {
      from: "E",
      to: "E",
      receptor: "excitatory",
      weight: "0.2 nA",
      delay: "1 ms",
      connector: { kind: "fixed-probability", p: 0.4 },
    },
  ],
};

it("estimates what a network takes, which a limit of memory refuses", () => {
  const { synapses, bytes, parts } = estimateNetwork(network, { stack, backend });
  expect(synapses).toBeCloseTo(0.4 * 12 * 12);
  expect(parts.reduce((sum, part) => sum + part.bytes, 0)).toBe(bytes);
  const found = checkRun(network, { stack, backend, memory: bytes - 1 });
  expect(found.map(({ code }) => code)).toEqual(["SL_MEMORY"]);
});

it("refuses options that it does not have", () => {
  expect(() => estimateNetwork(network, { stack, backend, workers: 2 })).toThrow("SL_OPTION");
});

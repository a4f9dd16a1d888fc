import { formatSuite } from "@spikeloom/conformance";
import type { NetworkRecord } from "@spikeloom/kernel";
import { describe, it } from "vitest";
import { commandStack as stack } from "../src/stack/command-stack.ts";

const network: NetworkRecord = {
  format: "spikeloom-network",
  version: 1,
  convention: "frameworks",
  dt: "1 ms",
  duration: "8 ms",
  populations: {
    S: { model: "spike-array", size: 2, times: [["2 ms", "5 ms"], ["3 ms"]] },
    N: { model: "loihi-cuba", size: 2, parameters: { du: 2047, dv: 1023, v_threshold: 300 } },
  },
  projections: [
    {
      from: "S",
      to: "N",
      connector: { kind: "all-to-all" },
      weight: { values: [128, -96, 64, 32] },
      delay: "1 ms",
    },
  ],
};

describe.each(["netx", "lava"])("format %s", (name) => {
  const format = stack.get("format", name, "formats");
  const claims = formatSuite(format, { stack, things: [{ holds: "network", network }] });
  it.each(claims.map((one) => [one.name, one] as const))("%s", (_, { run }) => run());
});

import { type NetworkRecord, writeFormat } from "@spikeloom/kernel";
import { roundingGrowth } from "@spikeloom/simulate/scripts";
import { describe, expect, it } from "vitest";
import { defaultStack as stack } from "../../../../tools/test/default-stack.ts";

/** Neurons of a model that act on themselves, or are acted on alone. */
function network(model: string, { from = "cells", duration = "1 s" } = {}): NetworkRecord {
  const { receptors = {} } = stack.get("neuron", model);
  const [[receptor = "", port] = []] = Object.entries(receptors);
  return {
    format: "spikeloom-network",
    version: 1,
    duration,
    convention: "brian2",
    ...(model === "izhikevich-2003-network" && { dt: "1 ms" }),
    populations: {
      source: { model: "spike-array", size: 2, times: [5] },
      cells: { model, size: 2 },
    },
    projections: [
      {
        from,
        to: "cells",
        receptor,
        connector: { kind: "all-to-all" },
        delay: "2 ms",
        weight: { values: [1, 1, 1, 1], unit: port?.unit ?? "1" },
      },
    ],
  };
}

/** Messages about rounding in the losses of a format. */
async function said(format: string, record: NetworkRecord): Promise<readonly string[]> {
  const thing = { holds: "network", network: record } as const;
  const { losses } = await writeFormat(stack.get("format", format), thing, { stack });
  return losses.flatMap(({ code, place, message }) =>
    message.includes("rounded in other units") ? [`${code} ${place}`] : [],
  );
}

describe("rounding errors that grow", () => {
  it.each([
    ["lems", "izhikevich-2003-network"],
    ["brian2", "izhikevich-2003-network"],
    ["pynn", "izhikevich"],
  ])("are reported by %s for %s", async (format, model) => {
    expect(await said(format, network(model))).toEqual(["integration populations.cells"]);
  });

  it("does not occur without recurrence, in short runs, or with linear neurons", async () => {
    expect(await said("pynn", network("izhikevich", { from: "source" }))).toEqual([]);
    expect(await said("pynn", network("izhikevich", { duration: "400 ms" }))).toEqual([]);
    expect(await said("pynn", network("lif-curr-exp"))).toEqual([]);
  });

  it("grow through other populations, too", () => {
    const one = { connector: { kind: "all-to-all" }, weight: "1 mV" } as const;
    const projections = [
      { from: "a", to: "b", ...one },
      { from: "b", to: "a", ...one },
      { from: "b", to: "c", ...one },
    ];
    const model = stack.get("neuron", "izhikevich");
    const record = { ...network("izhikevich"), projections };
    const found = ["a", "b", "c"].filter((name) =>
      roundingGrowth(record, { name, model, duration: 500 }),
    );
    expect(found).toEqual(["a", "b"]);
  });

  it("is known for every neuron that is nonlinear in one variable", () => {
    const record = network("izhikevich");
    const names = stack
      .list("neuron")
      .filter((model) => roundingGrowth(record, { name: "cells", model, duration: 500 }))
      .map(({ name }) => name);
    expect(names.sort()).toEqual([
      ...["adex", "adex-cond-alpha", "adex-cond-beta", "adex-cond-exp"],
      ...["analog-sigmoid", "analog-tanh", "eif", "hodgkin-huxley"],
      ...["izhikevich", "izhikevich-2003", "izhikevich-2003-network", "lif-cond-exp-nmda", "qif"],
      ...["traub-miles-cobahh", "traub-miles-cond-exp"],
    ]);
  });
});

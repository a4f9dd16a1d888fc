import type { NetworkRecord } from "@spikeloom/kernel";
import { checkNetwork, expectedProjections, replaceFiles, writeNetwork } from "@spikeloom/network";
import { describe, expect, it } from "vitest";
import { valid } from "./fixtures.ts";
import { stack } from "./models.ts";

/** The places of a network whose numbers are in files. */
function placesOf(network: NetworkRecord): readonly string[] {
  const places: string[] = [];
  replaceFiles(network, ({ place, record, isConnector }) => {
    places.push(isConnector ? `${place} (connector)` : place);
    return record;
  });
  return places;
}

const data = { file: "a.h5", path: "/a", unit: "mV" };
const bare = valid("least");

describe("replaceFiles", () => {
  it("finds values and connectors in every place", () => {
    expect(placesOf(valid("data-files"))).toEqual([
      "populations.A.parameters.tau_m",
      "projections[0].connector (connector)",
      "projections[0].weight",
      "projections[0].delay",
      "projections[1].connector (connector)",
      "projections[2].connector (connector)",
      "projections[2].weight",
    ]);
    const model = { kind: "neuron", parameters: {} };
    const more = {
      ...bare,
      populations: { A: { model: { model, parameters: { v: data } }, size: 1, times: data } },
      stimuli: [{ kind: "time-array", into: "A", values: data, every: "1 ms" }],
    } as unknown as NetworkRecord;
    expect(placesOf(more)).toEqual([
      "populations.A.model.parameters.v",
      "populations.A.times",
      "stimuli[0].values",
    ]);
  });

  it("mistakes no model name for a file", () => {
    const file = "3 mV";
    const named = {
      ...bare,
      populations: {
        file: { model: "lif-delta", size: 1, parameters: { file }, initial: { file } },
      },
      projections: [
        { from: "file", to: "file", synapse: { kind: "synapse", on: { pre: { file } } } },
      ],
    } as unknown as NetworkRecord;
    expect(placesOf(named)).toEqual([]);
    expect(replaceFiles(named, () => ({}))).toBe(named);
  });

  it("changes only what is replaced", () => {
    const network = valid("data-files");
    const values = Float64Array.of(1, 2);
    const changed = replaceFiles(network, ({ record }) => ({ ...record, values }));
    expect(changed.populations["B"]).toBe(network.populations["B"]);
    expect(changed.projections?.[0]?.weight).toMatchObject({ file: "edges.h5", values });
    // Numbers that were read are the file's, so the text is that of the network before.
    expect(writeNetwork(changed)).toBe(writeNetwork(network));
  });
});

it("a network whose files are not read is valid, but cannot be run", () => {
  const network = valid("data-files");
  expect(checkNetwork(network, { stack })).toEqual([]);
  expect(() => expectedProjections(network, stack)).toThrow("SL_DATA_MISSING");
});

import { checkNetwork, findPath, networkPaths, withValue } from "@spikeloom/network";
import { describe, expect, it } from "vitest";
import { network, stack } from "./networks.ts";

const paths = networkPaths(network, stack);

describe("paths of a network", () => {
  it.each([
    "populations.E.parameters.i_offset",
    // At their defaults.
    "populations.E.parameters.tau_m",
    "populations.I.parameters.v_threshold",
    "populations.I.initial.v",
    "populations.E.size",
    "projections[0].weight",
    "projections.drive.weight",
    "projections.drive.connector.p",
    "projections.I->E.delay",
    "record[0].variables",
    "dt",
    "trial",
    "duration",
  ])("has %s", (path) => {
    const steps = findPath(paths, path);
    expect(steps.length).toBeGreaterThan(0);
  });

  it.each([
    ["populations.E.parameters.tau_n", "populations.E.parameters.tau_m"],
    ["projection[0].weight", "projections[0].weight"],
    ["projections.drive.wieght", "projections.drive.weight"],
    ["projections[7].weight", "projections[0].weight"],
    ["population.I.size", "populations.I.size"],
    ["seed", "--seeds"],
  ])("for %s suggests %s", (path, nearest) => {
    expect(() => findPath(paths, path)).toThrow(
      expect.objectContaining({
        code: "SL_NETWORK_PATH",
        place: path,
        next: `Did you mean "${nearest}"?`,
      }),
    );
  });

  it("returns for any path a network with the new value, and leaves the original unchanged", () => {
    for (const [path, steps] of paths) {
      const before = JSON.stringify(network);
      const made = withValue(network, steps, "a mark");
      let found: unknown = made;
      for (const step of steps) found = (found as Record<string | number, unknown>)[step];
      expect(found, path).toBe("a mark");
      expect(JSON.stringify(network)).toBe(before);
    }
  });

  it("yields a valid network if a path is set to its default", () => {
    const made = withValue(network, findPath(paths, "populations.I.parameters.tau_m"), "12 ms");
    expect(checkNetwork(made, { stack })).toEqual([]);
    expect(made.populations["I"]?.parameters).toEqual({ tau_m: "12 ms" });
  });

  it("sets a parameter of a model that is given only by its name", () => {
    const named = {
      ...network,
      projections: [{ ...network.projections?.[0], synapse: "tsodyks" }],
    };
    const steps = ["projections", 0, "synapse", "parameters", "u"];
    const made = withValue(named as typeof network, steps, 0.3);
    expect(made.projections?.[0]?.synapse).toEqual({ model: "tsodyks", parameters: { u: 0.3 } });
  });
});

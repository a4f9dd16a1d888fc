import { integrators } from "@spikeloom/integrators";
import { bytesSource, createStack, readFormat, thingOf } from "@spikeloom/kernel";
import { neurons } from "@spikeloom/neurons";
import { describe, expect, it } from "vitest";
import { formats, recogniseFormat } from "../../src/formats/index.ts";
import { bytesOf, type CircuitFiles, smallCircuit, sourceOf } from "./circuit-files.ts";

const stack = createStack({ plugins: [...integrators, ...neurons, ...formats] });

async function read(files: CircuitFiles, name: string) {
  const { source, beside } = sourceOf(files, name);
  const format = await recogniseFormat(source, stack);
  expect(format.name).toBe("sonata");
  const { thing, losses } = await readFormat(format, source, { stack, beside });
  return { ...thingOf(thing, "network"), losses };
}

/** Files of the circuit as if their folder were the outermost. */
function below(folder: string, files: CircuitFiles): CircuitFiles {
  return Object.fromEntries(
    Object.entries(files).map(([name, content]) => [name.replace(`${folder}/`, ""), content]),
  );
}

describe("a file of nodes by itself", () => {
  it("returns populations by the accompanying table of types", async () => {
    const { network, losses } = await read(below("net", smallCircuit), "nodes.h5");
    expect(
      Object.entries(network.populations).map(([name, { model, size }]) => [name, model, size]),
    ).toEqual([["inside", "lif-curr-alpha", 4]]);
    expect(losses.filter(({ code }) => code === "parameter").map(({ place }) => place)).toEqual([
      "a.json",
      "b.json",
    ]);
  });

  it("has the parameters of the accompanying files", async () => {
    const files = below("models", below("net", smallCircuit));
    const { network, losses } = await read(files, "nodes.h5");
    const whole = await read(smallCircuit, "config.json");
    expect(network.populations["inside"]).toEqual(whole.network.populations["inside"]);
    expect(losses.map(({ code }) => code)).not.toContain("parameter");
  });

  it("without the table is refused by the name that the table has to have", async () => {
    const bytes = bytesOf(smallCircuit)["net/nodes.h5"] as Uint8Array;
    const source = bytesSource("v1_nodes.h5", bytes);
    const format = await recogniseFormat(source, stack);
    await expect(readFormat(format, source, { stack })).rejects.toMatchObject({
      code: "SL_SONATA_DATA",
      expected: "v1_node_types.csv beside the file",
    });
  });

  it("is distinguished from edges, which mean nothing without it", async () => {
    await expect(read(smallCircuit, "net/edges.h5")).rejects.toMatchObject({
      code: "SL_SONATA_DATA",
      next: expect.stringContaining("configuration of the circuit"),
    });
  });
});

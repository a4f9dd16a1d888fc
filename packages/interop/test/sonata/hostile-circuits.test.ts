import {
  bytesBeside,
  bytesSource,
  createStack,
  readFormat,
  SpikeLoomError,
} from "@spikeloom/kernel";
import { checkNetwork, connectors } from "@spikeloom/network";
import { neurons } from "@spikeloom/neurons";
import { describe, expect, it, vi } from "vitest";
import { type Draw, drawSeed, draws, long, newDraw } from "../../../../tools/test/draws.ts";
import { mutate } from "../../../../tools/test/mutate.ts";
import { processorTime } from "../../../../tools/test/processor-time.ts";
import { sonataFormat } from "../../src/formats/sonata-format.ts";
import { braced, bytesOf, type CircuitFiles, smallCircuit } from "./circuit-files.ts";

// Whoever crafts a file gets its checksums right.
vi.mock("../../src/hdf5/read/checksum.ts", () => ({ verify: () => undefined }));
vi.setConfig({ testTimeout: 1_200_000 });

const stack = createStack({ plugins: [...neurons, ...connectors, sonataFormat] });
const name = "config.json";

/** Read a circuit; returns the code of its error, if any. */
async function codeOf(files: Record<string, Uint8Array>, about = ""): Promise<string> {
  const source = bytesSource(name, files[name] ?? new Uint8Array(0));
  try {
    await readFormat(sonataFormat, source, { stack, beside: bytesBeside(files) });
    return "read";
  } catch (fault) {
    if (!(fault instanceof SpikeLoomError)) throw new Error(about, { cause: fault });
    expect(`${fault.place}`.length, about).toBeLessThan(2000);
    return fault.code;
  }
}

const words = [
  ...[
    "..",
    "/",
    "$BASE",
    braced("MODELS"),
    "$NET",
    "null",
    "[",
    "]",
    "{",
    "}",
    '"',
    "-1",
    "1e999",
    "NULL",
  ],
  ...[
    "circuit.json",
    "config.json",
    "simulation.json",
    "some",
    "virtual",
    "nest:iaf_psc_exp",
    " ",
    "\n",
  ],
];

/** Mutate a text like someone who knows its meaning. */
function mutateText(source: Uint8Array, draw: Draw): Uint8Array {
  let text = new TextDecoder().decode(source);
  for (let left = 1 + draw(3); left > 0; left--) {
    const [at, length] = [draw(text.length + 1), draw(4) === 0 ? draw(40) : draw(3)];
    const piece =
      draw(3) === 0 ? text.slice(draw(text.length), draw(text.length)) : words[draw(words.length)];
    text = text.slice(0, at) + (draw(4) === 0 ? "" : piece) + text.slice(at + length);
  }
  return new TextEncoder().encode(text);
}

describe("hostile circuits", () => {
  it(`are read or refused by a code (seed ${drawSeed})`, async () => {
    const files = bytesOf(smallCircuit);
    const names = Object.keys(files);
    const codes = new Map<string, number>();
    const count = draws({ ci: 300, long: 120_000 });
    for (let which = 0; which < count; which++) {
      const draw = newDraw(drawSeed, which);
      const odd = names[which % names.length] ?? name;
      const change = odd.endsWith(".h5") ? mutate : mutateText;
      const start = processorTime();
      const code = await codeOf(
        { ...files, [odd]: change(files[odd] as Uint8Array, draw) },
        `${odd} ${which}`,
      );
      if (long) expect(processorTime() - start, `${odd} ${which}`).toBeLessThan(5000);
      codes.set(code, (codes.get(code) ?? 0) + 1);
    }
    expect([...codes.keys()]).toEqual(
      expect.arrayContaining(["read", "SL_SONATA_CONFIG", "SL_SONATA_DATA", "SL_SONATA_MODEL"]),
    );
  });

  const change = (file: string, edit: (content: never) => object | string): CircuitFiles => ({
    ...smallCircuit,
    [file]: edit(structuredClone(smallCircuit[file]) as never),
  });

  it.each<[string, CircuitFiles, string, string]>([
    [
      "variables in a circle",
      change("circuit.json", (c: object) => ({ ...c, manifest: { $BASE: "$NET", $NET: "$BASE" } })),
      "SL_SONATA_CONFIG",
      "circuit.json.networks.nodes[0].nodes_file",
    ],
    [
      "variables that double",
      change("circuit.json", (c: object) => ({
        ...c,
        manifest: Object.fromEntries([
          ...Array.from({ length: 30 }, (_, k) => [`$V${k}_`, `$V${k + 1}_$V${k + 1}_`]),
          ["$V30_", "x"],
          ["$NET", "$V0_"],
        ]),
      })),
      "SL_SONATA_CONFIG",
      "circuit.json.networks.nodes[0].nodes_file",
    ],
    [
      "a variable that is in no manifest",
      change("circuit.json", (c: object) => ({ ...c, manifest: {} })),
      "SL_SONATA_CONFIG",
      "circuit.json.networks.nodes[0].nodes_file",
    ],
    [
      "a file outside of the folder",
      change("circuit.json", (c: object) => ({ ...c, manifest: { $NET: "..", $MODELS: "." } })),
      "SL_FORMAT_OUTSIDE",
      "config.json",
    ],
    [
      "an absolute file",
      change("simulation.json", (c: object) => ({ ...c, node_sets_file: "/etc/passwd" })),
      "SL_FORMAT_OUTSIDE",
      "config.json",
    ],
    [
      "node sets in a circle",
      change("sets.json", (c: object) => ({ ...c, some: ["deep", "other"], other: ["some"] })),
      "SL_SONATA_CONFIG",
      "sets.json.other",
    ],
    [
      "neurons with a morphology",
      change("net/node_types.csv", (text: string) => text.replace("point_neuron", "biophysical")),
      "SL_SONATA_MODEL",
      "net/nodes.h5: /nodes/inside",
    ],
    [
      "an unknown template",
      change("net/node_types.csv", (text: string) =>
        text.replace("iaf_psc_alpha a", "iaf_psc_alfa a"),
      ),
      "SL_SONATA_MODEL",
      "net/nodes.h5: /nodes/inside",
    ],
    [
      "a type that is in no table",
      change("net/edge_types.csv", (text: string) => text.replace(/^2 /m, "3 ")),
      "SL_SONATA_DATA",
      "net/edges.h5: /edges/inner/edge_type_id",
    ],
  ])("with %s are refused", async (_, files, code, place) => {
    const bytes = bytesOf(files);
    const source = bytesSource(name, bytes[name] ?? new Uint8Array(0));
    const reading = readFormat(sonataFormat, source, { stack, beside: bytesBeside(bytes) });
    await expect(reading).rejects.toMatchObject({ code, place });
  });

  it("request no file twice through configurations that name each other", async () => {
    const files = bytesOf({
      ...smallCircuit,
      "circuit.json": { ...(smallCircuit["circuit.json"] as object), simulation: "config.json" },
    });
    expect(await codeOf(files)).toBe("read");
  });

  it("that can be read create networks that a check accepts, or refuses with a code", async () => {
    const bytes = bytesOf(smallCircuit);
    const source = bytesSource(name, bytes[name] ?? new Uint8Array(0));
    const { thing } = await readFormat(sonataFormat, source, { stack, beside: bytesBeside(bytes) });
    if (thing.holds !== "network") throw new Error("no network");
    expect(() => checkNetwork(thing.network, { stack })).not.toThrow();
  });
});

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createStack, defineFormat } from "@spikeloom/kernel";
import { afterAll, describe, expect, it } from "vitest";
import {
  convert,
  defaultStack,
  type NetworkRecord,
  readContents,
  readNetwork,
  readNetworkFile,
  run,
} from "../src/index.ts";
import { fixture } from "./spikeloom.ts";

const folder = mkdtempSync(join(tmpdir(), "read-files-"));
afterAll(() => rmSync(folder, { recursive: true }));

const small = fixture("small.json");
const network = (): NetworkRecord => readNetwork(readFileSync(small));

/** Two numbers of neurons, one of them in a separate file. */
const sizes = defineFormat({
  name: "sizes",
  about: "Numbers of neurons.",
  extensions: [".sizes"],
  holds: ["network"],
  marks: [{ xml: "sizes" }],
  options: { times: { type: "integer", about: "how often", default: 1 } },
  losses: { colour: "Networks have no colour." },
  async read(_, { beside, options }) {
    const other = await beside("b.txt");
    const size = Number(new TextDecoder().decode(await other.read(0, other.size)));
    const A = { model: "lif", size: size * Number(options["times"]) };
    return {
      thing: {
        holds: "network",
        network: { format: "spikeloom-network", version: 1, populations: { A } },
      },
      losses: [{ code: "colour", place: "sizes", message: "It is red." }],
    };
  },
});
const stack = createStack({ plugins: [defaultStack, sizes] });
const text = new TextEncoder();

describe("a network from a file", () => {
  it("is read by its path, whatever the name", async () => {
    const path = join(folder, "net.png");
    writeFileSync(path, readFileSync(small));
    const read = await readNetworkFile(path);
    expect(read).toEqual({ network: network(), format: "spikeloom-network", losses: [] });
  });

  it("is read from bytes, with its other files and options of the format", async () => {
    const input = {
      name: "a.txt",
      bytes: text.encode("<sizes/>"),
      beside: { "b.txt": text.encode("7") },
    };
    const { network, format, losses } = await readNetworkFile(input, {
      stack,
      options: { times: 3 },
    });
    expect([network.populations["A"]?.size, format, losses[0]?.code]).toEqual([
      21,
      "sizes",
      "colour",
    ]);
    const alone = readNetworkFile({ name: "a.txt", bytes: input.bytes }, { stack });
    await expect(alone).rejects.toMatchObject({ code: "SL_FORMAT_MISSING" });
  });

  it("is refused if the file is missing, contains something else, or is unknown", async () => {
    const codeOf = async (act: Promise<unknown>): Promise<unknown> =>
      act.then(
        () => "none",
        (fault: unknown) => (fault as { readonly code?: unknown }).code,
      );
    await expect(readNetworkFile(join(folder, "nowhere"))).rejects.toMatchObject({
      code: "SL_FILE_READ",
      expected: "a readable file",
      got: expect.stringContaining("no such file"),
    });
    expect(await codeOf(readNetworkFile({ name: "x", bytes: text.encode("x") }))).toBe(
      "SL_FORMAT_UNKNOWN",
    );
    const model = text.encode(JSON.stringify(defaultStack.get("neuron", "lif", "test")));
    expect(await codeOf(readNetworkFile({ name: "lif", bytes: model }))).toBe("SL_NOT_A_NETWORK");
    const { thing } = await readContents({ name: "lif", bytes: model });
    expect(thing).toMatchObject({ holds: "model", model: { name: "lif" } });
    expect(await codeOf(readContents(small, { from: "nir-9" }))).toBe("SL_UNKNOWN_PLUGIN");
  });
});

describe("convert", () => {
  it("returns the bytes of each file, and reads them back", async () => {
    const { files, losses } = await convert(small, { to: "spikeloom-network" });
    expect([Object.keys(files), losses]).toEqual([["network.json"], []]);
    const bytes = files["network.json"] ?? new Uint8Array();
    expect((await readNetworkFile({ name: "n", bytes })).network).toEqual(network());
  });

  it("writes results as tables into a folder, and reports losses", async () => {
    const result = await run(network(), { for: "5 ms" });
    const made = await convert({ holds: "result", result }, { to: "csv", out: folder });
    expect(made.losses.map(({ code }) => code)).toEqual(["beside"]);
    expect(made.files).toEqual({});
    expect(made.written).toContain(join(folder, "spikes.csv"));
    expect(readFileSync(join(folder, "spikes.csv"), "utf8")).toMatch(
      /^time_ms,population,neuron\n/,
    );
  });

  it("writes nothing if something would be lost and losses are refused", async () => {
    const out = join(folder, "strict");
    const act = convert(small, { to: "pynn", out, strict: true });
    await expect(act).rejects.toMatchObject({ code: "SL_CONVERT_LOSES", place: small });
    expect(existsSync(out)).toBe(false);
  });

  it("does not overwrite its input", async () => {
    const path = join(folder, "network.json");
    writeFileSync(path, readFileSync(small));
    const act = convert(path, { to: "spikeloom-network", out: folder });
    await expect(act).rejects.toMatchObject({ code: "SL_OUTPUT_INPUT" });
    expect(readFileSync(path)).toEqual(readFileSync(small));
  });
});

import { readFileSync, writeFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { afterAll, describe, expect, it, vi } from "vitest";
import { fixture, workplace } from "./spikeloom.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const place = workplace();
afterAll(() => place.remove());

// A format in two files: an XML list of sizes, and the model in a separate file.
writeFileSync(
  place.path("spikeloom.config.mjs"),
  `const text = async (source) => new TextDecoder().decode(await source.read(0, source.size));
export default {
  kind: "format", contract: 1, name: "sizes", about: "Sizes of populations.", extensions: [".sizes"],
  marks: [{ xml: "sizes" }], holds: ["network", "model"],
  options: { times: { type: "integer", about: "how often", default: 1 } },
  losses: { colour: "Networks have no colour." },
  async read(source, { beside, options }) {
    const xml = await text(source);
    const model = JSON.parse(await text(await beside("model.json")));
    if (xml.includes("alone")) return { thing: { holds: "model", model }, losses: [] };
    const size = Number(/size="(\\d+)"/.exec(xml)[1]) * options.times;
    const lost = /colour/.test(xml) ? [{ code: "colour", place: "sizes", message: "It is red." }] : [];
    return { thing: { holds: "network", network: {
      format: "spikeloom-network", version: 1, duration: "20 ms", models: { own: model },
      populations: { A: { model: "own", size } }, record: [{ population: "A", variables: ["spikes"] }],
    } }, losses: lost };
  },
};
`,
);
const model = JSON.parse(readFileSync(fixture("own-models.json"), "utf8")).models;
const [own] = Object.values(model).filter((one) => (one as { kind: string }).kind === "neuron");
writeFileSync(place.path("model.json"), JSON.stringify(own));
writeFileSync(place.path("net.txt"), '<?xml version="1.0"?><sizes size="3" colour="red"/>');
writeFileSync(place.path("plain.json"), '<sizes size="3"/>');
writeFileSync(place.path("one.xml"), "<sizes>alone</sizes>");
writeFileSync(place.path("tree.json"), "<tree/>");
const neuronsOf = (stdout: string): unknown => JSON.parse(stdout).populations.A?.neurons;
const plugin = ["--config", "spikeloom.config.mjs"];

const nml = `<neuroml xmlns="http://www.neuroml.org/schema/neuroml2" id="n">
  <iafTauCell id="c" leakReversal="-50mV" thresh="-55mV" reset="-70mV" tau="30ms"/>
  <network id="net"><population id="P" component="c" size="2"/></network>
</neuroml>`;

describe("a file of another format", () => {
  it("without input reports what it needs, and runs", async () => {
    const graph = new URL("../../interop/test/nir/files/two-lif.nir.gz", import.meta.url);
    writeFileSync(place.path("graph.nir"), gunzipSync(readFileSync(graph)));
    const run = ["run", "graph.nir", "--for", "1ms", "--no-plots", "--out", "g.h5"];
    const { code, stderr } = await place.run(...run);
    expect([code, stderr]).toEqual([0, expect.stringMatching(/SL_INPUT_SILENT.*data=FILE\.npy/s)]);
  });

  it("without recorders records its spikes", async () => {
    writeFileSync(place.path("cells.nml"), nml);
    const run = ["run", "cells.nml", "--for", "100ms", "--json", "--no-plots", "--out", "c.h5"];
    const { code, stdout } = await place.run(...run);
    const { spikes } = JSON.parse(stdout).populations.P;
    expect([code, spikes > 0]).toEqual([0, true]);
    const tables = await place.run("convert", "c.h5", "--to", "csv", "--out", "tables");
    expect([0, 3]).toContain(tables.code);
    const lines = readFileSync(place.path("tables/spikes.csv"), "utf8").trim().split("\n");
    expect(lines).toHaveLength(1 + spikes);
  });

  it("is run, and reports its losses", async () => {
    const { code, stdout, stderr } = await place.run(
      "run",
      "net.txt",
      "--json",
      "--no-plots",
      ...plugin,
    );
    expect(code).toBe(0);
    expect(stderr).toContain("warning: SL_READ_LOSS at net.txt: sizes\n  It is red.");
    expect(neuronsOf(stdout)).toBe(3);
  });

  it("accepts only options of its format", async () => {
    const given = ["run", "plain.json", "--json", "--no-plots", "--out", "x.h5", ...plugin];
    const more = await place.run(...given, "--from-option", "times=2");
    expect([more.stderr, neuronsOf(more.stdout)]).toEqual(["", 6]);
    const odd = await place.run(...given, "--from-option", "time=2");
    expect([odd.code, JSON.parse(odd.stdout).error.code]).toEqual([1, "SL_OPTION"]);
  });

  it.each([
    ["a network of ours", "plain-own.json"],
    ["a model of ours", "model.json"],
    ["a network of ours by name", "plain-own.json", "--from", "spikeloom-network"],
  ])("refuses an option that %s does not have", async (_, ...given) => {
    const network = { format: "spikeloom-network", version: 1, duration: "1 ms", populations: {} };
    writeFileSync(place.path("plain-own.json"), JSON.stringify(network));
    const convert = ["convert", ...given, "--to", "spikeloom-network", "--out", "own.json"];
    for (const command of [["check", ...given], convert]) {
      const { code, stderr } = await place.run(...command, "--from-option", "x=1");
      expect(code).toBe(1);
      expect(stderr).toMatch(/^SL_OPTION at .*"x" is not an option .*expected {2}no option\n/s);
    }
    expect((await place.run("check", ...given)).code).toBe(0);
  });

  it("cannot be a module, which accepts no format and none of its options", async () => {
    const text = `export const network = { format: "spikeloom-network", version: 1, populations: {} };`;
    writeFileSync(place.path("own.mjs"), text);
    for (const option of [
      ["--from-option", "x=1"],
      ["--from", "nir"],
    ]) {
      const { code, stderr } = await place.run("check", "own.mjs", ...option);
      expect(code).toBe(2);
      expect(stderr).toMatch(/^SL_USAGE.*applies to files that a format reads.*own\.mjs is a mod/s);
    }
    expect((await place.run("check", "own.mjs")).code).toBe(0);
  });

  it("is checked and shown", async () => {
    const checked = await place.run("check", "net.txt", "plain.json", ...plugin);
    expect(checked.stdout).toMatch(/^net.txt: no errors \(3 neurons.*\nplain.json: no errors/);
    expect(checked.stderr).toContain("SL_READ_LOSS at net.txt: sizes");
    const shown = await place.run("show", "plain.json", ...plugin);
    expect(shown.stdout).toMatch(/\(network\)/);
    const alone = await place.run("show", "one.xml", ...plugin);
    expect(alone.stdout).toMatch(/\(neuron\)/);
    expect((await place.run("check", "one.xml", ...plugin)).stdout).toMatch(/neuron model/);
  });

  it("is refused if no format matches, and read with --from", async () => {
    const unknown = await place.run("run", "tree.json", ...plugin);
    expect(unknown.code).toBe(1);
    expect(unknown.stderr).toMatch(
      /^SL_FORMAT_UNKNOWN at tree.json.*spikeloom-network.*sizes.*element <tree>/s,
    );
    const forced = await place.run("check", "tree.json", "--from", "spikeloom-network");
    expect([forced.code, forced.stderr]).toEqual([1, expect.stringContaining("JSON")]);
  });

  it("with a result is not a network", async () => {
    expect((await place.run("run", fixture("small.json"), "--for", "5ms")).code).toBe(0);
    const { code, stderr } = await place.run("run", "results/small.h5");
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^SL_NOT_A_NETWORK.*a result/s)]);
  });

  it("is converted to a SpikeLoom network with the same spikes", async () => {
    const made = await place.run("convert", "net.txt", "--to", "spikeloom-network", ...plugin);
    expect(made.code).toBe(3);
    const hashes = await Promise.all(
      ["net.txt", "net-spikeloom-network/network.json"].map(async (file, k) => {
        const out = ["--json", "--no-plots", "--out", `h${k}.h5`];
        return JSON.parse((await place.run("run", file, ...out, ...plugin)).stdout).spikeHash;
      }),
    );
    expect(hashes[0]).toBe(hashes[1]);
  });
});

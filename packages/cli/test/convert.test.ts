import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { readResult } from "@spikeloom/interop/hdf5";
import { afterAll, describe, expect, it, vi } from "vitest";
import { defaultStack } from "../src/default-stack.ts";
import { fixture, workplace } from "./spikeloom.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const place = workplace();

/** A network with a list of connections in an array. */
const listed = `export const network = {
  format: "spikeloom-network",
  version: 1,
  populations: { A: { model: "lif-curr-exp", size: 2 } },
  projections: [{
    ...{ from: "A", to: "A", receptor: "excitatory", weight: "1 nA", delay: "1 ms" },
    connector: { kind: "pairs", pairs: Uint32Array.of(0, 1, 1, 0) },
  }],
  record: [{ population: "A", variables: ["spikes"] }],
};
`;

/** A neuron of PyNN's in NeuroML, whose weights are plain numbers. */
const neuroml = `<neuroml xmlns="http://www.neuroml.org/schema/neuroml2" id="document">
  <IF_curr_exp id="cell" cm="1.0" i_offset="0.9" tau_m="20.0" tau_refrac="2.0" tau_syn_E="3" tau_syn_I="5" v_init="-65" v_reset="-62.0" v_rest="-65.0" v_thresh="-52.0"/>
  <expCurrSynapse id="syn" tau_syn="3"/>
  <network id="net">
    <population id="cells" component="cell" size="2"/>
    <projection id="p" presynapticPopulation="cells" postsynapticPopulation="cells" synapse="syn">
      <connectionWD id="0" preCellId="../cells[0]" postCellId="../cells[1]" weight="2" delay="3ms"/>
    </projection>
  </network>
</neuroml>
`;
afterAll(() => place.remove());

describe("spikeloom convert", () => {
  it("writes a script and its arrays, and prints losses", async () => {
    const { stdout, code } = await place.run("convert", fixture("small.json"), "--to", "pynn");
    // Something is lost.
    expect(code).toBe(3);
    expect(stdout).toMatch(/^wrote {2}small-pynn\/network.py/);
    expect(stdout).toContain("lost or different:\n  stimuli[0]: Its spikes are redrawn");
    const script = readFileSync(place.path("small-pynn/network.py"), "utf8");
    expect(script).toContain("sim.SpikeSourcePoisson(");
    const named = [...script.matchAll(/load\("([^"]+)"\)/g)].map(([, name]) => name);
    expect(readdirSync(place.path("small-pynn/data")).sort()).toEqual([...new Set(named)].sort());
  });

  it("prints the same as JSON", async () => {
    const options = ["--to", "pynn", "--out", "there/it/is", "--for", "2 s", "--json"];
    const { stdout } = await place.run("convert", fixture("small.json"), ...options);
    const { written, losses } = JSON.parse(stdout);
    expect(written[0]).toBe("there/it/is/network.py");
    const loss = { code: "drawn-anew", place: "stimuli[0]", message: expect.any(String) };
    expect(losses[0]).toEqual(loss);
    expect(readFileSync(place.path(written[0]), "utf8")).toContain("DURATION = 2000.0");
  });

  it("refuses features that PyNN lacks, with the place", async () => {
    const { stderr, code } = await place.run("convert", fixture("own-models.json"), "--to", "pynn");
    expect(code).toBe(1);
    expect(stderr).toMatch(/SL_EXPORT_NEURON at .*own-models.json: populations\.\w+\.model/);
  });

  it("requires a target format", async () => {
    expect((await place.run("convert", fixture("small.json"))).code).toBe(2);
    const unknown = await place.run("convert", fixture("small.json"), "--to", "pyn");
    expect(unknown.stderr).toMatch(/SL_UNKNOWN_PLUGIN at --to.*\n.*"pyn"/);
    expect(unknown.stderr).toContain('Did you mean "pynn"?');
    expect(unknown.code).toBe(1);
  });

  it("accepts only options of the format", async () => {
    const file = fixture("small.json");
    expect((await place.run("convert", file, "--to", "pynn")).code).toBe(3);
    const three = ["--option", "for=3 s"];
    const other = await place.run("convert", file, "--to", "pynn", ...three);
    expect([other.code, other.stderr]).toEqual([1, expect.stringContaining("SL_OUTPUT_OTHER")]);
    const made = await place.run("convert", file, "--to", "pynn", ...three, "--overwrite");
    expect(made.code).toBe(3);
    expect(readFileSync(place.path("small-pynn/network.py"), "utf8")).toContain("= 3000.0");
    for (const [option, got, code] of [
      ["four=3 s", '"four"', 1],
      ["seed=x", "NaN", 1],
      ["seed", "", 2],
    ] as const) {
      const refused = await place.run("convert", file, "--to", "pynn", "--option", option);
      expect(refused.stderr).toContain(got);
      expect(refused.code).toBe(code);
    }
  });

  it("writes other steps than a file states, and refuses to if there are none", async () => {
    writeFileSync(place.path("cells.nml"), neuroml);
    const given = ["convert", "cells.nml", "--to", "nest", "--for", "20ms", "--out", "by"];
    const refused = await place.run(...given);
    expect(refused.stderr).toContain("convention.order");
    expect(refused.stderr).toContain("spikeloom convert --convention nest");
    expect(refused.code).toBe(1);
    const made = await place.run(...given, "--convention", "nest", "--dt", "0.2 ms");
    expect(made.stderr).toBe("");
    expect(made.code).toBe(0);
    const script = readFileSync(place.path("by/network.py"), "utf8");
    expect(script).toContain('"iaf_psc_exp"');
    expect(script).toContain("DT = 0.2  # ms");
    // The file has no recorder, and a run of it records spikes.
    expect(script).toContain('record_spikes(nodes["cells"], None)');
    const none = await place.run("convert", fixture("small.json"), "--to", "pynn", "--dt", "soon");
    expect(none.stderr).toMatch(/at --dt/);
    writeFileSync(
      place.path("model.json"),
      JSON.stringify(defaultStack.get("neuron", "lif-delta", "")),
    );
    const model = ["convert", "model.json", "--to", "spikeloom-model", "--convention", "nest"];
    expect((await place.run(...model)).stderr).toMatch(/SL_NO_STEPS at --convention.*a model/s);
  });

  it("finds the reader by the content of the file, and refuses what a format cannot store", async () => {
    expect((await place.run("run", fixture("small.json"), "--for", "5ms")).code).toBe(0);
    copyFileSync(place.path("results/small.h5"), place.path("results/small.json"));
    const again = await place.run("convert", "results/small.json", "--to", "spikeloom-result");
    expect(again.code).toBe(0);
    expect(again.stdout).toBe("wrote  small-spikeloom-result/result.h5\n");
    const [first, second] = await Promise.all(
      ["results/small.h5", "small-spikeloom-result/result.h5"].map((path) =>
        readResult(place.path(path)),
      ),
    );
    expect(second).toEqual(first);
    const tables = await place.run("convert", "results/small.h5", "--to", "csv");
    expect(tables.stdout).toMatch(/^wrote {2}small-csv\/spikes.csv.*Tables do not store/s);
    const refused = await place.run("convert", "results/small.h5", "--to", "pynn");
    expect(refused.stderr).toMatch(/SL_FORMAT_USE/);
    expect(refused.code).toBe(1);
  });

  it("writes the network of a module as a file that gives the same spikes", async () => {
    const made = await place.run("convert", fixture("rows.ts"), "--to", "spikeloom-network");
    expect(made.stdout).toBe("wrote  rows-spikeloom-network/network.json\n");
    const hashes = await Promise.all(
      [fixture("rows.ts"), "rows-spikeloom-network/network.json"].map(async (file) => {
        const { stdout } = await place.run("run", file, "--no-plots", "--json", "--for", "20ms");
        return (JSON.parse(stdout) as { readonly spikeHash: string }).spikeHash;
      }),
    );
    expect(hashes[0]).toBe(hashes[1]);
  });

  it("writes the losses as JSON, to a file or only to standard output", async () => {
    const given = ["convert", fixture("small.json"), "--to", "pynn", "--out", "written"];
    const toFile = await place.run(...given, "--losses", "deep/losses.json");
    const reported: unknown = JSON.parse(readFileSync(place.path("deep/losses.json"), "utf8"));
    const loss = { code: "drawn-anew", place: "stimuli[0]", message: expect.any(String) };
    expect(reported).toMatchObject({ to: "pynn", losses: [loss] });
    expect([toFile.code, toFile.stdout]).toEqual([3, expect.stringContaining("lost or different")]);
    const alone = await place.run(...given, "--losses", "-");
    expect(JSON.parse(alone.stdout)).toEqual(reported);
    expect([alone.code, alone.stderr]).toEqual([3, expect.stringMatching(/^wrote {2}written\//)]);
  });

  it("writes nothing with --strict if something is lost", async () => {
    const given = ["convert", fixture("small.json"), "--to", "pynn", "--strict"];
    const refused = await place.run(...given, "--out", "strict", "--losses", "strict.json");
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/^SL_CONVERT_LOSES at .*small.json.*stimuli\[0\]: /s);
    expect(existsSync(place.path("strict"))).toBe(false);
    expect(JSON.parse(readFileSync(place.path("strict.json"), "utf8")).losses).toHaveLength(1);
  });

  it("writes a single file under the given name, and refuses it for several", async () => {
    const given = ["convert", fixture("rows.ts"), "--to", "spikeloom-network", "--strict"];
    expect((await place.run(...given, "--out", "one/net.json")).stdout).toBe(
      "wrote  one/net.json\n",
    );
    const several = await place.run(
      ...["convert", fixture("small.json"), "--to", "pynn", "--out", "one/net.py"],
    );
    expect([several.code, existsSync(place.path("one/net.py"))]).toEqual([1, false]);
    // In a folder they have other names.
    expect(several.stderr).toMatch(
      /^SL_CONVERT_FILES at --out.*expected {2}a folder.*Name a folder for them, such as one\/net\.\n/s,
    );
  });

  it("writes lists of connections next to the network file", async () => {
    writeFileSync(place.path("list.ts"), listed);
    const given = ["convert", "list.ts", "--to", "spikeloom-network", "--strict"];
    const made = await place.run(...given, "--out", "both/net.json");
    expect(made.stdout).toBe("wrote  both/net.json, and 1 file beside it\n");
    expect(readdirSync(place.path("both")).sort()).toEqual(["net-connections.h5", "net.json"]);
    const again = await place.run("run", "both/net.json", "--no-plots", "--json", "--for", "5ms");
    expect(JSON.parse(again.stdout).summary.synapses).toBe(2);
  });

  it("is listed by formats", async () => {
    const { code, stdout } = await place.run("formats");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^spikeloom-network +network +read +written +\.json +loses 1 kind /m);
    expect(stdout).toMatch(/^csv +result +written /m);
    const { formats } = JSON.parse((await place.run("formats", "--json")).stdout);
    const pynn = formats.find(({ name }: { readonly name: string }) => name === "pynn");
    expect(pynn).toMatchObject({ read: false, write: true, holds: ["network"], extensions: [] });
    expect(pynn.losses["drawn-anew"]).toMatch(/^\w.*\.$/);
  });

  it("is listed and shown by list and show", async () => {
    const { stdout } = await place.run("list", "formats");
    expect(stdout).toMatch(/spikeloom-network.*spikeloom-result.*csv.*pynn/s);
    const shown = await place.run("show", "pynn");
    expect(shown.stdout).toMatch(/pynn {2}\(format\).*Options.*seed.*drawn-anew/s);
  });
});

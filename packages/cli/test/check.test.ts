import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { afterAll, describe, expect, it, vi } from "vitest";
import { fixture, model, workplace } from "./spikeloom.ts";

// Each test starts the command several times, on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 });

const place = workplace();
afterAll(() => place.remove());

const sound = readFileSync(fixture("small.json"), "utf8");

function write(name: string, text: string): string {
  writeFileSync(place.path(name), text);
  return name;
}

describe("check", () => {
  it("reports that a valid file is valid", async () => {
    const { code, stdout, stderr } = await place.run("check", fixture("small.json"));
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toContain("no errors (50 neurons, about 80 synapses)");
  });

  it("prints all errors at once, each with code, place, expected, got and the next step", async () => {
    const text = sound
      .replace('"model": "lif-curr-exp", "size": 40', '"model": "lif-cur-exp", "size": 40')
      .replace('"i_offset": "0.5 nA"', '"i_offset": "0.5 mV"')
      .replace('"to": "I"', '"to": "J"')
      .replace('"variables": ["spikes"]', '"variables": ["spike"]');
    const { code, stdout, stderr } = await place.run("check", write("bad.json", text));
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain("SL_UNKNOWN_PLUGIN at bad.json: populations.E.model");
    expect(stderr).toContain('Did you mean "lif-curr-exp"?');
    expect(stderr).toContain("SL_VALUE_DIMENSION at bad.json: populations.I.parameters.i_offset");
    expect(stderr).toMatch(/expected {2}a current, such as nA\n {2}got {7}"0\.5 mV", a voltage/);
    expect(stderr).toContain("SL_UNKNOWN_POPULATION at bad.json: projections[0].to");
    expect(stderr).toContain("SL_UNKNOWN_NAME at bad.json: record[1].variables[0]");
    expect(stderr).toMatch(/4 errors in bad\.json\n$/);
    // No stack traces for errors that the user can correct.
    expect(stderr).not.toContain("    at ");
  });

  it("prints the same as JSON", async () => {
    const text = sound.replace('"size": 40', '"size": -4').replace('"size": 10', '"size": 1.5');
    const { code, stdout, stderr } = await place.run("check", write("sizes.json", text), "--json");
    expect([code, stderr]).toEqual([1, ""]);
    const { sound: isSound, errors } = JSON.parse(stdout) as {
      readonly sound: boolean;
      readonly errors: readonly { readonly code: string; readonly place: string }[];
    };
    expect(isSound).toBe(false);
    expect(errors.map((error) => error.place).slice(0, 2)).toEqual([
      "sizes.json: populations.E.size",
      "sizes.json: populations.I.size",
    ]);
  });

  it("refuses a network that does not fit into memory, like run", async () => {
    const text = sound.replace(/"size": \d+/, '"size": 4000000000');
    const { code, stderr } = await place.run("check", write("huge.json", text));
    expect(code).toBe(1);
    expect(stderr).toMatch(/^SL_MEMORY at huge\.json/);
  });

  it("finds further errors in addition to a misspelt field", async () => {
    const text = sound.replace('"seed"', '"sede"').replace(/"size": \d+/, '"size": -3');
    const { stderr } = await place.run("check", write("misspelt.json", text));
    expect(stderr).toContain("SL_NETWORK_SHAPE at misspelt.json");
    expect(stderr).toContain("SL_SIZE at misspelt.json");
  });

  it("names the line at which a truncated file ends", async () => {
    const { code, stderr } = await place.run("check", write("cut.json", sound.slice(0, 300)));
    expect(code).toBe(1);
    expect(stderr).toMatch(/^SL_JSON_SYNTAX at cut\.json/);
  });

  it("refuses a missing file, a folder and an empty file", async () => {
    expect((await place.run("check", "absent.json")).stderr).toMatch(
      /^SL_FILE_READ at absent\.json\n {2}The file cannot be read: there is no such file/,
    );
    mkdirSync(place.path("bare"));
    expect((await place.run("check", "bare")).stderr).toMatch(/^SL_NOTHING_TO_CHECK at bare\n/);
    expect((await place.run("check", "no*.json")).stderr).toMatch(/^SL_NOTHING_TO_CHECK at no\*/);
    expect((await place.run("check", write("empty.json", ""))).stderr).toMatch(/^SL_JSON_SYNTAX/);
  });

  it("accepts folders that match a pattern, and reports errors of the file system", async () => {
    mkdirSync(place.path("wide/inner"), { recursive: true });
    mkdirSync(place.path("wide/bare"));
    write("wide/inner/one.json", sound);
    write("wide/two.json", sound);
    const { code, stdout, stderr } = await place.run("check", "wide/*");
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/wide\/inner\/one\.json.*wide\/two\.json/s);
    const circle = place.path("circle");
    symlinkSync(circle, circle);
    expect((await place.run("check", "circle")).stderr).toMatch(/^SL_FILE_READ at circle\n/);
  });

  it("finds networks and models whose format or kind is mistyped, and no other JSON", async () => {
    mkdirSync(place.path("typos"));
    write("typos/a.json", sound.replace("spikeloom-network", "spikelom-netwrok"));
    write("typos/b.json", sound.replace("spikeloom-network", "network of mine"));
    write("typos/c.json", sound.replace('"format"', '"fromat"'));
    const gif = readFileSync(model("gif"), "utf8");
    write("typos/d.json", gif.replace('"kind": "neuron"', '"kind": "nueron"'));
    write("typos/e.json", '{ "format": "spikeloom-sweep-plan", "network": {} }');
    write("typos/f.json", '{ "contract": 1, "kind": "lease" }');
    const { code, stderr, stdout } = await place.run("check", "typos");
    expect([code, stdout]).toEqual([1, ""]);
    const found = [...stderr.matchAll(/^SL_\w+ at typos\/(\w)/gm)].map(([, name]) => name);
    expect([...new Set(found)]).toEqual(["a", "b", "c", "d"]);
    expect(stderr).toContain("4 files: 4 with errors");
  });

  it("proposes the full name of an abbreviated field", async () => {
    write("short.json", sound.replace('"size": 40', '"size": 40, "params": {}'));
    const { code, stderr } = await place.run("check", "short.json");
    expect([code, stderr]).toEqual([1, expect.stringContaining('Did you mean "parameters"?')]);
  });

  it("checks many files: each is reported, the worst result decides, other files are skipped", async () => {
    mkdirSync(place.path("many/below/node_modules"), { recursive: true });
    const bad = sound.replace('"size": 40', '"size": -4');
    write("many/a.json", bad);
    write("many/below/b.json", sound);
    write("many/below/gif.json", readFileSync(model("gif"), "utf8"));
    write("many/below/node_modules/c.json", bad);
    write("many/package.json", '{ "name": "mine" }');
    const folder = await place.run("check", "many");
    expect(folder.code).toBe(1);
    expect(folder.stdout).toBe(
      "many/below/b.json: no errors (50 neurons, about 80 synapses)\n" +
        'many/below/gif.json: no errors (neuron model "gif")\n',
    );
    expect(folder.stderr).toMatch(/^SL_SIZE at many\/a\.json.*\n3 files: 1 with errors\n$/s);
    const pattern = await place.run("check", "many/below/*.json", "many/below/b.json");
    expect([pattern.code, pattern.stderr]).toEqual([0, ""]);
    expect(pattern.stdout).toMatch(/\n2 files: no errors\n$/);
    const asJson = await place.run("check", "many/a.json", "many/below/b.json", "--json");
    expect(JSON.parse(asJson.stdout)).toMatchObject({
      sound: false,
      files: [
        { file: "many/a.json", sound: false, errors: [{ code: "SL_SIZE" }] },
        { file: "many/below/b.json", sound: true, errors: [] },
      ],
    });
  });

  it("refuses modules that throw, that have no network, or that export something else", async () => {
    const throwing = write("throwing.mjs", 'throw new TypeError("no luck");\n');
    expect((await place.run("check", throwing)).stderr).toMatch(
      /^SL_MODULE_LOAD at throwing\.mjs:1:7\n {2}The module failed: TypeError: no luck/,
    );
    const silent = write("silent.mjs", "export const net = 1;\n");
    expect((await place.run("check", silent)).stderr).toMatch(/^SL_MODULE_NETWORK at silent\.mjs/);
    const other = write("other.mjs", "export const network = () => [];\n");
    expect((await place.run("check", other)).stderr).toContain("got       a list");
    const broken = write("broken.ts", "export const = 1;\n");
    expect((await place.run("check", broken)).stderr).toMatch(/^SL_MODULE_LOAD at broken\.ts/);
  });

  it("checks a model file as a model, with places inside the model", async () => {
    const good = await place.run("check", model("gif"));
    expect([good.code, good.stdout.includes('no errors (neuron model "gif")')]).toEqual([0, true]);
    const text = readFileSync(model("gif"), "utf8").replace('"unit": "mV"', '"unit": "nA"');
    const bad = await place.run("check", write("gif.json", text));
    expect(bad.code).toBe(1);
    expect(bad.stderr).toMatch(/^SL_DIMENSION at gif\.json: [a-z]+\./);
    const shape = await place.run("check", write("shape.json", '{ "kind": "neuron" }'));
    expect(shape.stderr).toMatch(/^SL_\w+ at shape\.json/);
    expect(shape.stderr).not.toContain("models.");
  });

  it("says how to run a model, and what to do with a job list", async () => {
    const gif = write("own.json", readFileSync(model("gif"), "utf8"));
    const run = await place.run("run", gif);
    expect([run.code, run.stdout]).toEqual([1, ""]);
    expect(run.stderr).toMatch(
      /^SL_NOT_A_NETWORK at own\.json\n {2}The file contains a neuron model\./,
    );
    expect(run.stderr).toContain(
      'as "models": { "gif": {...} } and give a population "model": "gif"',
    );
    const jobs = write("jobs.json", '{ "format": "spikeloom-sweep-plan", "version": 1 }');
    expect((await place.run("check", jobs)).stderr).toMatch(
      /^SL_NOT_A_NETWORK at jobs\.json\n.*spikeloom sweep jobs\.json\.\n/s,
    );
  });
});

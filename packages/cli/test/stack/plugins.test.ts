import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, describe, expect, it, vi } from "vitest";
import { installed, networkOf, neuron, project, ringNetwork } from "./workplace.ts";

// Each starts the command, on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 });

const place = project({
  "nets/spikeloom.config.ts": `
    import typed from "../models/typed.ts";
    export default { plugins: ["spikeloom-neurons-given", "../models/plain.json", [typed]] };
  `,
  "nets/given.json": networkOf("given"),
  "nets/plain.json": networkOf("plain"),
  "nets/typed.json": networkOf("typed"),
  "nets/ring.json": ringNetwork("given"),
  "models/typed.ts": `
    import { defineNeuron, definePlugin } from "@spikeloom/kernel";
    const { kind, contract, ...record }: Record<string, any> = ${neuron("typed")};
    export default definePlugin({ name: "mine", records: [defineNeuron(record as never)] });
  `,
  "models/plain.json": neuron("plain"),
  "models/ring.ts": `
    import { type ConnectorRecord, defineConnector } from "@spikeloom/kernel";
    export const ring: ConnectorRecord = defineConnector({
      name: "ring", about: "Each neuron to the next one.", options: {}, module: import.meta.url,
      plan: ({ sources, targets }) => ({
        expected: sources, by: "source", partners: (i, out) => void out.push((i + 1) % targets),
      }),
    });
    export default ring;
  `,
  "kinds.ts": `
    import { defineEncoder, defineHardware, defineLearning } from "@spikeloom/kernel";
    const named = (about) => ({ name: "one", about });
    const never = () => { throw new Error("never"); };
    const limits = { cores: { value: 4, unit: "1", about: "cores", source: "doi:10.1000/182" } };
    export default [
      defineEncoder({
        ...named("Encodes."), neurons: never, spikes: never,
        parameters: { period: { default: "5 ms", about: "time between spikes" } },
      }),
      defineLearning({ ...named("Learns."), parameters: {}, requires: ["checkpoint"], begin: never }),
      defineHardware({
        ...named("Maps."), provides: ["delays"], limits, losses: { gone: "What is gone." },
        map: never, emulate: never,
      }),
    ];
  `,
  "stack.ts": `
    import { createStack, defaultStack } from "spikeloom";
    import typed from "./models/typed.ts";
    export default createStack({ plugins: [defaultStack, typed] });
  `,
  "broken.ts": "export default [\n  1 as number,\n  missing,\n];\n",
  "typo.ts": "export default 1;\nconst a: = 2;\n",
  "lost.ts": 'import "node:fs";\nimport one from "nowhere";\nexport default one;\n',
  "deep.ts": 'import "./broken.ts";\n',
  "coded.ts": `import { defineNeuron } from "@spikeloom/kernel";\nexport default defineNeuron({ nme: "x" });\n`,
  "unclear.js": "export const one = 1;\nexport default two three;\n",
  "named.js": "export const own = 1;\n",
  "five.js": "export default [5];\n",
  "wrong.json": '{ "plugin": [] }',
  "other/package.json": "{}",
  "other/typed.json": networkOf("typed"),
  ...installed("spikeloom-neurons-given", `export default ${neuron("given")};`),
  ...installed("spikeloom-neurons-taken", `export default [${neuron("lif")}];`),
});
afterAll(() => place.remove());

const run = (network: string, ...args: readonly string[]) =>
  place.run("run", network, "--no-plots", "--json", "--out", `${network}.h5`, ...args);

const isOne = ({ name }: { readonly name: string }): boolean => name === "one";

/** Output of a command that refuses. */
async function refused(...args: readonly string[]): Promise<string> {
  const { stderr, code } = await place.run(...args);
  expect(code).toBe(1);
  return stderr;
}

describe("a configuration beside a network", () => {
  it("names packages, files and inline plugins, to which networks then refer", async () => {
    const outcomes = await Promise.all(
      ["given", "plain", "typed"].map((name) => run(`nets/${name}.json`)),
    );
    const results = outcomes.map(({ stdout }) => JSON.parse(stdout));
    expect(results.map(({ error }) => error)).toEqual([undefined, undefined, undefined]);
    expect(new Set(results.map(({ spikeHash }) => spikeHash)).size).toBe(1);
  });

  it("applies to every command that reads networks", async () => {
    const file = "nets/given.json";
    const outcomes = await Promise.all([
      place.run("check", file),
      place.run("show", file, "--program"),
      place.run("profile", file, "--no-plots"),
      place.run("convert", file, "--to", "spikeloom-network", "--out", "converted"),
    ]);
    expect(outcomes.map(({ code, stderr }) => [code, stderr])).toEqual(outcomes.map(() => [0, ""]));
  });

  it("is ignored with --no-config", async () => {
    const text = await refused("check", "nets/given.json", "--no-config");
    expect(text).toContain('There is no neuron with the name "given"');
  });
});

describe("--plugin", () => {
  it("accepts packages by name and files by path, even without a network", async () => {
    const { stdout } = await place.run(
      ...[
        "list",
        "neurons",
        "--plugin",
        "spikeloom-neurons-given",
        "--plugin",
        "models/plain.json",
      ],
    );
    expect(stdout).toMatch(/\n {2}given +Fires by itself\.\n {2}plain +Fires by itself\.\n/);
  });

  it("lists and shows plugins of every kind, including those that no network names", async () => {
    const kinds = ["encoder", "learning", "hardware"];
    const { stdout } = await place.run("list", "--json", "--plugin", "kinds.ts");
    const listed = Object.entries(JSON.parse(stdout) as Record<string, { name: string }[]>);
    const found = listed.flatMap(([title, rows]) => (rows.some(isOne) ? [title] : []));
    expect(found).toEqual(["encoders", "learning", "hardware"]);
    const shown = (await place.run("show", "one", "--plugin", "kinds.ts")).stdout;
    const heads = shown.split("\n").filter((line) => line.startsWith("one  ("));
    expect(heads).toEqual(kinds.map((kind) => `one  (${kind})`));
    for (const text of [
      /period +5 ms +time/,
      /checkpoint +\w/,
      /cores +4 +cores +doi:/,
      /gone +What/,
    ]) {
      expect(shown).toMatch(text);
    }
  });

  it("finds a package from the working directory if the network's folder lacks it", async () => {
    const { stdout } = await run("other/typed.json", "--plugin", "./models/typed.ts");
    expect(JSON.parse(stdout)).toMatchObject({ summary: { neurons: 3 } });
  });

  it("runs a third-party connector on several workers", async () => {
    const [one, two] = await Promise.all(
      ["1", "2"].map((workers) =>
        place.run(
          ...["run", "nets/ring.json", "--plugin", "models/ring.ts", "--workers", workers],
          ...["--no-plots", "--json", "--out", `ring-${workers}.h5`],
        ),
      ),
    );
    const [alone, together] = [one, two].map((outcome) => JSON.parse(outcome?.stdout ?? ""));
    expect(together.summary.notes).toContainEqual(expect.stringContaining("on 2 workers"));
    expect(together.spikeHash).toBe(alone.spikeHash);
    expect(together.summary.synapses).toBe(100);
  });
});

it("uses a module's stack instead of the default one", async () => {
  const [{ stdout }, twice] = await Promise.all([
    run("other/typed.json", "--config", "stack.ts"),
    refused("list", "--config", "stack.ts", "--plugin", "stack.ts"),
  ]);
  expect(JSON.parse(stdout).spikeHash).toMatch(/^[0-9a-f]{16}$/);
  expect(twice).toContain("SL_STACK_TWICE at stack.ts");
});

/** Error of each plugin. */
const wrong: readonly (readonly [plugin: string, refusal: RegExp])[] = [
  ["spikeloom-neuron-given", /^SL_PLUGIN_MISSING .* Did you mean "spikeloom-neurons-given"\?$/],
  ["spikeloom-neurons-taken", /^SL_DUPLICATE_NAME at spikeloom-neurons-taken: neuron "lif"/],
  ["broken.ts", /^SL_MODULE_LOAD at broken\.ts:3:3: .*ReferenceError: missing is not defined/],
  ["typo.ts", /^SL_MODULE_LOAD at typo\.ts:2:10: .*SyntaxError/],
  [
    "unclear.js",
    /^SL_MODULE_LOAD at unclear\.js:2:20: .*SyntaxError: Unexpected identifier 'three'/,
  ],
  ["lost.ts", /^SL_MODULE_LOAD at lost\.ts:2:17: .*Cannot find package 'nowhere'/],
  ["deep.ts", /^SL_MODULE_LOAD at deep\.ts: broken\.ts:3:3: /],
  ["coded.ts", /^SL_OPTION at coded\.ts:2:16: defineNeuron/],
  ["named.js", /^SL_PLUGIN_EXPORT at named\.js: .* got only own\. Write `export default own`\.$/],
  ["five.js", /^SL_PLUGIN_EXPORT at five\.js: .* got 5\./],
  ["./none.ts", /^SL_FILE_READ at none\.ts/],
  ["models/plain.json", /^taken$/],
];

it("locates the error in a plugin", async () => {
  const script = fileURLToPath(new URL("refusals.ts", import.meta.url));
  const args = ["--conditions=@spikeloom/source", script, ...wrong.map(([plugin]) => plugin)];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: place.folder });
  const refusals: readonly string[] = JSON.parse(stdout);
  expect(refusals).toEqual(wrong.map(([, refusal]) => expect.stringMatching(refusal)));
});

it("locates the error in a configuration", async () => {
  const text = await refused("list", "--config", "wrong.json");
  expect(text).toContain("SL_CONFIG_SHAPE at wrong.json");
  expect(text).toContain('Did you mean "plugins"?');
});

import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { long } from "../../../tools/test/draws.ts";
import { digitsTask } from "./first-classifier.ts";
import { npzOf } from "./npz-files.ts";
import { fixture, type Outcome, runHere } from "./spikeloom.ts";

vi.setConfig({ testTimeout: 240_000 });

const home = process.cwd();
const root = mkdtempSync(join(tmpdir(), "spikeloom-kept-"));
afterAll(() => {
  process.chdir(home);
  rmSync(root, { recursive: true });
});

/** Run the command in this process, which loads its modules once for all tests. */
const said = (...args: readonly string[]): Promise<Outcome> => runHere(process.cwd(), args);

/** A command with all its output and input files. */
interface Writer {
  readonly args: readonly string[];
  /** Files that are read, in the folder of the test. */
  readonly inputs: readonly string[];
  /** All files that it writes. */
  readonly outputs: readonly string[];
}

const images = {
  shape: [12, 8, 8],
  values: Array.from({ length: 768 }, (_, k) => (k * 37) % 200),
};
const labels = { shape: [12], values: Array.from({ length: 12 }, (_, k) => k % 3) };

/** Inputs of each command, created again for each test. */
function makeInputs(folder: string): void {
  const small = JSON.parse(readFileSync(fixture("small.json"), "utf8"));
  const network = { ...small, duration: "5 ms" };
  writeFileSync(join(folder, "net.json"), JSON.stringify(network));
  writeFileSync(
    join(folder, "cell.nml"),
    '<neuroml id="d"><iafTauCell id="c" leakReversal="-50mV" thresh="-55mV" reset="-70mV" tau="30ms"/></neuroml>',
  );
  writeFileSync(
    join(folder, "including.nml"),
    '<neuroml id="d"><include href="cell.nml"/><network id="n"><population id="p" component="c" size="1"/></network></neuroml>',
  );
  writeFileSync(
    join(folder, "data.npz"),
    npzOf({
      x_train: images,
      y_train: labels,
      x_test: images,
      y_test: labels,
    }),
  );
  const { network: own, ...task } = digitsTask;
  writeFileSync(join(folder, "own.json"), JSON.stringify(own));
  const data = { set: "npz", file: "data.npz" };
  writeFileSync(
    join(folder, "task.json"),
    JSON.stringify({ ...task, epochs: 1, data, network: "own.json" }),
  );
  writeFileSync(join(folder, "table.csv"), "a,b\n0.1,0.2\n0.3,0.4\n");
}

const pictures = (stem: string, ...names: readonly string[]): readonly string[] =>
  names.flatMap((name) => [`${stem}-${name}.svg`, `${stem}-${name}.png`]);

const run = ["--for", "5ms"];

/** Commands that write, by their names in `spikeloom --help`. */
const writers: Readonly<Record<string, readonly Writer[]>> = {
  run: [
    {
      args: ["run", "net.json", ...run, "--out", "o/x.h5", "--plots", "p", "--checkpoint", "2ms"],
      inputs: ["net.json"],
      outputs: [
        "o/x.h5",
        "o/x.checkpoint",
        ...pictures("p/x", "raster", "rate", "intervals", "traces"),
      ],
    },
    {
      args: ["run", "including.nml", ...run, "--out", "x.h5", "--no-plots", "--format", "nwb"],
      inputs: ["including.nml", "cell.nml"],
      outputs: ["x.h5", "x.nwb"],
    },
  ],
  profile: [
    {
      args: ["profile", "net.json", ...run, "--out", "o/x.h5", "--plots", "p"],
      inputs: ["net.json"],
      outputs: ["o/x.h5", ...pictures("p/x", "profile")],
    },
  ],
  fit: [
    {
      args: ["fit", "net.json", ...run, "--plots", "p", "--html", "o/fit.html", "--no-emulate"],
      inputs: ["net.json"],
      outputs: ["o/fit.html", ...pictures("p/net", "fit")],
    },
  ],
  sweep: [
    {
      args: ["sweep", "net.json", ...run, "--seeds", "2", "--out", "x.h5", "--parquet"],
      inputs: ["net.json"],
      outputs: ["x.h5", "x.csv", "x.parquet"],
    },
    {
      args: ["sweep", "net.json", ...run, "--seeds", "2", "--out", "x.h5", "--array", "plain"],
      inputs: ["net.json"],
      outputs: ["x.plan.json", "x.array.sh"],
    },
    {
      args: ["sweep", "net.json", "--seeds", "2", "--plan", "list.json"],
      inputs: ["net.json"],
      outputs: ["list.json"],
    },
  ],
  train: [
    {
      args: ["train", "task.json", "--out", "o/x.json", "--plots", "p"],
      inputs: ["task.json", "own.json", "data.npz"],
      outputs: [
        ...["o/x.json", "o/x-training.json", "o/x.training"],
        ...pictures("p/x", "learning-curve", "confusion", "layer-rates", "raster"),
      ],
    },
  ],
  weights: [
    {
      args: ["weights", "learnt.h5", "--csv", "x.csv", "--network", "x.json"],
      inputs: ["learnt.h5"],
      outputs: ["x.csv", "x.json", "x-connections.h5"],
    },
  ],
  encode: [
    {
      args: ["encode", "table.csv", "--with", "latency-linear", "--out", "x.csv"],
      inputs: ["table.csv"],
      outputs: ["x.csv"],
    },
    {
      args: ["encode", "table.csv", "--with", "latency-linear", "--out", "x.svg"],
      inputs: ["table.csv"],
      outputs: ["x.svg"],
    },
  ],
  data: [
    {
      args: ["data", "show", "data.npz", "--out", "x.png"],
      inputs: ["data.npz"],
      outputs: ["x.png"],
    },
  ],
  convert: [
    {
      args: ["convert", "including.nml", "--to", "neuroml", "--out", "x.nml", "--losses", "l.json"],
      inputs: ["including.nml", "cell.nml"],
      outputs: ["x.nml", "l.json"],
    },
    {
      args: ["convert", "net.json", "--to", "pynn", "--out", "o"],
      inputs: ["net.json"],
      outputs: ["o/data/e-to-i.npy", "o/network.py"],
    },
  ],
};

/**
 * Commands that write no file, or only into empty places: `new` needs an empty folder, `data get` its own downloads.
 */
const others = ["compare", "inspect", "formats", "check", "show", "list", "new", "link"];

const all = Object.values(writers).flat();
const title = ({ args }: Writer): string => args.join(" ");

/** All files below the working directory that no test has put there. */
function written(before: ReadonlySet<string>): readonly string[] {
  return readdirSync(".", { recursive: true, encoding: "utf8" })
    .filter((name) => statSync(name).isFile() && !before.has(name))
    .sort();
}

const files = (): ReadonlySet<string> => new Set(written(new Set()));

/** Exit code of a command that has written everything, or everything except losses. */
const fine = (one: Outcome): Outcome => (one.code === 3 ? one : { ...one, code: 0 });

let counted = 0;
let learnt: Buffer;

/** Change to a new folder with only the inputs. */
function begin(): void {
  const folder = join(root, String(counted++));
  mkdirSync(folder);
  makeInputs(folder);
  if (learnt !== undefined) writeFileSync(join(folder, "learnt.h5"), learnt);
  process.chdir(folder);
}

function put(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

const codeOf = ({ stdout }: Outcome): string | undefined =>
  (JSON.parse(stdout) as { readonly error?: { readonly code: string } }).error?.code;

beforeAll(async () => {
  begin();
  const args = ["run", fixture("learns.json"), "--for", "5ms", "--out", "learnt.h5", "--no-plots"];
  expect((await said(...args)).code).toBe(0);
  learnt = readFileSync("learnt.h5");
}, 240_000);

it("knows every command", async () => {
  const { stdout } = await said("--help");
  const list = stdout.slice(stdout.indexOf("Commands:"), stdout.indexOf("Examples:"));
  const names = [...list.matchAll(/^ {2}([a-z]+) /gm)].map(([, name]) => name as string);
  expect(names.filter((name) => name !== "help").sort()).toEqual(
    [...Object.keys(writers), ...others].sort(),
  );
});

describe.each(all.map((writer) => [title(writer), writer] as const))("%s", (_, writer) => {
  const { args, inputs, outputs } = writer;

  it("writes these files and no others, also when repeated", async () => {
    begin();
    const before = files();
    const first = await said(...args);
    expect(fine(first)).toEqual(first);
    expect(written(before)).toEqual([...outputs].sort());
    const again = await said(...args);
    expect(fine(again)).toEqual(again);
  });

  it("replaces only its own files by default", async () => {
    for (const output of outputs.filter((path) => long || !/^p\/.*\.png$/.test(path))) {
      begin();
      put(output, "mine");
      const refused = await said(...args, "--json");
      expect([output, refused.code]).toEqual([output, 1]);
      // A checkpoint and a job list have separate codes.
      expect(["SL_OUTPUT_OTHER", "SL_SWEEP_OTHER", "SL_FILE_WRITE"]).toContain(codeOf(refused));
      expect([output, readFileSync(output, "utf8")]).toEqual([output, "mine"]);
    }
  });

  it("replaces all of them with --overwrite", async () => {
    begin();
    // A checkpoint never replaces anything but a checkpoint.
    const replaced = outputs.filter((output) => !output.endsWith(".checkpoint"));
    for (const output of replaced) put(output, "mine");
    const done = await said(...args, "--overwrite");
    expect(fine(done)).toEqual(done);
    for (const output of replaced) expect(readFileSync(output).toString()).not.toBe("mine");
  });

  it("never replaces its inputs", async () => {
    // A picture is refused like its other form, which `--long` also tests.
    const distinct = outputs.filter((output) => long || !/^p\/.*\.png$/.test(output));
    for (const [k, output] of distinct.entries()) {
      // Every output and every input is covered; `--long` tests all pairs.
      const isTried = (row: number): boolean =>
        row === k % inputs.length || (row >= distinct.length && row % distinct.length === k);
      for (const input of inputs.filter((_, row) => long || isTried(row))) {
        begin();
        mkdirSync(dirname(output), { recursive: true });
        symlinkSync(join(process.cwd(), input), output);
        const held = readFileSync(input);
        const refused = await said(...args, "--overwrite", "--json");
        expect([output, input, refused.code]).toEqual([output, input, 1]);
        // A file that is not a checkpoint is detected first if one is to be written.
        const code = output.endsWith(".checkpoint") ? "SL_FILE_WRITE" : "SL_OUTPUT_INPUT";
        expect([output, input, codeOf(refused)]).toEqual([output, input, code]);
        expect([output, input, readFileSync(input).equals(held)]).toEqual([output, input, true]);
      }
    }
  });
});

describe("a file edited since a command wrote it", () => {
  it.each([
    ["a trained network", "o/x.json", (text: string) => `${text} `],
    ["a picture", "p/x-confusion.svg", (text: string) => text.replace("<svg", "<svg ")],
  ] as const)("remains: %s", async (_, path, edit) => {
    begin();
    const args = ["train", "task.json", "--out", "o/x.json", "--plots", "p"];
    expect((await said(...args)).code).toBe(0);
    const edited = edit(readFileSync(path, "utf8"));
    expect(edited).not.toBe(readFileSync(path, "utf8"));
    writeFileSync(path, edited);
    const again = await said(...args, "--json");
    expect([again.code, codeOf(again)]).toEqual([1, "SL_OUTPUT_OTHER"]);
    expect(readFileSync(path, "utf8")).toBe(edited);
  });

  it("remains: the output of another training", async () => {
    begin();
    expect((await said("train", "task.json", "--out", "x.json", "--no-plots")).code).toBe(0);
    const other = await said("train", "task.json", "--out", "x.json", "--seed", "9", "--json");
    expect([other.code, codeOf(other)]).toEqual([1, "SL_OUTPUT_OTHER"]);
  });
});

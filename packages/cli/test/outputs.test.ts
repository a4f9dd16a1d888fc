import {
  copyFileSync,
  linkSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, describe, expect, it, vi } from "vitest";
import { fixture, type Outcome, stopped, workplace } from "./spikeloom.ts";

// Each test starts the command several times, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 });

const place = workplace();
afterAll(() => place.remove());

copyFileSync(fixture("small.json"), place.path("net.json"));
const text = readFileSync(place.path("net.json"), "utf8");

const hidden = (): readonly string[] =>
  ["", "results"].flatMap((name) => {
    try {
      return readdirSync(place.path(name)).filter((one) => one.startsWith("."));
    } catch {
      return [];
    }
  });

async function refusal(...args: readonly string[]): Promise<string> {
  const { code, stdout } = await place.run(...args, "--json");
  expect([args, code]).toEqual([args, 1]);
  return (JSON.parse(stdout) as { readonly error: { readonly code: string } }).error.code;
}

it("a result does not take the name of a table or picture", async () => {
  writeFileSync(place.path("x.csv"), "a table");
  const sweep = ["--set", "populations.E.size=40,41"];
  for (const [command, more] of [
    ["run", []],
    ["profile", []],
    ["sweep", sweep],
    ["sweep", [...sweep, "--array", "slurm"]],
  ] as const) {
    const outcome = await place.run(command, "net.json", ...more, "--out", "x.csv");
    expect(outcome).toMatchObject({ code: 2, stderr: expect.stringContaining("HDF5") });
  }
  expect(readFileSync(place.path("x.csv"), "utf8")).toBe("a table");
});

describe("a run does not overwrite", () => {
  it("its network, through any link", async () => {
    linkSync(place.path("net.json"), place.path("hard.h5"));
    symlinkSync(place.path("net.json"), place.path("soft.h5"));
    for (const out of ["net.json", "hard.h5", "soft.h5"]) {
      expect(await refusal("run", "net.json", "--out", out)).toBe("SL_OUTPUT_INPUT");
    }
    expect(readFileSync(place.path("net.json"), "utf8")).toBe(text);
    expect(hidden()).toEqual([]);
  });

  it("files that its network includes, nor does a conversion", async () => {
    const included =
      '<iafTauCell id="c" leakReversal="-50mV" thresh="-55mV" reset="-70mV" tau="30ms"/>';
    const root = (inside: string) => `<neuroml id="d">${inside}</neuroml>`;
    const network = '<network id="n"><population id="p" component="c" size="1"/></network>';
    writeFileSync(place.path("cell.h5"), root(included));
    writeFileSync(place.path("including.nml"), root(`<include href="cell.h5"/>${network}`));
    const said = [
      await refusal("run", "including.nml", "--for", "1ms", "--out", "cell.h5"),
      await refusal("convert", "including.nml", "--to", "neuroml", "--out", "cell.h5"),
      await refusal(
        ...["convert", "including.nml", "--to", "neuroml", "--out", "o", "--losses", "cell.h5"],
      ),
    ];
    expect(said).toEqual(Array(3).fill("SL_OUTPUT_INPUT"));
    expect(readFileSync(place.path("cell.h5"), "utf8")).toBe(root(included));
  });

  it("its own checkpoint, or a file that is not one", async () => {
    expect(await refusal("run", "net.json", "--out", "x.checkpoint")).toBe("SL_OUTPUT_TWICE");
    writeFileSync(place.path("notes.checkpoint"), "mine");
    expect(await refusal("run", "net.json", "--out", "notes.h5")).toBe("SL_FILE_WRITE");
    expect(readFileSync(place.path("notes.checkpoint"), "utf8")).toBe("mine");
    expect(readdirSync(place.folder)).not.toContain("notes.h5");
  });
});

describe("the result of another run", () => {
  const [first, again] = ["--out", "--overwrite"].map((last) => [
    ...["run", "net.json", "--for", "20ms", "--out", "kept.h5"],
    ...(last === "--out" ? [] : [last]),
  ]) as [string[], string[]];

  it("remains unless requested otherwise, but that of the same run is replaced", async () => {
    expect((await place.run(...first)).code).toBe(0);
    const before = readFileSync(place.path("kept.h5"));
    const { code, stdout } = await place.run(...first, "--seed", "9", "--for", "30ms", "--json");
    const { error } = JSON.parse(stdout) as { readonly error: Record<string, string> };
    expect([code, error["code"], error["place"]]).toEqual([1, "SL_OUTPUT_OTHER", "kept.h5"]);
    expect(error["got"]).toBe("the result of a run with a different seed and duration");
    expect(readFileSync(place.path("kept.h5"))).toEqual(before);
    expect((await place.run(...first)).code).toBe(0);
    expect((await place.run(...again, "--seed", "9")).code).toBe(0);
    expect(await refusal(...first)).toBe("SL_OUTPUT_OTHER");
  });

  it("is treated like a file that is not a result", async () => {
    writeFileSync(place.path("kept-notes.h5"), "mine");
    expect(await refusal("run", "net.json", "--out", "kept-notes.h5")).toBe("SL_OUTPUT_OTHER");
    expect(readFileSync(place.path("kept-notes.h5"), "utf8")).toBe("mine");
  });
});

describe("two runs into one place", () => {
  it("do not mix: the second is refused while the first is running, but not after it was killed", async () => {
    const first = place.start(
      "run",
      "net.json",
      "--for",
      "1000 s",
      "--out",
      "one.h5",
      "--no-plots",
    );
    const isLocked = () => readdirSync(place.folder).includes(".one.lock");
    for (let tries = 0; !isLocked() && tries < 600; tries++) await wait(100);
    expect(await refusal("run", "net.json", "--out", "one.h5")).toBe("SL_OUTPUT_LOCKED");
    expect(await refusal("run", "net.json", "--out", "one.hdf5")).toBe("SL_OUTPUT_LOCKED");
    first.child.kill("SIGKILL");
    await first.done;
    expect(hidden()).toContain(".one.lock");
    const third = await place.run("run", "net.json", "--out", "one.h5", "--quiet", "--overwrite");
    expect([third.code, third.stderr, hidden()]).toEqual([0, "", []]);
  });
});

describe("a signal", () => {
  it.each([
    ["SIGHUP", 129],
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("%s keeps its recordings, and leaves no other files", async (signal, code) => {
    const args = ["run", "net.json", "--for", "1000 s", "--out", `${signal}.h5`, "--no-plots"];
    const outcome: Outcome = await stopped(place, signal, args);
    expect(outcome.code).toBe(code);
    const left = readdirSync(place.folder).filter((name) => name.includes(signal));
    expect([left, hidden()]).toEqual([[`${signal}.h5`], []]);
  });
});

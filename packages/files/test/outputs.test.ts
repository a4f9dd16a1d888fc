import { execFileSync, spawn, spawnSync } from "node:child_process";
import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import { setImmediate } from "node:timers/promises";
import { faultReason, SpikeLoomError } from "@spikeloom/kernel";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  checkOutputs,
  checkPictures,
  checkUnlocked,
  lockOutput,
  writeAllWhole,
  writePictures,
  writeStreamed,
  writeWhole,
} from "../src/index.ts";
import { emptyFolder, type Folder } from "./folder.ts";

let folder: Folder;
beforeEach(() => {
  folder = emptyFolder();
});
afterEach(() => folder.remove());

function codeOf(attempt: () => unknown): string {
  try {
    attempt();
    return "none";
  } catch (fault) {
    if (fault instanceof SpikeLoomError) return fault.code;
    throw fault;
  }
}

const hidden = (): string[] => readdirSync(folder.path).filter((name) => name.startsWith("."));

describe("checkOutputs", () => {
  it("resolves links to its inputs", () => {
    const net = folder.write("net.json", "{}");
    linkSync(net, folder.at("hard.json"));
    symlinkSync(net, folder.at("soft.json"));
    mkdirSync(folder.at("inner"));
    symlinkSync(folder.path, folder.at("inner/up"), "dir");
    for (const name of ["net.json", "hard.json", "soft.json", "inner/../net.json"]) {
      const output = { path: folder.at(name), what: "the result" };
      expect([name, codeOf(() => checkOutputs([output], [net]))]).toEqual([
        name,
        "SL_OUTPUT_INPUT",
      ]);
    }
    const within = [{ path: folder.at("inner/up/net.json"), what: "the result" }];
    expect(codeOf(() => checkOutputs(within, [net]))).toBe("SL_OUTPUT_INPUT");
    const other = { path: folder.at("net.h5"), what: "the result" };
    expect(codeOf(() => checkOutputs([other], [net]))).toBe("none");
  });

  it("refuses two outputs in one file, whether it exists or not", () => {
    const two = [folder.at("x.h5"), folder.at("./x.h5")].map((path) => ({ path, what: "it" }));
    expect(codeOf(() => checkOutputs(two, []))).toBe("SL_OUTPUT_TWICE");
    writeFileSync(folder.at("x.h5"), "");
    expect(codeOf(() => checkOutputs(two, []))).toBe("SL_OUTPUT_TWICE");
  });
});

describe("lockOutput", () => {
  it("excludes other processes until it is released, by stem", () => {
    const unlock = lockOutput(folder.at("run.h5"));
    for (const name of ["run.h5", "run.hdf5", "run"]) {
      expect(codeOf(() => lockOutput(folder.at(name)))).toBe("SL_OUTPUT_LOCKED");
      expect(codeOf(() => checkUnlocked(folder.at(name)))).toBe("SL_OUTPUT_LOCKED");
    }
    lockOutput(folder.at("run-2.h5"))();
    unlock();
    lockOutput(folder.at("run.h5"))();
    expect(hidden()).toEqual([]);
  });

  it("takes over the lock of a dead process, with its drafts", () => {
    const { pid } = spawnSync(process.execPath, ["-e", ""]);
    const lock = { pid, host: hostname(), began: "", token: "t" };
    folder.write(".run.lock", JSON.stringify(lock));
    const id = "01234567-89ab-cdef-0123-456789abcdef";
    folder.write(`.run.h5.${pid}.${id}.draft`, "");
    folder.write(`.run-raster.svg.${pid}.${id}.draft`, "");
    folder.write(`.other.h5.${pid}.${id}.draft`, "");
    folder.write(`.run.h5.${process.pid}.${id}.draft`, "");
    lockOutput(folder.at("run.h5"))();
    expect(hidden().sort()).toEqual([
      `.other.h5.${pid}.${id}.draft`,
      `.run.h5.${process.pid}.${id}.draft`,
    ]);
  });

  it("distinguishes a process from a later one with the same number, and from itself", () => {
    const self = { pid: process.pid, host: hostname(), began: "", token: "of an earlier one" };
    folder.write(".run.lock", JSON.stringify(self));
    lockOutput(folder.at("run.h5"))();
    if (!existsSync("/proc/self/stat")) return;
    folder.write(".run.lock", JSON.stringify({ ...self, pid: process.ppid, began: "1" }));
    lockOutput(folder.at("run.h5"))();
    expect(hidden()).toEqual([]);
  });

  it("respects a living process, another machine, and a lock that it cannot read", () => {
    const living = { pid: process.ppid, host: hostname(), began: "", token: "t" };
    for (const text of [
      JSON.stringify(living),
      JSON.stringify({ ...living, pid: 1e9, host: "elsewhere" }),
      "",
    ]) {
      folder.write(".run.lock", text);
      expect([text, codeOf(() => lockOutput(folder.at("run.h5")))]).toEqual([
        text,
        "SL_OUTPUT_LOCKED",
      ]);
      expect(readFileSync(folder.at(".run.lock"), "utf8")).toBe(text);
    }
    // An incomplete lock that is old belongs to no process.
    utimesSync(folder.at(".run.lock"), 1, 1);
    lockOutput(folder.at("run.h5"))();
  });

  it("is complete whenever another process reads it", async () => {
    const module = new URL("../src/index.ts", import.meta.url).href;
    const script = `const { lockOutput } = await import(${JSON.stringify(module)});
      for (let k = 0; k < 2000; k++) lockOutput(${JSON.stringify(folder.at("run.h5"))})();`;
    writeFileSync(folder.at("take.mjs"), script);
    const asked = ["--conditions=@spikeloom/source", folder.at("take.mjs")];
    const child = spawn(process.execPath, asked, { stdio: "inherit" });
    let seen = 0;
    while (child.exitCode === null) {
      for (let k = 0; k < 100; k++) {
        try {
          const { token } = JSON.parse(readFileSync(folder.at(".run.lock"), "utf8"));
          expect(token).toHaveLength(36);
          seen++;
        } catch (fault) {
          expect(fault).toMatchObject({ code: "ENOENT" });
        }
      }
      await setImmediate();
    }
    expect(child.exitCode).toBe(0);
    expect(seen).toBeGreaterThan(10);
    expect(hidden()).toEqual([]);
  });

  it("lets exactly one of several processes through, even past an abandoned lock", () => {
    const { pid } = spawnSync(process.execPath, ["-e", ""]);
    const lock = { pid, host: hostname(), began: "", token: "t" };
    folder.write(".run.lock", JSON.stringify(lock));
    const module = new URL("../src/index.ts", import.meta.url).href;
    // The process that gets the lock holds it until the others have been refused.
    const script = `import { existsSync, writeFileSync } from "node:fs";
      import { setTimeout } from "node:timers/promises";
      const { lockOutput } = await import(${JSON.stringify(module)});
      const markOf = (k) => ${JSON.stringify(folder.at("done-"))} + k;
      try { lockOutput(${JSON.stringify(folder.at("run.h5"))}); }
      catch (fault) { console.log(fault.code); writeFileSync(markOf(process.argv[2]), ""); process.exit(); }
      console.log("got");
      const isDone = () => [1, 2, 3, 4].filter((k) => existsSync(markOf(k))).length === 3;
      for (let k = 0; k < 2000 && !isDone(); k++) await setTimeout(10);`;
    writeFileSync(folder.at("take.mjs"), script);
    const node = `"${process.execPath}" --conditions=@spikeloom/source "${folder.at("take.mjs")}"`;
    const said = execFileSync("sh", ["-c", `for k in 1 2 3 4; do ${node} $k & done; wait`], {
      encoding: "utf8",
    });
    expect(said.trim().split("\n").sort()).toEqual([
      ...["SL_OUTPUT_LOCKED", "SL_OUTPUT_LOCKED", "SL_OUTPUT_LOCKED"],
      "got",
    ]);
    expect(hidden()).toEqual([]);
  });
});

describe("output", () => {
  it("exists completely or not at all, and is never written through a planted link", () => {
    folder.write("old.txt", "older");
    const fails = function* (): Generator<string> {
      yield "new";
      throw new Error("no more");
    };
    const replaces = true;
    expect(() => writeWhole(folder.at("old.txt"), fails(), { replaces })).toThrow("no more");
    expect(() =>
      writeAllWhole([
        [folder.at("a"), "1"],
        [folder.at("none/b"), "2"],
      ]),
    ).toThrow();
    expect(readdirSync(folder.path)).toEqual(["old.txt"]);
    // The target of a link counts.
    symlinkSync(folder.at("old.txt"), folder.at("link.txt"));
    writeWhole(folder.at("link.txt"), "through", { replaces });
    expect(readFileSync(folder.at("old.txt"), "utf8")).toBe("through");
  });
});

describe("an existing file", () => {
  it("remains unless it may be replaced, with all files that belong to it", async () => {
    folder.write("a.csv", "mine");
    const both = [
      [folder.at("b.csv"), "1"],
      [folder.at("a.csv"), "2"],
    ] as const;
    expect(codeOf(() => writeAllWhole(both))).toBe("SL_OUTPUT_OTHER");
    const streamed = async function* () {
      for (const [path, text] of both) yield [path, [new TextEncoder().encode(text)]] as const;
    };
    await expect(writeStreamed(streamed())).rejects.toThrow("SL_OUTPUT_OTHER");
    expect(readdirSync(folder.path)).toEqual(["a.csv"]);
    expect(readFileSync(folder.at("a.csv"), "utf8")).toBe("mine");
    // Replacing the same bytes, or an empty file, loses nothing.
    writeWhole(folder.at("a.csv"), "mine");
    folder.write("empty", "");
    writeWhole(folder.at("empty"), (disk) => disk.write(Uint8Array.of(1), 0));
    writeAllWhole(both, { replaces: (path) => path.endsWith("a.csv") });
    expect(readFileSync(folder.at("a.csv"), "utf8")).toBe("2");
  });

  it("remains in any case if it was read", async () => {
    const input = folder.write("in.csv", "mine");
    const options = { replaces: true, inputs: [input] };
    expect(codeOf(() => writeWhole(input, "new", options))).toBe("SL_OUTPUT_INPUT");
    const streamed = async function* () {
      yield [input, [Uint8Array.of(1)]] as const;
    };
    await expect(writeStreamed(streamed(), options)).rejects.toThrow("SL_OUTPUT_INPUT");
    const picture = [[input, "<svg/>"]] as const;
    const rule = { overwrite: true, inputs: [input] };
    expect(codeOf(() => writePictures(picture, rule))).toBe("SL_OUTPUT_INPUT");
    expect(readdirSync(folder.path)).toEqual(["in.csv"]);
    expect(readFileSync(input, "utf8")).toBe("mine");
  });

  it("remains if it is an edited picture, but not if it is one of ours", () => {
    const [one, other] = [folder.at("one.svg"), folder.at("other.svg")];
    writePictures([
      [one, "<svg/>"],
      [other, "<svg/>"],
    ]);
    checkPictures([one, other, folder.at("none.png")]);
    writePictures([[one, "<svg></svg>"]]);
    writeFileSync(other, readFileSync(other, "utf8").replace("<svg/>", "<svg> </svg>"));
    expect(codeOf(() => checkPictures([one, other]))).toBe("SL_OUTPUT_OTHER");
    const both = [
      [one, "<svg>1</svg>"],
      [other, "<svg>1</svg>"],
    ] as const;
    expect(codeOf(() => writePictures(both))).toBe("SL_OUTPUT_OTHER");
    expect(readFileSync(one, "utf8")).toContain("<svg></svg>");
    writePictures(both, { overwrite: true });
    checkPictures([one, other]);
  });
});

it("errors of the file system are reported in words", () => {
  for (const [attempt, reason] of [
    [() => readFileSync(folder.path), "it is a folder"],
    [() => readFileSync(folder.at("none")), "there is no such file or folder"],
    [() => mkdirSync(folder.path), "a file already exists there"],
    [() => writeWhole(folder.path, ""), "it is a folder"],
    [() => readFileSync(folder.at("a".repeat(300))), "the name is too long"],
  ] as const) {
    let said: unknown;
    try {
      attempt();
    } catch (fault) {
      said = faultReason(fault);
    }
    expect(said).toBe(reason);
  }
});

import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Case, Row } from "../bench/case.ts";
import { checkOut, removeCheckout } from "../bench/checkout.ts";
import { compareCase, compareRounds } from "../bench/compare.ts";
import { comparisonTable } from "../bench/comparison-table.ts";
import { evaluate } from "../bench/evaluate.ts";
import { historyPage, merge, newestOf, writeHistory } from "../bench/history.ts";
import { measure } from "../bench/measure.ts";
import { findPeers } from "../bench/peers.ts";
import { spreadOf } from "../bench/statistics.ts";
import { type Report, tableOf } from "../bench/table.ts";
import { takeTurns } from "../bench/take-turns.ts";
import { withYardstick } from "../bench/yardstick.ts";
import { long } from "./draws.ts";

const node = process.execPath;

/** A program that prints the time `seconds` as its simulation time. */
function program(name: string, seconds: number) {
  const text = `console.log("starting"); console.log('{"simulate_s": ${seconds}}')`;
  return { name, command: [node, "-e", text] };
}

type Read = (program: string) => Readonly<Record<string, number>>;

const read =
  (name: string) =>
  (of: Read): number =>
    of(name)["simulate_s"] ?? Number.NaN;

function caseOf(runners: Case["runners"], more: Partial<Row> = {}): Case {
  const peer = { program: "theirs", label: "Theirs", read: read("theirs"), most: 3 };
  const row = { what: "simulation", unit: "s", ours: read("ours"), target: 2, peer } as const;
  return { name: "two", title: "two programs", runners, rows: [{ ...row, ...more }] };
}

const none = findPeers({ folder: undefined, root: tmpdir(), scratch: tmpdir() });

describe("the median of repeated measurements", () => {
  it("has equally many on either side, and is not affected by an outlier", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 1, max: 9, noNaN: true }), { minLength: 3 }), (all) => {
        const { median, least, most, repeats } = spreadOf(all) ?? expect.fail("no spread");
        expect([least, most, repeats]).toEqual([Math.min(...all), Math.max(...all), all.length]);
        expect(all.filter((x) => x < median).length).toBeLessThanOrEqual(all.length / 2);
        expect(all.filter((x) => x > median).length).toBeLessThanOrEqual(all.length / 2);
        expect(spreadOf([...all, 100])?.median).toBeLessThanOrEqual(most);
      }),
    );
  });

  it("is absent if nothing was measured", () => {
    expect(spreadOf([Number.NaN])).toBeUndefined();
  });
});

describe("programs that run alternately", () => {
  it("have ratios, which are compared with the target", async () => {
    const one = caseOf([program("ours", 1.5), program("theirs", 0.25)]);
    const rounds = await takeTurns(one.runners, 2);
    const [line] = evaluate(one, rounds, none);
    // Below 2 s, but six times the peer, where at most three times is allowed.
    expect([line?.ours?.median, line?.ratio?.median, line?.met]).toEqual([1.5, 6, false]);
    expect(line?.ours?.repeats).toBe(2);
  });

  it("show where they ran, or why a machine cannot measure them", async () => {
    const printing = (name: string, line: object) => {
      return { name, command: [node, "-e", `console.log('${JSON.stringify(line)}')`] };
    };
    const card = printing("ours", { simulate_s: 1, place: "a card" });
    const measured = caseOf([card, { ...program("theirs", 2), beside: "ours" }]);
    const rounds = await takeTurns(measured.runners, 1);
    const [line] = evaluate(measured, rounds, none);
    expect([line?.ours?.median, line?.ratio?.median, line?.note]).toEqual([1, 0.5, "a card"]);
    const software = printing("ours", { unmeasured: "only software" });
    const lacking = caseOf([software, { ...program("theirs", 2), beside: "ours" }], {
      optional: true,
    });
    const lackingRounds = await takeTurns(lacking.runners, 1);
    const [without] = evaluate(lacking, lackingRounds, none);
    expect(without).toMatchObject({ note: "only software", optional: true });
    expect([without?.ours, without?.theirs]).toEqual([undefined, undefined]);
    expect(lackingRounds.failures.get("theirs")).toBe("not measured without ours");
  });

  it("compare a scaled target with the expected result on a machine whose yardstick takes a second", async () => {
    // On a machine where the yardstick takes 2 s, 3 s count as 1.5 s.
    const found = { ...none, find: () => program("brunel.c", 2) };
    const setting = { root: "", scratch: "", quick: false, full: false, peers: found };
    const own = caseOf([program("ours", 3), program("theirs", 2)], { scaled: true });
    const one = withYardstick(own, setting);
    expect(one.runners.map(({ name }) => name)).toEqual([
      ...["brunel.c", "ours", "theirs"],
      "brunel.c, again",
    ]);
    const [line] = evaluate(one, await takeTurns(one.runners, 1), none);
    expect([line?.ours?.median, line?.scaled?.median, line?.met]).toEqual([3, 1.5, true]);
  });

  it("are not compared with a scaled target without the yardstick", async () => {
    const { peer: _peer, ...row } = caseOf([]).rows[0] ?? expect.fail("no row");
    const one = { ...caseOf([program("ours", 1.5)]), rows: [{ ...row, scaled: true }] };
    const [line] = evaluate(one, await takeTurns(one.runners, 1), none);
    expect([line?.target, line?.met]).toEqual(["≤ 2 s", undefined]);
    expect(line?.note).toContain("no yardstick");
  });

  it("state why a peer is missing, and evaluate the others", async () => {
    none.find("theirs");
    const one = caseOf([program("ours", 1.5)]);
    const lines = evaluate(one, await takeTurns(one.runners, 1), none);
    expect(lines[0]?.met).toBe(true);
    expect(tableOf(lines)).toContain("Theirs: no folder peers/simulation beside the repository");
  });

  it("state why a program has no numbers, and omit it from later rounds", async () => {
    const broken = { name: "ours", command: [node, "-e", "throw new Error('no memory')"] };
    const one = caseOf([broken, program("theirs", 1)]);
    const rounds = await takeTurns(one.runners, 3);
    const [line] = evaluate(one, rounds, none);
    expect(rounds.measures.get("theirs")).toHaveLength(3);
    expect(line?.ours).toBeUndefined();
    expect(line?.note).toContain("ours ended with 1: Error: no memory");
  });
});

describe("the history", () => {
  const order = ["brunel", "pd14", "cuba"];
  const host = { kind: "a", processor: "b", cores: 2, memory: 4, node: "v26" };
  const of = (
    what: string,
    names: readonly string[],
    { load = [0, 3], date = "2026-11-24", kind = "a" }: Partial<Report> & { kind?: string } = {},
  ): Report => {
    const lines = names.map((name) => ({ name, case: name, what, unit: "s" }));
    return { date, host: { ...host, kind }, repeats: 1, load, lines };
  };

  it("preserves earlier measurements of cases that were not measured again", () => {
    const first = of("first", ["brunel", "cuba"]);
    const merged = merge(first, of("second", ["pd14", "brunel"], { load: [1, 2] }), order);
    expect(merged.lines.map(({ name, what }) => `${name} ${what}`)).toEqual([
      ...["brunel second", "pd14 second", "cuba first"],
    ]);
    expect(merged.load).toEqual([1, 3]);
  });

  it("shows the newest lines of each case with their day, and omits days without lines", () => {
    const days = [
      of("third", ["pd14"], { date: "2026-12-01" }),
      of("first", ["cuba", "gone"], { date: "2026-10-30" }),
      of("second", ["cuba", "brunel"], { date: "2026-11-02" }),
    ];
    const { days: shown, lines } = newestOf(days, order);
    expect(lines.map(({ name, what, date }) => `${name} ${what} ${date}`)).toEqual([
      "brunel second 2026-11-02",
      "pd14 third 2026-12-01",
      "cuba second 2026-11-02",
    ]);
    expect(shown.map(({ date }) => date)).toEqual(["2026-11-02", "2026-12-01"]);
  });

  it("leaves rows on the page that a run of other cases does not measure", () => {
    const folder = mkdtempSync(join(tmpdir(), "spikeloom-history-"));
    try {
      writeHistory(folder, of("whole", order, { date: "2026-11-02" }), order);
      writeHistory(folder, of("elsewhere", ["cuba"], { date: "2026-11-03", kind: "c" }), order);
      writeHistory(folder, of("again", ["pd14"], { date: "2026-12-01" }), order);
      const page = readFileSync(join(folder, "README.md"), "utf8");
      expect(page.match(/^\| (?!case|---).*?(?= \| {2}\| {2}\| {2}\|)|^## .*/gm)).toEqual([
        "## a",
        "| brunel | 2026-11-02 | whole",
        "| pd14 | 2026-12-01 | again",
        "| cuba | 2026-11-02 | whole",
        "## c",
        "| cuba | 2026-11-03 | elsewhere",
        "## Notes",
      ]);
      expect(historyPage(folder, order)).toBe(page);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe("peers", () => {
  it("are those that a folder contains and this machine can run", () => {
    const folder = mkdtempSync(join(tmpdir(), "spikeloom-peers-"));
    try {
      const peers = findPeers({ folder, root: folder, scratch: folder });
      expect(peers.find("brunel.c")).toBeUndefined();
      expect(peers.missing("brunel.c")).toContain("not in");
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe("one measurement", () => {
  it("runs a shrunk network in a separate process", () => {
    const script = join(import.meta.dirname, "../bench/run-case.ts");
    const out = execFileSync(node, [script, "cuba", "--quick"], { encoding: "utf8" });
    const line = JSON.parse(out) as Record<string, number>;
    // A twentieth of 4000 neurons, and of 1 s in steps of 0.1 ms.
    expect([line["neurons"], line["steps"]]).toEqual([200, 500]);
    expect(line["simulate_s"]).toBeGreaterThan(0);
  });

  it("takes precision and tier", () => {
    const script = join(import.meta.dirname, "../bench/run-case.ts");
    const options = ["--precision", "f32", "--tier", "packed", "--workers", "1", "--quick"];
    const out = execFileSync(node, [script, "brunel-c", ...options], { encoding: "utf8" });
    const line = JSON.parse(out) as Record<string, number | string>;
    expect([line["precision"], line["tier"], line["workers"]]).toEqual(["f32", "packed", 1]);
  });
});

describe("two builds", () => {
  const ours = (seconds: number, hash: string) => ({
    name: "ours",
    command: [node, "-e", `console.log('{"simulate_s": ${seconds}, "spikeHash": "${hash}"}')`],
  });
  const missing = { name: "ours", command: [node, "-e", "throw new Error('no such model')"] };

  it("has changed if each round agrees and the difference exceeds the scatter of both builds", () => {
    const steady = [1, 1.01, 0.99, 1, 1.02];
    const moved = (after: readonly number[]) => compareRounds(steady, after).moved;
    expect(moved(steady.map((x) => 1.05 * x))).toBe(true);
    expect(moved(steady.map((x) => x / 1.05))).toBe(true);
    // Certain, but irrelevant.
    expect(moved(steady.map((x) => 1.005 * x))).toBe(false);
    // One round disagrees.
    expect(moved([1.3, 1.3, 1.3, 1.3, 1.01])).toBe(false);
    // Always more, but by less than the scatter.
    expect(moved([1.05, 1.2, 1.04, 1.3, 1.08])).toBe(false);
    expect(compareRounds([1, 1], [2, 2]).moved).toBeUndefined();
  });

  it("rarely changes if both builds are the same", () => {
    const value = fc.double({ min: 0.9, max: 1.1, noNaN: true });
    const rounds = fc.array(value, { minLength: 5, maxLength: 5 });
    const pairs = fc.sample(fc.tuple(rounds, rounds), { numRuns: 2000 });
    const wrong = pairs.filter(([before, after]) => compareRounds(before, after).moved);
    // All five rounds are on one side with probability 1/16; the scatter excludes most of those.
    expect(wrong.length / pairs.length).toBeLessThan(0.04);
  });

  it("are compared by numbers, whole processes and spikes", async () => {
    const pair = { before: caseOf([ours(1, "a")]), after: caseOf([ours(2, "b")]) };
    const lines = await compareCase(pair, 3);
    expect(lines[0]?.ratio?.median).toBe(2);
    expect(lines.map(({ what }) => what)).toEqual([
      "simulation",
      "ours: start to exit",
      "ours: on all cores",
      "ours: peak memory",
      "ours",
    ]);
    const table = comparisonTable(lines, "6fd54cf");
    expect(table).toContain("**100 % more**");
    expect(table).toContain("**spikes differ**: a before, b after");
    expect(table).toContain("the spikes of 1 programs differ");
  });

  it("report the build that cannot run a case", async () => {
    const pair = { before: caseOf([missing]), after: caseOf([ours(2, "b")]) };
    const [line, ...rest] = await compareCase(pair, 1);
    expect([line?.failed, line?.after?.median]).toEqual([["before"], 2]);
    expect(line?.note).toContain("not run before");
    expect(line?.note).toContain("no such model");
    expect(rest).toEqual([]);
  });

  it("run programs in the order of the case, whatever the rows read first", async () => {
    const folder = mkdtempSync(join(tmpdir(), "spikeloom-bench-"));
    try {
      const file = JSON.stringify(join(folder, "made"));
      const runners = [
        { name: "made", command: [node, "-e", `fs.writeFileSync(${file}, ""); console.log("{}")`] },
        {
          name: "ours",
          command: [node, "-e", `fs.readFileSync(${file}); console.log('{"simulate_s": 1}')`],
        },
      ];
      const { rows } = caseOf(runners);
      const bytes: Row = { what: "bytes", unit: "B", ours: (of) => of("made")["peak_mib"] ?? 0 };
      const one = { ...caseOf(runners), rows: [...rows, bytes] };
      const [line] = await compareCase({ before: one, after: one }, 1);
      expect(line?.note).toBeUndefined();
      expect(line?.before?.median).toBe(1);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  // Starts a package manager twice.
  if (long) {
    it("come from a checkout that installs and builds itself, and leaves no files behind", async () => {
      const folder = realpathSync(mkdtempSync(join(tmpdir(), "spikeloom-checkout-")));
      try {
        const root = join(folder, "root");
        const git = (...args: string[]): string =>
          execFileSync(
            "git",
            ["-C", root, "-c", "user.name=a", "-c", "user.email=a@b.c", ...args],
            {
              encoding: "utf8",
            },
          );
        execFileSync("git", ["init", "--quiet", root]);
        const manifest = (out: string): string =>
          JSON.stringify({ name: "a", scripts: { build: `node -p 1 > ${out}` } });
        writeFileSync(join(root, "package.json"), manifest("first"));
        writeFileSync(
          join(root, "pnpm-lock.yaml"),
          "lockfileVersion: '9.0'\nimporters:\n  .: {}\n",
        );
        git("add", ".");
        git("commit", "--quiet", "-m", "first");
        writeFileSync(join(root, "package.json"), manifest("second"));
        git("commit", "--quiet", "-a", "-m", "second");
        const there = join(folder, "there");
        const made = await checkOut(root, "HEAD~", there);
        expect([made?.root, existsSync(join(there, "first"))]).toEqual([there, true]);
        removeCheckout(root, there);
        expect(existsSync(there)).toBe(false);
        expect(git("worktree", "list").trim().split("\n")).toHaveLength(1);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    });
  }

  it("are refused for a commit that does not exist", async () => {
    const folder = join(tmpdir(), "spikeloom-nowhere");
    await expect(checkOut(import.meta.dirname, "nowhere", folder)).rejects.toThrow("nowhere");
    expect(existsSync(folder)).toBe(false);
  });
});

describe("a whole process", () => {
  it("is measured with the memory and CPU time of all its threads", async () => {
    const thread =
      "const a = Buffer.alloc(3e8, 1); const t = Date.now(); while (Date.now() - t < 300);";
    const text = `new (require('worker_threads').Worker)(${JSON.stringify(thread)}, { eval: true })`;
    const empty = await measure({ name: "empty", command: [node, "-e", "0"] });
    const busy = await measure({ name: "busy", command: [node, "-e", text] });
    const more = (key: string) => (busy.numbers[key] ?? 0) - (empty.numbers[key] ?? Number.NaN);
    // 300 MB are 286 MiB.
    expect(more("peak_mib")).toBeGreaterThan(280);
    expect(more("cpu_s")).toBeGreaterThan(0.2);
  });
});

// Measures SpikeLoom and, if they are installed, other simulators alternately; writes docs/benchmarks.
// `npx -y pnpm@12 bench [CASE...] [--quick] [--full] [--repeats 5] [--peers DIR]` runs all cases except the long ones,
// or
// the named ones; --full adds the long ones and the slowest peers; --quick only checks that everything works.
// With `--against COMMIT` that commit is built as well, both builds run alternately, and the table shows the
// differences.
import { existsSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { writeScaling } from "../scaling.ts";
import { runStep } from "../steps.ts";
import { compareAgainst } from "./against.ts";
import type { Case } from "./case.ts";
import { allCases, caseNames } from "./cases.ts";
import { removeCheckout } from "./checkout.ts";
import { evaluate, type Line } from "./evaluate.ts";
import { writeHistory } from "./history.ts";
import { describeHost, load } from "./host.ts";
import { findPeers, type Peers, peersBeside } from "./peers.ts";
import { type Report, tableOf } from "./table.ts";
import { takeTurns } from "./take-turns.ts";

const root = resolve(import.meta.dirname, "../..");

interface Options {
  readonly names: readonly string[];
  readonly quick: boolean;
  readonly full: boolean;
  readonly repeats: number;
  readonly folder: string | undefined;
  readonly against: string | undefined;
}

function readOptions(): Options {
  const { values, positionals: names } = parseArgs({
    allowPositionals: true,
    options: {
      quick: { type: "boolean", default: false },
      full: { type: "boolean", default: false },
      repeats: { type: "string", default: "5" },
      peers: { type: "string" },
      against: { type: "string" },
    },
  });
  const repeats = Number(values.repeats);
  if (!Number.isInteger(repeats) || repeats < 1) throw new Error("--repeats takes a whole number.");
  const folder = values.peers === undefined ? peersBeside(root) : resolve(values.peers);
  const { quick, full, against } = values;
  return { names, quick, full, repeats: quick ? 1 : repeats, folder, against };
}

/** The named cases; by default all except the long ones. */
function choose(cases: readonly Case[], { names, quick, full }: Options): readonly Case[] {
  const unknown = names.filter((name) => cases.every((one) => one.name !== name));
  if (unknown.length > 0) {
    const known = cases.map(({ name }) => name).join(", ");
    throw new Error(`There is no case ${unknown.join(", ")}; there are ${known}.`);
  }
  if (names.length > 0) return cases.filter(({ name }) => names.includes(name));
  return cases.filter(({ long }) => full || quick || !long);
}

async function measureAll(
  cases: readonly Case[],
  { repeats }: Options,
  peers: Peers,
): Promise<Report> {
  const before = load();
  const lines: Line[] = [];
  for (const one of cases) {
    console.error(one.title);
    const rounds = await takeTurns(one.runners, one.repeats ?? repeats);
    for (const [name, reason] of rounds.failures) console.error(`  ${name}: ${reason}`);
    lines.push(...evaluate(one, rounds, peers));
  }
  const date = new Date().toISOString().slice(0, 10);
  return { date, host: describeHost(), repeats, load: [before, load()], lines };
}

/** Speeds of shrunk networks are meaningless. */
function withoutJudgement(line: Line): Line {
  const { scaled: _scaled, ratio: _ratio, target: _target, met: _met, ...rest } = line;
  return rest;
}

/** Build, measure, print; returns the exit code. */
async function main(options: Options, scratch: string): Promise<number> {
  const build = await runStep("build", ["tsc", "-b", "packages/cli", "packages/reproductions"]);
  const bundle = await runStep("bundle", ["node", "tools/bundle-command.ts"]);
  if (build.failed + bundle.failed > 0) {
    console.error("The build failed, so there is nothing to measure.");
    return 1;
  }
  const { quick, full, folder, against: commit, repeats } = options;
  if (commit !== undefined) {
    const other = { commit, folder: checkoutIn(scratch) };
    const chosen = (cases: readonly Case[]): readonly Case[] => choose(cases, options);
    return compareAgainst({ ...other, root, scratch, quick, full, repeats, choose: chosen });
  }
  const peers = findPeers({ folder, root, scratch });
  const all = allCases({ root, scratch, quick, full, peers });
  const report = await measureAll(choose(all, options), options, peers);
  const lines = options.quick ? report.lines.map(withoutJudgement) : report.lines;
  console.log(`${tableOf(lines)}\n`);
  if (options.quick)
    console.log("Networks a twentieth of their size: this says nothing about speed.");
  else {
    // What this machine lacks replaces no figures of another one.
    const kept = report.lines.filter(({ ours, optional }) => ours !== undefined || !optional);
    if (kept.length === 0) return 0;
    writeHistory(join(root, "docs/benchmarks"), { ...report, lines: kept }, caseNames(root));
    writeScaling(root);
  }
  // Our programs must have run; the reader judges their speed.
  return report.lines.every(({ ours, optional }) => ours !== undefined || optional) ? 0 : 1;
}

const scratch = realpathSync(mkdtempSync(join(tmpdir(), "spikeloom-bench-")));
const checkoutIn = (folder: string): string => join(folder, "commit");

function cleanUp(): void {
  const checkout = checkoutIn(scratch);
  if (existsSync(checkout)) removeCheckout(root, checkout);
  rmSync(scratch, { recursive: true, force: true });
}

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    cleanUp();
    process.exit(1);
  });
}
try {
  process.exitCode = await main(readOptions(), scratch);
} finally {
  cleanUp();
}

// Measures ours and, where they are here, other simulators in turn; writes docs/benchmarks.
// `npx -y pnpm@12 bench [--quick] [--repeats 5] [--peers DIR]`; --quick only shows that all of it works.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { runStep } from "../steps.ts";
import { allCases } from "./cases.ts";
import { evaluate, type Line } from "./evaluate.ts";
import { describeHost, load } from "./host.ts";
import { findPeers, peersBeside } from "./peers.ts";
import { pageOf, type Report, tableOf } from "./table.ts";
import { takeTurns } from "./take-turns.ts";

const root = resolve(import.meta.dirname, "../..");

interface Options {
  readonly quick: boolean;
  readonly repeats: number;
  readonly folder: string | undefined;
}

function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      quick: { type: "boolean", default: false },
      repeats: { type: "string", default: "5" },
      peers: { type: "string" },
    },
  });
  const repeats = Number(values.repeats);
  if (!Number.isInteger(repeats) || repeats < 1) throw new Error("--repeats is a whole number.");
  const folder = values.peers === undefined ? peersBeside(root) : resolve(values.peers);
  return { quick: values.quick, repeats: values.quick ? 1 : repeats, folder };
}

async function measureAll({ quick, repeats, folder }: Options, scratch: string): Promise<Report> {
  const before = load();
  const peers = findPeers({ folder, root, scratch });
  const lines: Line[] = [];
  for (const one of allCases({ root, scratch, quick, peers })) {
    console.error(one.title);
    const rounds = await takeTurns(one.runners, one.repeats ?? repeats);
    for (const [name, reason] of rounds.failures) console.error(`  ${name} failed: ${reason}`);
    lines.push(...evaluate(one, rounds, peers));
  }
  const date = new Date().toISOString().slice(0, 10);
  return { date, host: describeHost(), repeats, load: [before, load()], lines };
}

function write(report: Report): void {
  const folder = join(root, "docs/benchmarks");
  mkdirSync(folder, { recursive: true });
  const history = join(folder, `${report.date}-${report.host.kind}.json`);
  writeFileSync(history, `${JSON.stringify(report, null, 2)}\n`);
  writeFileSync(join(folder, "README.md"), pageOf(report));
}

/** Shrunk networks say nothing about speed. */
function withoutJudgement({ ratio: _ratio, target: _target, met: _met, ...line }: Line): Line {
  return line;
}

/** Build, measure, print; gives the exit code. */
async function main(options: Options, scratch: string): Promise<number> {
  const build = await runStep("build", ["tsc", "-b", "packages/cli"]);
  const bundle = await runStep("bundle", ["node", "tools/bundle-command.ts"]);
  if (build.failed + bundle.failed > 0) {
    console.error("The build failed, so there is nothing to measure.");
    return 1;
  }
  const report = await measureAll(options, scratch);
  const lines = options.quick ? report.lines.map(withoutJudgement) : report.lines;
  console.log(`${tableOf(lines)}\n`);
  if (options.quick)
    console.log("Networks a twentieth of their size: this says nothing about speed.");
  else write(report);
  // Ours must have run; how fast is for the reader to judge.
  return report.lines.every(({ ours }) => ours !== undefined) ? 0 : 1;
}

const scratch = mkdtempSync(join(tmpdir(), "spikeloom-bench-"));
try {
  process.exitCode = await main(readOptions(), scratch);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

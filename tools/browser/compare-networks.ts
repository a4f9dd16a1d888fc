import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Sharding } from "../../packages/reproductions/src/short-runs.ts";
import type { Chromium } from "./chromium.ts";
import type { PageState } from "./page/report.ts";
import { browserShardings, type Outcome } from "./runs.ts";
import type { Server } from "./serve.ts";
import { visit } from "./visit.ts";

/** A claim, with the observed values in its text. */
export interface Claim {
  readonly claim: string;
  readonly holds: boolean;
}

/** Run all networks in both at the same time, and report which claims hold. */
export async function testNetworks(chromium: Chromium, server: Server): Promise<readonly Claim[]> {
  // Some sixty networks, three to nine times each.
  const page = { page: "isolated/every-network.html", seconds: 900 };
  const [node, { messages, end }] = await Promise.all([
    outcomesInNode(),
    visit(chromium, server, page),
  ]);
  const claims = node.flatMap((wanted) =>
    browserShardings(wanted.network).map((sharding) =>
      compare(wanted, sharding, messages as readonly Outcome[]),
    ),
  );
  return [
    { claim: "Node ran at least forty networks", holds: node.length >= 40 },
    { claim: "the page may share memory with its workers", holds: end.isIsolated },
    answers(end),
    ...claims,
  ];
}

async function outcomesInNode(): Promise<readonly Outcome[]> {
  const script = fileURLToPath(import.meta.resolve("./run-in-node.ts"));
  const child = spawn(process.execPath, ["--conditions=@spikeloom/source", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const outcomes: Outcome[] = [];
  const lines = createInterface({ input: child.stdout });
  for await (const line of lines) outcomes.push(JSON.parse(line) as Outcome);
  return outcomes;
}

/** Find a network among those that the browser ran, and print the result. */
function compare(wanted: Outcome, sharding: Sharding, outcomes: readonly Outcome[]): Claim {
  const { network, spikes, spikeHash, seconds } = wanted;
  const { shards, workers } = sharding;
  const what = `${network}, ${shards} shards on ${workers} workers`;
  const got = outcomes.find(
    (one) => one.network === network && one.shards === shards && one.workers === workers,
  );
  if (got === undefined) return { claim: `${what} did not run in the browser`, holds: false };
  console.log(
    `${what.padEnd(62)} ${String(got.spikes).padStart(7)} spikes  ${got.spikeHash}` +
      `  ${got.seconds.toFixed(2)} s, in Node ${seconds.toFixed(2)} s`,
  );
  return {
    claim: `${what}: ${got.spikeHash} where Node has ${spikeHash} with ${spikes} spikes`,
    // Silence would prove nothing.
    holds: got.spikeHash === spikeHash && got.spikes === spikes && spikes > 0,
  };
}

/** A page that simulated in its main thread would be blocked for a whole run, which is more than a tenth. */
function answers({ silence, total }: PageState): Claim {
  const claim = `the page was silent for ${silence.toFixed(0)} of ${total.toFixed(0)} ms`;
  console.log(`At its longest, ${claim}.`);
  return { claim, holds: silence < total / 10 };
}

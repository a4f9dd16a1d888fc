import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Case } from "./case.ts";
import { allCases } from "./cases.ts";
import { checkOut } from "./checkout.ts";
import { type Comparison, compareCase } from "./compare.ts";
import { comparisonTable } from "./comparison-table.ts";

/** Builds and cases to compare. */
export interface AgainstOptions {
  readonly root: string;
  readonly scratch: string;
  /** The folder into which the other commit is checked out. */
  readonly folder: string;
  readonly commit: string;
  readonly quick: boolean;
  readonly full: boolean;
  readonly repeats: number;
  readonly choose: (cases: readonly Case[]) => readonly Case[];
}

// The other build is the peer.
const noPeers = { find: () => undefined, missing: () => "not asked for" };

/**
 * Build another commit and run the cases of this checkout alternately with both builds; returns the exit code.
 *
 * Networks, scripts and their inputs are those of this checkout; a case that the other commit cannot run is
 * reported. Only the microcircuit is described by each build itself, as its users get it.
 */
export async function compareAgainst(options: AgainstOptions): Promise<number> {
  const { root, scratch, folder, commit, quick, full, repeats, choose } = options;
  const other = await checkOut(root, commit, folder);
  if (other === undefined) {
    console.error(`${commit} cannot be built, so there is nothing to compare with.`);
    return 1;
  }
  const casesOf = (from: string, side: string): readonly Case[] => {
    const own = join(scratch, side);
    mkdirSync(own);
    return allCases({ root: from, scratch: own, quick, full, peers: noPeers });
  };
  const before = casesOf(other.root, "before");
  const lines: Comparison[] = [];
  for (const after of choose(casesOf(root, "after"))) {
    console.error(after.title);
    const same = before.find(({ name }) => name === after.name) ?? after;
    lines.push(...(await compareCase({ before: same, after }, after.repeats ?? repeats)));
  }
  console.log(`${comparisonTable(lines, other.commit)}\n`);
  if (quick) console.log("Networks a twentieth of their size: this says nothing about speed.");
  return lines.some(({ failed }) => failed?.includes("after")) ? 1 : 0;
}

import { execFileSync } from "node:child_process";
import { runStep } from "../steps.ts";

/** Another commit of the repository, built in a separate folder. */
export interface Checkout {
  readonly root: string;
  /** Short: `6fd54cf`. */
  readonly commit: string;
}

const pnpm = ["npx", "-y", "pnpm@12"];

/** Check a commit out into a folder, install what its lockfile lists, and build it with its own scripts. */
export async function checkOut(
  root: string,
  commit: string,
  folder: string,
): Promise<Checkout | undefined> {
  const hash = git(root, "rev-parse", "--verify", "--short", `${commit}^{commit}`);
  git(root, "worktree", "add", "--quiet", "--detach", folder, hash);
  const steps = [
    { name: "install", args: ["install", "--frozen-lockfile", "--prefer-offline"] },
    { name: "build", args: ["run", "build"] },
  ];
  for (const { name, args } of steps) {
    // Without a terminal pnpm asks no questions.
    const options = { cwd: folder, env: { ...process.env, CI: "true" } };
    const { failed } = await runStep(`${name} ${hash}`, [...pnpm, ...args], options);
    if (failed > 0) return undefined;
  }
  return { root: folder, commit: hash };
}

/** Remove the folder of a checkout, and git's record of it. */
export function removeCheckout(root: string, folder: string): void {
  git(root, "worktree", "remove", "--force", folder);
}

function git(root: string, ...args: readonly string[]): string {
  return execFileSync("git", ["-C", root, ...args], { encoding: "utf8" }).trim();
}

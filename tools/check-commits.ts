// Checks commit messages since the last tag (or all): `type(scope): imperative`, at most 60 characters.
import { execFileSync } from "node:child_process";
import { basename } from "node:path";
import { readToolArguments } from "./arguments.ts";
import { type Problem, report, workspaceRoot } from "./problems.ts";
import { readPackages } from "./workspace.ts";

const types = "feat|fix|perf|refactor|test|docs|build|ci|chore|style|revert";
const longest = 60;
const otherScopes = [
  "tools",
  "bench",
  "browser",
  "python",
  "examples",
  "specs",
  "docs",
  "ci",
  // Former name of what is now `program` and `code`.
  "compile",
] as const;

/** Return the error in the first line of a message; undefined if there is none. */
export function messageFault(subject: string, scopes: ReadonlySet<string>): string | undefined {
  const found = new RegExp(`^(?:${types})(?:\\(([^)]*)\\))?!?: (.+)$`).exec(subject);
  if (found === null) return `begin with a type and a scope: feat(units): parse quantities.`;
  const [, scope, text = ""] = found;
  if (subject.length > longest) return `${subject.length} characters, at most ${longest}.`;
  const unknown = (scope ?? "").split(/, ?/).find((one) => one !== "" && !scopes.has(one));
  if (unknown !== undefined) return `the scope "${unknown}" is no folder.`;
  // A word with a capital letter or a past-tense ending is not an imperative; names such as NEST are allowed.
  const [verb = ""] = text.split(" ");
  if (/^[A-Z][a-z]/.test(verb) || /^(added|fixed|changed|removed|updated)$/i.test(verb)) {
    return `"${verb}": write the imperative in lower case.`;
  }
  return text.endsWith(".") ? "no full stop at the end." : undefined;
}

/** Check all messages of a repository since its last tag. */
export function checkCommits(root: string): readonly Problem[] {
  const git = (...command: readonly string[]): string =>
    execFileSync("git", command, {
      cwd: root,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
  const scopes = new Set<string>(otherScopes);
  for (const { folder } of readPackages(root)) scopes.add(basename(folder));
  const range = lastTag(git);
  return git("log", "--no-merges", "--format=%h %s", ...(range === undefined ? [] : [`${range}..`]))
    .split("\n")
    .filter((line) => line !== "")
    .flatMap((line) => {
      const at = line.indexOf(" ");
      const message = messageFault(line.slice(at + 1), scopes);
      return message === undefined ? [] : [{ place: line.slice(0, at), message }];
    });
}

function lastTag(git: (...command: readonly string[]) => string): string | undefined {
  try {
    return git("describe", "--tags", "--abbrev=0").trim();
  } catch {
    return undefined;
  }
}

if (import.meta.main) {
  readToolArguments("tools/check-commits.ts");
  report("commits", checkCommits(workspaceRoot));
}

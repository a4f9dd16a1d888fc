import { randomUUID } from "node:crypto";
import {
  linkSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import { basename, dirname, extname, join } from "node:path";
import { systemCode } from "@spikeloom/kernel";
import { targetOf } from "./draft-file.ts";
import { OUTPUT_LOCKED } from "./errors.ts";
import { removeAtEnd } from "./leftovers.ts";

/** Process that is writing an output. */
interface Holder {
  readonly pid: number;
  readonly host: string;
  /** Start time of the process in a system-specific form; empty if unknown. */
  readonly began: string;
  readonly token: string;
}

/** Locks held by this process, by token. */
const own = new Set<string>();

/**
 * Lock a result name against other runs.
 *
 * Returns a function that releases it.
 * A result, its checkpoint and its plots share the stem of their name and one lock: a file `.STEM.lock` next to them. A
 * lock left by a dead process is taken over, and the drafts of that process are removed.
 */
export function lockOutput(path: string): () => void {
  const lock = lockPath(path);
  for (let tries = 0; tries < 5; tries++) {
    const token = take(lock);
    if (token !== undefined) {
      removeOldDrafts(lock);
      const keep = removeAtEnd(lock);
      return () => {
        keep();
        if (own.delete(token) && holderOf(lock)?.token === token) rmSync(lock, { force: true });
      };
    }
    const holder = holderOf(lock);
    if (holder !== undefined && isAlive(holder)) throw OUTPUT_LOCKED({ path, lock, ...holder });
    if (holder !== undefined) removeStale(lock, holder);
  }
  throw OUTPUT_LOCKED({ path, lock, pid: 0, host: hostname() });
}

/** Refuse a result that another run is currently writing. */
export function checkUnlocked(path: string): void {
  const lock = lockPath(path);
  const holder = holderOf(lock);
  if (holder !== undefined && isAlive(holder)) throw OUTPUT_LOCKED({ path, lock, ...holder });
}

function lockPath(path: string): string {
  const target = targetOf(path);
  const stem = basename(target, extname(target));
  return join(dirname(target), `.${stem}.lock`);
}

/** Create the lock; undefined if it exists. */
function take(lock: string): string | undefined {
  const token = randomUUID();
  const holder: Holder = { pid: process.pid, host: hostname(), began: beganOf("self"), token };
  try {
    create(lock, holder);
    own.add(token);
    return token;
  } catch (fault) {
    if (systemCode(fault) === "EEXIST") return undefined;
    throw fault;
  }
}

/** Answers of file systems without hard links. */
const withoutLinks = ["EPERM", "ENOSYS", "ENOTSUP", "EOPNOTSUPP"];

/** Create the lock with its text at once: a process killed between two calls would leave an empty lock. */
function create(lock: string, holder: Holder): void {
  const text = JSON.stringify(holder);
  const draft = `${lock.slice(0, -".lock".length)}.${holder.pid}.${holder.token}.draft`;
  const how = { flag: "wx", mode: 0o644 };
  writeFileSync(draft, text, how);
  try {
    linkSync(draft, lock);
  } catch (fault) {
    if (!withoutLinks.includes(systemCode(fault) ?? "")) throw fault;
    writeFileSync(lock, text, how);
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Read the holder of a lock; undefined if there is none. */
function holderOf(lock: string): Holder | undefined {
  const found = statSync(lock, { throwIfNoEntry: false });
  if (found === undefined) return undefined;
  const nobody = { pid: 0, host: hostname(), began: "", token: "" };
  // A different file of this name, or a lock that is still being written: its holder is unknown.
  const unknown = { ...nobody, host: "" };
  if (!found.isFile() || found.size > 4096) return unknown;
  try {
    const { pid, host, began, token } = JSON.parse(readFileSync(lock, "utf8")) as Partial<Holder>;
    const isWhole = typeof began === "string" && typeof token === "string";
    if (Number.isSafeInteger(pid) && typeof host === "string" && isWhole) {
      return { pid: pid as number, host, began, token };
    }
  } catch {
    // Reported below.
  }
  // Without hard links, a process killed between two calls leaves an empty lock.
  return Date.now() - found.mtimeMs > 10_000 ? nobody : unknown;
}

function isAlive({ pid, host, began, token }: Holder): boolean {
  // Whether a process on another machine is alive cannot be determined here.
  if (host !== hostname()) return true;
  if (pid === process.pid) return own.has(token);
  return isRunning(pid) && (began === "" || beganOf(pid) === began);
}

function isRunning(pid: number): boolean {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (fault) {
    return systemCode(fault) === "EPERM";
  }
}

/** Distinguish a process from a later one with the same number; impossible without /proc. */
function beganOf(pid: number | "self"): string {
  try {
    // Field 22, counted after the name, which may contain any character: clock ticks since boot.
    return readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ")[19] ?? "";
  } catch {
    return "";
  }
}

/** Remove a lock unless another process has taken it over. */
function removeStale(lock: string, stale: Holder): void {
  const aside = `${lock}.${randomUUID()}`;
  try {
    renameSync(lock, aside);
  } catch (fault) {
    if (systemCode(fault) === "ENOENT") return;
    throw fault;
  }
  try {
    if (holderOf(aside)?.token !== stale.token) linkSync(aside, lock);
  } finally {
    rmSync(aside, { force: true });
  }
}

/** Remove drafts that dead processes left under this lock. */
function removeOldDrafts(lock: string): void {
  const stem = basename(lock, ".lock");
  for (const name of readdirSync(dirname(lock))) {
    const [, pid] = /\.(\d+)\.[0-9a-f-]{36}\.draft$/.exec(name) ?? [];
    const isOurs = name.startsWith(`${stem}.`) || name.startsWith(`${stem}-`);
    if (pid === undefined || !isOurs || isRunning(Number(pid))) continue;
    rmSync(join(dirname(lock), name), { force: true });
  }
}

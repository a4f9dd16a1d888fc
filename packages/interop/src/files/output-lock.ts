import { randomUUID } from "node:crypto";
import {
  closeSync,
  linkSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { hostname } from "node:os";
import { basename, dirname, extname, join } from "node:path";
import { systemCode } from "@spikeloom/kernel";
import { targetOf } from "./draft-file.ts";
import { OUTPUT_LOCKED } from "./errors.ts";
import { removeAtEnd } from "./leftovers.ts";

/** Who writes an output. */
interface Holder {
  readonly pid: number;
  readonly host: string;
  /** When the process began, in a form that only its own system knows; empty where that is not told. */
  readonly began: string;
  readonly token: string;
}

/** Locks that this process holds, by token. */
const own = new Set<string>();

/**
 * Keep every other run from writing a result of this name.
 *
 * Gives what lets it go.
 * A result, its checkpoint and its pictures share the stem of their name, and one lock: a file `.STEM.lock`
 * beside them. One that is left of a process that is gone is taken over, with the drafts it left.
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

/** Refuse a result that another run is writing at this moment. */
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

/** Create the lock; undefined where there is one. */
function take(lock: string): string | undefined {
  const token = randomUUID();
  const holder: Holder = { pid: process.pid, host: hostname(), began: beganOf("self"), token };
  try {
    const descriptor = openSync(lock, "wx", 0o644);
    try {
      writeSync(descriptor, JSON.stringify(holder));
    } finally {
      closeSync(descriptor);
    }
    own.add(token);
    return token;
  } catch (fault) {
    if (systemCode(fault) === "EEXIST") return undefined;
    throw fault;
  }
}

/** Read who holds a lock; undefined where nobody does. */
function holderOf(lock: string): Holder | undefined {
  const found = statSync(lock, { throwIfNoEntry: false });
  if (found === undefined) return undefined;
  const nobody = { pid: 0, host: hostname(), began: "", token: "" };
  // Something else of this name, or a lock that is being written just now: whose it is cannot be told.
  const unknown = { ...nobody, host: "" };
  if (!found.isFile() || found.size > 4096) return unknown;
  try {
    const { pid, host, began, token } = JSON.parse(readFileSync(lock, "utf8")) as Partial<Holder>;
    const isWhole = typeof began === "string" && typeof token === "string";
    if (Number.isSafeInteger(pid) && typeof host === "string" && isWhole) {
      return { pid: pid as number, host, began, token };
    }
  } catch {
    // Told below.
  }
  // A process that was killed between two calls leaves an empty one.
  return Date.now() - found.mtimeMs > 10_000 ? nobody : unknown;
}

function isAlive({ pid, host, began, token }: Holder): boolean {
  // Whether a process of another machine is there cannot be told from here.
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

/** Tells a process from a later one with the same number; where there is no /proc, nothing does. */
function beganOf(pid: number | "self"): string {
  try {
    // The 22nd field, counted behind the name, which may hold anything: ticks since the machine began.
    return readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ")[19] ?? "";
  } catch {
    return "";
  }
}

/** Remove a lock unless another process has taken it over in the meantime. */
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

/** Remove what processes that are gone were writing under this lock. */
function removeOldDrafts(lock: string): void {
  const stem = basename(lock, ".lock");
  for (const name of readdirSync(dirname(lock))) {
    const [, pid] = /\.(\d+)\.[0-9a-f-]{36}\.draft$/.exec(name) ?? [];
    const isOurs = name.startsWith(`${stem}.`) || name.startsWith(`${stem}-`);
    if (pid === undefined || !isOurs || isRunning(Number(pid))) continue;
    rmSync(join(dirname(lock), name), { force: true });
  }
}

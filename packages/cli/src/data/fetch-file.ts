import { createHash } from "node:crypto";
import {
  closeSync,
  createReadStream,
  existsSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { KnownFile } from "@spikeloom/data";
import { faultReason } from "@spikeloom/kernel";
import { asCoded } from "../print/coded.ts";
import { DATA_FETCH } from "./errors.ts";

/** Options of fetching a file. */
export interface FetchOptions {
  readonly folder: string;
  /** Sends a request; by default Node's `fetch`. */
  readonly request?: (address: string, init: RequestInit) => Promise<Response>;
  /** Called when bytes arrive, with the number so far and the total. */
  readonly onBytes?: (got: number, whole: number) => void;
}

/** A server that sends far more than announced is not sending this file. */
const mostGrowth = 2;
/** A size that is announced in round numbers is off by no more than this. */
const leastShare = 0.5;
const mostRedirects = 5;

/**
 * Fetch a file into a folder, resuming an interrupted download; returns false if it exists.
 *
 * It has a temporary name until its checksum is verified. A file without a checksum is fetched from the start, because
 * a partial file may be of another one, and must have at least half of the bytes that are announced in round numbers.
 * Addresses use https, also after redirects. Throws `SL_DATA_FETCH`.
 */
export async function fetchFile(file: KnownFile, options: FetchOptions): Promise<boolean> {
  const path = join(options.folder, file.name);
  if (existsSync(path)) {
    await verify(path, file, "Move the existing file away, and fetch it again.");
    return false;
  }
  const part = `${path}.part`;
  try {
    await receive(part, file, options);
  } catch (fault) {
    if (asCoded(fault) !== undefined) throw fault;
    const cause = fault instanceof Error && fault.cause instanceof Error ? fault.cause : fault;
    const how = file.md5 === undefined ? "starts from the beginning" : "resumes the download";
    const next = `Run the command again: it ${how}.`;
    throw refusal(file, `it was cut off: ${faultReason(cause)}`, { next });
  }
  try {
    await verify(part, file, "Fetch it again; if that does not help, the publishers changed it.");
  } catch (fault) {
    rmSync(part);
    throw fault;
  }
  renameSync(part, path);
  return true;
}

async function receive(
  part: string,
  file: KnownFile,
  { request = fetch, onBytes }: FetchOptions,
): Promise<void> {
  const there = file.md5 !== undefined && existsSync(part) ? statSync(part).size : 0;
  const response = await ask(file, there, request);
  // A server that does not support ranges sends the whole file; if nothing remains, it says so.
  if (response.status === 416) {
    await response.body?.cancel();
    if (there > 0 && file.md5 !== undefined) return;
    rmSync(part, { force: true });
    throw refusal(file, "the server does not have this part", { next: "Run the command again." });
  }
  const isPart = response.status === 206 && startOf(response) === there;
  if (!isPart && response.status !== 200) {
    await response.body?.cancel();
    const next = "Open the page of the set, or download the file into the folder with a browser.";
    throw refusal(file, "the server refuses", {
      expected: "status 200 or 206",
      got: `status ${response.status}`,
      next,
    });
  }
  let got = isPart ? there : 0;
  const left = Number(response.headers.get("content-length") ?? Number.NaN);
  const whole = Number.isFinite(left) ? got + left : file.bytes;
  const most = mostGrowth * file.bytes;
  const out = openSync(part, isPart ? "a" : "w");
  try {
    // Each piece is on disk before the next arrives, so that received data survives a broken connection.
    for await (const piece of response.body ?? []) {
      got += piece.length;
      if (got > most) {
        const next = "See the page of the set: the file may have changed.";
        const [expected, more] = [`about ${file.bytes} bytes`, "twice as many"];
        throw refusal(file, "the server sends another file", { expected, got: more, next });
      }
      writeSync(out, piece);
      onBytes?.(got, whole);
    }
  } finally {
    closeSync(out);
  }
}

/** Request a file from a byte offset on, and follow redirects. */
async function ask(
  file: KnownFile,
  from: number,
  request: NonNullable<FetchOptions["request"]>,
): Promise<Response> {
  let address = file.url;
  for (let hop = 0; hop <= mostRedirects; hop++) {
    if (new URL(address).protocol !== "https:") {
      const next = "See the page of the set for its new address.";
      throw refusal(file, "the address does not use HTTPS", {
        expected: "https://",
        got: address,
        next,
      });
    }
    const headers = {
      "accept-encoding": "identity",
      ...(from > 0 && { range: `bytes=${from}-` }),
    };
    const response = await request(address, { headers, redirect: "manual" });
    const location = response.headers.get("location");
    if (response.status < 300 || response.status >= 400 || location === null) return response;
    await response.body?.cancel();
    address = new URL(location, address).href;
  }
  throw refusal(file, "the server redirects in a circle", { next: "Try again later." });
}

function startOf(response: Response): number {
  return Number(/^bytes (\d+)-/.exec(response.headers.get("content-range") ?? "")?.[1] ?? -1);
}

async function verify(path: string, file: KnownFile, next: string): Promise<void> {
  if (file.md5 === undefined) {
    verifySize(path, file, next);
    return;
  }
  const hash = createHash("md5");
  await pipeline(createReadStream(path), hash);
  const got = hash.digest("hex");
  if (got === file.md5) return;
  throw refusal(file, "its checksum differs", { expected: file.md5, got, next });
}

/** Compare only the size if publishers state no checksum. */
function verifySize(path: string, file: KnownFile, next: string): void {
  const { size } = statSync(path);
  const { bytes, isRounded = false } = file;
  if (isRounded ? size >= leastShare * bytes : size === bytes) return;
  const expected = `${isRounded ? "about " : ""}${bytes} bytes`;
  throw refusal(file, "its size differs", { expected, got: `${size} bytes`, next });
}

function refusal(
  { name, url }: KnownFile,
  reason: string,
  text: { readonly expected?: string; readonly got?: string; readonly next: string },
): Error {
  return DATA_FETCH({ file: name, url, reason, ...text });
}

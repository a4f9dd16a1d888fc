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

/** How a file is fetched. */
export interface FetchOptions {
  readonly folder: string;
  /** Asks a server; that of Node where it is not given. */
  readonly request?: (address: string, init: RequestInit) => Promise<Response>;
  /** Called as bytes come: how many are there, of how many. */
  readonly onBytes?: (got: number, whole: number) => void;
}

/** A server that sends far more than was told is not sending this file. */
const mostGrowth = 2;
/** A size that is told in round numbers is not off by more than this. */
const leastShare = 0.5;
const mostRedirects = 5;

/**
 * Fetch a file into a folder, on from where an earlier call was cut off; gives false where it is there already.
 *
 * It has the name of a part until its checksum is right. One without a checksum is fetched anew, as nothing tells whether
 * a part is of the same file, and has at least half of its bytes where they are told in round numbers. Addresses are of https, those that a server leads to as
 * well. Throws `SL_DATA_FETCH`.
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
  // A server that knows no parts sends the whole, and one that has no more says so.
  if (response.status === 416) {
    await response.body?.cancel();
    if (there > 0 && file.md5 !== undefined) return;
    rmSync(part, { force: true });
    throw refusal(file, "the server has no such part", { next: "Run the command again." });
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
    // Each piece is on disk before the next comes, so that what was received is kept where the line breaks.
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

/** Ask for a file from a byte on, and follow the server to where it leads. */
async function ask(
  file: KnownFile,
  from: number,
  request: NonNullable<FetchOptions["request"]>,
): Promise<Response> {
  let address = file.url;
  for (let hop = 0; hop <= mostRedirects; hop++) {
    if (new URL(address).protocol !== "https:") {
      const next = "Look at the page of the set for its new address.";
      throw refusal(file, "the address is not of https", {
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
  throw refusal(file, "the server leads in a circle", { next: "Try again later." });
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
  throw refusal(file, "its checksum is another one", { expected: file.md5, got, next });
}

/** Look at the size alone, where publishers give no checksum. */
function verifySize(path: string, file: KnownFile, next: string): void {
  const { size } = statSync(path);
  const { bytes, isRounded = false } = file;
  if (isRounded ? size >= leastShare * bytes : size === bytes) return;
  const expected = `${isRounded ? "about " : ""}${bytes} bytes`;
  throw refusal(file, "its size is another one", { expected, got: `${size} bytes`, next });
}

function refusal(
  { name, url }: KnownFile,
  reason: string,
  text: { readonly expected?: string; readonly got?: string; readonly next: string },
): Error {
  return DATA_FETCH({ file: name, url, reason, ...text });
}

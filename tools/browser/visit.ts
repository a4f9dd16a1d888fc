import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Chromium } from "./chromium.ts";
import type { Report } from "./page/report.ts";
import type { Server } from "./serve.ts";

/** Reports of a page until its worker was done. */
export interface Visit {
  readonly messages: readonly unknown[];
  readonly end: Extract<Report, { readonly kind: "end" }>;
}

/** Page to open, and its time limit. */
export interface VisitOptions {
  readonly page: string;
  readonly seconds: number;
  /** Flags of Chromium that only this page needs. */
  readonly flags?: readonly string[];
}

const quiet = [
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-quic",
  "--disable-gpu",
];

/** Open a page in a separate Chromium and wait until its worker is done. */
export async function visit(
  { program, env }: Chromium,
  server: Server,
  { page, seconds, flags: more = [] }: VisitOptions,
): Promise<Visit> {
  const profile = mkdtempSync(join(tmpdir(), "spikeloom-browser-"));
  // Only our own page is opened; in a container there is often no sandbox.
  const flags = ["--headless", "--no-sandbox", ...quiet, ...more, `--user-data-dir=${profile}`];
  const child = spawn(program, [...flags, `${server.origin}/${page}`], {
    env,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said = (said + text).slice(-4000);
  });
  const closed = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const messages: unknown[] = [];
  let timer: NodeJS.Timeout | undefined;
  try {
    const end = await new Promise<Visit["end"]>((resolve, reject) => {
      const fail = (what: string): void => reject(new Error(`${page}: ${what}`));
      server.listen((report) => {
        if (report.kind === "message") messages.push(report.data);
        else if (report.kind === "error") fail(report.message);
        else resolve(report);
      });
      child.once("error", ({ message }) => fail(message));
      child.once("exit", (code) => fail(`Chromium ended with ${code}.\n${said}`));
      timer = setTimeout(() => fail(`nothing after ${seconds} s.\n${said}`), seconds * 1000);
    });
    return { messages, end };
  } finally {
    clearTimeout(timer);
    child.kill();
    await closed;
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

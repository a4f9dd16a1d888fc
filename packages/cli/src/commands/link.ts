import { Console } from "node:console";
import { readFileSync } from "node:fs";
import type { Writable } from "node:stream";
import type { NetworkRecord } from "@spikeloom/kernel";
import { type ServedSimulator, serveLink } from "@spikeloom/link";
import type { PynnSession, SessionOptions } from "@spikeloom/pynn";
import { exitCodes } from "../exit-codes.ts";
import { exitProcess } from "../load/process-exit.ts";
import type { ServedChoice } from "../served-simulator.ts";
import type { StackChoice } from "../stack/choose-stack.ts";

/** Serve one client program over standard input and output, until the input ends. */
export async function linkCommand(choice: ServedChoice = {}): Promise<never> {
  const output = takeOutput();
  let simulator: ServedSimulator | undefined;
  const ended = endOnSignal();
  // Ctrl-C reaches all processes of a terminal: the client decides what happens to a run.
  process.on("SIGINT", () => undefined);
  const served = serveLink({
    input: process.stdin,
    output,
    server: `spikeloom ${versionOf()}`,
    simulator: async () =>
      (simulator ??= (await import("../served-simulator.ts")).servedSimulator(choice)),
    open: (options) => openSession(options, choice),
    writeNetwork,
  });
  // While the client is still busy otherwise; errors are reported when the modules are needed.
  loadPrograms().catch(() => undefined);
  const end = await served;
  const signal = ended();
  if (signal !== undefined) process.kill(process.pid, signal);
  // Nothing remains to be done, whatever may still be pending.
  exitProcess(end === "closed" ? exitCodes.fine : exitCodes.refused);
}

/** End as if the client had closed the link, so that nothing remains; then die of the signal. */
function endOnSignal(): () => NodeJS.Signals | undefined {
  let received: NodeJS.Signals | undefined;
  for (const signal of ["SIGTERM", "SIGHUP"] as const) {
    process.once(signal, () => {
      received = signal;
      process.stdin.destroy();
    });
  }
  return () => received;
}

/** Reserve standard output for messages: all other output, of threads too, goes to standard error. */
function takeOutput(): Writable {
  const { stdout, stderr } = process;
  // Before the link is served, a missing reader is no fault.
  stdout.on("error", () => undefined);
  Object.defineProperty(process, "stdout", { value: stderr });
  globalThis.console = new Console(stderr, stderr);
  return stdout;
}

const loadPrograms = () =>
  Promise.all([
    import("@spikeloom/pynn"),
    import("../stack/choose-stack.ts"),
    import("../choose-backend.ts"),
    import("../stack/session-stack.ts"),
  ]);

async function openSession(options: SessionOptions, choice: StackChoice): Promise<PynnSession> {
  const [{ createSession }, { chooseStack }, { chooseBackend }, { sessionStack }] =
    await loadPrograms();
  const stack = await chooseStack(undefined, choice, async () => sessionStack);
  return createSession(options, { stack, backend: chooseBackend(stack) });
}

async function writeNetwork(network: object, path: string): Promise<void> {
  const [{ writeNetworkFiles }, { isNetworkFile }] = await Promise.all([
    import("../load/hdf5-files.ts"),
    import("../is-network-file.ts"),
  ]);
  await writeNetworkFiles(network as NetworkRecord, path, { replaces: isNetworkFile });
}

function versionOf(): string {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { readonly version: string }).version;
}

import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Chromium } from "./chromium.ts";
import type { Claim } from "./compare-networks.ts";
import type { Server } from "./serve.ts";
import type { TrainedDigits } from "./trained.ts";
import { visit } from "./visit.ts";

/** Flags of Chromium: WebGPU without a graphics processor. */
const flags = ["--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader"];

/**
 * Train the digits in Node and in a page, on one and on two threads, and compare the weights bit by bit.
 *
 * On a graphics processor, sums have another order, and losses are compared.
 */
export async function testTraining(chromium: Chromium, server: Server): Promise<readonly Claim[]> {
  const [wanted, alone] = await Promise.all([
    trainInNode(),
    visit(chromium, server, { page: "plain/train-digits.html", seconds: 120, flags }),
  ]);
  const small = await visit(chromium, server, {
    page: "plain/train-small.html",
    seconds: 180,
    flags,
  });
  console.log(`training of small networks in a page: ${(small.end.total / 1000).toFixed(1)} s`);
  server.asked();
  const shared = await visit(chromium, server, { page: "isolated/train-digits.html", seconds: 60 });
  const threads = server.asked().filter((path) => path.includes("example-worker")).length;
  return [
    learns(wanted),
    { claim: "a page trains small networks", holds: small.messages.length > 20 },
    ...(small.messages as readonly Claim[]),
    ...compare("a page", [1], { wanted, messages: alone.messages }),
    onGraphics("a page", { wanted, got: alone.messages[1] as TrainedDigits | undefined }),
    ...compare("an isolated page", [1, 2], { wanted, messages: shared.messages }),
    { claim: `two workers started ${threads} more thread`, holds: threads === 1 },
  ];
}

async function trainInNode(): Promise<TrainedDigits> {
  const script = fileURLToPath(import.meta.resolve("./train-in-node.ts"));
  const flags = ["--conditions=@spikeloom/source", script];
  const { stdout } = await promisify(execFile)(process.execPath, flags);
  return JSON.parse(stdout) as TrainedDigits;
}

/** Sums in another order change the last digits, and now and then a spike. */
function onGraphics(
  place: string,
  { wanted, got }: { readonly wanted: TrainedDigits; readonly got: TrainedDigits | undefined },
): Claim {
  const claim = `digits on a graphics processor of ${place}: loss ${got?.losses[0]} where the CPU has ${wanted.losses[0]}`;
  console.log(`${claim}, ${got?.seconds.toFixed(2)} s`);
  const [loss = Number.NaN] = wanted.losses;
  return { claim, holds: Math.abs(loss - (got?.losses[0] ?? 0)) < 0.01 * loss };
}

/** Weights that have learned nothing would be the same everywhere. */
function learns({ losses, right }: TrainedDigits): Claim {
  const [first = 0, second = Number.POSITIVE_INFINITY] = losses;
  const claim = `the loss goes from ${first} to ${second}, and ${right} of 360 digits are right`;
  return { claim, holds: losses.length === 2 && second < first && right > 180 };
}

function compare(
  place: string,
  counts: readonly number[],
  { wanted, messages }: { readonly wanted: TrainedDigits; readonly messages: readonly unknown[] },
): readonly Claim[] {
  return counts.map((workers, k) => {
    const got = messages[k] as TrainedDigits | undefined;
    const claim = `digits on ${workers} workers of ${place}: weights ${got?.weights} where Node has ${wanted.weights}`;
    console.log(`${claim}, ${got?.seconds.toFixed(2)} s, in Node ${wanted.seconds.toFixed(2)} s`);
    const same = (one: TrainedDigits | undefined): string =>
      JSON.stringify([one?.weights, one?.losses, one?.right]);
    return { claim, holds: got?.workers === workers && same(got) === same(wanted) };
  });
}

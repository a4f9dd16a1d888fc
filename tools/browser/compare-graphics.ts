import type { Chromium } from "./chromium.ts";
import type { Claim } from "./compare-networks.ts";
import { softwareGraphics } from "./compare-shaders.ts";
import type { GraphicsOutcome } from "./graphics-runs.ts";
import type { Server } from "./serve.ts";
import { visit } from "./visit.ts";

/** Simulate on the software adapter of a page and of a worker; spikes must equal those of the CPU processor. */
export async function testGraphics(chromium: Chromium, server: Server): Promise<readonly Claim[]> {
  const page = { page: "plain/webgpu.html", seconds: 120, flags: softwareGraphics };
  const { messages } = await visit(chromium, server, page);
  const outcomes = messages as readonly GraphicsOutcome[];
  const places = new Set(outcomes.map(({ place }) => place));
  return [
    { claim: `${outcomes.length} runs in a page and in a worker`, holds: outcomes.length === 6 },
    { claim: "a page and a worker simulate on WebGPU", holds: places.size === 2 },
    ...outcomes.map(({ network, place, spikes, spikeHash, wanted, seconds }) => {
      const what = `${network} in a ${place}`;
      console.log(`webgpu ${what}: ${spikes} spikes, ${seconds.toFixed(2)} s`);
      const claim = `${what}: ${spikeHash} where the CPU processor has ${wanted}`;
      // Silence would prove nothing.
      return { claim, holds: spikeHash === wanted && spikes > 0 };
    }),
  ];
}

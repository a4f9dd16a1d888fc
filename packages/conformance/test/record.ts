// Writes the spikes of specs/conformance: npx -y pnpm@12 record:results
// Only for new models; an unintended change of spikes is an error.
import { writeFileSync } from "node:fs";
import { checkNetwork } from "@spikeloom/network";
import { clock, defaultStack as stack } from "spikeloom";
import { drivenNetwork, fixtureDuration, shownBy } from "../src/fixture.ts";
import { fixtures } from "../src/generated/fixtures.ts";
import { outcomeOf, spikesOf } from "../src/outcome.ts";

const backend = clock();
const known: Record<string, object> = {};
for (const { name, model } of fixtures) {
  const network = drivenNetwork(model);
  if (checkNetwork(network, { stack, backend }).length > 0) continue;
  const outcome = await outcomeOf(network, {
    stack,
    backend,
    duration: fixtureDuration,
    goesOn: true,
  });
  const shown = outcome.state[shownBy(model) ?? ""];
  known[name] = { spikes: spikesOf(outcome), ...(shown !== undefined && { shown: [...shown] }) };
}
const place = new URL("../../../specs/conformance/spikes.json", import.meta.url);
writeFileSync(place, `${JSON.stringify(known, undefined, 2)}\n`);

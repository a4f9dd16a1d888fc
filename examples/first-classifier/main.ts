// A spiking network learns to classify digits: `npx -y pnpm@12 script examples/first-classifier/main.ts`
// Another set by name and folder: `... main.ts fashion-mnist /usr/share/datasets/fashion-mnist`
import { train } from "spikeloom/train";
import { classifier } from "./classifier.ts";

const [set = "digits", folder] = process.argv.slice(2);
const task = classifier(set, set === "digits" ? 8 : 28, 128);
const data = folder === undefined ? task.data : { ...task.data, folder };
const { test } = await train(
  { ...task, data },
  {
    onEpoch: ({ epoch, loss, accuracy = 0 }) =>
      console.log(`epoch ${epoch + 1}  loss ${loss.toFixed(3)}  ${(100 * accuracy).toFixed(1)} %`),
  },
);
console.log(`${test.right} of ${test.size} test samples correct`);

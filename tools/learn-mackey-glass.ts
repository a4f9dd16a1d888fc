// A reservoir of spiking neurons predicts the Mackey-Glass series on its own: NeuroBench's task with a delay of 17.
// `npx -y pnpm@12 script tools/learn-mackey-glass.ts [--seeds 10] [--choose]`
import { parseArgs } from "node:util";
import { forecast } from "./mackey-glass/forecast.ts";
import { lyapunov, mackeyGlass } from "./mackey-glass/series.ts";

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "10" },
    choose: { type: "boolean", default: false },
  },
});
const seeds = Number(values.seeds);
if (!(Number.isInteger(seeds) && seeds >= 1)) throw new Error("--seeds takes a whole number.");

// Ten Lyapunov times of training data, of which 0.6 are not fitted, and ten to predict; each run starts half a time
// later.
const [learnt, ahead, warmUp] = [10 * lyapunov.points, 10 * lyapunov.points, 45];
const shift = lyapunov.points / 2;
const sizes = { encoders: 200, reservoir: 800 };
const length = learnt + ahead + 1;
const tested = length + Math.ceil(seeds * shift);
const series = mackeyGlass(2 * tested);

/** Predict with each seed, from a point of the series on; returns the mean error. */
async function measure(penalty: number, from = 0): Promise<number> {
  let sum = 0;
  for (let seed = 0; seed < seeds; seed++) {
    const own = series.subarray(from + Math.floor(seed * shift));
    const { smape, fit } = await forecast(own, { learnt, ahead, seed, warmUp, penalty, sizes });
    console.log(
      `seed ${seed}: sMAPE ${smape.toFixed(2)}, next point in training within ${fit.toFixed(4)} sd`,
    );
    sum += smape;
  }
  return sum / seeds;
}

if (values.choose) {
  // Uses the part after everything that is predicted in the end.
  for (const penalty of [1e-5, 1e-4, 1e-3]) {
    const error = await measure(penalty, tested);
    console.log(`penalty ${penalty}: sMAPE ${error.toFixed(2)} over another stretch\n`);
  }
} else {
  const error = await measure(1e-5);
  console.log(
    `\nsMAPE over ${seeds} seeds, ${sizes.encoders + sizes.reservoir} spiking neurons: ${error.toFixed(2)}`,
  );
  console.log("NeuroBench (arXiv:2304.04640): LSTM 13.37, echo state network 14.7");
}

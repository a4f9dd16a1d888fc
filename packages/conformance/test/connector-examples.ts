type Options = Readonly<Record<string, unknown>>;

const matrix = Array.from({ length: 20 }, (_, i) =>
  Array.from({ length: 30 }, (_, j) => (i * j) % 3 === 1),
);

/** Options of each connector that ships, from 20 to 30 neurons 10 µm apart. */
export const examples: Readonly<Record<string, readonly Options[]>> = {
  "all-to-all": [{}],
  "one-to-one": [{}],
  "fixed-probability": [{ p: 0.3 }],
  "fixed-indegree": [{ n: 5 }, { n: 5, multapses: false }],
  "fixed-outdegree": [{ n: 5 }, { n: 5, multapses: false }],
  "fixed-total": [{ n: 77 }, { n: 77, multapses: false }],
  pairs: [
    {
      pairs: [
        [1, 2],
        [3, 4],
        [1, 2],
      ],
    },
  ],
  matrix: [{ matrix }],
  "distance-probability": [{ p: "0.1 + 0.5 * int(d < 60*um)" }],
  "index-probability": [{ p: "0.1 + 0.01 * j" }],
  "small-world": [{ degree: 4, rewiring: 0.5 }],
  convolution: [{ rows: 4, columns: 5, kernelRows: 3, kernelColumns: 3 }],
};

/** Those that connect a population to itself alone, or pair neurons of the same index. */
export const ownPopulation: ReadonlySet<string> = new Set(["small-world", "one-to-one"]);

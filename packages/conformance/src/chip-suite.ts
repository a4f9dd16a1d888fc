import {
  type BackendRecord,
  checkOptionNames,
  type NetworkRecord,
  type OptionNames,
  SpikeLoomError,
  type Stack,
} from "@spikeloom/kernel";
import { checkRun, estimateNetwork, readCheckpoint, run, simulate } from "@spikeloom/simulate";
import { type Claim, claimsAbout } from "./claim.ts";
import { drivenNetwork, fixtureDuration } from "./fixture.ts";
import { fixtures } from "./generated/fixtures.ts";

/** Inputs for testing the emulator of a chip. */
export interface ChipSuiteOptions {
  /** A stack with the models of the network, connectors and integrators. */
  readonly stack: Stack;
  /** A network that the chip runs, which records spikes and samples; it must spike within 30 ms. */
  readonly network: NetworkRecord;
  /** A population of it, and a variable that its neurons have. */
  readonly population: string;
  readonly variable: string;
}

const names: OptionNames<ChipSuiteOptions> = {
  stack: true,
  network: true,
  population: true,
  variable: true,
};

/** Steps after which a run is saved. */
const saved = [1, 12, 29] as const;
const duration = "30 ms";

/**
 * Requirements for a backend that emulates a chip.
 *
 * A chip runs few models, and rounds: its results are compared with each other, on a network of the author. Every model of the
 * specification runs, or is refused with a code before anything is prepared.
 */
export function chipSuite(backend: BackendRecord, options: ChipSuiteOptions): readonly Claim[] {
  checkOptionNames(options, names, "chipSuite", ["stack", "network", "population", "variable"]);
  const { stack, network, population, variable } = options;
  const claim = claimsAbout(backend);
  const on = { stack, backend };
  const runTo = async (from?: Uint8Array, every?: string) => {
    const files: Uint8Array[] = [];
    const write = (bytes: Uint8Array) => void files.push(bytes);
    const result = await run(network, {
      ...on,
      for: duration,
      seed: 5,
      ...(every && { checkpoint: { every, write } }),
      ...(from && { from: await readCheckpoint(from) }),
    });
    return { files, result };
  };
  return [
    claim("states the chip that it emulates", ({ holds }) => {
      holds("the name of a chip", (backend.chip ?? "") !== "", backend.chip);
    }),
    ...fixtures.map(({ name, model }) =>
      claim(`runs ${name}, or refuses it before preparing`, async ({ same, holds }) => {
        let prepared = 0;
        const watched: BackendRecord = {
          ...backend,
          prepare: (program, job) => {
            prepared++;
            return backend.prepare(program, job);
          },
        };
        try {
          const made = drivenNetwork(model);
          await run(made, { stack, backend: watched, for: fixtureDuration, onDivergence: "warn" });
        } catch (fault) {
          holds("a coded error", fault instanceof SpikeLoomError, fault);
          same("the number of prepare calls", prepared, 0);
        }
      }),
    ),
    claim("depends only on the seed", async ({ same, holds }) => {
      const [one, two, other] = await Promise.all(
        [5, 5, 6].map(async (seed) => {
          const { recordings, spikeCounts, spikeHash } = await run(network, {
            ...on,
            for: duration,
            seed,
          });
          return { recordings, spikeCounts, spikeHash };
        }),
      );
      same("the outcome of a repeated run", two, one);
      holds(
        "spikes",
        Object.values(one?.spikeCounts ?? {}).some((count) => count > 0),
        one,
      );
      holds("the spikes of another seed", other?.spikeHash !== one?.spikeHash, "alike");
    }),
    claim("gives the same results in pieces of any size", async ({ same }) => {
      const pieces = [["30 ms"], ["1 ms", "9 ms", "1 ms", "13 ms", "6 ms"]];
      const [whole, parts] = await Promise.all(
        pieces.map(async (own) => {
          const simulated = await simulate(network, { ...on, seed: 5 });
          try {
            for (const piece of own) await simulated.advance(piece);
            const { recordings, spikeHash } = await simulated.result();
            return { recordings, spikeHash, values: await simulated.state(population, variable) };
          } finally {
            await simulated.close();
          }
        }),
      );
      same("the run in pieces", parts, whole);
    }),
    ...saved.map((step) =>
      claim(`resumes after ${step} ms with identical results`, async ({ same }) => {
        const whole = await runTo(undefined, `${step} ms`);
        const rest = await runTo(whole.files[0]);
        same("digest of all spikes", rest.result.spikeHash, whole.result.spikeHash);
        same("their numbers", rest.result.spikeCounts, whole.result.spikeCounts);
      }),
    ),
    claim("can be forked, saved and restored", async ({ same }) => {
      const simulated = await simulate(network, { ...on, seed: 5 });
      await simulated.advance("12 ms");
      const state = await simulated.save();
      const fork = await simulated.fork();
      const hashes: string[] = [];
      for (const one of [simulated, fork]) {
        await one.advance("8 ms");
        hashes.push((await one.result()).spikeHash);
      }
      await simulated.restore(state);
      await simulated.advance("8 ms");
      hashes.push((await simulated.result()).spikeHash);
      await Promise.all([simulated.close(), fork.close()]);
      same("the spikes of the fork and of the restored simulation", hashes.slice(1), [
        hashes[0],
        hashes[0],
      ]);
    }),
    claim("reports what happened to its numbers", async ({ holds }) => {
      const { summary } = (await runTo()).result;
      const own = summary.notes.filter((note) => note.startsWith(`${population}, `));
      holds(`notes on "${population}"`, own.length > 0, summary.notes);
    }),
    claim("estimates memory whose parts add up to the total", ({ near }) => {
      const { bytes, parts } = estimateNetwork(network, on);
      const sum = parts.reduce((all, part) => all + part.bytes, 0);
      near("the sum of all parts in bytes", sum, { expected: bytes, within: 1e-9 * bytes });
    }),
    claim("finds no fault in a network that it runs", ({ same }) => {
      same("faults", checkRun(network, on), []);
    }),
    claim("refuses to read a variable that its neurons lack", ({ coded }) =>
      coded("reading it", async () => {
        const simulated = await simulate(network, { ...on, seed: 5 });
        try {
          await simulated.state(population, "no_such_variable");
        } finally {
          await simulated.close();
        }
      }),
    ),
  ];
}

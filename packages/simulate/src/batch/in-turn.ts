import type { BackendBatch, BackendRecord, Simulation } from "@spikeloom/kernel";

/** Create a batch for a backend that has none: a simulation begins when the one before it is closed. */
export function inTurn(backend: BackendRecord): BackendBatch {
  let last: Promise<void> = Promise.resolve();
  return {
    atOnce: 1,
    async prepare(program, job) {
      const before = last;
      let end: () => void = () => undefined;
      last = new Promise((resolve) => {
        end = resolve;
      });
      await before;
      try {
        const simulation = await backend.prepare(program, job);
        return changed(simulation, {
          close: (own) => async () => {
            try {
              await own.close();
            } finally {
              end();
            }
          },
        });
      } catch (fault) {
        end();
        throw fault;
      }
    },
    close: () => undefined,
  };
}

type Changes = {
  readonly [Name in keyof Simulation]?: (simulation: Simulation) => Simulation[Name];
};

/** Replace members of a simulation. */
export function changed(simulation: Simulation, changes: Changes): Simulation {
  return new Proxy(simulation, {
    get(target, key) {
      const change = changes[key as keyof Simulation];
      if (change !== undefined) return change(target);
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

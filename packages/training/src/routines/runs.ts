import { type FloatType, type Routine, routine } from "@spikeloom/code";

/** Write the routine that adds a run of elements to another. */
export function addRun(type: FloatType): Routine {
  const about = "Adds elements to others.";
  const parameters = { from: "i32", into: "i32", count: "i32" } as const;
  const passed = { values: type, sums: type };
  return routine("add_run", { about, parameters, passed }, (b, given, { values, sums }) => {
    const { add } = b.floats(type);
    b.for({ name: "c", from: b.i32(0), to: given.count }, (c) => {
      const place = b.keep("place", b.apply("add", given.into, c));
      const value = b.load(values, b.apply("add", given.from, c));
      b.store(sums, place, add(b.load(sums, place), value));
    });
    return undefined;
  });
}

/** Write the routine that does the same with each element times a factor. */
export function addScaledRun(type: FloatType): Routine {
  const about = "Adds elements, each times a factor, to others.";
  const parameters = { from: "i32", into: "i32", count: "i32", factor: type } as const;
  const passed = { values: type, sums: type };
  return routine("add_scaled_run", { about, parameters, passed }, (b, given, { values, sums }) => {
    const { add, mul } = b.floats(type);
    b.for({ name: "c", from: b.i32(0), to: given.count }, (c) => {
      const place = b.keep("place", b.apply("add", given.into, c));
      const value = b.load(values, b.apply("add", given.from, c));
      b.store(sums, place, add(b.load(sums, place), mul(given.factor, value)));
    });
    return undefined;
  });
}

/** Write the routine that adds two runs of elements to another, first the one, then the other. */
export function addTwoRuns(type: FloatType): Routine {
  const about = "Adds elements of two runs to others.";
  const parameters = { from: "i32", next: "i32", into: "i32", count: "i32" } as const;
  const passed = { values: type, sums: type };
  return routine("add_two_runs", { about, parameters, passed }, (b, given, { values, sums }) => {
    const { add } = b.floats(type);
    b.for({ name: "c", from: b.i32(0), to: given.count }, (c) => {
      const place = b.keep("place", b.apply("add", given.into, c));
      const first = add(b.load(sums, place), b.load(values, b.apply("add", given.from, c)));
      b.store(sums, place, add(first, b.load(values, b.apply("add", given.next, c))));
    });
    return undefined;
  });
}

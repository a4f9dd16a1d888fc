import type { EventRecord, NeuronRecord, RegimeRecord } from "@spikeloom/kernel";
import { readAssignments } from "./assignments.ts";
import { readDynamics } from "./dynamics.ts";
import { MODEL_FIELDS, MODEL_REFERENCE } from "./errors.ts";
import { exactlyOne } from "./fields.ts";
import type { ParsedEvent, ParsedRegime } from "./parsed.ts";
import { didYouMean, readOptional } from "./read-expression.ts";
import { placeIn, type Reading } from "./reading.ts";

type Transition = RegimeRecord["transitions"][number];

/** Read the additional events of a neuron. */
export function readEvents(
  reading: Reading,
  records: Readonly<Record<string, EventRecord>>,
): ReadonlyMap<string, ParsedEvent> {
  const parsed = new Map<string, ParsedEvent>();
  for (const [name, record] of Object.entries(records)) {
    const path = `events.${name}`;
    if (name === "spike") {
      const message = 'The event "spike" is described by the field "spike".';
      reading.errors.push(MODEL_FIELDS({ place: placeIn(reading, path), message }));
    }
    const when = readOptional(reading, record.when, { needs: "condition", path: `${path}.when` });
    parsed.set(name, {
      name,
      when,
      do: readAssignments(reading, record.do, { path: `${path}.do` }),
    });
  }
  return parsed;
}

/** Read the regimes: transitions lead to existing regimes, and one regime is initial. */
export function readRegimes(
  reading: Reading,
  record: NeuronRecord,
): ReadonlyMap<string, ParsedRegime> {
  const regimes = record.regimes ?? {};
  checkInitial(reading, regimes);
  const parsed = new Map<string, ParsedRegime>();
  for (const [name, regime] of Object.entries(regimes)) {
    const path = `regimes.${name}`;
    for (const variable of Object.keys(regime.dynamics ?? {})) {
      if (!Object.hasOwn(record.dynamics ?? {}, variable)) continue;
      const place = placeIn(reading, `${path}.dynamics.${variable}`);
      const message = `"${variable}" has dynamics both in this regime and outside of regimes.`;
      reading.errors.push(MODEL_FIELDS({ place, message }));
    }
    parsed.set(name, {
      name,
      initial: regime.initial ?? false,
      dynamics: readDynamics(reading, regime.dynamics, `${path}.dynamics`),
      onEntry: readAssignments(reading, regime.onEntry, { path: `${path}.onEntry` }),
      transitions: regime.transitions.map((transition, k) =>
        readTransition(reading, transition, { path: `${path}.transitions[${k}]`, record }),
      ),
    });
  }
  return parsed;
}

function checkInitial(reading: Reading, regimes: Readonly<Record<string, RegimeRecord>>): void {
  const names = Object.keys(regimes);
  const initial = names.filter((name) => regimes[name]?.initial === true);
  if (names.length === 0 || initial.length === 1) return;
  reading.errors.push(
    MODEL_FIELDS({
      place: placeIn(reading, "regimes"),
      message: "Exactly one regime must be the initial one.",
      got: initial.length === 0 ? "none" : initial.join(" and "),
      next: 'Set "initial" to true in one regime.',
    }),
  );
}

function readTransition(
  reading: Reading,
  transition: Transition,
  { path, record }: { readonly path: string; readonly record: NeuronRecord },
): ParsedRegime["transitions"][number] {
  exactlyOne(reading, transition, { path, fields: ["when", "on"] });
  const { when, on, to, emit = [] } = transition;
  refer(reading, to, { path: `${path}.to`, what: "regime", among: record.regimes });
  refer(reading, on, { path: `${path}.on`, what: "receptor", among: record.receptors });
  for (const event of emit) {
    if (event === "spike") continue;
    refer(reading, event, { path: `${path}.emit`, what: "event", among: record.events });
  }
  return {
    when: readOptional(reading, when, { needs: "condition", path: `${path}.when` }),
    on,
    to,
    do: readAssignments(reading, transition.do, { path: `${path}.do` }),
    emit,
  };
}

function refer(
  reading: Reading,
  name: string | undefined,
  {
    path,
    what,
    among = {},
  }: {
    readonly path: string;
    readonly what: string;
    readonly among: Readonly<Record<string, unknown>> | undefined;
  },
): void {
  if (name === undefined || Object.hasOwn(among, name)) return;
  reading.errors.push(() =>
    MODEL_REFERENCE({
      place: placeIn(reading, path),
      message: `This model has no ${what} "${name}".`,
      next: didYouMean(name, Object.keys(among)),
    }),
  );
}

import {
  type BackendRecord,
  checkModel,
  checkOptionNames,
  type OptionNames,
  type Stack,
} from "@spikeloom/kernel";
import { checkNetwork } from "@spikeloom/network";
import { parseQuantity, toInternal } from "@spikeloom/units";
import { type Claim, claimsAbout, type MakeClaim } from "./claim.ts";
import { isAble, refusesUnprepared } from "./claim-on-network.ts";
import { drivenNetwork, type ModelRecord } from "./fixture.ts";
import { outcomeAgain, type Ran, runOf } from "./outcome.ts";

/** Inputs for testing a model. */
export interface ModelSuiteOptions {
  /** A stack with connectors, integrators and the models `spike-array` and `poisson`, such as `defaultStack`. */
  readonly stack: Stack;
  /** By default all backends of the stack. */
  readonly backends?: readonly BackendRecord[];
  /** By default only `nest`. */
  readonly conventions?: readonly string[];
  /** Duration of each run, by default 50 ms. */
  readonly duration?: string;
}

const names: OptionNames<ModelSuiteOptions> = {
  stack: true,
  backends: true,
  conventions: true,
  duration: true,
};

/**
 * Requirements for a neuron, a synapse or a plasticity rule.
 *
 * It is plain data, its equations are valid, and every backend with the required capabilities runs it with identical
 * bits; the others refuse it by capability.
 */
export function modelSuite(model: ModelRecord, options: ModelSuiteOptions): readonly Claim[] {
  checkOptionNames(options, names, "modelSuite");
  const { conventions = ["nest"] } = options;
  const claim = claimsAbout(model);
  return [
    ...dataClaims(model, options, claim),
    ...conventions.flatMap((convention) => runClaims(model, { ...options, convention }, claim)),
  ];
}

function dataClaims(
  model: ModelRecord,
  { stack }: ModelSuiteOptions,
  claim: MakeClaim,
): readonly Claim[] {
  const place = `${model.kind} "${model.name}"`;
  return [
    claim("is data: its JSON is the same model", ({ same }) => {
      const text = JSON.stringify(model);
      const copy: unknown = JSON.parse(text);
      same("errors of its shape", checkModel(copy, place).map(String), []);
      same("its JSON again", JSON.stringify(copy), text);
    }),
    claim("passes every check of the equation language", ({ same }) => {
      const faults = checkNetwork(drivenNetwork(model, "nest"), { stack });
      same("errors of its equations", faults.map(String), []);
    }),
    claim("describes itself and each of its names, and cites its source", ({ holds }) => {
      holds("its sources", (model.cite ?? []).length > 0, model.cite);
      for (const [name, { about }] of namedParts(model)) holds(name, about.length > 0, about);
    }),
    claim("has defaults within their bounds", ({ holds }) => {
      for (const [name, row] of Object.entries(model.parameters)) {
        const { default: value, min = value, max = value, exclusive = false } = row;
        const [own, least, most] = [quantity(value), quantity(min), quantity(max)];
        const isAbove = exclusive && row.min !== undefined ? own > least : own >= least;
        holds(`parameters.${name}`, isAbove && own <= most, value);
      }
    }),
  ];
}

function quantity(value: string | number): number {
  return toInternal(parseQuantity(value));
}

/** The parts of a model that have a description. */
function namedParts(model: ModelRecord): readonly (readonly [string, { about: string }])[] {
  const groups = model as unknown as Readonly<Record<string, unknown>>;
  const named = ["parameters", "state", "expressions", "inputs", "outputs", "receptors"];
  return [
    ["about", model],
    ...named.flatMap((group) =>
      Object.entries((groups[group] ?? {}) as Record<string, { about: string }>).map(
        ([name, part]) => [`${group}.${name}`, part] as const,
      ),
    ),
  ];
}

function runClaims(
  model: ModelRecord,
  options: ModelSuiteOptions & { readonly convention: string },
  claim: MakeClaim,
): readonly Claim[] {
  const { stack, backends = stack.list("backend"), convention, duration = "50 ms" } = options;
  const network = drivenNetwork(model, convention);
  const able = backends.filter((backend) => isAble({ stack, backend }, [network]));
  const [first] = able;
  let ran: Promise<Ran> | undefined;
  /** The other backends run the program of the first. */
  const ranOn = (backend: BackendRecord): Promise<Ran> => {
    ran ??= runOf(network, { stack, backend, duration });
    return ran;
  };
  return backends.map((backend) => {
    const under = `on ${backend.name} under ${convention}`;
    if (!able.includes(backend)) {
      return claim(`is refused by capability ${under}`, (checks) =>
        refusesUnprepared(network, { stack, backend }, checks),
      );
    }
    if (first === undefined || first === backend) {
      return claim(`runs with finite values ${under}`, () => ranOn(backend));
    }
    return claim(`gives the same bits as on ${first.name} ${under}`, async ({ same }) => {
      const one = await ranOn(first);
      same("its outcome", await outcomeAgain(one, { stack, backend }), one.outcome);
    });
  });
}

import type { Simulation } from "../../../src/api/simulation.ts";
import type { Mistakes } from "./mistake.ts";

/** Mistakes in projections, connectors and synapses. */
export function connections(sim: Simulation): Mistakes {
  const lif = sim.Population(2, sim.IF_curr_exp());
  const { AllToAllConnector: All, StaticSynapse: Static, Projection } = sim;
  const point = sim.Population(2, sim.PointNeuron(sim.LIF(), { NMDA: sim.BetaPSR() }));
  const weights = sim.FromListConnector([[0, 1, 0.5]], { columnNames: ["weight"] });
  const uses = sim.FromListConnector([[0, 1, 0.5]], { columnNames: ["U"] });
  const depressing = { synapseType: sim.TsodyksMarkramSynapse() };
  return {
    "a receptor": {
      right: () => Projection(lif, lif, All(), { receptorType: "inhibitory" }),
      // @ts-expect-error
      wrong: () => Projection(lif, lif, All(), { receptorType: "inhibitary" }),
    },
    "a receptor of a point neuron": {
      right: () => Projection(lif, point, All(), { receptorType: "NMDA" }),
      // @ts-expect-error
      wrong: () => Projection(lif, point, All(), { receptorType: "AMPA" }),
    },
    "an option of a projection": {
      right: () => Projection(lif, lif, All(), { synapseType: Static() }),
      // @ts-expect-error
      wrong: () => Projection(lif, lif, All(), { synapse: Static() }),
    },
    "a synapse type in place of the options": {
      right: () => Projection(lif, lif, All(), { synapseType: Static() }),
      // @ts-expect-error
      wrong: () => Projection(lif, lif, All(), Static()),
    },
    "a parameter of a synapse": {
      right: () => Static({ weight: 0.5 }),
      // @ts-expect-error
      wrong: () => Static({ weigth: 0.5 }),
    },
    "a parameter of another synapse": {
      right: () => sim.TsodyksMarkramSynapse({ U: 0.5 }),
      // @ts-expect-error
      wrong: () => Static({ U: 0.5 }),
    },
    "a delay without time": {
      right: () => sim.ElectricalSynapse({ weight: 0.1 }),
      // @ts-expect-error
      wrong: () => sim.ElectricalSynapse({ weight: 0.1, delay: 1 }),
    },
    "an option of a connector": {
      right: () => All({ allowSelfConnections: false }),
      // @ts-expect-error
      wrong: () => All({ allow_self_connections: false }),
    },
    "a value of an option of a connector": {
      right: () => Projection(lif, lif, All({ allowSelfConnections: "NoMutual" })),
      // @ts-expect-error
      wrong: () => Projection(lif, lif, All({ allowSelfConnections: "noMutual" })),
    },
    "a callback of a connector": {
      right: () => Projection(lif, lif, All({ callback: () => {} })),
      // @ts-expect-error
      wrong: () => Projection(lif, lif, All({ callback: true })),
    },
    "a probability": {
      right: () => sim.FixedProbabilityConnector(0.1),
      // @ts-expect-error
      wrong: () => sim.FixedProbabilityConnector("p"),
    },
    "a number of connections": {
      right: () => sim.FixedNumberPreConnector(1),
      // @ts-expect-error
      wrong: () => sim.FixedNumberPreConnector({ n: 1 }),
    },
    "a column of a list": {
      right: () => [Projection(lif, lif, weights), Projection(lif, lif, uses, depressing)],
      // @ts-expect-error
      wrong: () => Projection(lif, lif, uses),
    },
  };
}

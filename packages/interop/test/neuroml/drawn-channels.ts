import type { Draw } from "../../../../tools/test/draws.ts";

function pick<T>(draw: Draw, list: readonly T[]): T {
  return list[draw(list.length)] as T;
}

/** A number from a range, with one digit behind the point. */
function between(draw: Draw, low: number, high: number): number {
  return (10 * low + draw(10 * (high - low) + 1)) / 10;
}

function curve(draw: Draw, element: string, kind: "Rate" | "Variable"): string {
  const shapes = kind === "Rate" ? ["Exp", "Sigmoid", "ExpLinear"] : ["Sigmoid"];
  const height = kind === "Rate" ? `${between(draw, 0.1, 4)}per_ms` : "1";
  const scale = pick(draw, [-1, 1]) * between(draw, 5, 40);
  return `<${element} type="HH${pick(draw, shapes)}${kind}" rate="${height}" midpoint="${-between(draw, 20, 80)}mV" scale="${scale}mV"/>`;
}

function timeCourse(draw: Draw): string {
  return `<timeCourse type="fixedTimeCourse" tau="${between(draw, 0.5, 20)}ms"/>`;
}

function q10(draw: Draw): string {
  return pick(draw, [
    ...["", "", '<q10Settings type="q10Fixed" fixedQ10="0.5"/>'],
    '<q10Settings type="q10ExpTemp" q10Factor="3" experimentalTemp="6.3 degC"/>',
  ]);
}

function rates(draw: Draw): string {
  return curve(draw, "forwardRate", "Rate") + curve(draw, "reverseRate", "Rate");
}

function steady(draw: Draw): string {
  return curve(draw, "steadyState", "Variable");
}

/** A rate that calcium speeds up, of a type that the document defines. */
const risingWithCalcium = '<forwardRate type="own_rate" height="0.1per_ms"/>';
const ownRate = `<ComponentType name="own_rate" extends="baseVoltageConcDepRate"><Parameter name="height" dimension="per_time"/>
<Constant name="SCALE" dimension="voltage" value="1 mV"/><Constant name="CONC" dimension="concentration" value="1 mM"/><Dynamics>
<ConditionalDerivedVariable name="r" exposure="r" dimension="per_time"><Case condition="v / SCALE .lt. -60 .and. caConc .gt. 0"
value="height * exp(-(v / SCALE + 60)^2 / 100)"/><Case value="height * (1 + caConc / CONC)"/></ConditionalDerivedVariable></Dynamics></ComponentType>`;

/** What is in a gate, by its type. */
const gates: Readonly<Record<string, (draw: Draw) => string>> = {
  gateHHrates: (draw) => q10(draw) + rates(draw),
  gateHHtauInf: (draw) => q10(draw) + timeCourse(draw) + steady(draw),
  gateHHratesTau: (draw) => q10(draw) + rates(draw) + timeCourse(draw),
  gateHHratesInf: (draw) => q10(draw) + rates(draw) + steady(draw),
  gateHHInstantaneous: steady,
  gateFractional: (draw) =>
    [3, 7]
      .map((share, k) => {
        const inside = steady(draw) + timeCourse(draw);
        return `<subGate id="part${k}" fractionalConductance="0.${share}">${inside}</subGate>`;
      })
      .join(""),
};

const transitions: readonly ((draw: Draw) => string)[] = [
  (draw) =>
    `<forwardTransition id="f" from="c" to="o">${curve(draw, "rate", "Rate")}</forwardTransition>
<reverseTransition id="r" from="c" to="o">${curve(draw, "rate", "Rate")}</reverseTransition>`,
  (draw) =>
    `<vHalfTransition id="f" from="c" to="o" vHalf="-40mV" z="${between(draw, 1, 2)}" gamma="0.75" tau="3.2ms" tauMin="0.3ms"/>`,
  (draw) =>
    `<tauInfTransition id="f" from="c" to="o">${steady(draw)}${timeCourse(draw)}</tauInfTransition>`,
];

function channel(draw: Draw, id: string, followsCalcium: boolean): string {
  if (followsCalcium && draw(3) === 0) {
    return `<ionChannelHH id="${id}" conductance="10pS"><gateHHrates id="g" instances="2">
${risingWithCalcium}${curve(draw, "reverseRate", "Rate")}</gateHHrates></ionChannelHH>`;
  }
  if (draw(5) === 0) {
    const further = `<forwardTransition id="f2" from="o" to="d">${curve(draw, "rate", "Rate")}</forwardTransition>
<reverseTransition id="r2" from="o" to="d">${curve(draw, "rate", "Rate")}</reverseTransition>`;
    return `<ionChannelKS id="${id}" conductance="10pS"><gateKS id="n" instances="${1 + draw(4)}"><closedState id="c"/>
<closedState id="d"/><openState id="o"/>${pick(draw, transitions)(draw)}${further}</gateKS></ionChannelKS>`;
  }
  const kinds = Object.keys(gates);
  const made = Array.from({ length: draw(3) }, (_, k) => {
    const kind = pick(draw, kinds);
    return `<${kind} id="g${k}" instances="${1 + draw(4)}">${gates[kind]?.(draw)}</${kind}>`;
  });
  return `<ionChannelHH id="${id}" conductance="${1 + draw(20)}pS">${made.join("")}</ionChannelHH>`;
}

/** A density of channels for calcium; `place` is its number. */
function calciumDensity(draw: Draw, place: number): string {
  const at = `id="d${place}" ionChannel="c${place}"`;
  const value = `condDensity="${between(draw, 0.1, 10)} mS_per_cm2"`;
  const ion = `ion="${pick(draw, ["ca", "ca", "x"])}"`;
  return pick(draw, [
    `<channelDensity ${at} ${value} erev="120mV" ${ion}/>`,
    `<channelDensityNernst ${at} ${value} ${ion}/>`,
    `<channelDensityGHK ${at} permeability="${between(draw, 1, 9)}e-6 m_per_s" ${ion}/>`,
    `<channelDensityGHK2 ${at} ${value} ${ion}/>`,
  ]);
}

/** A model of a concentration. */
function pool(draw: Draw): string {
  const decay = `decayConstant="${between(draw, 5, 80)}ms"`;
  return pick(draw, [
    `<decayingPoolConcentrationModel id="pool" ion="ca" restingConc="1e-7 mol_per_cm3" ${decay} shellThickness="0.2um"/>`,
    `<fixedFactorConcentrationModel id="pool" ion="ca" restingConc="5e-5 mM" ${decay} rho="3e-6 mol_per_m_per_A_per_s"/>`,
  ]);
}

function density(draw: Draw, k: number): string {
  const [erev, at] = [`erev="${draw(150) - 90}mV"`, `id="d${k}" ionChannel="c${k}"`];
  const value = `condDensity="${between(draw, 0.1, 100)} mS_per_cm2"`;
  return pick(draw, [
    `<channelDensity ${at} ${value} ${erev} ion="x"/>`,
    `<channelDensityVShift ${at} ${value} ${erev} vShift="5mV" ion="x"/>`,
    `<channelPopulation ${at} number="${1 + draw(5000)}" ${erev} ion="x"/>`,
  ]);
}

function compartment(draw: Draw, channels: number, hasCalcium: boolean): string {
  const all = Array.from({ length: channels }, (_, k) =>
    hasCalcium && draw(2) === 0 ? calciumDensity(draw, k) : density(draw, k),
  );
  const counted = all.join("");
  const inside = hasCalcium
    ? `<species id="ca" ion="ca" concentrationModel="pool" initialConcentration="1e-4 mM" initialExtConcentration="${between(draw, 1, 3)} mM"/>`
    : "";
  if (!hasCalcium && draw(4) === 0 && !/<channelDensity/.test(counted)) {
    return `<pointCellCondBased id="cell" C="${between(draw, 5, 50)}pF" v0="-65mV" thresh="20mV">${counted}</pointCellCondBased>`;
  }
  return `<cell id="cell"><morphology id="m"><segment id="0" name="soma"><proximal x="0" y="0" z="0" diameter="17.8"/>
<distal x="0" y="0" z="${draw(2) * 20}" diameter="17.8"/></segment></morphology><biophysicalProperties id="b"><membraneProperties>
${counted}<spikeThresh value="${draw(30) - 20}mV"/><specificCapacitance value="${between(draw, 0.5, 2)} uF_per_cm2"/>
<initMembPotential value="-${60 + draw(10)}mV"/></membraneProperties><intracellularProperties>${inside}</intracellularProperties></biophysicalProperties></cell>`;
}

const nmda = `<blockingPlasticSynapse id="nmda" gbase="0.5nS" erev="0mV" tauRise="1ms" tauDecay="4ms">
<plasticityMechanism type="tsodyksMarkramDepFacMechanism" initReleaseProb="0.4" tauRec="30ms" tauFac="20ms"/>
<blockMechanism type="voltageConcDepBlockMechanism" species="mg" blockConcentration="1.2 mM" scalingConc="1.92 mM"
scalingVolt="16.13 mV"/></blockingPlasticSynapse>`;
const depressing = nmda
  .replace("DepFac", "Dep")
  .replace(' tauFac="20ms"', "")
  .replace(/<block.*\n.*?<\/blockM/, "</blockM");

const attached: readonly string[] = [
  nmda,
  nmda.replace(/<plasticityMechanism.*\n/, ""),
  depressing.replace(/<blockMechanism[^>]*>/, ""),
  '<expOneSynapse id="nmda" gbase="0.5nS" erev="0mV" tauDecay="3ms"/>',
];

/** Draw a network of cells with ion channels, plastic and blocked synapses, couplings and clamps. */
export function drawnChannels(draw: Draw): string {
  const count = 1 + draw(4);
  const hasCalcium = draw(2) === 0;
  const channels = Array.from({ length: count }, (_, k) => channel(draw, `c${k}`, hasCalcium));
  const ways = draw(2) === 0 ? ["gap", "gap"] : ["silent", "graded"];
  const coupling = pick(draw, [
    `<electricalProjection id="ep" presynapticPopulation="p" postsynapticPopulation="q"><electricalConnectionInstanceW id="0"
preCell="../p[0]" postCell="../q[1]" synapse="gap" weight="${1 + draw(3)}"/></electricalProjection>`,
    `<continuousProjection id="cp" presynapticPopulation="p" postsynapticPopulation="q"><continuousConnectionInstanceW id="0"
preCell="../p[1]" postCell="../q[0]" preComponent="${ways[0]}" postComponent="${ways[1]}" weight="0.5"/></continuousProjection>`,
  ]);
  const clamp = pick(draw, [
    '<voltageClamp id="held" delay="10ms" duration="20ms" targetVoltage="-60mV" simpleSeriesResistance="200Mohm"/>',
    `<voltageClampTriple id="held" active="1" delay="10ms" duration="20ms" conditioningVoltage="-70mV" testingVoltage="-20mV"
returnVoltage="-60mV" simpleSeriesResistance="200Mohm"/>`,
  ]);
  return `<neuroml id="d">${hasCalcium ? ownRate + pool(draw) : ""}${channels.join("")}${pick(draw, attached)}<gapJunction id="gap" conductance="0.1nS"/>
<silentSynapse id="silent"/><gradedSynapse id="graded" conductance="0.5nS" delta="5mV" Vth="-55mV" k="0.025per_ms" erev="0mV"/>
${compartment(draw, count, hasCalcium)}${clamp}<network id="net" type="networkWithTemperature" temperature="16 degC">
<population id="p" component="cell" size="2"/><population id="q" component="cell" size="2"/><projection id="pr" presynapticPopulation="p" postsynapticPopulation="q" synapse="nmda">
<connectionWD id="0" preCellId="../p[0]" postCellId="../q[1]" weight="2" delay="1.5ms"/></projection>${coupling}
<explicitInput target="p[1]" input="held"/></network></neuroml>`;
}

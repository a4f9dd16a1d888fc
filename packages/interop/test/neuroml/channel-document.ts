const rate = (tag: string, kind: string, height: string) =>
  `<${tag} type="HH${kind}" rate="${height}" midpoint="-40mV" scale="10mV"/>`;
const steady = rate("steadyState", "SigmoidVariable", "1");
const course = '<timeCourse type="fixedTimeCourse" tau="4ms"/>';
const rates = `${rate("forwardRate", "ExpLinearRate", "1per_ms")}${rate("reverseRate", "ExpRate", "4per_ms")}`;

/** Channels, calcium, plastic synapses, couplings and clamps of NeuroML in one network. */
export const channelDocument = `<neuroml xmlns="http://www.neuroml.org/schema/neuroml2" id="d">
<ionChannelHH id="na" conductance="10pS" species="na"><gateHHrates id="m" instances="3">
<q10Settings type="q10ExpTemp" q10Factor="3" experimentalTemp="6.3 degC"/>${rates}</gateHHrates></ionChannelHH>
<ionChannel id="ca" conductance="10pS"><gateHHtauInf id="q" instances="2">${course}${steady}</gateHHtauInf></ionChannel>
<ComponentType name="own_rate" extends="baseVoltageConcDepRate"><Parameter name="height" dimension="per_time"/>
<Constant name="SCALE" dimension="voltage" value="1 mV"/><Constant name="CONC" dimension="concentration" value="1 mM"/>
<Dynamics><DerivedVariable name="V" dimension="none" value="v / SCALE"/><ConditionalDerivedVariable name="r" exposure="r"
dimension="per_time"><Case condition="V .lt. -60 .and. caConc .gt. 0" value="height * exp(-(V + 60)^2 / 100)"/>
<Case value="height * (1 + caConc / CONC)"/></ConditionalDerivedVariable></Dynamics></ComponentType>
<ionChannelHH id="own" conductance="10pS"><gateHHrates id="o" instances="1"><forwardRate type="own_rate" height="0.1per_ms"/>
<reverseRate type="HHExpRate" rate="4per_ms" midpoint="-65mV" scale="-18mV"/></gateHHrates></ionChannelHH>
<ionChannelKS id="ks" conductance="10pS"><gateKS id="n" instances="1"><closedState id="c"/><openState id="o"/>
<vHalfTransition id="vh" from="c" to="o" vHalf="-40mV" z="1.5" gamma="0.75" tau="3.2ms" tauMin="0.3ms"/></gateKS></ionChannelKS>
<ionChannelHH id="fr" conductance="10pS"><gateFractional id="n" instances="1"><subGate id="a"
fractionalConductance="0.3">${steady}${course}</subGate></gateFractional></ionChannelHH>
<decayingPoolConcentrationModel id="pool" ion="ca" restingConc="1e-7 mol_per_cm3" decayConstant="20ms" shellThickness="0.2um"/>
<blockingPlasticSynapse id="nmda" gbase="0.5nS" erev="0mV" tauRise="1ms" tauDecay="4ms">
<plasticityMechanism type="tsodyksMarkramDepFacMechanism" initReleaseProb="0.5" tauRec="30ms" tauFac="20ms"/>
<blockMechanism type="voltageConcDepBlockMechanism" species="mg" blockConcentration="1.2 mM" scalingConc="1.92 mM"
scalingVolt="16.13 mV"/></blockingPlasticSynapse>
<gapJunction id="gap" conductance="0.1nS"/><silentSynapse id="silent"/>
<gradedSynapse id="graded" conductance="0.5nS" delta="5mV" Vth="-55mV" k="0.025per_ms" erev="0mV"/>
<cell id="c"><morphology id="m"><segment id="0" name="soma"><proximal x="0" y="0" z="0" diameter="17.8"/>
<distal x="0" y="0" z="5" diameter="17.8"/></segment></morphology><biophysicalProperties id="b"><membraneProperties>
<channelDensity id="nad" ionChannel="na" condDensity="120 mS_per_cm2" erev="50mV" ion="na"/>
<channelDensity id="ownd" ionChannel="own" condDensity="0.1 mS_per_cm2" erev="-77mV" ion="k"/>
<channelDensity id="ksd" ionChannel="ks" condDensity="3 mS_per_cm2" erev="-77mV" ion="k"/>
<channelPopulation id="frp" ionChannel="fr" number="500" erev="-77mV" ion="k"/>
<channelDensityNernst id="cad" ionChannel="ca" condDensity="0.5 mS_per_cm2" ion="ca"/>
<spikeThresh value="-20mV"/><specificCapacitance value="1.0 uF_per_cm2"/><initMembPotential value="-65mV"/>
</membraneProperties><intracellularProperties><species id="ca" ion="ca" concentrationModel="pool"
initialConcentration="1e-4 mM" initialExtConcentration="2 mM"/></intracellularProperties></biophysicalProperties></cell>
<voltageClamp id="clamp" delay="10ms" duration="20ms" targetVoltage="-60mV" simpleSeriesResistance="200Mohm"/>
<timedSynapticInput id="timed" synapse="nmda" spikeTarget="./nmda"><spike id="0" time="5ms"/></timedSynapticInput>
<network id="net" type="networkWithTemperature" temperature="16 degC"><population id="p" component="c" type="populationList">
<instance id="3"><location x="1" y="2" z="3"/></instance><instance id="5"><location x="1" y="2" z="4"/></instance></population>
<population id="q" component="c" size="2"/>
<synapticConnectionWD from="p/3/c" to="q[1]" synapse="nmda" destination="synapses" weight="2" delay="1ms"/>
<projection id="pr" presynapticPopulation="p" postsynapticPopulation="q" synapse="nmda"><connection id="0"
preCellId="../p/5/c" postCellId="../q[0]"/></projection>
<electricalProjection id="ep" presynapticPopulation="q" postsynapticPopulation="q"><electricalConnection id="0" preCell="0"
postCell="1" synapse="gap"/></electricalProjection>
<continuousProjection id="cp" presynapticPopulation="p" postsynapticPopulation="q"><continuousConnectionInstanceW id="0"
preCell="../p/3/c" postCell="../q[0]" preComponent="silent" postComponent="graded" weight="0.5"/></continuousProjection>
<explicitInput target="p/5/c" input="clamp"/><explicitInput target="q[0]" input="timed"/></network></neuroml>`;

/** The axon of the squid with its published channels, as one sphere of 1000 um^2, under a steady current. */
export const squidDocument = `<neuroml xmlns="http://www.neuroml.org/schema/neuroml2" id="hh">
<ionChannelHH id="pas" conductance="10pS"/>
<ionChannelHH id="na" conductance="10pS" species="na">
<gateHHrates id="m" instances="3">
<forwardRate type="HHExpLinearRate" rate="1per_ms" midpoint="-40mV" scale="10mV"/>
<reverseRate type="HHExpRate" rate="4per_ms" midpoint="-65mV" scale="-18mV"/>
</gateHHrates>
<gateHHrates id="h" instances="1">
<forwardRate type="HHExpRate" rate="0.07per_ms" midpoint="-65mV" scale="-20mV"/>
<reverseRate type="HHSigmoidRate" rate="1per_ms" midpoint="-35mV" scale="10mV"/>
</gateHHrates>
</ionChannelHH>
<ionChannelHH id="k" conductance="10pS" species="k">
<gateHHrates id="n" instances="4">
<forwardRate type="HHExpLinearRate" rate="0.1per_ms" midpoint="-55mV" scale="10mV"/>
<reverseRate type="HHExpRate" rate="0.125per_ms" midpoint="-65mV" scale="-80mV"/>
</gateHHrates>
</ionChannelHH>
<cell id="hhcell" neuroLexId="x">
<morphology id="m">
<segment id="0" name="soma">
<proximal x="0" y="0" z="0" diameter="17.841242"/>
<distal x="0" y="0" z="0" diameter="17.841242"/>
</segment>
</morphology>
<biophysicalProperties id="b">
<membraneProperties>
<channelDensity id="leak" ionChannel="pas" condDensity="3.0 S_per_m2" erev="-54.3mV" ion="non_specific"/>
<channelDensity id="naC" ionChannel="na" condDensity="120.0 mS_per_cm2" erev="50.0 mV" ion="na"/>
<channelDensity id="kC" ionChannel="k" condDensity="360 S_per_m2" erev="-77mV" ion="k"/>
<spikeThresh value="-20mV"/>
<specificCapacitance value="1.0 uF_per_cm2"/>
<initMembPotential value="-65mV"/>
</membraneProperties>
<intracellularProperties>
<resistivity value="0.03 kohm_cm"/>
</intracellularProperties>
</biophysicalProperties>
</cell>
<pulseGenerator id="pulse" delay="5ms" duration="100ms" amplitude="0.08nA"/>
<network id="net">
<population id="p" component="hhcell" size="1"/>
<explicitInput target="p[0]" input="pulse"/>
</network>
</neuroml>`;

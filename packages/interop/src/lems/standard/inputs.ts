/** Spike and current sources in the compact notation; facts from NeuroML 2.3.1. */
export const inputTypes = `
= baseSpikeSource
E tsince:time
O spike:out
= spikeGenerator < baseSpikeSource
P period:time
K SMALL_TIME:time=1e-9ms
E tnext:time
s tsince:time tnext:time
' tsince = 1
0 tsince = 0; tnext = period
? tnext - t .lt. SMALL_TIME > tsince = 0; tnext = tnext + period; ^spike
= spikeArray < baseSpikeSource
L spikes:spike
I in:in
s tsince:time
' tsince = 1
! in > tsince = 0; ^spike
= spike < baseSpikeSource
P time:time
E spiked:none
s tsince:time spiked:none
' tsince = 1
? (t .geq. time) .and. (spiked .eq. 0) > spiked = 1; tsince = 0; ^spike
: With instance=this as=a
: With instance=parent as=b
: EventConnection from=a to=b
= pulseGenerator < basePointCurrent
W weight:none
P delay:time duration:time amplitude:current
I in:in
s i:current
? t .lt. delay > i = 0
? t .geq. delay .and. t .lt. duration + delay > i = weight * amplitude
? t .geq. duration + delay > i = 0
= pulseGeneratorDL < basePointCurrentDL
W weight:none
P delay:time duration:time amplitude:none
I in:in
s I:none
? t .lt. delay > I = 0
? t .geq. delay .and. t .lt. duration + delay > I = weight * amplitude
? t .geq. duration + delay > I = 0
= rampGeneratorDL < basePointCurrentDL
W weight:none
P delay:time duration:time startAmplitude:none finishAmplitude:none baselineAmplitude:none
I in:in
s I:none
0 I = baselineAmplitude
? t .lt. delay > I = weight * baselineAmplitude
? t .geq. delay .and. t .lt. duration + delay > I = weight * (startAmplitude + (finishAmplitude - startAmplitude) * (t - delay) / duration)
? t .geq. duration + delay > I = weight * baselineAmplitude
= sineGenerator < basePointCurrent
W weight:none
P phase:none delay:time duration:time amplitude:current period:time
I in:in
s i:current
? t .lt. delay > i = 0
? t .geq. delay .and. t .lt. duration + delay > i = weight * amplitude * sin(phase + (2 * 3.14159265 * (t - delay) / period))
? t .geq. duration + delay > i = 0
= rampGenerator < basePointCurrent
W weight:none
P delay:time duration:time startAmplitude:current finishAmplitude:current baselineAmplitude:current
I in:in
s i:current
0 i = baselineAmplitude
? t .lt. delay > i = weight * baselineAmplitude
? t .geq. delay .and. t .lt. duration + delay > i = weight * (startAmplitude + (finishAmplitude - startAmplitude) * (t - delay) / duration)
? t .geq. duration + delay > i = weight * baselineAmplitude
= compoundInput < basePointCurrent
W weight:none
L currents:basePointCurrent
I in:in
d i_total + currents[*]/i
d i = weight * i_total
= spikeGeneratorPoisson < baseSpikeSource
P averageRate:per_time
K SMALL_TIME:time=1e-9ms
E isi:time tnextIdeal:time tnextUsed:time
s tsince:time tnextIdeal:time tnextUsed:time isi:time
' tsince = 1
0 tsince = 0; isi = 0 - log(random(1)) / averageRate; tnextIdeal = isi; tnextUsed = isi
? t .gt. tnextUsed > tsince = 0; isi = 0 - log(random(1)) / averageRate; tnextIdeal = tnextIdeal + isi; tnextUsed = tnextIdeal * H((tnextIdeal - t) / t) + (t + SMALL_TIME) * H((t - tnextIdeal) / t); ^spike
= poissonFiringSynapse < baseVoltageDepPointCurrentSpiking
W weight:none
P averageRate:per_time
K SMALL_TIME:time=1e-9ms
F synapse:baseSynapse
X spikeTarget
I in:in
O spike:out
s tsince:time tnextIdeal:time tnextUsed:time isi:time
d iSyn:current < synapse/i
d i = weight * iSyn
' tsince = 1
0 tsince = 0; isi = 0 - log(random(1)) / averageRate; tnextIdeal = isi; tnextUsed = isi
? t .gt. tnextUsed > tsince = 0; isi = 0 - log(random(1)) / averageRate; tnextIdeal = tnextIdeal + isi; tnextUsed = tnextIdeal * H((tnextIdeal - t) / t) + (t + SMALL_TIME) * H((t - tnextIdeal) / t); ^spike
: ChildInstance component=synapse
: With instance=this as=a
: With instance=spikeTarget as=b
: EventConnection from=a to=b
= spikeGeneratorRefPoisson < spikeGeneratorPoisson
P minimumISI:time
s tsince:time tnextIdeal:time tnextUsed:time isi:time
' tsince = 1
0 tsince = 0; isi = minimumISI - (1 / averageRate - minimumISI) * log(random(1)); tnextIdeal = isi; tnextUsed = isi
? t .gt. tnextUsed > tsince = 0; isi = minimumISI - (1 / averageRate - minimumISI) * log(random(1)); tnextIdeal = tnextIdeal + isi; tnextUsed = tnextIdeal * H((tnextIdeal - t) / t) + (t + SMALL_TIME) * H((t - tnextIdeal) / t); ^spike
= spikeGeneratorRandom < baseSpikeSource
P maxISI:time minISI:time
E isi:time tnext:time
s tsince:time tnext:time isi:time
' tsince = 1
0 tsince = 0; isi = minISI + (maxISI - minISI) * random(1); tnext = isi
? t .gt. tnext > isi = minISI + (maxISI - minISI) * random(1); tsince = 0; tnext = tnext + isi; ^spike
= transientPoissonFiringSynapse < baseVoltageDepPointCurrentSpiking
W weight:none
P averageRate:per_time delay:time duration:time
K SMALL_TIME:time=1e-9ms
K LONG_TIME:time=1e9hour
F synapse:baseSynapse
X spikeTarget
I in:in
s tsince:time tnextIdeal:time tnextUsed:time isi:time
d iSyn:current < synapse/i
d i = weight * iSyn
' tsince = 1
0 tsince = 0; isi = 0 - log(random(1)) / averageRate + delay; tnextIdeal = isi; tnextUsed = isi
? t .gt. tnextUsed > tsince = 0; isi = 0 - log(random(1)) / averageRate; tnextIdeal = (tnextIdeal + isi) + H(((t + isi) - (delay + duration)) / duration) * LONG_TIME; tnextUsed = tnextIdeal * H((tnextIdeal - t) / t) + (t + SMALL_TIME) * H((t - tnextIdeal) / t); ^spike
: ChildInstance component=synapse
: With instance=this as=a
: With instance=spikeTarget as=b
: EventConnection from=a to=b
= timedSynapticInput < baseVoltageDepPointCurrentSpiking
W weight:none
L spikes:spike
F synapse:baseSynapse
I in:in
X spikeTarget
s tsince:time
d iSyn:current < synapse/i
d i = weight * iSyn
' tsince = 1
! in > tsince = 0; ^spike
: ChildInstance component=synapse
: With instance=this as=a
: With instance=spikeTarget as=b
: EventConnection from=a to=b
= sineGeneratorDL < basePointCurrentDL
W weight:none
P phase:none delay:time duration:time amplitude:none period:time
I in:in
s I:none
? t .lt. delay > I = 0
? t .geq. delay .and. t .lt. duration + delay > I = weight * amplitude * sin(phase + (2 * 3.14159265 * (t - delay) / period))
? t .geq. duration + delay > I = 0
= compoundInputDL < basePointCurrentDL
W weight:none
L currents:basePointCurrentDL
I in:in
d I_total + currents[*]/I
d I = weight * I_total
= voltageClamp < baseVoltageDepPointCurrent
W weight:none
P delay:time duration:time targetVoltage:voltage simpleSeriesResistance:resistance
I in:in
s i:current
? t .lt. delay > i = 0
? t .geq. delay > i = weight * (targetVoltage - v) / simpleSeriesResistance
? t .gt. duration + delay > i = 0
= voltageClampTriple < baseVoltageDepPointCurrent
W weight:none
P active:none delay:time duration:time simpleSeriesResistance:resistance
P conditioningVoltage:voltage testingVoltage:voltage returnVoltage:voltage
I in:in
s i:current
? active .eq. 1 .and. t .lt. delay > i = weight * (conditioningVoltage - v) / simpleSeriesResistance
? active .eq. 1 .and. t .geq. delay > i = weight * (testingVoltage - v) / simpleSeriesResistance
? active .eq. 1 .and. t .gt. duration + delay > i = weight * (returnVoltage - v) / simpleSeriesResistance
`;

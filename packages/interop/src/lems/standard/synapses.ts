/** Synapses and inputs, in the short form; facts of NeuroML 2.3.1. */
export const synapseTypes = `
= basePointCurrent < baseStandalone
E i:current
= baseVoltageDepPointCurrent < basePointCurrent
R v:voltage
= basePointCurrentDL
E I:none
= baseSynapse < basePointCurrent
I in:in
= baseVoltageDepSynapse < baseSynapse
R v:voltage
= baseConductanceBasedSynapse < baseVoltageDepSynapse
P gbase:conductance erev:voltage
E g:conductance
= baseConductanceBasedSynapseTwo < baseVoltageDepSynapse
P gbase1:conductance gbase2:conductance erev:voltage
E g:conductance
= baseCurrentBasedSynapse < baseSynapse
= expOneSynapse < baseConductanceBasedSynapse
W weight:none
P tauDecay:time
s g:conductance
d i = g * (erev - v)
' g = -g / tauDecay
! in > g = g + (weight * gbase)
= expTwoSynapse < baseConductanceBasedSynapse
W weight:none
P tauRise:time tauDecay:time
s A:none B:none
d peakTime = log(tauDecay / tauRise) * (tauRise * tauDecay) / (tauDecay - tauRise)
d waveformFactor = 1 / (-exp(-peakTime / tauRise) + exp(-peakTime / tauDecay))
d g = gbase * (B - A)
d i = g * (erev - v)
' A = -A / tauRise
' B = -B / tauDecay
! in > A = A + (weight * waveformFactor); B = B + (weight * waveformFactor)
= baseBlockMechanism
E blockFactor:none
= voltageConcDepBlockMechanism < baseBlockMechanism
P blockConcentration:concentration scalingConc:concentration scalingVolt:voltage
R v:voltage
d blockFactor = 1 / (1 + (blockConcentration / scalingConc) * exp(-1 * (v / scalingVolt)))
= basePlasticityMechanism
E plasticityFactor:none
I in:in
= tsodyksMarkramDepMechanism < basePlasticityMechanism
P initReleaseProb:none tauRec:time
s R:none
d U = initReleaseProb
d plasticityFactor = R * U
' R = (1 - R) / tauRec
0 R = 1
! in > R = R * (1 - initReleaseProb)
: With instance=parent as=a
: With instance=this as=b
: EventConnection from=a to=b
= tsodyksMarkramDepFacMechanism < basePlasticityMechanism
P initReleaseProb:none tauRec:time tauFac:time
s R:none U:none
d plasticityFactor = R * U
' R = (1 - R) / tauRec
' U = (initReleaseProb - U) / tauFac
0 R = 1; U = initReleaseProb
! in > R = R * (1 - U); U = U + initReleaseProb * (1 - U)
: With instance=parent as=a
: With instance=this as=b
: EventConnection from=a to=b
= blockingPlasticSynapse < expTwoSynapse
W weight:none
L plasticityMechanisms:basePlasticityMechanism blockMechanisms:baseBlockMechanism
O relay:out
s A:none B:none
d peakTime = log(tauDecay / tauRise) * (tauRise * tauDecay) / (tauDecay - tauRise)
d waveformFactor = 1 / (-exp(-peakTime / tauRise) + exp(-peakTime / tauDecay))
d plasticityFactor * plasticityMechanisms[*]/plasticityFactor
d blockFactor * blockMechanisms[*]/blockFactor
d g = blockFactor * gbase * (B - A)
d i = g * (erev - v)
' A = -A / tauRise
' B = -B / tauDecay
! in > A = A + (weight * plasticityFactor * waveformFactor); B = B + (weight * plasticityFactor * waveformFactor); ^relay
= alphaSynapse < baseConductanceBasedSynapse
W weight:none
P tau:time
s g:conductance A:conductance
d i = g * (erev - v)
' g = (2.7182818284590451 * A - g) / tau
' A = -A / tau
! in > A = A + (weight * gbase)
= alphaCurrentSynapse < baseCurrentBasedSynapse
W weight:none
P tau:time ibase:current
s I:current J:current
d i = I
' I = (2.7182818284590451 * J - I) / tau
' J = -J / tau
! in > J = J + (weight * ibase)
= gapJunction < baseSynapse
W weight:none
P conductance:conductance
R v:voltage
d vpeer:voltage < peer/v
d i = weight * conductance * (vpeer - v)
= baseGradedSynapse < baseSynapse
= linearGradedSynapse < baseGradedSynapse
W weight:none
P conductance:conductance
R v:voltage
d vpeer:voltage < peer/v
d i = weight * conductance * (vpeer - v)
= baseSpikeSource
E tsince:time
O spike:out
= spikeGenerator < baseSpikeSource
P period:time
E tnext:time
s tsince:time tnext:time
' tsince = 1
0 tsince = 0; tnext = period
? tnext - t .lt. 0 > tsince = 0; tnext = tnext + period; ^spike
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
= poissonFiringSynapse < baseVoltageDepPointCurrent
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
= basePynnSynapse < baseVoltageDepSynapse
P tau_syn:none
K MSEC:time=1ms
K MVOLT:voltage=1mV
K NAMP:current=1nA
W weight:none
= expCondSynapse < basePynnSynapse
P e_rev:none
s g:none
d i = g * (e_rev - (v / MVOLT)) * NAMP
' g = -g / (tau_syn * MSEC)
! in > g = g + weight
= expCurrSynapse < basePynnSynapse
s I:none
d i = I * NAMP
' I = -I / (tau_syn * MSEC)
! in > I = I + weight
= alphaCondSynapse < basePynnSynapse
P e_rev:none
s g:none A:none
d i = g * (e_rev - (v / MVOLT)) * NAMP
' g = (2.7182818 * A - g) / (tau_syn * MSEC)
' A = -A / (tau_syn * MSEC)
! in > A = A + weight
= alphaCurrSynapse < basePynnSynapse
s I:none A:none
d i = I * NAMP
' I = (2.7182818 * A - I) / (tau_syn * MSEC)
' A = -A / (tau_syn * MSEC)
! in > A = A + weight
`;

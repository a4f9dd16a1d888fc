/** Synapses in the compact notation; facts from NeuroML 2.3.1. */
export const synapseTypes = `
= basePointCurrent < baseStandalone
E i:current
= baseVoltageDepPointCurrent < basePointCurrent
R v:voltage
= basePointCurrentDL
E I:none
= baseVoltageDepPointCurrentDL < basePointCurrentDL
R V:none
= baseSynapseDL < baseVoltageDepPointCurrentDL
= baseVoltageDepPointCurrentSpiking < baseVoltageDepPointCurrent
O spike:out
E tsince:time
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
= expThreeSynapse < baseConductanceBasedSynapseTwo
W weight:none
P tauRise:time tauDecay1:time tauDecay2:time
s A:none B:none C:none
d peakTime1 = log(tauDecay1 / tauRise) * (tauRise * tauDecay1) / (tauDecay1 - tauRise)
d waveformFactor1 = 1 / (-exp(-peakTime1 / tauRise) + exp(-peakTime1 / tauDecay1))
d peakTime2 = log(tauDecay2 / tauRise) * (tauRise * tauDecay2) / (tauDecay2 - tauRise)
d waveformFactor2 = 1 / (-exp(-peakTime2 / tauRise) + exp(-peakTime2 / tauDecay2))
d g = gbase1 * (B - A) + gbase2 * (C - A)
d i = g * (erev - v)
' A = -A / tauRise
' B = -B / tauDecay1
' C = -C / tauDecay2
! in > A = A + (gbase1 * weight * waveformFactor1 + gbase2 * weight * waveformFactor2) / (gbase1 + gbase2); B = B + (weight * waveformFactor1); C = C + (weight * waveformFactor2)
= doubleSynapse < baseVoltageDepSynapse
W weight:none
F synapse1:baseSynapse synapse2:baseSynapse
X synapse1Path synapse2Path
O relay:out
s weightFactor:none
d i1:current < synapse1/i
d i2:current < synapse2/i
d i = weightFactor * (i1 + i2)
! in > weightFactor = weight; ^relay
: ChildInstance component=synapse1
: ChildInstance component=synapse2
: With instance=this as=a
: With instance=synapse1Path as=b
: With instance=synapse2Path as=c
: EventConnection from=a to=c
: EventConnection from=a to=b
= stdpSynapse < expTwoSynapse
K tsinceRate:none=1
K longTime:time=1000s
E tsince:time M:none P:none
s A:none B:none M:none P:none tsince:time
d peakTime = log(tauDecay / tauRise) * (tauRise * tauDecay) / (tauDecay - tauRise)
d waveformFactor = 1 / (-exp(-peakTime / tauRise) + exp(-peakTime / tauDecay))
d g = gbase * (B - A)
d i = g * (erev - v)
' A = -A / tauRise
' B = -B / tauDecay
' tsince = tsinceRate
0 A = 0; B = 0; M = 1; P = 1; tsince = longTime
! in > A = A + waveformFactor; B = B + waveformFactor; tsince = 0
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
= silentSynapse < baseGradedSynapse
W weight:none
K AMP:current=1A
R v:voltage
d i = 0 * AMP
= gradedSynapse < baseGradedSynapse
W weight:none
P conductance:conductance delta:voltage k:per_time Vth:voltage erev:voltage
E inf:none tau:time
R v:voltage
s s:none
d vpeer:voltage < peer/v
d inf = 1 / (1 + exp((Vth - vpeer) / delta))
d tau = (1 - inf) / k
d i = weight * conductance * s * (erev - v)
c s_rate:per_time = (1 - inf) .gt. 1e-4 ? (inf - s) / tau | 0
' s = s_rate
? (1 - inf) .lt. 1e-4 > s = inf
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

/** Networks, their connections and inputs, and simulations, in the compact notation. */
export const networkTypes = `
= baseStandalone
= network < baseStandalone
L regions:region populations:basePopulation projections:projection
L synapticConnections:explicitConnection electricalProjection:electricalProjection
L continuousProjection:continuousProjection explicitInputs:explicitInput inputs:inputList
= networkWithTemperature < network
P temperature:temperature
= region
= basePopulation < baseStandalone
F component:baseCell
= population < basePopulation
P size:none
: MultiInstantiate number=size component=component
= populationList < basePopulation
L instances:instance
= instance
C location:location
: ChildInstance component=../component
= location
P x:none y:none z:none
= projection
L connections:connection connectionsWD:connectionWD
F synapse:baseSynapse
X presynapticPopulation postsynapticPopulation
= explicitConnection
X from to
= connection
X preCellId postCellId
: With instance=preCellId as=a
: With instance=postCellId as=b
: EventConnection from=a to=b receiver=../synapse receiverContainer=destination
= connectionWD < connection
P weight:none delay:time
: With instance=preCellId as=a
: With instance=postCellId as=b
: EventConnection from=a to=b receiver=../synapse delay=delay weighted
= synapticConnection < explicitConnection
F synapse:baseSynapse
: With instance=from as=a
: With instance=to as=b
: EventConnection from=a to=b receiver=synapse receiverContainer=destination
= synapticConnectionWD < synapticConnection
P weight:none delay:time
: With instance=from as=a
: With instance=to as=b
: EventConnection from=a to=b receiver=synapse delay=delay weighted
= electricalConnection
N preCell postCell
F synapse:gapJunction
: With list=presynapticPopulation index=preCell as=a
: With list=postsynapticPopulation index=postCell as=b
: Tunnel name=peer endA=a endB=b componentA=synapse componentB=synapse
= electricalConnectionInstance
X preCell postCell
F synapse:gapJunction
: With instance=preCell as=a
: With instance=postCell as=b
: Tunnel name=peer endA=a endB=b componentA=synapse componentB=synapse
= electricalConnectionInstanceW < electricalConnectionInstance
P weight:none
: With instance=preCell as=a
: With instance=postCell as=b
: Tunnel name=peer endA=a endB=b componentA=synapse componentB=synapse weighted
= electricalProjection
L connections:electricalConnection connectionInstances:electricalConnectionInstance
= continuousConnection
N preCell postCell
F preComponent:baseGradedSynapse postComponent:baseGradedSynapse
: With list=presynapticPopulation index=preCell as=a
: With list=postsynapticPopulation index=postCell as=b
: Tunnel name=peer endA=a endB=b componentA=preComponent componentB=postComponent
= continuousConnectionInstance
X preCell postCell
F preComponent:baseGradedSynapse postComponent:baseGradedSynapse
: With instance=preCell as=a
: With instance=postCell as=b
: Tunnel name=peer endA=a endB=b componentA=preComponent componentB=postComponent
= continuousConnectionInstanceW < continuousConnectionInstance
P weight:none
: With instance=preCell as=a
: With instance=postCell as=b
: Tunnel name=peer endA=a endB=b componentA=preComponent componentB=postComponent weighted
= continuousProjection
L connections:continuousConnection connectionInstances:continuousConnectionInstance
= explicitInput
F input:basePointCurrent
X target
: With instance=target as=a
: EventConnection from=a to=a receiver=input receiverContainer=destination
= inputList
L inputs:input
F component:basePointCurrent
= input
X target
: With instance=target as=a
: EventConnection from=a to=a receiver=../component receiverContainer=destination
= inputW < input
P weight:none
: With instance=target as=a
: EventConnection from=a to=a receiver=../component receiverContainer=destination weighted
= Simulation
P length:time step:time
L metas:Meta displays:Display outputs:OutputFile events:EventOutputFile
s t:time
= Meta
= Display
L lines:Line
= Line
X quantity
= OutputFile
L outputColumn:OutputColumn
= OutputColumn
X quantity
= EventOutputFile
L eventSelection:EventSelection
= EventSelection
X select
`;

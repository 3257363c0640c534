# METADATA
# scope: package
# title: What is copied is declared
# description: >-
#   A pipeline that copies another product's data past its output port is a dependency that the producer cannot see: nobody
#   asks before a change, nobody pays, and access is never reviewed. Between domains it is denied, between nodes of one
#   domain it is a warning.
# related_resources:
#   - ref: https://mrpaulandrew.com/2021/12/22/building-a-data-mesh-architecture-in-azure-part-1/
#   - ref: https://learn.microsoft.com/azure/cloud-adoption-framework/scenarios/cloud-scale-analytics/architectures/what-is-data-product
# schemas:
#   - input: schema["edge.schema"]
# custom:
#   subject: edge
#   severity: high
#   code: TOP-003
#   class: mandatory
#   levels: {gate: deny, audit: warn}
#   requires: [product, contract, pipeline]
#   remediation: Declare an input port for the contract of the producer, or let the pipeline read nothing of it.
package mesh.topology.declared_edge

import data.lib.lists
import data.lib.parties
import data.lib.words

undeclared if input.declared == false

deny contains violation if {
	undeclared
	input.crosses_domains == true
	violation := told
}

deny contains violation if {
	undeclared
	not input.crosses_domains
	input.crosses_nodes == true
	violation := object.union(told, {"level": "warn"})
}

told := {
	"message": sprintf("%s copies from %s, and no input port declares it", [
		words.enumeration({sprintf("pipeline %s", [copy.pipeline]) | some copy in lists.of(input.observed)}),
		parties.named(input.producer),
	]),
	"path": ["observed", 0],
	"parties": parties.known([input.consumer.domain, input.producer.domain]),
}

not_applicable if {
	undeclared
	input.crosses_domains == false
	input.crosses_nodes == false
}

cannot_evaluate contains "the domain of the reader or of the data is not known" if {
	undeclared
	object.get(input, "crosses_domains", null) == null
}

cannot_evaluate contains "the node of the reader or of the data is not known" if {
	undeclared
	object.get(input, "crosses_nodes", null) == null
}

cannot_evaluate contains "it is not known whether an input port declares it" if {
	object.get(input, "declared", null) == null
}

# METADATA
# scope: package
# title: A port shows samples
# description: >-
#   A sample answers in a minute what a description leaves open. Every output port shows some, with examples in its contract
#   or the custom property sampleData. Before a product is active that is a note, and restricted data needs none.
# related_resources:
#   - ref: https://github.com/agile-lab-dev/Data-Product-Specification
#   - ref: https://bitol-io.github.io/open-data-contract-standard/latest/schema/
# schemas:
#   - input: schema["product.schema"]
# custom:
#   subject: product
#   severity: low
#   code: DSC-004
#   class: default
#   floor: note
#   levels: {gate: warn, audit: warn}
#   requires: [contract]
#   parameters:
#     max_rank:
#       type: integer
#       default: 3
#       tighter: higher
#       description: "Classification from which no sample is shown: 0 public, 1 internal, 2 confidential, 3 restricted"
#   remediation: >-
#     Add examples to the columns of the contract, or say in the custom property sampleData of the port that there is a
#     sample.
package mesh.discovery.sample_data

import data.lib.lists
import data.parameters

deny contains violation if {
	some port in lists.of(input.output_ports)
	port.sample_data == false
	port.contract != null
	not restricted(port)
	violation := object.union(weight, {
		"message": sprintf("output port %s shows no sample", [port_name(port)]),
		"path": port.path,
	})
}

restricted(port) if port.classification.rank >= parameters.max_rank

port_name(port) := port.name if {
	port.name != null
} else := sprintf("%d", [port.index + 1])

weight := {"level": "note"} if {
	input.life_cycle == "draft"
} else := {}

not_applicable if input.life_cycle in {"proposed", "deprecated", "retired"}

cannot_evaluate contains "the contract of an output port is not in the mesh" if {
	some port in lists.of(input.output_ports)
	not port.sample_data
	port.contract == null
}

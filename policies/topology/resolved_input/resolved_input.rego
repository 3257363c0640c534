# METADATA
# scope: package
# title: Every input port resolves to an output port
# description: >-
#   An input port that leads nowhere is a dependency that nobody promised to keep. Each one names a contract that a product
#   of the mesh exposes, in the version that it asks for, or a source system.
# related_resources:
#   - ref: https://bitol-io.github.io/open-data-product-standard/latest/
# schemas:
#   - input: schema["edge.schema"]
# custom:
#   subject: edge
#   severity: high
#   code: TOP-001
#   class: mandatory
#   levels: {gate: deny, audit: warn}
#   requires: [product, contract]
#   remediation: >-
#     Name the contractId and version of an output port that exists, or the sourceSystem and sourceObject that the port
#     reads.
package mesh.topology.resolved_input

import data.lib.words

deny contains violation if {
	told := messages[input.resolution]
	violation := {
		"message": told,
		"path": ["consumer"],
		"parties": {domain |
			some domain in [input.consumer.domain, producer_domain]
			domain != null
		},
	}
}

producer_domain := input.producer.domain if {
	input.producer.domain != null
} else := null

messages["dangling"] := sprintf("asks for the contract %s, which no product of the mesh exposes and no file declares", [input.contractId])

messages["unexposed"] := sprintf("asks for the contract %s, which no product exposes at an output port", [input.contractId])

messages["no_contract"] := "names no contract and no source system"

messages["other_version"] := sprintf("asks for version %s of the contract %s, and %s %s", [
	input.version,
	input.contractId,
	words.enumeration(input.versions_offered),
	offered,
])

offered := "is offered" if {
	count(input.versions_offered) == 1
} else := "are offered"

not_applicable if input.resolution == "source"

# A read that no port declares has no port to resolve.
not_applicable if input.resolution == "undeclared"

cannot_evaluate contains "a contract or product that may be on the other side could not be read" if {
	input.resolution == "unknown"
}

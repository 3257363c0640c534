# METADATA
# scope: package
# title: Inputs live as long as what is made of them
# description: >-
#   A product that outlives its input stands still on the day the input ends. Whoever reads something with an end of life
#   states an own one that is not later, or moves to a successor before.
# related_resources:
#   - ref: https://bitol-io.github.io/open-data-contract-standard/latest/service-level-agreement/
# schemas:
#   - input: schema["edge.schema"]
# custom:
#   subject: edge
#   severity: medium
#   code: SLA-008
#   class: default
#   levels: {gate: deny, audit: warn}
#   requires: [product, contract]
#   remediation: Move to the successor of the input before its end of life, or end the product with it.
package mesh.service_level.inputs_outlive_product

import data.lib.dates
import data.lib.parties

ends := object.get(input, ["producer", "contract", "end_of_life"], null)

deny contains violation if {
	dates.day(input.consumer.end_of_life) > dates.day(ends)
	violation := object.union(told, {"message": sprintf("lives until %s, and %s that it reads ends on %s", [
		input.consumer.end_of_life,
		parties.named(input.producer),
		ends,
	])})
}

# Nobody has to know the day on which a product ends; only that its input does.
deny contains violation if {
	ends != null
	object.get(input.consumer, "end_of_life", null) == null
	violation := object.union(told, {
		"message": sprintf("has no end of life, and %s that it reads ends on %s", [parties.named(input.producer), ends]),
		"level": "warn",
	})
}

told := {
	"path": ["consumer"],
	"parties": parties.known([input.consumer.domain, input.producer.domain]),
	"actual": object.get(input.consumer, "end_of_life", null),
	"expected": ends,
}

not_applicable if not object.get(input, "resolution", null) in {"resolved", "unknown"}

not_applicable if input.consumer.life_cycle == "retired"

not_applicable if {
	input.producer.contract != null
	ends == null
}

cannot_evaluate contains "a contract or product that may be on the other side could not be read" if {
	input.resolution == "unknown"
}

cannot_evaluate contains "the contract that it reads is not in the mesh" if {
	input.resolution == "resolved"
	object.get(input, ["producer", "contract"], null) == null
}

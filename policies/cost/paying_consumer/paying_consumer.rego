# METADATA
# scope: package
# title: Whoever reads a priced product pays for it
# description: >-
#   The producer owns the data and the consumers pay for it. A product that has a price and readers without a cost centre
#   ends up paid by its own domain, which then has a reason to stop serving others.
# related_resources:
#   - ref: https://mrpaulandrew.com/2021/12/22/building-a-data-mesh-architecture-in-azure-part-1/
# schemas:
#   - input: schema["edge.schema"]
# custom:
#   subject: edge
#   severity: medium
#   code: CST-005
#   class: default
#   levels: {gate: deny, audit: warn}
#   requires: [product, contract]
#   remediation: >-
#     Name the cost centre that pays in the custom property costCenter of the input port, or of the product that reads.
package mesh.cost.paying_consumer

import data.lib.parties

priced if input.producer.price.amount != 0

deny contains violation if {
	priced
	object.get(input, "payer", null) == null
	violation := {
		"message": sprintf("%s costs %s, and the consumer names no cost centre that pays", [
			parties.named(input.producer),
			price,
		]),
		"path": ["consumer"],
		"parties": parties.known([input.consumer.domain, input.producer.domain]),
	}
}

deny contains violation if {
	priced
	input.payer.known == false
	violation := {
		"message": sprintf("%s costs %s, and the cost centre %s that would pay is not in the mesh's list", [
			parties.named(input.producer),
			price,
			input.payer.value,
		]),
		"path": ["payer"],
		"parties": parties.known([input.consumer.domain, input.producer.domain]),
		"actual": input.payer.value,
		"remediation": "Name a cost centre that the Mesh lists in costCenters, or ask finance to add this one.",
	}
}

# What of the price is known; whether it is complete is a matter of the contract.
price := concat(" ", [sprintf("%v", [part]) | some part in parts; part != null]) if {
	parts := [input.producer.price.amount, input.producer.price.currency]
	input.producer.price.amount != null
} else := "something"

not_applicable if input.resolution in {"source", "dangling", "unexposed", "no_contract"}

not_applicable if {
	input.producer != null
	not priced
}

not_applicable if input.consumer.life_cycle == "retired"

cannot_evaluate contains "a contract or product that may be on the other side could not be read" if {
	object.get(input, "producer", null) == null
}

# METADATA
# scope: package
# title: Data flows from sources to consumers
# description: >-
#   A source-aligned product says what happened in its system. One that reads a product made for consumers takes back what
#   others made of it, and nobody knows any more which is the truth.
# related_resources:
#   - ref: https://bitol-io.github.io/open-data-product-standard/latest/
#   - ref: https://martinfowler.com/articles/data-mesh-principles.html
# schemas:
#   - input: schema["edge.schema"]
# custom:
#   subject: edge
#   severity: medium
#   code: TOP-004
#   class: default
#   levels: {gate: deny, audit: warn}
#   requires: [product, contract]
#   remediation: Read the source-aligned product below it, or change the type of the product that is not what it says.
package mesh.topology.direction

import data.lib.parties

consumer_type := object.get(input.consumer, "type_class", null)

producer_type := object.get(input, ["producer", "type_class"], null)

deny contains violation if {
	consumer_type == "source_aligned"
	producer_type == "consumer_aligned"
	violation := {
		"message": sprintf("is source-aligned and reads %s, which is consumer-aligned", [parties.named(input.producer)]),
		"path": ["consumer"],
		"parties": parties.known([input.consumer.domain, input.producer.domain]),
	}
}

not_applicable if input.resolution in {"source", "dangling", "unexposed", "no_contract"}

not_applicable if input.consumer.life_cycle == "retired"

cannot_evaluate contains "a contract or product that may be on the other side could not be read" if {
	object.get(input, "producer", null) == null
}

cannot_evaluate contains "the type of the consumer is not known" if {
	consumer_type == null
	producer_type == "consumer_aligned"
}

cannot_evaluate contains "the type of the product that it reads is not known" if {
	object.get(input, "producer", null) != null
	consumer_type == "source_aligned"
	producer_type == null
}

# METADATA
# scope: package
# title: Private ports are read within their domain
# description: >-
#   A private port is a detail that its domain changes without asking; a protected one is, too, for all but its audience. Who
#   reads it from elsewhere breaks when that happens. Ports that say nothing or are public are left alone.
# related_resources:
#   - ref: https://docs.getdbt.com/docs/mesh/govern/model-access
# schemas:
#   - input: schema["edge.schema"]
# custom:
#   subject: edge
#   severity: high
#   code: ACC-009
#   class: mandatory
#   levels: {gate: deny, audit: warn}
#   requires: [product]
#   remediation: >-
#     Read a public port of the product, or ask its domain to make this one public, with a contract and service levels.
package mesh.access.private_port

import data.lib.lists
import data.lib.similarity

visibility := object.get(input, ["producer", "visibility"], null)

consumer := object.get(input, ["consumer", "domain"], null)

owner := object.get(input, ["producer", "domain"], null)

deny contains violation if {
	visibility in {"private", "protected"}
	is_string(consumer)
	is_string(owner)
	consumer != owner
	not invited
	violation := {
		"message": sprintf("%s is %s to the domain %s, and %s reads it", [
			port,
			visibility,
			owner,
			consumer,
		]),
		"path": ["consumer"],
		"parties": {consumer, owner},
		"actual": consumer,
		"expected": owner,
	}
}

port := sprintf("the port %s of %s", [input.producer.port, product]) if {
	is_string(input.producer.port)
} else := sprintf("a port of %s", [product])

product := input.producer.product_name if {
	is_string(input.producer.product_name)
} else := sprintf("the product %v", [input.producer.product])

invited if {
	visibility == "protected"
	some domain in lists.of(input.producer.audience)
	similarity.same_name(domain, consumer)
}

cannot_evaluate contains "the consumer or the producer belongs to no domain" if {
	visibility in {"private", "protected"}
	null in {consumer, owner}
}

not_applicable if not visibility in {"private", "protected"}

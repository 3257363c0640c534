# METADATA
# scope: package
# title: Consumers are those whom a port is for
# description: >-
#   An output port may say whom it is for (custom property `audience`). A consumer from elsewhere relies on data that was
#   described, priced and protected for others. A port that names no audience is for everybody, and its edges are left alone.
# related_resources:
#   - ref: https://dpds.opendatamesh.org/specifications/dpds/1.0.0/
# schemas:
#   - input: schema["edge.schema"]
# custom:
#   subject: edge
#   severity: medium
#   code: ACC-008
#   class: mandatory
#   levels: {gate: deny, audit: warn}
#   requires: [product]
#   remediation: Ask the producer to add the consumer's domain to the audience of the port, or read another port.
package mesh.access.inside_audience

import data.lib.lists
import data.lib.similarity
import data.lib.words

audience := object.get(input, ["producer", "audience"], null)

consumer := object.get(input, ["consumer", "domain"], null)

owner := object.get(input, ["producer", "domain"], null)

deny contains violation if {
	is_array(audience)
	is_string(consumer)
	not belongs
	violation := {
		"message": sprintf("the domain %s is not in the audience of %s: %s", [consumer, port, whom]),
		"path": ["consumer"],
		"parties": {domain | some domain in [consumer, owner]; domain != null},
		"actual": consumer,
		"expected": audience,
	}
}

belongs if consumer == owner

belongs if {
	some domain in lists.of(audience)
	similarity.same_name(domain, consumer)
}

port := sprintf("the port %s of %s", [input.producer.port, product]) if {
	is_string(input.producer.port)
} else := sprintf("a port of %s", [product])

product := input.producer.product_name if {
	is_string(input.producer.product_name)
} else := sprintf("the product %v", [input.producer.product])

whom := words.enumeration(audience) if {
	count(audience) > 0
} else := "only its own domain"

cannot_evaluate contains "the consumer belongs to no domain" if {
	is_array(audience)
	consumer == null
}

not_applicable if audience == null

# METADATA
# scope: package
# title: Nothing goes while somebody reads it
# description: >-
#   A port that is removed, or a product that is retired, breaks whoever still reads it on the same day. Consumers move
#   first.
# related_resources:
#   - ref: https://bitol-io.github.io/open-data-product-standard/latest/
#   - ref: https://dpds.opendatamesh.org/
# schemas:
#   - input: schema["product.schema"]
# custom:
#   subject: product
#   severity: high
#   code: LIF-009
#   class: mandatory
#   levels: {gate: deny, audit: warn}
#   requires: [product, contract]
#   remediation: Keep it, deprecated, until the last consumer has moved.
package mesh.life_cycle.removed_port_has_consumers

import data.lib.parties
import data.lib.words

removed := input.previous.removed_ports if {
	is_array(input.previous.removed_ports)
} else := []

deny contains violation if {
	some port in removed
	count(port.consumers) > 0
	violation := {
		"message": sprintf("output port %s is removed, and %s it", [port_name(port), readers(port.consumers)]),
		"path": ["outputPorts"],
		"key": port_name(port),
		"parties": parties.known(array.concat([input.domain], [reader.domain | some reader in port.consumers])),
	}
}

deny contains violation if {
	input.life_cycle == "retired"
	count(input.consumers) > 0
	violation := {
		"message": sprintf("is retired, and %s it", [readers(input.consumers)]),
		"path": ["status"],
		"key": "retired",
		"parties": parties.known(array.concat([input.domain], [reader.domain | some reader in input.consumers])),
	}
}

port_name(port) := port.name if {
	port.name != null
} else := sprintf("of the contract %v", [port.contractId])

readers(consumers) := sprintf("%s still %s", [words.enumeration({parties.named(one) | some one in consumers}), verb(consumers)])

verb(consumers) := "reads" if {
	count(consumers) == 1
} else := "read"

not_applicable if {
	input.life_cycle != "retired"
	object.get(input, "previous", null) == null
	not base_unread
}

base_unread if input.base == "unknown"

cannot_evaluate contains "its earlier state could not be read" if base_unread

cannot_evaluate contains "not every product could be read, so its consumers are not known" if {
	input.life_cycle == "retired"
	not input.consumers_complete
}

cannot_evaluate contains "not every product could be read, so its consumers are not known" if {
	count(removed) > 0
	not input.consumers_complete
}

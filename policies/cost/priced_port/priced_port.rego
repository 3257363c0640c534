# METADATA
# scope: package
# title: A port that others read has a price
# description: >-
#   Consumers pay for what they read. A port that other domains read says what it costs, even if that is nothing; otherwise
#   the first bill is a surprise.
# related_resources:
#   - ref: https://bitol-io.github.io/open-data-contract-standard/latest/pricing/
#   - ref: https://mrpaulandrew.com/2021/12/22/building-a-data-mesh-architecture-in-azure-part-1/
# schemas:
#   - input: schema["product.schema"]
# custom:
#   subject: product
#   severity: low
#   code: CST-004
#   class: default
#   floor: note
#   levels: {gate: warn, audit: warn}
#   requires: [product, contract]
#   remediation: >-
#     State priceAmount, priceCurrency and priceUnit in the contract of the port; an amount of 0 says that it is free.
package mesh.cost.priced_port

import data.lib.lists
import data.lib.parties
import data.lib.words

read := [port | some port in lists.of(input.output_ports); count(port.consumer_domains) > 0]

deny contains violation if {
	some port in read
	port.price == null
	port.contract != null
	violation := {
		"message": sprintf("output port %s is read by %s, and states no price", [
			port_name(port),
			words.enumeration(port.consumer_domains),
		]),
		"path": port.path,
		"parties": parties.known(array.concat([input.domain], port.consumer_domains)),
	}
}

port_name(port) := port.name if {
	port.name != null
} else := sprintf("%d", [port.index + 1])

not_applicable if input.life_cycle in {"proposed", "draft", "retired"}

not_applicable if {
	input.consumers_complete
	count(read) == 0
}

cannot_evaluate contains "the contract of an output port that others read is not in the mesh" if {
	some port in read
	port.price == null
	port.contract == null
}

cannot_evaluate contains "not every product could be read, so its consumers are not known" if {
	some port in lists.of(input.output_ports)
	port.price == null
	not input.consumers_complete
}

# METADATA
# scope: package
# title: A product is read at the agreed kind of endpoint
# description: >-
#   Consumers should read every product in the same way, and learn it once. At least one output port is served by a kind of
#   server that the mesh agreed on, by the `type` of the servers in its contract: a SQL endpoint, or the lake itself, until
#   the mesh says which. Further ports may use others.
# related_resources:
#   - ref: https://mrpaulandrew.com/2022/03/07/building-a-data-mesh-architecture-in-azure-part-5/
#   - ref: https://bitol-io.github.io/open-data-contract-standard/latest/infrastructure-servers/
# schemas:
#   - input: schema["product.schema"]
# custom:
#   subject: product
#   severity: low
#   code: PLT-006
#   class: default
#   floor: note
#   levels: {gate: warn, audit: warn}
#   requires: [contract]
#   parameters:
#     endpoint_types:
#       type: set
#       default: [azure, databricks, fabric, sqlserver, synapse]
#       tighter: subset
#       description: Types of servers that the mesh agreed on, in the words of ODCS
#   remediation: Serve {name} at an output port whose contract names a server of one of the types {expected}.
package mesh.platform.agreed_endpoint

import data.lib.lists
import data.lib.words
import data.parameters

types := {lower(type) |
	some port in lists.of(input.output_ports)
	some type in lists.of(port.server_types)
}

agreed := {lower(type) | some type in parameters.endpoint_types}

unknown := [port | some port in lists.of(input.output_ports); not served(port)]

served(port) if count(port.server_types) > 0

deny contains violation if {
	count(input.output_ports) > 0
	count(unknown) == 0
	count(types & agreed) == 0
	violation := {
		"message": sprintf("is served by %s, and agreed %s %s", [words.enumeration(types), are, words.enumeration(agreed)]),
		"path": input.output_ports[0].path,
		"actual": sort(types),
		"expected": sort(parameters.endpoint_types),
	}
}

are := "is" if {
	count(agreed) == 1
} else := "are"

cannot_evaluate contains "the contract of an output port names no server" if {
	count(unknown) > 0
	count(types & agreed) == 0
}

cannot_evaluate contains "the output ports are not known" if {
	object.get(input, "output_ports", null) == null
}

not_applicable if {
	is_array(input.output_ports)
	count(input.output_ports) == 0
}

not_applicable if input.life_cycle == "retired"

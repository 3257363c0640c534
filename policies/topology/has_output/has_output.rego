# METADATA
# scope: package
# title: A product has an output
# description: >-
#   A product without an output port takes from others and gives to nobody. What it makes of its inputs is its value, and
#   the port is where others find it.
# related_resources:
#   - ref: https://bitol-io.github.io/open-data-product-standard/latest/
# schemas:
#   - input: schema["product.schema"]
# custom:
#   subject: product
#   severity: medium
#   code: TOP-007
#   class: mandatory
#   levels: {gate: deny, audit: warn}
#   remediation: Add an output port with a contract to {name}.
package mesh.topology.has_output

import data.lib.parties

deny contains violation if {
	count(input.output_ports) == 0
	violation := {
		"message": "has no output port",
		"path": ["outputPorts"],
		"parties": parties.known([object.get(input, "domain", null)]),
	}
}

not_applicable if input.life_cycle in {"proposed", "draft", "retired"}

cannot_evaluate contains "its output ports are not known" if {
	object.get(input, "output_ports", null) == null
}

# METADATA
# scope: package
# title: Products stay few hops and few neighbours apart
# description: >-
#   A product that reads very many others breaks with each of them; one that very many read can hardly change; and at the
#   end of a long chain nobody knows why a number is late.
# related_resources:
#   - ref: https://github.com/godatadriven/dbt-bouncer
#   - ref: https://martinfowler.com/articles/data-mesh-principles.html
# schemas:
#   - input: schema["product.schema"]
# custom:
#   subject: product
#   severity: low
#   code: TOP-005
#   class: advisory
#   levels: {gate: warn, audit: warn}
#   requires: [product, contract]
#   parameters:
#     max_fan_in: {type: integer, default: 12, tighter: lower, description: Products that one reads}
#     max_fan_out: {type: integer, default: 40, tighter: lower, description: Products that read one}
#     max_depth: {type: integer, default: 6, tighter: lower, description: Hops from a product to the sources}
#   remediation: Divide {name} by what its readers need, or put an aggregate between that several of them can share.
package mesh.topology.fan_out

import data.parameters

deny contains violation if {
	some [measure, limit, text] in [
		["fan_in", parameters.max_fan_in, "reads %d products, and at most %d are few enough to follow"],
		["fan_out", parameters.max_fan_out, "is read by %d products, and at most %d can agree on a change"],
		["depth", parameters.max_depth, "is %d hops away from the sources, and at most %d can be followed"],
	]
	amount := measures[measure]
	is_number(amount)
	amount > limit
	violation := {
		"message": sprintf(text, [amount, limit]),
		"path": [place[measure]],
		"key": measure,
		"actual": amount,
		"expected": limit,
	}
}

measures := {"fan_in": input.fan_in, "fan_out": input.fan_out, "depth": object.get(input, "depth", null)}

place := {"fan_in": "inputPorts", "fan_out": "outputPorts", "depth": "inputPorts"}

not_applicable if input.life_cycle == "retired"

cannot_evaluate contains "not every product could be read, so its consumers are not known" if {
	not input.consumers_complete
}

cannot_evaluate contains "how many products it reads and is read by is not known" if {
	not is_number(object.get(input, "fan_out", null))
}

cannot_evaluate contains "how many products it reads and is read by is not known" if {
	not is_number(object.get(input, "fan_in", null))
}

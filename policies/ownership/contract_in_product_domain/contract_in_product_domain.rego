# METADATA
# scope: package
# title: A contract is of the domain of the product that exposes it
# description: >-
#   A contract of one domain behind an output port of another leaves open who may change the promise, and who keeps it.
# related_resources:
#   - ref: https://bitol-io.github.io/open-data-contract-standard/latest/fundamentals/
#   - ref: https://bitol-io.github.io/open-data-product-standard/latest/
# schemas:
#   - input: schema["contract.schema"]
# custom:
#   subject: contract
#   severity: medium
#   code: OWN-007
#   class: mandatory
#   levels: {gate: deny, audit: warn}
#   requires: [product]
#   remediation: Make the domain of {name} that of the product, or let a product of the contract's own domain expose it.
package mesh.ownership.contract_in_product_domain

import data.lib.lists

deny contains violation if {
	is_string(input.domain)
	some exposing in lists.of(input.exposed_by)
	is_string(exposing.domain)
	exposing.domain != input.domain
	violation := {
		"message": sprintf("is of the domain %s, and %s of the domain %s exposes it", [
			input.domain,
			name(exposing),
			exposing.domain,
		]),
		"path": ["domain"],
		"key": exposing.product,
		"parties": {input.domain, exposing.domain},
		"actual": input.domain,
		"expected": exposing.domain,
	}
}

name(exposing) := exposing.product_name if {
	is_string(exposing.product_name)
} else := sprintf("the product %s", [exposing.product])

cannot_evaluate contains "the contract belongs to no domain" if {
	object.get(input, "domain", null) == null
}

cannot_evaluate contains "a product that exposes the contract belongs to no domain" if {
	some exposing in lists.of(input.exposed_by)
	object.get(exposing, "domain", null) == null
}

cannot_evaluate contains "which products expose the contract is not known" if {
	object.get(input, "exposed_by", null) == null
}

not_applicable if {
	is_array(input.exposed_by)
	count(input.exposed_by) == 0
}

not_applicable if input.life_cycle == "retired"

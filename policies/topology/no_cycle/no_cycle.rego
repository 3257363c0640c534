# METADATA
# scope: package
# title: Products do not read themselves
# description: >-
#   In a cycle every product waits for its own output, no order of loading is right, and a mistake goes round. Between
#   domains a cycle is a warning: two domains may read each other through different products, and should know it.
# related_resources:
#   - ref: https://bitol-io.github.io/open-data-product-standard/latest/
#   - ref: https://martinfowler.com/articles/data-mesh-principles.html
# custom:
#   subject: [product, domain]
#   severity: high
#   code: TOP-002
#   class: mandatory
#   levels: {gate: deny, audit: warn}
#   requires: [product, contract]
#   remediation: >-
#     Take one reading out of the cycle: read the source-aligned product below it instead, or move what both need into a
#     product of its own.
package mesh.topology.no_cycle

import data.lib.parties
import data.lib.words

deny contains violation if {
	input.kind == "product"
	input.cycle != null
	violation := {
		"message": in_products,
		"path": ["cycle", 0],
		"parties": parties.known([one.domain | some one in input.cycle]),
		"actual": [parties.named(one) | some one in input.cycle],
	}
}

deny contains violation if {
	input.kind == "domain"
	input.cycle != null
	violation := {
		"message": sprintf("reads itself through %s", [words.enumeration(array.slice(input.cycle, 1, count(input.cycle)))]),
		"path": ["cycle"],
		"parties": input.cycle,
		"level": "warn",
		"actual": input.cycle,
	}
}

in_products := "reads its own output" if {
	count(input.cycle) == 1
} else := sprintf("reads itself through %s", [words.enumeration({parties.named(one) |
	some one in array.slice(input.cycle, 1, count(input.cycle))
})])

not_applicable if object.get(input, "life_cycle", null) == "retired"

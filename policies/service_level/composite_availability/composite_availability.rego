# METADATA
# scope: package
# title: Availability rests on that of the inputs
# description: >-
#   A product that reads others is available when all of them are, and when the platform is. It cannot promise more than
#   the availabilities of its inputs multiplied with each other and with the platform's.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/well-architected/reliability/metrics
# schemas:
#   - input: schema["product.schema"]
# custom:
#   subject: product
#   severity: high
#   code: SLA-003
#   class: mandatory
#   levels: {gate: deny, audit: warn}
#   requires: [product, contract]
#   parameters:
#     tolerance: {type: number, default: 0.001, tighter: lower, description: Percentage points by which a promise may pass what the inputs allow}
#   remediation: >-
#     Promise at most {expected} %, agree on more with the inputs, or serve the data when an input is down; slaFundedBy
#     names the cost centre that pays for such an upgrade.
package mesh.service_level.composite_availability

import data.lib.parties
import data.lib.words
import data.parameters

level := object.get(input, ["composite", "availability"], null)

deny contains violation if {
	level.promised != null
	level.bound != null
	level.promised - level.bound > parameters.tolerance
	violation := object.union(funded, {
		"message": sprintf("promises %v %% availability, and %s allow at most %v %%", [
			level.promised,
			words.enumeration(suppliers),
			allowed,
		]),
		"path": ["composite", "availability"],
		"parties": parties.known(array.concat([input.domain], [supplier.domain | some supplier in level.inputs])),
		"actual": level.promised,
		"expected": allowed,
	})
}

# Rounded down: what is expected must be kept.
allowed := floor(level.bound * 1000) / 1000

# An upgrade that somebody pays for is on its way.
funded := {"level": "warn"} if {
	object.get(input, "upgrade_funded_by", null) != null
} else := {}

suppliers := {supplier |
	some one in level.inputs
	one.value != null
	supplier := sprintf("%s with %v %%", [parties.named(one), one.value])
} | {supplier |
	level.platform != null
	supplier := sprintf("the platform with %v %%", [level.platform])
}

not_applicable if input.life_cycle == "retired"

not_applicable if {
	level.promised == null
}

cannot_evaluate contains "the availability of an input is not known" if {
	count(level.unknown) > 0
}

cannot_evaluate contains "what its output ports promise is not known" if {
	level == null
}

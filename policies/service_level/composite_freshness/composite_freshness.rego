# METADATA
# scope: package
# title: Data is no fresher than that of the inputs
# description: >-
#   What a product derives is at least as old as the slowest data that it reads. A promise that is tighter than the slowest
#   path of inputs is broken before anything fails.
# related_resources:
#   - ref: https://bitol-io.github.io/open-data-contract-standard/latest/service-level-agreement/
# schemas:
#   - input: schema["product.schema"]
# custom:
#   subject: product
#   severity: high
#   code: SLA-004
#   class: mandatory
#   levels: {gate: deny, audit: warn}
#   requires: [product, contract]
#   parameters:
#     tolerance: {type: integer, default: 0, tighter: lower, description: Seconds by which a promise may be tighter than the slowest input}
#   remediation: >-
#     Promise no less than the slowest input, or agree with it on fresher data; slaFundedBy names the cost centre that pays
#     for such an upgrade.
package mesh.service_level.composite_freshness

import data.lib.durations
import data.lib.parties
import data.lib.words
import data.parameters

level := object.get(input, ["composite", "freshness"], null)

deny contains violation if {
	level.promised != null
	level.bound != null
	level.bound - level.promised > parameters.tolerance
	violation := object.union(funded, {
		"message": sprintf("promises data no older than %s, and %s %s it only after %s", [
			durations.said(level.promised),
			slowest,
			verb,
			durations.said(level.bound),
		]),
		"path": ["composite", "freshness"],
		"parties": parties.known(array.concat([input.domain], [supplier.domain | some supplier in level.inputs])),
		"actual": level.promised,
		"expected": level.bound,
	})
}

# An upgrade that somebody pays for is on its way.
funded := {"level": "warn"} if {
	object.get(input, "upgrade_funded_by", null) != null
} else := {}

slowest_inputs := {parties.named(supplier) | some supplier in level.inputs; supplier.value == level.bound}

slowest := words.enumeration(slowest_inputs) if {
	count(slowest_inputs) > 0
} else := "the slowest path of inputs"

verb := "give" if {
	count(slowest_inputs) > 1
} else := "gives"

not_applicable if input.life_cycle == "retired"

not_applicable if {
	level.promised == null
}

cannot_evaluate contains "the freshness of an input is not known" if {
	count(level.unknown) > 0
}

cannot_evaluate contains "what its output ports promise is not known" if {
	level == null
}

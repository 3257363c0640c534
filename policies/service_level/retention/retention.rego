# METADATA
# scope: package
# title: Data is kept no longer than it can be, or may be
# description: >-
#   A product that promises a longer history than its inputs keep cannot be rebuilt from them when it is lost; that is a
#   warning, for it may keep a history of its own. Personal data has to go when the law says so.
# related_resources:
#   - ref: https://www.datamesh-governance.com/
#   - ref: https://eur-lex.europa.eu/eli/reg/2016/679/oj
# schemas:
#   - input: schema["product.schema"]
# custom:
#   subject: product
#   severity: medium
#   code: SLA-010
#   class: default
#   levels: {gate: deny, audit: warn}
#   requires: [product, contract]
#   parameters:
#     personal_years: {type: number, default: 10, tighter: lower, description: Years for which personal data may be kept}
#   remediation: Promise a retention that the inputs and the law allow.
package mesh.service_level.retention

import data.lib.durations
import data.lib.parties
import data.lib.words
import data.parameters

level := object.get(input, ["composite", "retention"], null)

legal_seconds := parameters.personal_years * 31536000

deny contains violation if {
	level.bound != null
	level.promised > level.bound
	violation := {
		"message": sprintf("keeps data for %s, and %s for only %s: it cannot be rebuilt", [
			durations.said(level.promised),
			shortest,
			durations.said(level.bound),
		]),
		"path": ["composite", "retention"],
		"key": "inputs",
		"level": "warn",
		"parties": parties.known(array.concat([input.domain], [supplier.domain | some supplier in level.inputs])),
		"actual": level.promised,
		"expected": level.bound,
	}
}

deny contains violation if {
	input.personal_data > 0
	level.promised > legal_seconds
	violation := {
		"message": sprintf("keeps personal data for %s, and at most %s are allowed", [
			durations.said(level.promised),
			words.counted(parameters.personal_years, "year"),
		]),
		"path": ["composite", "retention"],
		"key": "law",
		"actual": level.promised,
		"expected": legal_seconds,
	}
}

shortest_inputs := {parties.named(supplier) | some supplier in level.inputs; supplier.value == level.bound}

shortest := words.enumeration(shortest_inputs) if {
	count(shortest_inputs) > 0
} else := "what it reads"

not_applicable if input.life_cycle == "retired"

not_applicable if level.promised == null

cannot_evaluate contains "the retention of an input is not known" if {
	count(level.unknown) > 0
}

cannot_evaluate contains "whether its data is personal is not known" if {
	level.promised > legal_seconds
	object.get(input, "personal_data", null) == null
}

cannot_evaluate contains "what its output ports promise is not known" if {
	level == null
}

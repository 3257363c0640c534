# METADATA
# scope: package
# title: The highest tier says how fast an incident ends
# description: >-
#   Whoever depends on a product of the highest tier plans with the time until a fault is seen, until they are told, and
#   until it is mended. These are service levels like any other.
# related_resources:
#   - ref: https://bitol-io.github.io/open-data-contract-standard/latest/service-level-agreement/
# schemas:
#   - input: schema["product.schema"]
# custom:
#   subject: product
#   severity: low
#   code: SLA-009
#   class: default
#   floor: note
#   levels: {gate: warn, audit: warn}
#   parameters:
#     tiers: {type: set, default: ["1"], tighter: superset, description: Tiers whose products promise these times}
#     dimensions:
#       type: set
#       default: [time_to_detect, time_to_notify, time_to_repair]
#       tighter: superset
#       description: Service levels that they promise
#   remediation: >-
#     Add slaProperties for {expected} to a contract of {name}, such as `property: timeToRepair`, `value: 4`, `unit: h`.
package mesh.service_level.incident_times

import data.lib.words
import data.parameters

promised := input.promised_levels if {
	is_array(input.promised_levels)
} else := []

missing := {dimension | some dimension in parameters.dimensions; not dimension in promised}

deny contains violation if {
	input.promised_levels != null
	input.tier in parameters.tiers
	count(missing) > 0
	violation := {
		"message": sprintf("is of tier %s, and promises no %s", [input.tier, words.enumeration(missing)]),
		"path": ["outputPorts"],
		"actual": promised,
		"expected": sort(missing),
	}
}

not_applicable if input.life_cycle in {"proposed", "draft", "retired"}

not_applicable if not object.get(input, "tier", null) in parameters.tiers

cannot_evaluate contains "what its output ports promise is not known" if {
	object.get(input, "promised_levels", null) == null
}

# METADATA
# scope: package
# title: What is promised is watched
# description: >-
#   A service level that nothing measures is a hope. Consumers hear of a broken promise from the monitor, or from their own
#   customers. A management port of type observability, the custom property monitoring, or the schedule of a service level
#   says what watches it.
# related_resources:
#   - ref: https://bitol-io.github.io/open-data-contract-standard/latest/service-level-agreement/
#   - ref: https://bitol-io.github.io/open-data-product-standard/latest/
# schemas:
#   - input: schema["product.schema"]
# custom:
#   subject: product
#   severity: medium
#   code: SLA-005
#   class: default
#   floor: note
#   levels: {gate: warn, audit: warn}
#   requires: [contract]
#   parameters:
#     unmonitored:
#       type: set
#       default: [end_of_life, end_of_support, general_availability, retention, time_to_detect, time_to_notify, time_to_repair]
#       tighter: subset
#       description: Service levels that need no monitor, since they are dates, rules or times of people
#   remediation: >-
#     Add a management port of type observability to {name}, list the service levels in the custom property monitoring, or
#     give them a schedule in the contract.
package mesh.service_level.monitored

import data.lib.words
import data.parameters

promised := input.promised_levels if {
	is_array(input.promised_levels)
} else := []

watchable := {dimension |
	some dimension in promised
	not dimension in parameters.unmonitored
}

unwatched := {dimension |
	some dimension in watchable
	not watched(dimension)
}

watched(dimension) if dimension in input.monitored.dimensions

watched(_) if "*" in input.monitored.dimensions

deny contains violation if {
	count(unwatched) > 0
	violation := {
		"message": sprintf("promises %s, and nothing watches %s", [words.enumeration(unwatched), pronoun]),
		"path": ["managementPorts"],
		"actual": sort(object.get(input, ["monitored", "dimensions"], [])),
		"expected": sort(watchable),
	}
}

pronoun := "it" if {
	count(unwatched) == 1
} else := "them"

not_applicable if input.life_cycle in {"proposed", "draft", "retired"}

not_applicable if {
	input.promised_levels != null
	count(watchable) == 0
}

cannot_evaluate contains "what its output ports promise is not known" if {
	object.get(input, "promised_levels", null) == null
}

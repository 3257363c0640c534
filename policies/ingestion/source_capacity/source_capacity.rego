# METADATA
# scope: package
# title: A source system is extracted no more often than it bears
# description: >-
#   Each extract loads a system that people work with. Together the domains stay below the extracts a day that its owner
#   declares in `capacity`; a system without one is left alone. How often a product extracts comes from extractEvery of its
#   input port, else from the frequency that it promises.
# related_resources:
#   - ref: https://mrpaulandrew.com/2021/12/15/building-a-data-mesh-architecture-in-azure-part-1/
# schemas:
#   - input: schema["source_system.schema"]
# custom:
#   subject: source_system
#   severity: medium
#   code: ING-007
#   class: mandatory
#   levels: {gate: deny, audit: warn}
#   requires: [product, contract, pipeline]
#   parameters:
#     warn_share: {type: number, default: 0.8, tighter: lower, description: Share of the capacity from which it is a warning}
#   remediation: >-
#     Extract {name} less often, let one product extract and the others read its output port, or agree on a higher capacity
#     with {domain}.
package mesh.ingestion.source_capacity

import data.lib.lists
import data.lib.words
import data.parameters

capacity := object.get(input, ["capacity", "extractsPerDay"], null)

deny contains violation if {
	is_number(capacity)
	input.extracts_per_day > capacity
	violation := told
}

deny contains violation if {
	is_number(capacity)
	input.extracts_per_day <= capacity
	input.extracts_per_day >= capacity * parameters.warn_share
	input.extracts_per_day > 0
	violation := object.union(told, {"level": "warn"})
}

told := {
	"message": sprintf("%v extracts a day%s, and it bears %v", [input.extracts_per_day, by, capacity]),
	"path": ["capacity"],
	"parties": {domain |
		some domain in array.concat([object.get(input, "domain", null)], [reader.domain | some reader in lists.of(input.ingestions)])
		domain != null
	},
	"actual": input.extracts_per_day,
	"expected": capacity,
}

by := sprintf(" by %s", [words.enumeration({described(reader) | some reader in lists.of(input.ingestions); is_number(reader.per_day)})])

described(reader) := sprintf("%s (%v)", [reader.product_name, reader.per_day]) if {
	is_string(reader.product_name)
} else := sprintf("a pipeline of the domain %s (%v)", [reader.domain, reader.per_day]) if {
	is_string(reader.domain)
} else := sprintf("a pipeline (%v)", [reader.per_day])

cannot_evaluate contains "how often a product extracts it is not known: extractEvery of the input port, or a frequency among the service levels, says so" if {
	input.unknown_extracts > 0
}

cannot_evaluate contains "how often it is extracted is not known" if {
	object.get(input, "extracts_per_day", null) == null
}

cannot_evaluate contains "how many extracts are left out is not known" if {
	object.get(input, "unknown_extracts", null) == null
}

not_applicable if not is_number(capacity)

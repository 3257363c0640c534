# METADATA
# scope: package
# title: Every element of a port is described
# description: >-
#   A name is not a meaning. Whoever reads a port from another domain has nobody to ask at the next desk; each object and
#   each column of it has a sentence that says what it holds.
# related_resources:
#   - ref: https://github.com/godatadriven/dbt-bouncer
#   - ref: https://bitol-io.github.io/open-data-contract-standard/latest/schema/
# schemas:
#   - input: schema["contract.schema"]
# custom:
#   subject: contract
#   severity: low
#   code: DSC-002
#   class: default
#   floor: note
#   levels: {gate: warn, audit: warn}
#   remediation: Add a description to each of them in the contract {name}.
package mesh.discovery.described_elements

import data.lib.lists
import data.lib.words

columns := input.columns if {
	is_array(input.columns)
} else := []

bare(element) if object.get(element, "description", null) == null

bare(element) if trim_space(element.description) == ""

deny contains violation if {
	some object_name in {column.object | some column in columns}
	names := [trim_prefix(column.name, sprintf("%s.", [object_name])) |
		some column in columns
		column.object == object_name
		bare(column)
	]
	count(names) > 0
	violation := {
		"message": sprintf("%s of %s %s no description: %s", [
			words.counted(count(names), "column"),
			object_name,
			verb(count(names)),
			listed(names),
		]),
		"path": [array.slice(column.path, 0, 2) | some column in columns; column.object == object_name][0],
		"key": object_name,
		"actual": count(names),
	}
}

deny contains violation if {
	some index, element in lists.of(input.schema)
	bare(element)
	violation := {
		"message": sprintf("%s has no description", [object.get(element, "name", "an object")]),
		"path": ["schema", index],
		"key": "object",
	}
}

verb(number) := "has" if {
	number == 1
} else := "have"

# The first few; the rest are a number.
listed(names) := words.enumeration(names) if {
	count(names) <= 5
} else := sprintf("%s and %d more", [concat(", ", array.slice(sort(names), 0, 5)), count(names) - 5])

not_applicable if input.life_cycle in {"proposed", "draft", "retired"}

# What no port exposes is read by nobody else.
not_applicable if count(input.exposed_by) == 0

cannot_evaluate contains "the contract describes no columns" if {
	count(columns) == 0
}

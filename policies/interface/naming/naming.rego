# METADATA
# scope: package
# title: Names are written one way
# description: >-
#   A column that is customerId in one product and customer_id in the next is looked up each time. Names of objects and
#   columns follow one convention; those of operational systems stay as they are.
# related_resources:
#   - ref: https://github.com/godatadriven/dbt-bouncer
#   - ref: https://bitol-io.github.io/open-data-contract-standard/latest/schema/
# schemas:
#   - input: schema["contract.schema"]
# custom:
#   subject: contract
#   severity: low
#   code: INT-005
#   class: advisory
#   levels: {gate: note, audit: warn}
#   parameters:
#     column_pattern:
#       type: string
#       default: "^[a-z][a-z0-9]*(_[a-z0-9]+)*$"
#       tighter: fixed
#       description: Regular expression that the name of a column matches
#     object_pattern:
#       type: string
#       default: "^[a-z][a-z0-9]*([_.-][a-z0-9]+)*$"
#       tighter: fixed
#       description: Regular expression that the name of a table, topic or file matches
#   remediation: Rename them with the next major version of {name}; until then an alias will do.
package mesh.interface.naming

import data.lib.lists
import data.lib.words
import data.parameters

columns := input.columns if {
	is_array(input.columns)
} else := []

# The last step of a name is the column's own.
own(name) := steps[count(steps) - 1] if {
	steps := split(name, ".")
}

sound if {
	regex.is_valid(parameters.column_pattern)
	regex.is_valid(parameters.object_pattern)
}

deny contains violation if {
	sound
	some object_name in {column.object | some column in columns}
	wrong := [column |
		some column in columns
		column.object == object_name
		is_string(column.name)
		not regex.match(parameters.column_pattern, own(column.name))
	]
	count(wrong) > 0
	violation := {
		"message": sprintf("%s of %s %s not follow the convention: %s", [
			words.counted(count(wrong), "column"),
			object_name,
			verb(count(wrong)),
			listed({own(column.name) | some column in wrong}),
		]),
		"path": wrong[0].path,
		"key": object_name,
		"expected": parameters.column_pattern,
	}
}

deny contains violation if {
	sound
	some index, element in lists.of(input.schema)
	is_string(element.name)
	not regex.match(parameters.object_pattern, element.name)
	violation := {
		"message": sprintf("the object %s does not follow the convention", [element.name]),
		"path": ["schema", index, "name"],
		"key": "object",
		"actual": element.name,
		"expected": parameters.object_pattern,
	}
}

verb(number) := "does" if {
	number == 1
} else := "do"

# The first few; the rest are a number.
listed(names) := words.enumeration(names) if {
	count(names) <= 5
} else := sprintf("%s and %d more", [concat(", ", array.slice(sort(names), 0, 5)), count(names) - 5])

not_applicable if input.life_cycle in {"deprecated", "retired"}

not_applicable if input.describes_source == true

cannot_evaluate contains "the contract describes no columns" if {
	count(columns) == 0
}

cannot_evaluate contains "a pattern of the parameters is no regular expression" if {
	not sound
}

# METADATA
# scope: package
# title: Every column is classified
# description: >-
#   Who may read a column follows from its classification. One that has none counts as sensitive, and so nobody may read it
#   who could; one with a word that nobody knows protects nothing.
# related_resources:
#   - ref: https://www.datamesh-governance.com/
#   - ref: https://bitol-io.github.io/open-data-contract-standard/latest/schema/
# schemas:
#   - input: schema["contract.schema"]
# custom:
#   subject: contract
#   severity: high
#   code: SEC-001
#   class: mandatory
#   levels: {gate: deny, audit: warn}
#   remediation: >-
#     Give each column of {name} a classification: public, internal, confidential or restricted. The columns of an object
#     may take that of the object.
package mesh.security.classified

import data.lib.words

columns_of_all := input.columns if {
	is_array(input.columns)
} else := []

classified := {column.name | some column in columns_of_all; column.classification != null}

# Every name above a column; an object whose parts are columns of their own.
above(name) := {concat(".", array.slice(steps, 0, last)) |
	steps := split(name, ".")
	some last in numbers.range(1, count(steps) - 1)
	count(steps) > 1
}

parents := union({above(column.name) | some column in columns_of_all})

unclassified(column) if {
	column.classification == null
	not column.name in parents
	count(above(column.name) & classified) == 0
}

objects := {column.object | some column in columns_of_all}

deny contains violation if {
	some object_name in objects
	columns := [column | some column in columns_of_all; column.object == object_name]
	bare := [column | some column in columns; unclassified(column)]
	count(bare) > 0
	violation := {
		"message": sprintf("%d of %s of %s %s no classification: %s", [
			count(bare),
			words.counted(count(columns), "column"),
			object_name,
			verb(count(bare)),
			listed([trim_prefix(column.name, sprintf("%s.", [object_name])) | some column in bare]),
		]),
		"path": array.slice(bare[0].path, 0, 2),
		"key": object_name,
		"actual": count(bare),
		"expected": 0,
	}
}

deny contains violation if {
	some column in columns_of_all
	column.classification != null
	not column.understood
	violation := {
		"message": sprintf("the classification %s of %s is not one of public, internal, confidential and restricted", [
			column.classification,
			column.name,
		]),
		"path": column.path,
		"key": column.name,
		"actual": column.classification,
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

cannot_evaluate contains "the contract describes no columns" if {
	count(columns_of_all) == 0
}

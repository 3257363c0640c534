# METADATA
# scope: package
# title: One name means one thing
# description: >-
#   Two columns of one name in two domains are joined and added up by whoever finds them. Where their descriptions have next
#   to nothing in common, they may not mean the same. Names such as `id` or `status` mean something else in every table and
#   are left out.
# related_resources:
#   - ref: https://github.com/godatadriven/dbt-bouncer
#   - ref: https://martinfowler.com/articles/fitness-functions-data-products.html
# schemas:
#   - input: schema["dataset.schema"]
# custom:
#   subject: dataset
#   severity: low
#   code: INT-006
#   class: advisory
#   levels: {gate: note, audit: warn}
#   requires: [contract]
#   parameters:
#     min_similarity:
#       type: number
#       default: 0.1
#       tighter: higher
#       description: Share of words that two descriptions have in common at least
#     generic:
#       type: set
#       default: [created_at, date, description, id, key, name, number, status, timestamp, type, updated_at, value, version]
#       tighter: subset
#       description: Names that mean something else in every table
#   remediation: Describe both alike if they mean the same; otherwise give one of them a name of its own.
package mesh.interface.same_name_same_meaning

import data.lib.lists
import data.lib.parties
import data.lib.similarity
import data.lib.words
import data.parameters

shared_columns := input.shared_columns if {
	is_array(input.shared_columns)
} else := []

shared := [column |
	some column in shared_columns
	column.description != null
	is_string(column.name)
	not lower(column.name) in parameters.generic
]

# Words that carry a meaning.
meaning(text) := {word |
	some word in regex.split(`[^\pL\pN]+`, lower(text))
	count(word) > 3
}

strangers(column) := [other |
	some other in lists.of(column.elsewhere)
	other.description != null
	count(meaning(other.description)) >= 2
	similarity.jaccard(meaning(column.description), meaning(other.description)) < parameters.min_similarity
]

deny contains violation if {
	some column in shared
	count(meaning(column.description)) >= 2
	others := strangers(column)
	count(others) > 0
	violation := {
		"message": sprintf("%s is `%s` here, and `%s` in %s%s", [
			column.name,
			column.description,
			others[0].description,
			place_of(others[0].dataset),
			more(others),
		]),
		"path": place(column),
		"key": column.name,
		"parties": parties.known(array.concat(input.domains, [other.domain | some other in others])),
	}
}

more(others) := "" if {
	count(others) == 1
} else := sprintf(", and differs in %s more", [words.counted(count(others) - 1, "dataset")])

# An id as a person would write it.
place_of(id) := regex.replace(id, `^[a-z0-9_]+://`, "")

# The column in the contract.
place(column) := ["columns", found[0]] if {
	found := [index | some index, own in lists.of(input.columns); own.name == column.name]
	count(found) > 0
} else := ["shared_columns"]

not_applicable if {
	input.shared_columns != null
	count(shared) == 0
}

cannot_evaluate contains "the columns are not known" if {
	object.get(input, "shared_columns", null) == null
}

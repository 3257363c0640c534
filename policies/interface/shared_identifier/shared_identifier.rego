# METADATA
# scope: package
# title: Shared identifiers have one type
# description: >-
#   Data of two domains joins by identifiers. A customer who is a number here and a text there joins with nobody, or loses a
#   leading zero on the way.
# related_resources:
#   - ref: https://www.datamesh-governance.com/
#   - ref: https://martinfowler.com/articles/fitness-functions-data-products.html
# schemas:
#   - input: schema["dataset.schema"]
# custom:
#   subject: dataset
#   severity: medium
#   code: INT-004
#   class: default
#   levels: {gate: deny, audit: warn}
#   requires: [contract]
#   remediation: Agree on one logical type for it, and change the others with their next major version.
package mesh.interface.shared_identifier

import data.lib.lists
import data.lib.parties
import data.lib.words

shared := input.shared_columns if {
	is_array(input.shared_columns)
} else := []

# `customer_id`, `customerId` and `customer key`, but neither `id` alone nor `paid`.
identifier(name) if regex.match(`^.+[_\-. ](?i:id|key|uuid|guid|code|number|no)$`, name)

identifier(name) if regex.match(`^.*[a-z0-9](?:Id|ID|Key|Uuid|UUID|Guid|Code|Number|No)$`, name)

deny contains violation if {
	some column in shared
	identifier(column.name)
	column.logical_type != null
	others := [other |
		some other in lists.of(column.elsewhere)
		other.logical_type != null
		lower(other.logical_type) != lower(column.logical_type)
	]
	count(others) > 0
	violation := {
		"message": sprintf("%s is of type %s here, and %s", [column.name, column.logical_type, listed(others)]),
		"path": place(column),
		"key": column.name,
		"parties": parties.known(array.concat(input.domains, [other.domain | some other in others])),
		"actual": column.logical_type,
	}
}

listed(others) := words.enumeration(array.slice(told, 0, 3)) if {
	told := sort({sprintf("%s in %s", [other.logical_type, place_of(other.dataset)]) | some other in others})
}

# An id as a person would write it.
place_of(id) := regex.replace(id, `^[a-z0-9_]+://`, "")

# The column in the contract.
place(column) := ["columns", found[0]] if {
	found := [index | some index, own in lists.of(input.columns); own.name == column.name]
	count(found) > 0
} else := ["shared_columns"]

not_applicable if {
	object.get(input, "shared_columns", null) != null
	count([column | some column in shared; identifier(column.name)]) == 0
}

cannot_evaluate contains "the columns are not known" if {
	object.get(input, "shared_columns", null) == null
}

cannot_evaluate contains "a shared identifier has no logical type" if {
	some column in shared
	identifier(column.name)
	null in [one.logical_type | some one in array.concat([column], lists.of(column.elsewhere))]
}

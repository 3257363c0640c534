# METADATA
# scope: package
# title: Keys of allocation add up
# description: >-
#   The cost of a shared resource is divided by keys. Keys that add up to less than 100 % leave a rest that nobody pays;
#   more than that charges it twice. They are written in the tag allocation, such as `sales=60;finance=40`.
# related_resources:
#   - ref: https://www.finops.org/framework/capabilities/allocation/
# schemas:
#   - input: schema["resource.schema"]
# custom:
#   subject: resource
#   severity: medium
#   code: CST-006
#   class: default
#   levels: {gate: deny, audit: warn}
#   parameters:
#     tolerance: {type: number, default: 0.1, tighter: lower, description: Percentage points that rounding may cost}
#   remediation: Write the tag allocation so that it adds up to 100, such as `sales=60;finance=40`.
package mesh.cost.allocation_adds_up

import data.lib.lists
import data.lib.words
import data.parameters

allocation := object.get(input, "allocation", null)

# Undefined where nobody knows them.
sharers := domains if {
	domains := object.get(input, ["node", "domains"], [])
	is_array(domains)
}

deny contains violation if {
	count(allocation.problems) == 0
	is_number(allocation.total)
	abs(allocation.total - 100) > parameters.tolerance
	violation := {
		"message": sprintf("the keys of its allocation add up to %v %%: %s", [allocation.total, allocation.text]),
		"path": ["tags"],
		"key": "total",
		"parties": {key.to | some key in lists.of(allocation.keys)},
		"actual": allocation.total,
		"expected": 100,
	}
}

deny contains violation if {
	some problem in lists.of(allocation.problems)
	violation := {
		"message": sprintf("the tag allocation is not understood: %s", [problem]),
		"path": ["tags"],
		"key": problem,
		"actual": allocation.text,
	}
}

# Two domains that claim its node share what lies in it.
deny contains violation if {
	allocation == null
	input.tags_complete
	count(sharers) > 1
	violation := {
		"message": sprintf("is shared by the domains %s, and no tag allocation divides its cost", [words.enumeration(sharers)]),
		"path": ["tags"],
		"key": "missing",
		"parties": sharers,
		"level": "warn",
	}
}

not_applicable if {
	allocation == null
	count(sharers) <= 1
}

cannot_evaluate contains "the tags that it would inherit were not collected" if {
	allocation == null
	count(sharers) > 1
	not input.tags_complete
}

cannot_evaluate contains "which domains share its node is not known" if {
	allocation == null
	not sharers
}

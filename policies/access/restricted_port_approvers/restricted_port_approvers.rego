# METADATA
# scope: package
# title: Restricted data is let out by two people
# description: >-
#   Whoever may read restricted data is decided by one person and confirmed by another. A contract with restricted data that
#   an output port exposes declares its roles, each with approvers of the first and the second level. Contracts whose highest
#   class is lower are left alone.
# related_resources:
#   - ref: https://bitol-io.github.io/open-data-contract-standard/latest/roles/
# schemas:
#   - input: schema["contract.schema"]
# custom:
#   subject: contract
#   severity: medium
#   code: ACC-006
#   class: mandatory
#   levels: {gate: deny, audit: warn}
#   requires: [product]
#   parameters:
#     min_rank:
#       type: integer
#       default: 3
#       tighter: lower
#       description: "Class from which data needs approvers: 0 public, 1 internal, 2 confidential, 3 restricted"
#   remediation: >-
#     Add `roles` to {name}, each with firstLevelApprovers and secondLevelApprovers.
package mesh.access.restricted_port_approvers

import data.lib.words
import data.parameters

roles := input.roles if {
	is_array(input.roles)
} else := []

fields := {"firstLevelApprovers": "first", "secondLevelApprovers": "second"}

deny contains violation if {
	count(roles) == 0
	violation := {
		"message": sprintf("holds %s data behind an output port, and declares no roles", [input.classification.name]),
		"path": ["roles"],
	}
}

deny contains violation if {
	some index, role in roles
	lacking := {level | some field, level in fields; not approved(role, field)}
	count(lacking) > 0
	violation := {
		"message": sprintf("the role %s for %s data names no approvers of the %s level", [
			name(role),
			input.classification.name,
			words.enumeration(lacking),
		]),
		"path": ["roles", index],
		"remediation": sprintf("Name in the role %s who decides (firstLevelApprovers) and who confirms (secondLevelApprovers).", [name(role)]),
	}
}

approved(role, field) if {
	is_string(role[field])
	trim_space(role[field]) != ""
}

approved(role, field) if {
	is_array(role[field])
	count(role[field]) > 0
}

name(role) := role.role if {
	is_string(role.role)
} else := "without a name"

cannot_evaluate contains "how the data is classified is not known, for the contract describes no columns" if {
	object.get(input, "classification", null) == null
}

cannot_evaluate contains "which products expose the contract is not known" if {
	object.get(input, "exposed_by", null) == null
}

not_applicable if {
	is_array(input.exposed_by)
	count(input.exposed_by) == 0
}

not_applicable if input.classification.rank < parameters.min_rank

not_applicable if input.life_cycle == "retired"

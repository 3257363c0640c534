# METADATA
# scope: package
# title: Restricted data has a steward
# description: >-
#   Somebody must be asked before restricted data is read, shared or kept longer, and it should not be the one who needs it
#   done. A current member of the contract's team is a data steward or data protection officer. Contracts whose highest
#   class is lower are left alone; that columns are classified at all is judged by the rule on classification.
# related_resources:
#   - ref: https://bitol-io.github.io/open-data-contract-standard/latest/team/
# schemas:
#   - input: schema["contract.schema"]
# custom:
#   subject: contract
#   severity: high
#   code: OWN-010
#   class: mandatory
#   levels: {gate: deny, audit: warn}
#   parameters:
#     min_rank:
#       type: integer
#       default: 3
#       tighter: lower
#       description: "Class from which data needs a steward: 0 public, 1 internal, 2 confidential, 3 restricted"
#     steward_roles:
#       type: set
#       default: [data protection, data trustee, dpo, privacy, steward]
#       tighter: subset
#       description: Words of which the role of a steward holds one
#   remediation: >-
#     Add a member to the team of {name} whose role is data steward, or the data protection officer with the role dpo.
package mesh.ownership.restricted_data_has_steward

import data.lib.lists
import data.parameters

deny contains violation if {
	input.classification.rank >= parameters.min_rank
	is_array(input.members)
	count(stewards) == 0
	violation := {
		"message": sprintf("holds %s data, and no current member of its team is a steward or data protection officer", [input.classification.name]),
		"path": ["team"],
		"actual": sort({member.role | some member in lists.of(input.members); is_string(member.role); member.is_current != false}),
	}
}

stewards := [member |
	some member in lists.of(input.members)
	member.is_current != false
	is_string(member.role)
	is_steward(member.role)
]

is_steward(role) if {
	words := spaced(role)
	some wanted in parameters.steward_roles
	contains(words, sprintf(" %s ", [lower(wanted)]))
}

# A role as words between spaces: "dataSteward" and "data-steward" are " data steward ".
spaced(text) := sprintf(" %s ", [trim(lower(regex.replace(regex.replace(text, `([a-z])([A-Z])`, "${1} ${2}"), `[^a-zA-Z0-9]+`, " ")), " ")])

cannot_evaluate contains "how the data is classified is not known, for the contract describes no columns" if {
	object.get(input, "classification", null) == null
}

cannot_evaluate contains "who is in the team is not known" if {
	object.get(input, "members", null) == null
}

not_applicable if input.classification.rank < parameters.min_rank

not_applicable if input.life_cycle == "retired"

# METADATA
# scope: package
# title: One owner is accountable
# description: >-
#   A product or contract that nobody owns is mended by nobody, and one that several people own is mended by none of
#   them. A named team is the owner; without one, exactly one member of the team has the role owner.
# related_resources:
#   - ref: https://bitol-io.github.io/open-data-contract-standard/latest/team/
# custom:
#   subject: [product, contract]
#   severity: high
#   code: OWN-001
#   class: mandatory
#   levels: {gate: deny, audit: warn}
#   remediation: Give the team of {name} a name, or the role owner to exactly one of its members.
package mesh.ownership.accountable_owner

import data.lib.words

deny contains violation if {
	count(input.owners) == 0
	violation := {
		"message": "nobody is accountable: the team has no name, and no current member with the role owner",
		"path": ["team"],
		"actual": 0,
		"expected": 1,
	}
}

deny contains violation if {
	count(input.owners) > 1
	violation := {
		"message": sprintf("%d members are accountable at once: %s", [
			count(input.owners),
			words.enumeration({owner.name | some owner in input.owners}),
		]),
		"path": ["team"],
		"actual": count(input.owners),
		"expected": 1,
	}
}

# A contract that is not in force yet, or no longer, need not have found its owner.
not_applicable if {
	input.kind == "contract"
	input.life_cycle in {"proposed", "draft", "deprecated", "retired"}
}

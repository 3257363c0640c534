# METADATA
# scope: package
# title: The owner is a team that exists
# description: >-
#   A name in a file answers no question. The owner is a team of the registry (Backstage groups, or groups of Microsoft
#   Entra) with somebody in it. Without a registry this cannot be evaluated: that is what the rule asks for. Who is owner at
#   all, and whether it is one, is judged by the rule on the accountable owner.
# related_resources:
#   - ref: https://backstage.io/docs/features/software-catalog/descriptor-format/#kind-group
#   - ref: https://bitol-io.github.io/open-data-contract-standard/latest/team/
# custom:
#   subject: [product, contract]
#   severity: high
#   code: OWN-002
#   class: mandatory
#   levels: {gate: deny, audit: warn}
#   remediation: Name the team of {name} as the registry spells it, or register the team.
package mesh.ownership.known_team

import data.lib.lists

owners := object.get(input, "owners", [])

deny contains violation if {
	some owner in lists.of(owners)
	owner.registered == false
	violation := object.union(
		{
			"message": sprintf("the owner %s is not in the registry of teams%s", [owner.name, hint(owner)]),
			"path": owner.path,
			"key": "registered",
			"actual": owner.name,
		},
		advice(owner),
	)
}

deny contains violation if {
	some owner in lists.of(owners)
	owner.registered == true
	owner.team_size == 0
	violation := {
		"message": sprintf("the team %s is in the registry, and nobody is in it", [owner.name]),
		"path": owner.path,
		"key": "empty",
		"actual": 0,
		"remediation": sprintf("Put the people who answer for it into the team %s, or name the team that took over.", [owner.name]),
	}
}

hint(owner) := sprintf("; the nearest there is %s", [owner.nearest]) if {
	is_string(owner.nearest)
} else := ""

advice(owner) := {
	"expected": owner.nearest,
	"remediation": sprintf("Write %s if that is the team, else register %s.", [owner.nearest, owner.name]),
} if {
	is_string(owner.nearest)
} else := {}

cannot_evaluate contains "no registry of teams was given, such as the groups of Backstage or of Microsoft Entra" if {
	object.get(input, "team_registry", null) == null
}

cannot_evaluate contains "whether the owner is in the registry of teams is not known" if {
	object.get(input, "team_registry", null) != null
	some owner in lists.of(owners)
	object.get(owner, "registered", null) == null
}

cannot_evaluate contains "the registry does not say who is in the team" if {
	some owner in lists.of(owners)
	owner.via == "team"
	owner.registered == true
	object.get(owner, "team_size", null) == null
}

not_applicable if count(owners) == 0

not_applicable if input.life_cycle == "retired"

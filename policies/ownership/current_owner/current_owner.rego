# METADATA
# scope: package
# title: Owners who left have a successor
# description: >-
#   People who left stay in the file as history, and that is fine, as long as somebody took over: whom they name as
#   successor is a current member, and where the last owner left without one, a team or another owner is there.
# related_resources:
#   - ref: https://bitol-io.github.io/open-data-contract-standard/latest/team/
# custom:
#   subject: [product, contract]
#   severity: high
#   code: OWN-008
#   class: mandatory
#   levels: {gate: deny, audit: warn}
#   remediation: Add the member who took over, with the role owner, and name that one in replacedByUsername of who left.
package mesh.ownership.current_owner

import data.lib.lists

# Those who left without a successor, and nobody owns it now.
deny contains violation if {
	some member in lists.of(input.members)
	left(member)
	member.is_owner
	not is_string(object.get(member, "replaced_by", null))
	count(input.owners) == 0
	violation := {
		"message": sprintf("the owner %s left on %s, and nobody took over", [member.name, member.date_out]),
		"path": member.path,
		"key": "left",
		"actual": member.date_out,
	}
}

# A successor who is no member, or left too.
deny contains violation if {
	some member in lists.of(input.members)
	left(member)
	is_string(member.replaced_by)
	not follows(member.replaced_by)
	violation := object.union(
		{
			"message": sprintf("%s left on %s, and the successor %s %s", [
				member.name,
				member.date_out,
				member.replaced_by,
				fate(member.replaced_by),
			]),
			"path": member.path,
			"key": "successor",
			"actual": member.replaced_by,
			"remediation": sprintf("Add %s to the team, or name who took over in replacedByUsername.", [member.replaced_by]),
		},
		weight(member),
	)
}

left(member) if {
	member.is_current == false
	is_string(member.date_out)
}

# A successor who left in turn is told there, if that one named nobody who is still a member.
follows(username) if {
	some member in people
	lower(member.username) == lower(username)
	is_current(member)
}

follows(username) if {
	some member in people
	lower(member.username) == lower(username)
	is_string(member.successor)
}

fate(username) := "left too" if {
	some member in people
	lower(member.username) == lower(username)
} else := "is no member"

# Each member under every name that a successor may be given by.
people := {person |
	some member in lists.of(input.members)
	some username in names(member)
	person := {
		"username": username,
		"is_current": object.get(member, "is_current", null),
		"successor": object.get(member, "replaced_by", null),
	}
}

is_current(person) if person.is_current != false

names(member) := ({member.name} | {native.username |
	some native in native_members
	is_string(native.username)
	native.name == member.name
}) | {native.username |
	some native in native_members
	native.username == member.name
}

native_members := input.team if {
	is_array(input.team)
} else := object.get(input.team, "members", []) if {
	is_object(input.team)
} else := []

# Losing an owner is worse than losing sight of a member.
weight(member) := {} if {
	member.is_owner
} else := {"level": "warn"}

cannot_evaluate contains "who is in the team is not known" if {
	object.get(input, "members", null) == null
}

not_applicable if {
	is_array(input.members)
	count(input.members) == 0
}

not_applicable if input.life_cycle == "retired"

# METADATA
# scope: package
# title: Custom roles name what they allow
# description: >-
#   A wildcard in a custom role allows what Azure adds next year, too. `*` allows everything and is judged in full; a wildcard
#   within one provider is a warning. One that only reads the control plane, such as */read, is left alone; one that reads
#   data is not. The roles of Azure itself are not judged.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/role-based-access-control/best-practices
#   - ref: https://learn.microsoft.com/azure/role-based-access-control/custom-roles
# schemas:
#   - input: schema["role_definition.schema"]
# custom:
#   subject: role_definition
#   severity: medium
#   code: ACC-005
#   class: mandatory
#   levels: {gate: deny, audit: deny}
#   remediation: >-
#     Write the actions that the role needs instead; notActions do not keep out what Azure adds later.
package mesh.access.no_wildcard_roles

import data.lib.lists

custom if lower(input.properties.type) == "customrole"

grants contains grant if {
	some index, permission in lists.of(input.properties.permissions)
	some field in ["actions", "dataActions"]
	some place, action in lists.of(object.get(permission, field, []))
	contains(action, "*")
	grant := {"action": action, "field": field, "path": ["properties", "permissions", index, field, place]}
}

harmless(grant) if {
	grant.field == "actions"
	endswith(lower(grant.action), "/read")
}

deny contains violation if {
	custom
	some grant in grants
	not harmless(grant)
	violation := object.union(
		{
			"message": sprintf("%s %s by the wildcard %s", [verb[grant.field], reach(grant), grant.action]),
			"path": grant.path,
			"actual": grant.action,
		},
		weight(grant),
	)
}

verb := {"actions": "allows", "dataActions": "allows with data"}

reach(grant) := "everything" if {
	grant.action == "*"
} else := "what is not named"

weight(grant) := {} if {
	grant.action == "*"
} else := {"level": "warn"}

cannot_evaluate contains "whether the role is a custom one is not known" if {
	not is_string(object.get(input, ["properties", "type"], null))
}

cannot_evaluate contains "what the role allows is not known" if {
	custom
	object.get(input, ["properties", "permissions"], null) == null
}

not_applicable if lower(input.properties.type) == "builtinrole"

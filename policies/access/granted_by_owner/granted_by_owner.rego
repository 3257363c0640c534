# METADATA
# scope: package
# title: The owner of the data grants access to it
# description: >-
#   Access to a node's data that another domain gave out is a decision that the owner does not know of. Role assignments that
#   reach data are made by a principal of the domain that owns the node, or by the platform on its behalf. Azure keeps who
#   made an assignment; assignments above the nodes, and roles that reach no data, are left alone.
# related_resources:
#   - ref: https://www.datamesh-governance.com/
# schemas:
#   - input: schema["role_assignment.schema"]
# custom:
#   subject: role_assignment
#   severity: medium
#   code: ACC-007
#   class: default
#   floor: note
#   levels: {gate: note, audit: warn}
#   requires: [role_assignment, role_definition, domain, product]
#   parameters:
#     platform_domains:
#       type: set
#       default: []
#       tighter: subset
#       description: Domains that grant access on behalf of the others
#   remediation: >-
#     Let the owning domain decide: it makes the assignment anew, or removes it.
package mesh.access.granted_by_owner

import data.parameters

reaches_data if input.role.reads_data == true

reaches_data if input.role.writes_data == true

owner := object.get(input, ["node", "domain"], null)

granter := object.get(input, ["granted_by", "domain"], null)

deny contains violation if {
	reaches_data
	is_string(owner)
	is_string(granter)
	granter != owner
	not granter in parameters.platform_domains
	violation := {
		"message": sprintf("%s at a node of the domain %s was granted by the domain %s%s", [
			input.role.name,
			owner,
			granter,
			receiver,
		]),
		"path": ["properties", "createdBy"],
		"parties": {domain | some domain in [owner, granter, input.principal_domain]; domain != null},
		"actual": granter,
		"expected": owner,
	}
}

receiver := " to itself" if {
	input.principal_domain == granter
} else := sprintf(" to the domain %s", [input.principal_domain]) if {
	is_string(input.principal_domain)
} else := ""

cannot_evaluate contains "who granted the role was not recorded" if {
	reaches_data
	object.get(input, "granted_by", null) == null
}

cannot_evaluate contains "the domain of who granted the role is not known: no Domain lists that principal" if {
	reaches_data
	object.get(input, "granted_by", null) != null
	granter == null
}

cannot_evaluate contains "no domain owns the node" if {
	reaches_data
	owner == null
}

cannot_evaluate contains "what the role allows is not known" if {
	object.get(input, ["role", "reads_data"], null) == null
}

not_applicable if object.get(input, "node", null) == null

not_applicable if {
	input.role.reads_data == false
	not input.role.writes_data
}

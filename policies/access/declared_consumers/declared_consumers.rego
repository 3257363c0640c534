# METADATA
# scope: package
# title: Who reads another domain's data has declared it
# description: >-
#   Access to data without an input port is a dependency that the owner of the data does not know of: nobody asks the reader
#   before a change, and nobody pays. A principal of another domain has access only where one of its products reads an
#   output port of a product placed there. Roles that let it fetch the keys of a storage account count as access. Principals
#   of the domains that run the platform are left alone.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/cloud-adoption-framework/scenarios/cloud-scale-analytics/architectures/data-landing-zone-data-products
# schemas:
#   - input: schema["principal.schema"]
# custom:
#   subject: principal
#   severity: high
#   code: ACC-003
#   class: mandatory
#   levels: {gate: warn, audit: deny}
#   requires: [role_assignment, product, contract]
#   parameters:
#     platform_domains:
#       type: set
#       default: []
#       tighter: subset
#       description: Domains that run the platform and reach all nodes
#   remediation: >-
#     Declare an input port that reads the output port of the product there, or remove the role assignment.
package mesh.access.declared_consumers

import data.lib.lists
import data.parameters

deny contains violation if {
	some index, access in lists.of(input.data_access)
	access.declared == false
	violation := {
		"message": sprintf("%s data of %s%s, and no product of %s declares an input port for it", [
			may(access),
			place(access),
			means(access),
			self,
		]),
		"path": ["data_access", index],
		"key": access.assignment,
		"parties": {domain | some domain in [object.get(input, "domain", null), owner(access)]; domain != null},
	}
}

may(access) := "may write" if {
	access.can_write
} else := "may read"

place(access) := sprintf("%s (domain %s)", [access.node.name, owner(access)]) if {
	owner(access) != null
} else := access.node.name if {
	access.node != null
} else := sprintf("the whole %s", [replace(access.scope_kind, "_", " ")])

means(access) := sprintf(" with the keys that %s can fetch", [access.role]) if {
	access.through == "keys"
} else := sprintf(" as %s", [access.role])

owner(access) := object.get(access, ["node", "domain"], null)

self := sprintf("the domain %s", [input.domain]) if {
	is_string(input.domain)
} else := "its domain"

# The access that nobody could tell apart from declared access.
open := [access | some access in lists.of(input.data_access); object.get(access, "declared", null) == null]

cannot_evaluate contains "the domain of the principal is not known: no Domain lists it in `principals`, and it is the identity of no resource in a node" if {
	count(open) > 0
	object.get(input, "domain", null) == null
}

cannot_evaluate contains "whose data the role reaches is not known" if {
	count(open) > 0
	object.get(input, "domain", null) != null
}

cannot_evaluate contains "what the principal can reach was not collected" if {
	object.get(input, "data_access", null) == null
}

not_applicable if {
	input.data_access != null
	count(input.data_access) == 0
}

not_applicable if input.domain in parameters.platform_domains

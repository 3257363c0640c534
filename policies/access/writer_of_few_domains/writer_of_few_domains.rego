# METADATA
# scope: package
# title: A principal writes data of few domains
# description: >-
#   One identity that may write everywhere is one password away from changing everybody's data, and no domain can tell who
#   changed its own. Roles that let a principal fetch keys count. Principals of the domains that run the platform are left
#   alone.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/role-based-access-control/best-practices
# schemas:
#   - input: schema["principal.schema"]
# custom:
#   subject: principal
#   severity: high
#   code: ACC-010
#   class: default
#   levels: {gate: warn, audit: warn}
#   requires: [role_assignment, role_definition]
#   parameters:
#     max_domains: {type: integer, default: 2, tighter: lower, description: Domains whose data one principal may write}
#     platform_domains:
#       type: set
#       default: []
#       tighter: subset
#       description: Domains that run the platform and write to all nodes
#   remediation: >-
#     Give each domain's pipelines an identity of their own, with roles on that domain's nodes only.
package mesh.access.writer_of_few_domains

import data.lib.words
import data.parameters

deny contains violation if {
	count(input.write_domains) > parameters.max_domains
	violation := {
		"message": sprintf("may write data of %d domains, and at most %d are agreed: %s", [
			count(input.write_domains),
			parameters.max_domains,
			words.enumeration(input.write_domains),
		]),
		"path": ["write_domains"],
		"parties": {domain |
			some domain in array.concat(input.write_domains, [object.get(input, "domain", null)])
			domain != null
		},
		"actual": count(input.write_domains),
		"expected": parameters.max_domains,
	}
}

cannot_evaluate contains "whose data the principal may write is not known" if {
	object.get(input, "write_domains", null) == null
}

not_applicable if {
	is_array(input.write_domains)
	count(input.write_domains) == 0
}

not_applicable if input.domain in parameters.platform_domains

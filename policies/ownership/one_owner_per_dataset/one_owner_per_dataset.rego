# METADATA
# scope: package
# title: One domain owns a dataset
# description: >-
#   Two domains whose contracts describe the same table, topic or path both promise what only one of them can keep. One
#   domain owns a dataset; the others require it.
# related_resources:
#   - ref: https://mrpaulandrew.com/2021/12/15/building-a-data-mesh-architecture-in-azure-part-1/
# schemas:
#   - input: schema["dataset.schema"]
# custom:
#   subject: dataset
#   severity: high
#   code: OWN-003
#   class: mandatory
#   levels: {gate: deny, audit: warn}
#   requires: [contract, product]
#   parameters:
#     max_domains: {type: integer, default: 1, tighter: lower, description: Domains that may own one dataset}
#   remediation: >-
#     Agree which of {parties} owns {name}; the others remove their contract for it and read the owner's output port
#     through an input port.
package mesh.ownership.one_owner_per_dataset

import data.lib.words
import data.parameters

deny contains violation if {
	count(input.domains) > parameters.max_domains
	violation := {
		"message": sprintf("%s is claimed by the domains %s", [input.name, words.enumeration(input.domains)]),
		"path": ["owners"],
		"parties": input.domains,
		"actual": count(input.domains),
		"expected": parameters.max_domains,
	}
}

reasons := {
	"expression": "the location is behind an expression",
	"masked": "the location is masked",
	"key_vault": "the location is in a key vault",
	"variable": "the location holds a variable such as ${HOST}",
	"local": "the location is local to one machine",
	"missing": "the contract names no server or no table",
}

cannot_evaluate contains reason if {
	input.evidence == "unresolvable"
	reason := object.get(reasons, input.reason, "the location is not known")
}

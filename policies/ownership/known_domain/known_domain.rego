# METADATA
# scope: package
# title: Every domain is declared, once, and not too deep
# description: >-
#   A domain that somebody misspelt owns products that nobody answers for. Each name that products, contracts, systems and
#   nodes use is a declared Domain, whose parents are declared too; catalogues and Microsoft Fabric take two levels. A mesh
#   without any Domain has no list to compare with, and cannot be evaluated.
# related_resources:
#   - ref: https://mrpaulandrew.com/2022/03/07/building-a-data-mesh-architecture-in-azure-part-5/
#   - ref: https://learn.microsoft.com/fabric/governance/domains
# schemas:
#   - input: schema["domain.schema"]
# custom:
#   subject: domain
#   severity: medium
#   code: OWN-006
#   class: default
#   levels: {gate: deny, audit: warn}
#   requires: [domain]
#   parameters:
#     max_depth: {type: integer, default: 2, tighter: lower, description: "Levels of domains, the topmost included"}
#   remediation: Declare the domain {name} in a file of kind Domain, or correct the name where it is used.
package mesh.ownership.known_domain

import data.lib.lists
import data.lib.words
import data.parameters

registry_exists if object.get(input, "declared_domains", null) != 0

deny contains violation if {
	input.declared == false
	registry_exists
	violation := object.union(
		{
			"message": sprintf("no Domain declares it, and %s it%s", [used, examples]),
			"path": array.concat(["mentions"], [0 | count(mentions) > 0]),
			"key": "declared",
		},
		correction,
	)
}

mentions := object.get(input, "mentions", [])

used := "1 place names" if {
	input.mention_count == 1
} else := sprintf("%d places name", [input.mention_count])

examples := sprintf(": %s", [words.enumeration({described(mention) | some mention in array.slice(mentions, 0, 3)})]) if {
	count(mentions) > 0
} else := ""

described(mention) := sprintf("%s %s", [replace(mention.kind, "_", " "), mention.name])

declared_alike := sort({other.name | some other in lists.of(input.similar); other.declared})

correction := {
	"expected": declared_alike[0],
	"remediation": sprintf("Write %s, which is declared, wherever this spelling is used.", [declared_alike[0]]),
} if {
	count(declared_alike) > 0
} else := {}

deny contains violation if {
	input.declared == true
	count(declared_alike) > 0
	violation := {
		"message": sprintf("is declared, and so is %s, which differs only in spelling", [words.enumeration(declared_alike)]),
		"path": ["name"],
		"key": "similar",
		"level": "warn",
		"remediation": "Keep one of the two, and use its spelling everywhere.",
	}
}

deny contains violation if {
	count(input.declarations) > 1
	violation := {
		"message": sprintf("%d files declare it", [count(input.declarations)]),
		"path": ["declarations", 1],
		"key": "declarations",
		"actual": count(input.declarations),
		"expected": 1,
		"remediation": "Keep one declaration, and move what the others say into it.",
	}
}

deny contains violation if {
	input.parent_known == false
	violation := {
		"message": sprintf("its parent %s is no declared domain", [input.parent]),
		"path": ["parent"],
		"key": "parent",
		"actual": input.parent,
		"remediation": sprintf("Declare %s, or correct the parent.", [input.parent]),
	}
}

deny contains violation if {
	input.parent_cycle == true
	violation := {
		"message": "is its own ancestor",
		"path": ["parent"],
		"key": "cycle",
		"remediation": "Remove the parent of the one that is topmost.",
	}
}

deny contains violation if {
	not input.parent_cycle
	input.depth > parameters.max_depth
	violation := {
		"message": sprintf("lies %d levels deep, and at most %d are agreed", [input.depth, parameters.max_depth]),
		"path": ["parent"],
		"key": "depth",
		"actual": input.depth,
		"expected": parameters.max_depth,
		"remediation": "Make it a part of a higher domain, or merge it with its parent.",
	}
}

cannot_evaluate contains "no Domain is declared, so there is no list of domains to compare with" if {
	not registry_exists
}

cannot_evaluate contains "whether a Domain declares it is not known" if {
	object.get(input, "declared", null) == null
}

cannot_evaluate contains "how deep the domain lies is not known" if {
	not input.parent_cycle
	object.get(input, "depth", null) == null
}

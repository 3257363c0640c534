# METADATA
# scope: package
# title: A dataset that several products need has a primary domain
# description: >-
#   When several products require one dataset, somebody must decide how it changes. Its primary domain does, and the domains
#   that require it are written down, so that it asks them first. A dataset that fewer products read is judged only by what
#   its contracts say of themselves; where one domain owns the dataset anyway, not having written this down is no more than
#   a note.
# related_resources:
#   - ref: https://mrpaulandrew.com/2021/12/15/building-a-data-mesh-architecture-in-azure-part-1/
# schemas:
#   - input: schema["dataset.schema"]
# custom:
#   subject: dataset
#   severity: medium
#   code: ING-002
#   class: mandatory
#   levels: {gate: deny, audit: warn}
#   requires: [product, contract]
#   parameters:
#     min_consumers:
#       type: integer
#       default: 2
#       tighter: lower
#       description: Consuming products from which a dataset needs a primary domain
#   remediation: >-
#     Write the custom properties primaryDomain and requiredByDomains into the contract or the product that exposes {name}.
package mesh.ingestion.primary_domain

import data.lib.lists
import data.lib.words
import data.parameters

consumers := {consumer.product | some consumer in lists.of(input.consumers)}

shared if {
	count(consumers) >= parameters.min_consumers
	count(input.consumer_domains) > 0
}

parties := {domain | some domain in array.concat(input.domains, input.consumer_domains); domain != null}

stated := object.get(input, "primary_domains", [])

deny contains violation if {
	shared
	count(stated) == 0
	violation := object.union(
		{
			"message": sprintf("%s of %s need it, and no primaryDomain says which domain decides", [
				words.counted(count(consumers), "product"),
				named(input.consumer_domains),
			]),
			"path": ["owners", 0],
			"key": "primary",
			"parties": parties,
		},
		mild,
	)
}

mild := {"level": "note"} if {
	count(input.domains) == 1
} else := {}

deny contains violation if {
	count(stated) > 1
	violation := {
		"message": sprintf("%d primary domains are named: %s", [count(stated), words.enumeration(stated)]),
		"path": ["owners", 0],
		"key": "several",
		"parties": (parties | {domain | some domain in stated}),
		"actual": count(stated),
		"expected": 1,
		"remediation": sprintf("Agree which of %s decides, and write that one everywhere.", [words.enumeration(stated)]),
	}
}

deny contains violation if {
	count(stated) == 1
	count(input.domains) > 0
	not stated[0] in input.domains
	violation := {
		"message": sprintf("the primary domain %s owns no contract of it; %s", [stated[0], owning]),
		"path": ["owners", 0],
		"key": "owner",
		"parties": (parties | {stated[0]}),
		"actual": stated[0],
		"expected": input.domains,
	}
}

owning := sprintf("%s owns one", [input.domains[0]]) if {
	count(input.domains) == 1
} else := sprintf("%s own one", [words.enumeration(input.domains)])

deny contains violation if {
	input.required_by != null
	forgotten := sort({domain | some domain in lists.of(input.consumer_domains); not domain in input.required_by})
	count(forgotten) > 0
	violation := {
		"message": sprintf("requiredByDomains lacks %s, whose products read it", [words.enumeration(forgotten)]),
		"path": ["owners", 0],
		"key": "required_by",
		"parties": parties,
		"actual": input.required_by,
		"expected": input.consumer_domains,
		"remediation": sprintf("Add %s to requiredByDomains, or ask them to stop reading it.", [words.enumeration(forgotten)]),
	}
}

deny contains violation if {
	shared
	count(stated) > 0
	object.get(input, "required_by", null) == null
	violation := {
		"message": sprintf("names no requiredByDomains, and products of %s read it", [named(input.consumer_domains)]),
		"path": ["owners", 0],
		"key": "required_by",
		"level": "warn",
		"parties": parties,
		"expected": input.consumer_domains,
	}
}

named(domains) := sprintf("the domain %s", [domains[0]]) if {
	count(domains) == 1
} else := sprintf("the domains %s", [words.enumeration(domains)])

cannot_evaluate contains "which products read it is not known" if {
	object.get(input, "consumers", null) == null
}

cannot_evaluate contains "a product that reads it belongs to no domain" if {
	some consumer in lists.of(input.consumers)
	consumer.domain == null
}

cannot_evaluate contains "its location is not known, so neither are all who read it" if {
	input.evidence == "unresolvable"
}

not_applicable if {
	input.evidence != "unresolvable"
	not shared
	count(input.consumers) == count([consumer | some consumer in lists.of(input.consumers); consumer.domain != null])
	count(stated) == 0
	object.get(input, "required_by", null) == null
}

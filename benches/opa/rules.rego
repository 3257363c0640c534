# Five rules over one document with the whole mesh, as people write them who know OPA well: every join goes through a
# comprehension index (https://www.openpolicyagent.org/docs/policy-performance#comprehension-indexing), so that none of
# them is quadratic. Each says how many subjects break it.
package bench

import rego.v1

counts := {
	"CST-001": count(untagged),
	"ING-001": count(ingested_twice),
	"LIM-001": count(nearly_full),
	"OWN-005": count(not_unique),
	"SLA-001": count(without_service_level),
}

# CST-001: tags that bills need, names without case.

required := {"costcenter", "domain", "environment", "owner", "product"}

untagged contains thing.id if {
	some kind in ["resource", "resource_group"]
	some thing in input[kind]
	present := {lower(name) | some name, value in thing.tags; trim_space(value) != ""}
	count(required - present) > 0
}

# ING-001: one domain ingests a source.

ingestions := [{"source": concat("/", [system, object]), "domain": product.domain} |
	some product in input.product
	some port in product.inputPorts
	some first in port.customProperties
	first.property == "sourceSystem"
	system := first.value
	some second in port.customProperties
	second.property == "sourceObject"
	object := second.value
]

domains_of_source := {source: domains |
	some i
	source := ingestions[i].source
	domains := {domain |
		some j
		ingestions[j].source == source
		domain := ingestions[j].domain
	}
}

ingested_twice contains source if {
	some source, domains in domains_of_source
	count(domains) > 1
}

# LIM-001: role assignments of a subscription, those of its resource groups and resources included.

limit := 4000

scopes := [subscription |
	some assignment in input.role_assignment
	parts := split(assignment.properties.scope, "/")
	parts[1] == "subscriptions"
	subscription := parts[2]
]

nearly_full contains subscription if {
	some i
	subscription := input.subscription[i].subscriptionId
	used := [1 |
		some j
		scopes[j] == subscription
	]
	count(used) >= 0.8 * limit
}

# OWN-005: an id belongs to one product.

not_unique contains i if {
	some i
	id := input.product[i].id
	domains := {[input.product[j].domain, input.product[j].version] |
		some j
		input.product[j].id == id
	}
	count(domains) > 1
}

# SLA-001: the contract of every output port of an active product declares these.

promised := {"availability", "freshness", "retention"}

without_service_level contains i if {
	some i
	input.product[i].status == "active"
	some port in input.product[i].outputPorts
	id := port.contractId
	declared := {level |
		some j
		input.contract[j].id == id
		some property in input.contract[j].slaProperties
		level := property.property
	}
	count(promised - declared) > 0
}
